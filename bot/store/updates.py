"""Updates seen and updates that failed: what keeps an effect from doubling and a bad update from blocking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from bot.store.tables import failures, updates
from bot.store.upsert import insert, insert_new


def is_new(tx: Connection, update_id: int, *, received_at: datetime) -> bool:
    """Record an update; False when its effects are already committed."""
    return insert_new(tx, updates, {"update_id": update_id, "received_at": received_at})


def forget_before(tx: Connection, moment: datetime) -> int:
    """Delete keys received before `moment` (real time); give their number. Telegram repeats nothing after 24 h.

    The crashes of an update that got through in the end go with its key.
    """
    old = select(updates.c.update_id).where(updates.c.received_at < moment)
    tx.execute(delete(failures).where(failures.c.set_aside_at.is_(None), failures.c.update_id.in_(old)))
    return tx.execute(delete(updates).where(updates.c.received_at < moment)).rowcount


def count_failure(tx: Connection, update_id: int, *, chat_id: int | None, error: str) -> int:
    """Record one more crash of an update; give how many there were."""
    statement = insert(tx, failures).values(update_id=update_id, chat_id=chat_id, attempts=1, error=error)
    again = {"attempts": failures.c.attempts + 1, "error": error}
    tx.execute(statement.on_conflict_do_update(index_elements=["update_id"], set_=again))
    attempts: int = tx.execute(select(failures.c.attempts).where(failures.c.update_id == update_id)).scalar_one()
    return attempts


def set_aside(tx: Connection, update_id: int, *, chat_id: int | None, error: str, body: str, at: datetime) -> None:
    """Keep an update for a person to look at, whole."""
    known = {"error": error, "body": body, "set_aside_at": at}
    statement = insert(tx, failures).values(update_id=update_id, chat_id=chat_id, attempts=1, **known)
    tx.execute(statement.on_conflict_do_update(index_elements=["update_id"], set_=known))


@dataclass(frozen=True, slots=True)
class SetAside:
    """An update that waits for a person to look at it."""

    update_id: int
    error: str
    # JSON, as it came.
    body: str
    at: datetime


def all_set_aside(tx: Connection) -> Sequence[SetAside]:
    """Give the updates that wait for a person, the oldest first."""
    known = select(failures).where(failures.c.set_aside_at.is_not(None)).order_by(failures.c.set_aside_at)
    return [SetAside(row.update_id, row.error, row.body or "null", row.set_aside_at) for row in tx.execute(known)]


def forget_set_aside_before(tx: Connection, moment: datetime) -> int:
    """Delete updates set aside before `moment`; give their number."""
    return tx.execute(delete(failures).where(failures.c.set_aside_at < moment)).rowcount


def count_set_aside(tx: Connection) -> int:
    """Give how many updates wait for a person to look at them."""
    return tx.execute(select(func.count()).where(failures.c.set_aside_at.is_not(None))).scalar_one()
