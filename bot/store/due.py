"""What is due later: kind, subject and time; decided afresh when it comes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, delete, or_, select

from bot.store.tables import due
from bot.store.upsert import insert

# Rows that are read in one go.
_MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to decide when its time has come."""

    kind: str
    # Usually a chat id.
    subject: int
    at: datetime
    # True: `at` is real time; False: the time the bot lives in.
    real: bool


def set_due(tx: Connection, item: Due) -> None:
    """Keep a due row; one of the same kind and subject is moved."""
    row = {"kind": item.kind, "subject": item.subject, "at": item.at, "real": item.real}
    statement = insert(tx, due).values(**row)
    tx.execute(
        statement.on_conflict_do_update(index_elements=["kind", "subject"], set_={"at": item.at, "real": item.real})
    )


def set_if_absent(tx: Connection, item: Due) -> None:
    """Keep a due row unless there is one of the same kind and subject."""
    row = {"kind": item.kind, "subject": item.subject, "at": item.at, "real": item.real}
    tx.execute(insert(tx, due).values(**row).on_conflict_do_nothing())


def drop(tx: Connection, kind: str, subject: int) -> None:
    """Forget a due row, if there is one."""
    tx.execute(_DROP, {"kind": kind, "subject": subject})


_DROP = delete(due).where(due.c.kind == bindparam("kind"), due.c.subject == bindparam("subject"))


def take(tx: Connection, item: Due) -> bool:
    """Claim a due row for deciding it now; False when it was claimed, moved or dropped meanwhile."""
    same = and_(due.c.kind == item.kind, due.c.subject == item.subject, due.c.at == item.at)
    return tx.execute(delete(due).where(same)).rowcount == 1


def ripe(tx: Connection, *, now: datetime, real_now: datetime, limit: int = _MOST_AT_ONCE) -> Sequence[Due]:
    """Give what is due, the oldest first."""
    rows = tx.execute(_RIPE, {"now": now, "real_now": real_now, "limit": limit})
    return [Due(kind=row.kind, subject=row.subject, at=row.at, real=row.real) for row in rows]


def between(tx: Connection, kinds: Collection[str], after: datetime, until: datetime) -> Sequence[Due]:
    """Give what of some kinds falls due later than `after` and not later than `until`, the oldest first."""
    within = and_(~due.c.real, due.c.at > after, due.c.at <= until)
    rows = tx.execute(select(due).where(within, due.c.kind.in_(kinds)).order_by(due.c.at).limit(_MOST_AT_ONCE))
    return [Due(kind=row.kind, subject=row.subject, at=row.at, real=row.real) for row in rows]


_RIPE = (
    select(due)
    .where(or_(and_(due.c.real, due.c.at <= bindparam("real_now")), and_(~due.c.real, due.c.at <= bindparam("now"))))
    .order_by(due.c.at)
    .limit(bindparam("limit"))
)
