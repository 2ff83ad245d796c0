"""copyMessage, copyMessages, forwardMessage: sending again what is there."""

from bot.sandbox.conversation import is_service
from bot.sandbox.methods.call import Call
from bot.sandbox.methods.editing import has_media, message_ids
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

# Bot API: copyMessages takes 1–100 ids.
MOST_COPIED = 100


def copy_message(call: Call) -> JsonObject:
    """Send a message's content as the bot's own, with another caption if one is given."""
    source = _source(call, "message to copy")
    content = _copied(source)
    if "caption" in call.parameters.values and has_media(source.message):
        for name in ("caption", "caption_entities"):
            content.pop(name, None)
        content |= caption_content(call)
    return {"message_id": deliver(call, content, right="messages").message["message_id"]}


def copy_messages(call: Call) -> list[JsonObject]:
    """Copy those of the messages that are there, albums staying together."""
    chat = call.readable_chat("from_chat_id")
    found = [chat.find(message_id) for message_id in message_ids(call, most=MOST_COPIED)]
    sources = [stored for stored in found if stored is not None and not is_service(stored.message)]
    if not sources:
        raise bad_request("there are no messages to forward")
    groups: dict[str, str] = {}
    sent = []
    for source in sources:
        content = _copied(source)
        if group := source.message.get("media_group_id"):
            new = groups.setdefault(group, str(13_000_000_000_000_000 + next(call.world.serial)))
            content["media_group_id"] = new
        if call.parameters.boolean("remove_caption"):
            content = {k: v for k, v in content.items() if k not in {"caption", "caption_entities"}}
        sent.append({"message_id": deliver(call, content, right="messages").message["message_id"]})
    return sent


def forward_message(call: Call) -> JsonObject:
    """Send a message as forwarded, its author named."""
    source = _source(call, "message to forward")
    if source.message.get("has_protected_content") or is_service(source.message):
        raise bad_request("the message can't be forwarded")
    content = {key: value for key, value in source.message.items() if key not in ENVELOPE}
    content.setdefault("forward_origin", _origin(source.message))
    return deliver(call, content, right="messages").message


def _source(call: Call, kind: str) -> Stored:
    if not call.parameters.text("from_chat_id"):
        raise bad_request('parameter "from_chat_id" is required')
    chat: Chat = call.readable_chat("from_chat_id")
    return call.message(chat, kind)


def _copied(source: Stored) -> JsonObject:
    if source.message.get("has_protected_content") or is_service(source.message):
        raise bad_request("the message can't be copied")
    return {key: value for key, value in source.message.items() if key not in ENVELOPE and key != "forward_origin"}


def _origin(message: JsonObject) -> JsonObject:
    if "sender_chat" in message:
        return {"type": "chat", "date": message["date"], "sender_chat": message["sender_chat"]}
    return {"type": "user", "date": message["date"], "sender_user": message["from"]}
