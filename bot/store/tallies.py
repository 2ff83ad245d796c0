"""What happened, counted by day and topic, without whose it was."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, func, select

from bot.store.tables import tallies
from bot.store.upsert import insert


def count(tx: Connection, what: str, *, day: date, topic: str = "") -> None:
    """Count one more on a local day."""
    row = {"day": day.isoformat(), "what": what, "topic": topic, "count": 1}
    statement = insert(tx, tallies).values(**row)
    more = {"count": tallies.c.count + 1}
    tx.execute(statement.on_conflict_do_update(index_elements=["day", "what", "topic"], set_=more))


def totals(tx: Connection, *, since: date) -> Mapping[str, int]:
    """Give how often each thing happened since a day, that day included."""
    found = select(tallies.c.what, func.sum(tallies.c.count)).where(tallies.c.day >= since.isoformat())
    return {what: int(number) for what, number in tx.execute(found.group_by(tallies.c.what))}
