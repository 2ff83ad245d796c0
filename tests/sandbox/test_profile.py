"""Commands, name and descriptions, by scope and language."""

import pytest
from telegram import BotCommand, BotCommandScopeChat, BotCommandScopeDefault

COMMAND = {"command": "start", "description": "Początek"}


async def test_commands_are_kept_by_scope_and_language(bot, group):
    await bot.set_my_commands([BotCommand("start", "Początek")])
    await bot.set_my_commands([BotCommand("start", "Початок")], language_code="uk")
    await bot.set_my_commands([BotCommand("otwarte", "Otwarte sprawy")], scope=BotCommandScopeChat(group))
    assert (await bot.get_my_commands())[0].description == "Początek"
    assert (await bot.get_my_commands(scope=BotCommandScopeDefault(), language_code="uk"))[0].description == "Початок"
    assert (await bot.get_my_commands(scope=BotCommandScopeChat(group)))[0].command == "otwarte"
    assert await bot.get_my_commands(language_code="en") == ()
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"commands": "{"}, "can't parse commands JSON object"),
        ({"commands": "{}"}, "expected an Array of BotCommand"),
        ({"commands": [1]}, "can't parse BotCommand: expected an Object"),
        ({"commands": [{"description": "a"}]}, "can't parse BotCommand: Can't find field \"command\""),
        ({"commands": [{"command": "a"}]}, "can't parse BotCommand: Can't find field \"description\""),
        ({"commands": [COMMAND | {"command": ""}]}, "command must be non-empty"),
        ({"commands": [COMMAND | {"command": "a" * 33}]}, "command length must not exceed 32"),
        ({"commands": [COMMAND | {"command": "Start"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [COMMAND | {"command": "pocz-ątek"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [COMMAND | {"description": " "}]}, "command description must be non-empty"),
        (
            {"commands": [COMMAND | {"description": "a" * 257}]},
            "command description length must not exceed 256",
        ),
        ({"commands": [COMMAND] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [COMMAND], "language_code": "polski"}, "invalid language code specified"),
        ({"commands": [COMMAND], "scope": "{"}, "can't parse BotCommandScope JSON object"),
        (
            {"commands": [COMMAND], "scope": "[]"},
            "can't parse BotCommandScope: BotCommandScope must be an Object",
        ),
        (
            {"commands": [COMMAND], "scope": {"type": "wszyscy"}},
            "can't parse BotCommandScope: Unsupported type specified",
        ),
        (
            {"commands": [COMMAND], "scope": {"type": "chat"}},
            "can't parse BotCommandScope: Can't find field \"chat_id\"",
        ),
    ],
)
async def test_wrong_commands_are_refused(api, parameters, reason):
    assert await api.refused("setMyCommands", **parameters) == f"400 Bad Request: {reason}"


async def test_descriptions_fall_back_to_the_general_one(bot):
    await bot.set_my_description("Opis po polsku")
    await bot.set_my_description("Опис", language_code="uk")
    await bot.set_my_short_description("Krótko")
    assert (await bot.get_my_description("uk")).description == "Опис"
    assert (await bot.get_my_description("en")).description == "Opis po polsku"
    assert (await bot.get_my_short_description()).short_description == "Krótko"
    await bot.set_my_description("")
    assert (await bot.get_my_description()).description == ""


@pytest.mark.parametrize(
    ("method", "field", "longest", "reason"),
    [
        ("setMyDescription", "description", 512, "BOT_DESCRIPTION_TOO_LONG"),
        ("setMyShortDescription", "short_description", 120, "BOT_SHORT_DESCRIPTION_TOO_LONG"),
    ],
)
async def test_texts_have_a_greatest_length(api, method, field, longest, reason):
    await api.ok(method, **{field: "a" * longest})
    assert await api.refused(method, **{field: "a" * (longest + 1)}) == f"400 Bad Request: {reason}"


async def test_a_person_sees_the_profile_in_their_language(bot, control):
    await bot.set_my_commands([BotCommand("start", "Początek")])
    await bot.set_my_commands([BotCommand("start", "Початок")], language_code="uk")
    await bot.set_my_description("Opis")
    seen = await control.get("/profile", language_code="uk")
    assert seen["commands"] == [{"command": "start", "description": "Початок"}]
    assert seen["description"] == "Opis"
