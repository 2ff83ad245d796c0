"""One raw update → one event; nothing is decided, nothing is stored.

An update that cannot be read raises `Unreadable`; one that asks for nothing is `Ignored`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

from telegram import Bot, CallbackQuery, ChatMemberUpdated, Message, MessageEntity, Update
from telegram.constants import ChatType, MessageEntityType
from telegram.helpers import effective_message_type

from bot.domain.events import (
    BotMoved,
    CitizenBlocked,
    CitizenPressed,
    CitizenReturned,
    CitizenSentMedia,
    CitizenWrote,
    Event,
    GroupMigrated,
    GroupPressed,
    GroupSpoke,
    Ignored,
    Media,
    MemberChanged,
)
from bot.telegram.contents import Content, content_of
from bot.telegram.people import author_of, member_changed, name_of, person
from bot.telegram.simplifying import without_details
from bot.telegram.wording import words_of


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


def spoken_in(raw: object) -> tuple[int, int] | None:
    """Give the group and the id of the message in it that an unreadable update most likely brought."""
    if not isinstance(raw, Mapping):
        return None
    for kind in ("message", "edited_message"):
        part = _part(raw, kind)
        chat_id, message_id = _part(part, "chat").get("id"), part.get("message_id")
        if _is_id(message_id) and _is_id(chat_id) and chat_id < 0:
            return chat_id, message_id
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
        return _parsed(update_id, raw, bot)
    except Exception as error:  # noqa: BLE001 - whatever the library trips over, the update is what is wrong
        simple = without_details(raw)
        if simple is None:
            raise Unreadable(type(error).__name__) from None
    return read(simple, bot)


def _parsed(update_id: int, raw: Mapping[str, object], bot: Bot) -> Received:
    return _checked(_received(update_id, Update.de_json(dict(raw), bot), bot))


def _checked(received: Received) -> Received:
    """Refuse values of types that the Bot API never gives: the library takes them as they come."""
    event = received.event
    whom = getattr(event, "author", None) or getattr(event, "user", None) or getattr(event, "by", None)
    ids = [received.chat_id, received.pressed_message_id, getattr(whom, "user_id", None)]
    ids += [getattr(event, name, None) for name in ("chat_id", "message_id", "reply_to", "thread_id", "new_chat_id")]
    if not all(one is None or _is_id(one) for one in ids):
        raise TypeError
    for said in (*(getattr(event, name, None) for name in _SAID), getattr(whom, "username", None)):
        # Half of a surrogate pair is no text: nothing could store or send it.
        (said or "").encode()
    return received


_SAID = ("text", "caption", "data", "press_id", "album_id", "language_code")


def _received(update_id: int, update: Update, bot: Bot) -> Received:
    if update.callback_query is not None:
        return _pressed(update_id, update.callback_query)
    for change in (update.my_chat_member, update.chat_member):
        if change is not None:
            return Received(update_id=update_id, chat_id=change.chat.id, event=_membership(change, bot))
    message = update.message or update.edited_message
    if message is None:
        kind = next((name for name in Update.ALL_TYPES if getattr(update, name, None) is not None), "unknown")
        return Received(update_id=update_id, chat_id=0, event=Ignored(kind))
    is_edit = update.edited_message is not None
    read_message = _private if message.chat.type == ChatType.PRIVATE else _group
    return Received(update_id=update_id, chat_id=message.chat.id, event=read_message(message, bot, is_edit=is_edit))


def _pressed(update_id: int, query: CallbackQuery) -> Received:
    message = query.message
    chat_id = message.chat.id if message is not None else query.from_user.id
    known = message.message_id if message is not None and message.is_accessible else None
    if chat_id != query.from_user.id:
        event = GroupPressed(chat_id, query.id, query.data or "", person(query.from_user), message_id=known)
        return Received(update_id=update_id, chat_id=chat_id, event=event)
    pressed = CitizenPressed(chat_id, query.id, query.data or "", handle=None, name=name_of(query.from_user))
    return Received(update_id=update_id, chat_id=chat_id, event=pressed, pressed_message_id=known)


def _membership(change: ChatMemberUpdated, bot: Bot) -> Event:
    seen = member_changed(change.chat.id, change.new_chat_member)
    match change.chat.type:
        case ChatType.PRIVATE:
            return CitizenReturned(change.chat.id) if seen.is_present else CitizenBlocked(change.chat.id)
        case ChatType.GROUP | ChatType.SUPERGROUP if seen.user.user_id == bot.id:
            return BotMoved(
                change.chat.id,
                is_present=seen.is_present,
                is_administrator=seen.is_administrator,
                is_forum=bool(change.chat.is_forum),
                by=person(change.from_user),
            )
        case ChatType.GROUP | ChatType.SUPERGROUP if not change.new_chat_member.user.is_bot:
            return seen
        case _:
            return Ignored("membership")


def _private(message: Message, bot: Bot, *, is_edit: bool) -> Event:  # noqa: ARG001 - one shape with a group's message
    if message.text is not None:
        return CitizenWrote(
            chat_id=message.chat.id,
            message_id=message.message_id,
            text=words_of(message),
            is_edit=is_edit,
            language_code=message.from_user.language_code if message.from_user else None,
            name=name_of(message.from_user),
            reply_to=_reply_to(message),
        )
    content = content_of(message)
    if content is None and effective_message_type(message) is not None:
        return Ignored("service_message")
    return CitizenSentMedia(
        chat_id=message.chat.id,
        message_id=message.message_id,
        # Of a kind that the library does not know yet: somebody waits for an answer all the same.
        media=content.media if content is not None else Media.OTHER,
        caption=words_of(message),
        album_id=message.media_group_id,
        is_edit=is_edit,
        part=content.part if content is not None else None,
        name=name_of(message.from_user),
        reply_to=_reply_to(message),
        phone=message.contact.phone_number if message.contact is not None else "",
    )


def _group(message: Message, bot: Bot, *, is_edit: bool) -> Event:
    content = content_of(message)
    if message.chat.type == ChatType.CHANNEL:
        return Ignored("channel")
    is_addressed = _is_addressed(message, bot)
    if message.text is None and content is None:
        # Of a kind that the library does not know yet: who addresses the bot waits for an answer all the same.
        is_unknown = is_addressed and effective_message_type(message) is None
        if not is_unknown:
            return _service(message, bot)
    return GroupSpoke(
        chat_id=message.chat.id,
        message_id=message.message_id,
        text=_without_mention(words_of(message), bot),
        is_addressed=is_addressed,
        author=author_of(message),
        is_edit=is_edit,
        reply_to=_reply_to(message),
        thread_id=message.message_thread_id if message.is_topic_message else None,
        media=_media_of(message, content),
        album_id=message.media_group_id,
        part=content.part if content is not None else None,
        is_forum=bool(message.chat.is_forum),
    )


def _media_of(message: Message, content: Content | None) -> Media | None:
    if content is not None:
        return content.media
    return Media.OTHER if message.text is None else None


def _service(message: Message, bot: Bot) -> Event:
    """Read what Telegram itself says in a group: who came, who left, where the group has moved."""
    chat_id = message.chat.id
    if message.migrate_to_chat_id is not None:
        return GroupMigrated(chat_id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id is not None:
        return GroupMigrated(message.migrate_from_chat_id, chat_id)
    left = message.left_chat_member
    if left is not None and left.id != bot.id and not left.is_bot:
        return MemberChanged(chat_id, person(left), is_present=False, is_administrator=False)
    # Several who come at once are told one by one to an administrator; nobody has a right before they have spoken.
    came = next((one for one in message.new_chat_members if not one.is_bot), None)
    if came is not None:
        return MemberChanged(chat_id, person(came), is_present=True, is_administrator=False)
    return Ignored("service_message")


def _reply_to(message: Message) -> int | None:
    """Give the message of the same chat that is quoted; what only stands in a topic quotes the topic's beginning."""
    quoted = message.reply_to_message
    if quoted is None or quoted.chat.id != message.chat.id:
        return None
    is_only_in_topic = message.is_topic_message and quoted.message_id == message.message_thread_id
    return None if is_only_in_topic else quoted.message_id


