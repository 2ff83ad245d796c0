"""Which Telegram message each handle of ours became."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    String,
    bindparam,
    cast,
    delete,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
    update,
)

from bot.store.tables import (
    citizens,
    dialogue_sessions,
    enquiries,
    lines,
    outbox,
    registrations,
    sent_messages,
    staff_groups,
)
from bot.store.upsert import insert_new


def record(
    tx: Connection, *, chat_id: int, message_id: int, handle: str, at: datetime, thread_id: int | None = None
) -> None:
    """Note what a handle became; a message already known keeps its handle."""
    row = {"chat_id": chat_id, "message_id": message_id, "thread_id": thread_id, "handle": handle, "sent_at": at}
    insert_new(tx, sent_messages, row)


def adopt(tx: Connection, *, chat_id: int, message_id: int, handle: str, at: datetime) -> str:
    """Give the handle of a message of ours; one sent just before a crash was never recorded and gets `handle`."""
    known = tx.execute(_HANDLE, {"chat_id": chat_id, "message_id": message_id}).scalar_one_or_none()
    if known is not None:
        return str(known)
    record(tx, chat_id=chat_id, message_id=message_id, handle=handle, at=at)
    return handle


_HANDLE = select(sent_messages.c.handle).where(
    sent_messages.c.chat_id == bindparam("chat_id"), sent_messages.c.message_id == bindparam("message_id")
)


def find(tx: Connection, handle: str) -> tuple[int, int] | None:
    """Give (chat id, message id) of the newest copy of a handle; None when it was never sent.

    A group that becomes a supergroup counts its message ids from the start: they order nothing across chats.
    """
    row = tx.execute(_NEWEST, {"handle": handle}).one_or_none()
    return None if row is None else (row.chat_id, row.message_id)


_NEWEST = (
    select(sent_messages.c.chat_id, sent_messages.c.message_id)
    .where(sent_messages.c.handle == bindparam("handle"))
    .order_by(sent_messages.c.sent_at.desc(), sent_messages.c.message_id.desc())
    .limit(1)
)


def find_in(tx: Connection, chat_id: int, handle: str) -> tuple[int, int | None] | None:
    """Give (message id, thread id) of the newest copy of a handle in one chat; None when there is none."""
    row = tx.execute(_NEWEST_IN, {"handle": handle, "chat_id": chat_id}).one_or_none()
    return None if row is None else (row.message_id, row.thread_id)


_NEWEST_IN = (
    select(sent_messages.c.message_id, sent_messages.c.thread_id)
    .where(sent_messages.c.handle == bindparam("handle"), sent_messages.c.chat_id == bindparam("chat_id"))
    .order_by(sent_messages.c.sent_at.desc(), sent_messages.c.message_id.desc())
    .limit(1)
)


def named_apart(tx: Connection, chat_id: int, beginning: str) -> Sequence[str]:
    """Give every name in a chat that begins so, one for each message: pieces of a long one get names of their own."""
    here = (sent_messages.c.chat_id == chat_id, sent_messages.c.handle.startswith(beginning, autoescape=True))
    found = tx.execute(select(sent_messages.c.message_id, sent_messages.c.handle).where(*here)).all()
    names = []
    for row in found:
        name = row.handle if row.handle not in names else f"{row.handle}:{row.message_id}"
        one = (sent_messages.c.chat_id == chat_id, sent_messages.c.message_id == row.message_id)
        tx.execute(update(sent_messages).where(*one).values(handle=name))
        names.append(name)
    return names


def forget(tx: Connection, chat_id: int, handle: str) -> None:
    """Delete what a handle became in a chat: it is there no more."""
    here = (sent_messages.c.chat_id == chat_id, sent_messages.c.handle == handle)
    tx.execute(delete(sent_messages).where(*here))


def note_emptied(tx: Connection, chat_id: int, message_id: int) -> None:
    """Take its name from a message that shows nothing of anybody any more, or is gone."""
    one = (sent_messages.c.chat_id == chat_id, sent_messages.c.message_id == message_id)
    tx.execute(update(sent_messages).where(*one).values(handle=_after(_EMPTIED)))


def empty_later(tx: Connection, handles: Sequence[str], beginnings: Sequence[str]) -> None:
    """Call messages of groups left over, by their names or how these begin, whatever the store still needs."""
    name = sent_messages.c.handle
    meant = or_(name.in_(handles), *(name.startswith(one, autoescape=True) for one in beginnings))
    tx.execute(update(sent_messages).where(sent_messages.c.chat_id < 0, meant).values(handle=_after(_LEFT_OVER)))


def _after(beginning: str) -> ColumnElement[str]:
    """Give the name that a message has with this before it, as far as the column takes it."""
    return literal(beginning).concat(func.substr(sent_messages.c.handle, 1, _WIDTH - len(beginning)))


# Begins what an emptied message is called, and one that is to be emptied when the bot is back in its group.
_EMPTIED = "emptied:"
_LEFT_OVER = "left_over:"
# Of the column.
_WIDTH = 80


def forget_chat(tx: Connection, chat_id: int) -> int:
    """Delete what was sent to a chat whose messages have lost their ids; give its number."""
    return tx.execute(delete(sent_messages).where(sent_messages.c.chat_id == chat_id)).rowcount


def handle_of(tx: Connection, chat_id: int, message_id: int) -> str | None:
    """Give our name of a message; None when it is not ours, or was sent just before a crash."""
    return tx.execute(_HANDLE, {"chat_id": chat_id, "message_id": message_id}).scalar_one_or_none()


def left_over(tx: Connection, chat_id: int) -> Sequence[str]:
    """Give our names of what shows in a group somebody whom the store no longer knows, and was never emptied there.

    What `empty_later` was told of is among them.
    """
    name = sent_messages.c.handle
    here = sent_messages.c.chat_id == chat_id
    found = select(name).distinct().where(here, _shows_people(name), not_(_is_needed(name)))
    return list(tx.execute(found.order_by(name)).scalars())


def _shows_people(name: ColumnElement[str]) -> ColumnElement[bool]:
    return or_(*(name.startswith(kind) for kind in _OF_PEOPLE))


_OF_PEOPLE = ("card:", "question:", "relay:", "alert:", "registration:", "reach:", "seats:", _LEFT_OVER)


def forget_before(tx: Connection, moment: datetime) -> int:
    """Delete what was sent before `moment`; give its number. A press on it still works: it is adopted.

    The names that a stored enquiry, registration or call for help needs stay, and those of which the outbox speaks:
    cards and copies must be found to be changed or emptied. So do all that show people while no pairing is complete.
    """
    name, old = sent_messages.c.handle, sent_messages.c.sent_at < moment
    has_group = exists().where(staff_groups.c.is_complete)
    is_left_over = not_(has_group) & (sent_messages.c.chat_id < 0) & _shows_people(name)
    stays = or_(_is_needed(name), exists().where(_is_spoken_of(name)), is_left_over)
    return tx.execute(delete(sent_messages).where(old, not_(stays))).rowcount


def _is_needed(name: ColumnElement[str]) -> ColumnElement[bool]:
    return or_(
        name.in_(_needed()),
        exists().where(_is_of_an_enquiry(name)),
        exists().where(_is_alert(name)),
        exists().where(_is_list_of_a_session(name)),
    )


def _needed() -> CompoundSelect[tuple[str]]:
    of_enquiries = [(kind, enquiries) for kind in ("card:", "topic:", "question:")]
    of_registrations = [(kind, registrations) for kind in ("registration:", "reach:", "seats:")]
    numbered = [
        select(literal(kind).concat(cast(table.c.number, String))) for kind, table in (*of_enquiries, *of_registrations)
    ]
    return union_all(*numbered, select(lines.c.handle), select(literal("held:").concat(lines.c.handle)))


def _is_of_an_enquiry(name: ColumnElement[str]) -> ColumnElement[bool]:
    """Tell a part of a long question, and the alert about a call for help that staff answered."""
    part = literal("question:").concat(cast(enquiries.c.number, String)).concat(":")
    return or_(name.startswith(part), name.startswith("alert:") & enquiries.c.content.contains(_quoted(name)))


def _is_list_of_a_session(name: ColumnElement[str]) -> ColumnElement[bool]:
    """Tell a list or a file of a session of which a registration is stored."""
    of_its_own = registrations.c.session_id == dialogue_sessions.c.session_id
    key = cast(dialogue_sessions.c.key, String)
    begins = [name.startswith(literal(kind).concat(key).concat(":")) for kind in ("roster:", "file:")]
    return of_its_own & or_(*begins)


def _is_spoken_of(name: ColumnElement[str]) -> ColumnElement[bool]:
    """Tell what a waiting message changes, empties, deletes or quotes."""
    return outbox.c.dead.is_(None) & outbox.c.message.contains(_quoted(name))


def _is_alert(name: ColumnElement[str]) -> ColumnElement[bool]:
    return name.startswith("alert:") & citizens.c.conversation.contains(_quoted(name))


def _quoted(name: ColumnElement[str]) -> ColumnElement[str]:
    return literal('"').concat(name).concat('"')
