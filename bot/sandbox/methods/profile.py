"""What a bot says of itself: getMe, commands, name and descriptions."""

import re

from bot.sandbox.methods.call import Call
from bot.sandbox.parameters import Parameters
from bot.sandbox.wire import JsonObject, bad_request

# Bot API: setMyCommands, setMyName, setMyDescription, setMyShortDescription.
MOST_COMMANDS = 100
LONGEST_COMMAND = 32
LONGEST_COMMAND_DESCRIPTION = 256
LONGEST_DESCRIPTION = 512
LONGEST_SHORT_DESCRIPTION = 120

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")

# Scope types and the fields that each needs.
SCOPES: dict[str, tuple[str, ...]] = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def get_me(call: Call) -> JsonObject:
    """Return the bot's User object."""
    return call.bot.user | {"can_connect_to_business": False, "has_main_web_app": False}


def set_my_commands(call: Call) -> bool:
    """Replace the commands of a scope and language."""
    commands = call.parameters.nested("commands", "commands")
    if commands is None:
        commands = []
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    key = _scope(call), _language(call)
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked = [_command(command) for command in commands]
    if checked:
        call.bot.profile.commands[key] = checked
    else:
        call.bot.profile.commands.pop(key, None)
    return True


def get_my_commands(call: Call) -> list[JsonObject]:
    """Return the commands of exactly that scope and language."""
    return call.bot.profile.commands.get((_scope(call), _language(call)), [])


def delete_my_commands(call: Call) -> bool:
    """Forget the commands of a scope and language."""
    call.bot.profile.commands.pop((_scope(call), _language(call)), None)
    return True


def set_my_description(call: Call) -> bool:
    """Set the text of the empty chat."""
    text = _limited(call, "description", LONGEST_DESCRIPTION, "BOT_DESCRIPTION_TOO_LONG")
    _set(call.bot.profile.descriptions, _language(call), text)
    return True


def get_my_description(call: Call) -> JsonObject:
    """Return the text of the empty chat for a language, falling back to the general one."""
    texts = call.bot.profile.descriptions
    return {"description": texts.get(_language(call)) or texts.get("", "")}


def set_my_short_description(call: Call) -> bool:
    """Set the text of the profile page."""
    text = _limited(call, "short_description", LONGEST_SHORT_DESCRIPTION, "BOT_SHORT_DESCRIPTION_TOO_LONG")
    _set(call.bot.profile.short_descriptions, _language(call), text)
    return True


def get_my_short_description(call: Call) -> JsonObject:
    """Return the text of the profile page for a language, falling back to the general one."""
    texts = call.bot.profile.short_descriptions
    return {"short_description": texts.get(_language(call)) or texts.get("", "")}


def _set(texts: dict[str, str], language: str, text: str) -> None:
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)


def _limited(call: Call, name: str, longest: int, refusal: str) -> str:
    text = call.parameters.text(name).strip()
    if len(text) > longest:
        raise bad_request(refusal)
    return text


def _language(call: Call) -> str:
    code = call.parameters.text("language_code")
    if code and not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _command(value: object) -> JsonObject:
    if not isinstance(value, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if not isinstance(value.get(name), str):
            raise bad_request(f"can't parse BotCommand: Can't find field \"{name}\"")
    command = value["command"].strip().removeprefix("/")
    description = value["description"].strip()
    if not command:
        raise bad_request("command must be non-empty")
    if len(command) > LONGEST_COMMAND:
        raise bad_request(f"command length must not exceed {LONGEST_COMMAND}")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > LONGEST_COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {LONGEST_COMMAND_DESCRIPTION}")
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": command, "description": description}


def _scope(call: Call) -> str:
    """Return the scope as a key: its type and ids with colons between."""
    value = call.parameters.nested("scope", "BotCommandScope")
    if value is None:
        return "default"
    if not isinstance(value, dict):
        raise bad_request("can't parse BotCommandScope: BotCommandScope must be an Object")
    fields = SCOPES.get(str(value.get("type")))
    if fields is None:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    for name in fields:
        if not value.get(name):
            raise bad_request(f"can't parse BotCommandScope: Can't find field \"{name}\"")
    if "chat_id" in fields:
        call.readable_by_id(Parameters(value).integer("chat_id"))
    return ":".join([value["type"], *(str(value[name]) for name in fields)])