def _without_mention(said: str, bot: Bot) -> str:
    """Give the words without the bot's name, everything else as it was written."""
    mention = re.escape(f"@{bot.username}")
    # After a command the name stands without a space: /command@name.
    return re.sub(rf"(?:(^/\w+)|[ \t]*(?<!\w)){mention}(?!\w)[ \t]*", r"\1 ", said, flags=re.IGNORECASE).strip()


def _is_addressed(message: Message, bot: Bot) -> bool:
    mention = f"@{bot.username}"
    kinds: list[str | None] = [MessageEntityType.MENTION]
    named = [*message.parse_entities(kinds).values(), *message.parse_caption_entities(kinds).values()]
    quoted = message.reply_to_message if _reply_to(message) is not None else None
    is_reply = quoted is not None and quoted.from_user is not None and quoted.from_user.id == bot.id
    return any(_same(one, mention) for one in named) or is_reply or _is_command_for(message, mention)


def _is_command_for(message: Message, mention: str) -> bool:
    """Tell a command meant for this bot: without a name, or with ours."""
    first = next((one for one in message.entities if one.type == MessageEntity.BOT_COMMAND and one.offset == 0), None)
    if first is None:
        return False
    _, _, addressee = message.parse_entity(first).partition("@")
    return not addressee or _same(f"@{addressee}", mention)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
