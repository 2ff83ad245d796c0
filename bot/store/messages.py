"""Which Telegram message each handle of ours became."""

from datetime import datetime

from sqlalchemy import Connection, String, bindparam, cast, delete, literal, select, union_all

from bot.store.tables import enquiries, lines, registrations, sent_messages
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


def forget(tx: Connection, chat_id: int, handle: str) -> None:
    """Delete what a handle became in a chat: it is there no more."""
    here = (sent_messages.c.chat_id == chat_id, sent_messages.c.handle == handle)
    tx.execute(delete(sent_messages).where(*here))


def forget_chat(tx: Connection, chat_id: int) -> int:
    """Delete what was sent to a chat whose messages have lost their ids; give its number."""
    return tx.execute(delete(sent_messages).where(sent_messages.c.chat_id == chat_id)).rowcount


def handle_of(tx: Connection, chat_id: int, message_id: int) -> str | None:
    """Give our name of a message; None when it is not ours, or was sent just before a crash."""
    return tx.execute(_HANDLE, {"chat_id": chat_id, "message_id": message_id}).scalar_one_or_none()


def forget_before(tx: Connection, moment: datetime) -> int:
    """Delete what was sent before `moment`; give its number. A press on it still works: it is adopted.

    The names that a stored enquiry or registration needs stay: cards and copies must be found to be changed or emptied.
    """
    cards = select(literal("card:").concat(cast(enquiries.c.number, String)))
    topics = select(literal("topic:").concat(cast(enquiries.c.number, String)))
    kinds = ("registration:", "reach:", "seats:")
    registered = [select(literal(kind).concat(cast(registrations.c.number, String))) for kind in kinds]
    needed = union_all(cards, topics, *registered, select(lines.c.handle))
    old = delete(sent_messages).where(sent_messages.c.sent_at < moment, sent_messages.c.handle.not_in(needed))
    return tx.execute(old).rowcount
