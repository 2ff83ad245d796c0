"""One raw update → one event; nothing is decided, nothing is stored.

An update that cannot be read raises `Unreadable`; one that asks for nothing is `Ignored`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

from telegram import Bot, CallbackQuery, ChatMemberUpdated, Message, MessageEntity, Update
from telegram.constants import ChatMemberStatus, ChatType, MessageEntityType
from telegram.helpers import effective_message_type

from bot.domain.events import (
    CitizenBlocked,
    CitizenPressed,
    CitizenReturned,
    CitizenSentMedia,
    CitizenWrote,
    Event,
    GroupPressed,
    GroupSpoke,
    Ignored,
    Media,
)


class Unreadable(Exception):
    """The update has no shape that the Bot API documents. Its text never enters the message: it may be personal."""


@dataclass(frozen=True, slots=True)
class Received:
    """An update that has been read."""

    update_id: int
    # Whose lane it concerns; 0 where there is no chat.
    chat_id: int
    event: Event
    # Message id of the pressed message, for finding our name of it; None for anything but presses.
    pressed_message_id: int | None = None


def update_id_of(raw: object) -> int | None:
    """Give the key of a raw update; None where even that is missing."""
    update_id = raw.get("update_id") if isinstance(raw, Mapping) else None
    return update_id if _is_id(update_id) else None


def _is_id(value: object) -> TypeGuard[int]:
    """Tell an id as the Bot API has them: whole, of at most 64 bits."""
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63


def chat_id_of(raw: object) -> int | None:
    """Give the private chat that an unreadable update most likely came from, so that its writer can be told."""
    if not isinstance(raw, Mapping):
        return None
    for kind in ("message", "edited_message", "callback_query"):
        part = _part(raw, kind)
        user_id = _part(part, "from").get("id")
        chat = _part(_part(part, "message") if kind == "callback_query" else part, "chat")
        # A press may come without the message that it stands under.
        is_private = chat.get("id", user_id if kind == "callback_query" else None) == user_id
        if _is_id(user_id) and is_private:
            return user_id
    return None


def _part(raw: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = raw.get(name)
    return part if isinstance(part, Mapping) else {}


def read(raw: object, bot: Bot) -> Received:
    """Read one update as `getUpdates` or a webhook delivers it. Raises `Unreadable`."""
    update_id = update_id_of(raw)
    if update_id is None or not isinstance(raw, Mapping):
        raise Unreadable
    try:
        return _checked(_received(update_id, Update.de_json(dict(raw), bot), bot))
    except Exception as error:  # noqa: BLE001 - whatever the library trips over, the update is what is wrong
        raise Unreadable(type(error).__name__) from None


def _checked(received: Received) -> Received:
    """Refuse values of types that the Bot API never gives: the library takes them as they come."""
    for name in ("chat_id", "message_id"):
        if not _is_id(getattr(received.event, name, 0)):
            raise TypeError(name)
    if not (_is_id(received.chat_id) and _is_id(received.pressed_message_id or 0)):
        raise TypeError
    for name in ("text", "caption", "data", "press_id"):
        # Half of a surrogate pair is no text: nothing could store or send it.
        getattr(received.event, name, "").encode()
    return received


def _received(update_id: int, update: Update, bot: Bot) -> Received:
    if update.callback_query is not None:
        return _pressed(update_id, update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update_id, update.my_chat_member)
    message = update.message or update.edited_message
    if message is None:
        kind = next((name for name in Update.ALL_TYPES if getattr(update, name, None) is not None), "unknown")
        return Received(update_id=update_id, chat_id=0, event=Ignored(kind))
    is_edit = update.edited_message is not None
    event = (
        _private(message, is_edit=is_edit) if message.chat.type == ChatType.PRIVATE else _group(message, bot, is_edit)
    )
    return Received(update_id=update_id, chat_id=message.chat.id, event=event)


def _pressed(update_id: int, query: CallbackQuery) -> Received:
    message = query.message
    chat_id = message.chat.id if message is not None else query.from_user.id
    if chat_id != query.from_user.id:
        return Received(update_id=update_id, chat_id=chat_id, event=GroupPressed(chat_id=chat_id, press_id=query.id))
    event = CitizenPressed(chat_id=chat_id, press_id=query.id, data=query.data or "", handle=None)
    known = message.message_id if message is not None and message.is_accessible else None
    return Received(update_id=update_id, chat_id=chat_id, event=event, pressed_message_id=known)


def _membership(update_id: int, change: ChatMemberUpdated) -> Received:
    chat_id = change.chat.id
    if change.chat.type != ChatType.PRIVATE:
        return Received(update_id=update_id, chat_id=chat_id, event=Ignored("my_chat_member"))
    is_out = change.new_chat_member.status in {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}
    event: Event = CitizenBlocked(chat_id) if is_out else CitizenReturned(chat_id)
    return Received(update_id=update_id, chat_id=chat_id, event=event)


_MEDIA = {
    "photo": Media.PHOTO,
    "live_photo": Media.PHOTO,
    "animation": Media.VIDEO,
    "document": Media.DOCUMENT,
    "voice": Media.VOICE,
    "audio": Media.VOICE,
    "video": Media.VIDEO,
    "video_note": Media.VIDEO,
    "sticker": Media.STICKER,
    "venue": Media.LOCATION,
    "location": Media.LOCATION,
    "contact": Media.CONTACT,
    "poll": Media.OTHER,
    "dice": Media.OTHER,
    "game": Media.OTHER,
    "story": Media.OTHER,
    "paid_media": Media.OTHER,
    "checklist": Media.OTHER,
    "invoice": Media.OTHER,
}


def _private(message: Message, *, is_edit: bool) -> Event:
    if message.text is not None:
        return CitizenWrote(
            chat_id=message.chat.id,
            message_id=message.message_id,
            text=message.text,
            is_edit=is_edit,
            language_code=message.from_user.language_code if message.from_user else None,
        )
    for name, media in _MEDIA.items():
        if getattr(message, name, None):
            return CitizenSentMedia(
                chat_id=message.chat.id,
                message_id=message.message_id,
                media=media,
                caption=message.caption or "",
                album_id=message.media_group_id,
                is_edit=is_edit,
            )
    if effective_message_type(message) is not None:
        return Ignored("service_message")
    # Of a kind that the library does not know yet: somebody waits for an answer all the same.
    return CitizenSentMedia(chat_id=message.chat.id, message_id=message.message_id, media=Media.OTHER, is_edit=is_edit)


def _group(message: Message, bot: Bot, is_edit: bool) -> Event:  # noqa: FBT001 - told apart by the caller's keyword above
    if message.text is None or is_edit:
        return Ignored("group_message")
    mention = f"@{bot.username}"
    named = [part for part in message.parse_entities([MessageEntityType.MENTION]).values() if _same(part, mention)]
    reply = message.reply_to_message
    is_reply = reply is not None and reply.from_user is not None and reply.from_user.id == bot.id
    # After a command the name stands without a space: /command@name.
    text = re.sub(rf"(^/\w+|(?<!\w)){re.escape(mention)}(?!\w)", r"\1 ", message.text, flags=re.IGNORECASE)
    return GroupSpoke(
        chat_id=message.chat.id,
        message_id=message.message_id,
        text=" ".join(text.split()),
        is_addressed=bool(named) or is_reply or _is_command_for(message, mention),
    )


def _is_command_for(message: Message, mention: str) -> bool:
    """Tell a command meant for this bot: without a name, or with ours."""
    first = next((one for one in message.entities if one.type == MessageEntity.BOT_COMMAND and one.offset == 0), None)
    if first is None:
        return False
    _, _, addressee = message.parse_entity(first).partition("@")
    return not addressee or _same(f"@{addressee}", mention)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
