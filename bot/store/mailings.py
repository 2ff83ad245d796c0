"""Messages to many: who each one is for, and what became of it. A recipient is told once, whatever the restarts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.store.tables import mailing_recipients, mailings


class Fate(Enum):
    """What became of a message to one of many."""

    QUEUED = "queued"
    DELIVERED = "delivered"
    FAILED = "failed"


# Kind of the due row that tells that a mailing is over; its subject is the mailing's id.
SETTLED = "mailing.settled"


def handle(mailing_id: int, chat_id: int) -> str:
    """Name the message of a mailing to one person."""
    return f"mail:{mailing_id}:{chat_id}"


def begin(tx: Connection, session_id: str, kind: str, recipients: Mapping[int, int | None], *, at: datetime) -> int:
    """Store a mailing and whom it is for, as chat id -> registration number; give its id."""
    row = {"session_id": session_id, "kind": kind, "made_at": at}
    made: int = tx.execute(insert(mailings).values(**row).returning(mailings.c.id)).scalar_one()
    rows = [
        {"mailing_id": made, "chat_id": chat_id, "number": number, "fate": Fate.QUEUED.value}
        for chat_id, number in recipients.items()
    ]
    if rows:
        tx.execute(insert(mailing_recipients), rows)
    return made


def settle(tx: Connection, name: str, fate: Fate) -> int | None:
    """Note what became of a message by its handle; give the mailing's id when it was the last, else None."""
    kind, _, rest = name.partition(":")
    mailing_id, _, chat_id = rest.partition(":")
    if kind != "mail" or not (mailing_id.isdecimal() and chat_id.isdecimal()):
        return None
    mine = (mailing_recipients.c.mailing_id == int(mailing_id), mailing_recipients.c.chat_id == int(chat_id))
    tx.execute(update(mailing_recipients).where(*mine).values(fate=fate.value))
    return int(mailing_id) if not counts(tx, int(mailing_id)).get(Fate.QUEUED, 0) else None


def release(tx: Connection, chat_id: int) -> Sequence[int]:
    """Let no mailing wait for a person any more; give those that wait for nobody now."""
    waiting = (mailing_recipients.c.chat_id == chat_id, mailing_recipients.c.fate == Fate.QUEUED.value)
    gone = delete(mailing_recipients).where(*waiting).returning(mailing_recipients.c.mailing_id)
    released = sorted(tx.execute(gone).scalars())
    return [one for one in released if not counts(tx, one).get(Fate.QUEUED, 0)]


def about(tx: Connection, mailing_id: int) -> tuple[str, str] | None:
    """Give (session id, kind) of a mailing."""
    row = tx.execute(select(mailings.c.session_id, mailings.c.kind).where(mailings.c.id == mailing_id)).one_or_none()
    return None if row is None else (row.session_id, row.kind)


def counts(tx: Connection, mailing_id: int) -> Mapping[Fate, int]:
    """Give how many of a mailing's messages came to what."""
    found = select(mailing_recipients.c.fate, func.count()).where(mailing_recipients.c.mailing_id == mailing_id)
    return {Fate(fate): number for fate, number in tx.execute(found.group_by(mailing_recipients.c.fate))}


def not_reached(tx: Connection, mailing_id: int) -> Sequence[int | None]:
    """Give the registrations of those whom a mailing did not reach."""
    failed = (mailing_recipients.c.mailing_id == mailing_id, mailing_recipients.c.fate == Fate.FAILED.value)
    return list(tx.execute(select(mailing_recipients.c.number).where(*failed)).scalars())
