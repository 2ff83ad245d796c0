"""Changing and deleting messages that were sent."""

from bot.sandbox.conversation import change, is_service
from bot.sandbox.keyboards import read_inline_markup
from bot.sandbox.methods.call import Call, check_person
from bot.sandbox.methods.sending import caption_content, text_content
from bot.sandbox.state import Chat, Stored
from bot.sandbox.wire import JsonObject, bad_request

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)

MEDIA = ("photo", "document", "video", "audio", "voice", "animation", "video_note", "sticker")
CAPTIONLESS = frozenset({"sticker", "video_note"})
# Bot API: a message can be deleted for 48 hours; TDLib makes no exception for administrators that are bots.
DELETABLE_S = 48 * 3600


def edit_message_text(call: Call) -> JsonObject:
    """Replace text and keyboard; without `reply_markup` the keyboard goes."""
    content = text_content(call)
    markup = read_inline_markup(call.parameters)
    stored = own_message(call)
    if "text" not in stored.message:
        raise bad_request("there is no text in the message to edit")
    new = {"entities": None, "link_preview_options": None} | content | {"reply_markup": markup}
    return changed(call, stored, new)


def edit_message_caption(call: Call) -> JsonObject:
    """Replace caption and keyboard; without them they go."""
    content = caption_content(call)
    markup = read_inline_markup(call.parameters)
    stored = own_message(call)
    if not has_media(stored.message):
        raise bad_request("there is no caption in the message to edit")
    empty = {"caption": None, "caption_entities": None, "show_caption_above_media": None}
    return changed(call, stored, empty | content | {"reply_markup": markup})


def delete_message(call: Call) -> bool:
    """Delete a message that the bot may delete."""
    chat = call.editable_chat()
    stored = call.message(chat, "message to delete")
    _check_deletable(call, chat, stored)
    _delete(call, chat, stored)
    return True


def has_media(message: JsonObject) -> bool:
    """Say whether the message carries media that can have a caption."""
    return any(kind in message for kind in MEDIA if kind not in CAPTIONLESS)


def own_message(call: Call) -> Stored:
    """Return the message of the bot that `message_id` names; raises 400 when it is not there or not its own."""
    chat = call.editable_chat()
    stored = call.message(chat, "message to edit")
    if stored.sender is not call.bot:
        raise bad_request("message can't be edited")
    check_person(chat)
    return stored


def changed(call: Call, stored: Stored, fields: JsonObject) -> JsonObject:
    """Change fields of a message, those with `None` go; raises 400 where nothing would be different."""
    if all(stored.message.get(key) == value for key, value in fields.items()):
        raise bad_request(NOT_MODIFIED)
    change(call.world, stored, fields)
    call.message_id = stored.message["message_id"]
    return stored.message


def _check_deletable(call: Call, chat: Chat, stored: Stored) -> None:
    """Raise the 400 for a message that is too old or not the bot's to delete (MessagesManager.cpp)."""
    is_own = stored.sender is call.bot and not is_service(stored.message)
    is_too_old = call.world.now() - int(stored.message["date"]) > DELETABLE_S
    if chat.kind == "supergroup":
        first = not _UNDELETABLE.isdisjoint(stored.message)
        if first or is_too_old or not (is_own or call.may(chat, "can_delete_messages")):
            raise bad_request("message can't be deleted")
    elif is_too_old or (chat.kind == "group" and not is_own and not call.may(chat, "can_delete_messages")):
        raise bad_request("message can't be deleted for everyone")


# A supergroup's and a topic's first message stay.
_UNDELETABLE = frozenset({"supergroup_chat_created", "migrate_from_chat_id", "forum_topic_created"})


def _delete(call: Call, chat: Chat, stored: Stored) -> None:
    stored.is_deleted = True
    message_id = stored.message["message_id"]
    call.message_id = message_id
    if message_id in chat.pinned:
        chat.pinned.remove(message_id)
