"""The heads of the lanes: right for any mixture, and found through an index however much waits."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event, insert

from bot.store import outbox, outgoing
from bot.store.database import open_engine, transaction
from bot.store.outbox import Priority
from bot.store.outgoing import SendText
from bot.store.tables import metadata
from bot.store.tables import outbox as outbox_table

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

puts = st.lists(st.tuples(st.integers(1, 6), st.sampled_from(Priority)), max_size=150)


@settings(deadline=None, max_examples=40)
@given(puts, st.integers(1, 8))
def test_heads_are_the_first_of_their_lanes_by_the_urgency_of_the_lane(
    messages: list[tuple[int, Priority]], limit: int
):
    engine = open_engine("sqlite://")
    metadata.create_all(engine)
    with transaction(engine) as tx:
        for number, (chat_id, priority) in enumerate(messages):
            outbox.put(tx, SendText(chat_id, str(number)), priority=priority, created_at=NOW)
        found = [row.message for row in outbox.heads(tx, limit=limit)]
    engine.dispose()
    assert found == _expected(messages)[:limit]


def _expected(messages: list[tuple[int, Priority]]) -> list[SendText]:
    """The plain definition: a lane is as urgent as the most urgent message in it."""
    urgency = {chat_id: min(other for lane, other in messages if lane == chat_id) for chat_id, _ in messages}
    first: dict[int, int] = {}
    for number, (chat_id, _) in enumerate(messages):
        first.setdefault(chat_id, number)
    by_urgency = sorted((urgency[chat_id], number, chat_id) for chat_id, number in first.items())
    return [SendText(chat_id, str(number)) for _, number, chat_id in by_urgency]


def test_reminders_of_a_chat_go_behind_whatever_else_is_for_it():
    engine = open_engine("sqlite://")
    metadata.create_all(engine)
    with transaction(engine) as tx:
        for number in range(150):
            reminder = SendText(-1, f"reminder {number}", patient=True)
            outbox.put(tx, reminder, priority=Priority.NOTICE, created_at=NOW)
        outbox.put(tx, SendText(-1, "call for help"), priority=Priority.ANSWER, created_at=NOW)
        found = [row.message for row in outbox.heads(tx, limit=8)]
    engine.dispose()
    assert found == [SendText(-1, "call for help"), SendText(-1, "reminder 0", patient=True)]


def test_postgresql_finds_heads_through_the_index_of_what_waits(postgres_url: str):
    engine = open_engine(postgres_url)
    with transaction(engine) as tx:
        _fill(tx, lanes=3000)
        plan = _plan_of(tx, lambda: outbox.heads(tx, limit=8, without=["chat:1", "chat:2"]))
    engine.dispose()
    assert "ix_outbox_next" in plan
    assert "Seq Scan" not in plan


def test_sqlite_finds_heads_through_the_index_of_what_waits(sqlite_url: str):
    engine = open_engine(sqlite_url)
    with transaction(engine) as tx:
        _fill(tx, lanes=3000)
        plan = _plan_of(tx, lambda: outbox.heads(tx, limit=8, without=["chat:1", "chat:2"]))
    engine.dispose()
    assert "USING INDEX ix_outbox_next" in plan
    assert "TEMP B-TREE FOR ORDER BY" not in plan


def test_postgresql_finds_what_waits_in_a_lane_through_an_index(postgres_url: str):
    engine = open_engine(postgres_url)
    with transaction(engine) as tx:
        _fill(tx, lanes=3000)
        plan = _plan_of(tx, lambda: outbox.cancel_lane(tx, "chat:1500"))
    engine.dispose()
    assert "ix_outbox_waiting" in plan


def _fill(tx: Connection, lanes: int):
    rows = [
        {
            "lane": f"chat:{number}",
            "priority": 3,
            "message": outgoing.dump(SendText(number, "x")),
            "attempts": 0,
            "created_at": NOW,
            "dead": None if number % 3 else "BadRequest",
        }
        for number in range(lanes)
    ]
    tx.execute(insert(outbox_table), rows)
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql("ANALYZE outbox")


def _plan_of(tx: Connection, work) -> str:
    """Explain the statement that `work` runs."""
    seen: list[tuple[str, Any]] = []

    def listen(_connection, _cursor, statement, parameters, _context, _many):
        seen.append((statement, parameters))

    event.listen(tx, "before_cursor_execute", listen)
    work()
    event.remove(tx, "before_cursor_execute", listen)
    [(statement, parameters)] = seen
    explain = "EXPLAIN QUERY PLAN" if tx.dialect.name == "sqlite" else "EXPLAIN"
    return "\n".join(str(row) for row in tx.exec_driver_sql(f"{explain} {statement}", parameters))
