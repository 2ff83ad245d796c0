"""copyMessage: sending again what is there."""

from bot.sandbox.conversation import is_service
from bot.sandbox.methods.call import Call
from bot.sandbox.methods.editing import has_media
from bot.sandbox.methods.sending import caption_content, deliver
from bot.sandbox.state import Chat, Stored
from bot.sandbox.wire import JsonObject, bad_request

# What belongs to a message and not to what it says.
ENVELOPE = frozenset(
    [
        "message_id",
        "from",
        "sender_chat",
        "chat",
        "date",
        "edit_date",
        "reply_to_message",
        "reply_markup",
        "message_thread_id",
        "is_topic_message",
        "media_group_id",
        "has_protected_content",
    ]
)


def copy_message(call: Call) -> JsonObject:
    """Send a message's content as the bot's own, with another caption if one is given."""
    source = _source(call)
    content = _copied(source)
    if "caption" in call.parameters.values and has_media(source.message):
        for name in ("caption", "caption_entities"):
            content.pop(name, None)
        content |= caption_content(call)
    return {"message_id": deliver(call, content, right="messages").message["message_id"]}


def _source(call: Call) -> Stored:
    if not call.parameters.text("from_chat_id"):
        raise bad_request('parameter "from_chat_id" is required')
    chat: Chat = call.readable_chat("from_chat_id")
    return call.message(chat, "message to copy")


def _copied(source: Stored) -> JsonObject:
    if source.message.get("has_protected_content") or is_service(source.message):
        raise bad_request("the message can't be copied")
    return {key: value for key, value in source.message.items() if key not in ENVELOPE}
