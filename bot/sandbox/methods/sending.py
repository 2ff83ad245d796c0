"""sendMessage and what every kind of sending shares: chat, topic, quoted message, keyboard."""

import contextlib

from bot.sandbox.conversation import post, quoted, thread_fields
from bot.sandbox.entities import formatted
from bot.sandbox.keyboards import inline_part, read_reply_markup
from bot.sandbox.methods.call import Call
from bot.sandbox.state import Chat, Stored
from bot.sandbox.wire import ApiError, JsonObject, bad_request, utf16_length

# Bot API: 4096 characters of text, 1024 of caption, after entities parsing, in UTF-16 units.
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024

CHAT_ACTIONS = frozenset(
    [
        "cancel",
        "typing",
        "record_video",
        "upload_video",
        "record_audio",
        "record_voice",
        "upload_audio",
        "upload_voice",
        "upload_photo",
        "upload_document",
        "choose_sticker",
        "pick_up_location",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


def send_message(call: Call) -> JsonObject:
    """Send a text message."""
    content = text_content(call)
    return deliver(call, content, right="text messages").message


def send_chat_action(call: Call) -> bool:
    """Show that the bot is doing something; nothing is kept."""
    if call.parameters.text("action").lower() not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.thread_id(call.writable_chat())
    return True


def text_content(call: Call) -> JsonObject:
    """Return `text` and `entities` as the message carries them; raises 400 for none, too long or wrong HTML."""
    if not call.parameters.text("text"):
        raise bad_request("message text is empty")
    text, entities = _formatted(call, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {}) | _preview_options(call)


def caption_content(call: Call) -> JsonObject:
    """Return `caption` and `caption_entities`, empty for none; raises 400 for too long or wrong HTML."""
    text, entities = _formatted(call, "caption", "caption_entities")
    return caption_fields(text, entities, above=call.parameters.boolean("show_caption_above_media"))


def caption_fields(text: str, entities: list[JsonObject], *, above: bool) -> JsonObject:
    """Return the fields of a caption, empty for none; raises 400 when it is too long."""
    if utf16_length(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    fields: JsonObject = {"caption": text} if text else {}
    if entities:
        fields["caption_entities"] = entities
    if above:
        fields["show_caption_above_media"] = True
    return fields


def deliver(call: Call, content: JsonObject, *, right: str) -> Stored:
    """Put the bot's message into the chat that the call names; `right` words what a restricted bot may not send."""
    markup = read_reply_markup(call.parameters)
    chat = call.writable_chat()
    thread_id = call.thread_id(chat)
    reply = call.reply_target(chat)
    check_right(call, chat, right)
    _check_is_wanted(chat, content)
    fields = thread_fields(chat, thread_id, reply) | content
    if reply is not None:
        fields["reply_to_message"] = quoted(reply)
    if inline_part(markup):
        fields["reply_markup"] = markup
    elif markup is not None and not markup.get("force_reply"):
        chat.keyboard = markup if "keyboard" in markup else None
    if call.parameters.boolean("protect_content"):
        fields["has_protected_content"] = True
    stored = post(call.world, chat, fields, sender=call.bot)
    call.message_id = stored.message["message_id"]
    return stored


def check_right(call: Call, chat: Chat, right: str) -> None:
    """Raise the 400 of a bot that is restricted in the group."""
    member = chat.bots.get(call.bot)
    if member is not None and member.status == "restricted" and not member.rights.get("can_send_messages", False):
        raise bad_request(f"not enough rights to send {right} to the chat")


def _check_is_wanted(chat: Chat, content: JsonObject) -> None:
    """Raise the 400 of a person who takes no voice or video messages (MessagesManager.cpp)."""
    unwanted = {"voice": "voice", "video_note": "video"}
    kind = next((unwanted[name] for name in unwanted if name in content), None)
    if kind is not None and chat.person is not None and chat.person.refuses_voice:
        raise bad_request(f"user restricted receiving of {kind} messages")


def _formatted(call: Call, name: str, entities: str) -> tuple[str, list[JsonObject]]:
    return formatted(call.parameters.text(name), call.parameters.text("parse_mode"), _entities(call, entities))


def _entities(call: Call, name: str) -> object:
    """Return what the parameter lists, `None` where it is unreadable, as Telegram ignores such."""
    with contextlib.suppress(ApiError):
        return call.parameters.nested(name, name)
    return None


def _preview_options(call: Call) -> JsonObject:
    options = call.parameters.nested("link_preview_options", "link preview options")
    if options is None:
        is_disabled = call.parameters.boolean("disable_web_page_preview")
        return {"link_preview_options": {"is_disabled": True}} if is_disabled else {}
    if not isinstance(options, dict):
        raise bad_request("object expected as link preview options")
    return {"link_preview_options": options} if options else {}
