"""Work is committed together, in order, and fails alone; nobody waits for ever."""

import asyncio
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.store import operators, updates
from bot.store.database import Database, StoreError
from bot.store.errors import reason
from bot.store.tables import operators as operators_table
from tests.store.works import PATIENCE_S, SECRET, Gate, see, seen, together

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_a_result_is_there_after_its_commit(database: Database):
    assert database.write(see(7)).result(PATIENCE_S) is True
    assert seen(database) == [7]


def test_works_that_wait_together_share_one_commit(url: str):
    commits: list[int] = []
    database = Database(url, before_commit=lambda: commits.append(1))
    together(database, *(see(number) for number in range(20)))
    database.close()
    assert len(commits) == 2  # the gate's, and one for all twenty


def test_group_commit_can_be_taken_away(url: str):
    commits: list[int] = []
    database = Database(url, before_commit=lambda: commits.append(1), batch=1)
    together(database, *(see(number) for number in range(20)))
    database.close()
    assert len(commits) == 21


def test_no_result_is_given_before_the_commit(url: str):
    results_at_commit: list[bool] = []
    futures: list[Future[bool]] = []
    database = Database(url, before_commit=lambda: results_at_commit.extend(future.done() for future in futures))
    gate = Gate()
    database.write(gate)
    gate.wait_until_entered()
    futures += [database.write(see(number)) for number in range(3)]
    gate.open()
    database.close()
    assert not any(results_at_commit)
    assert all(future.done() for future in futures)


class Crash(Exception):
    """What a decision may trip over."""


def crash_after_writing(tx: Connection):
    updates.is_new(tx, 99, received_at=NOW)
    raise Crash


def break_a_rule(tx: Connection):
    updates.is_new(tx, 98, received_at=NOW)
    for _ in range(2):
        tx.execute(operators_table.insert().values(chat_id=5, since=NOW))


@pytest.mark.parametrize(
    ("work", "error"), [(crash_after_writing, Crash), (break_a_rule, IntegrityError)], ids=["a crash", "a constraint"]
)
def test_a_failing_work_undoes_only_itself(database: Database, work, error: type[Exception]):
    before, failing, after = together(database, see(1), work, see(2))
    assert isinstance(failing.exception(), error)
    assert (before.result(), after.result()) == (True, True)
    assert seen(database) == [1, 2]


def test_a_work_that_hides_an_error_of_its_own_fails_alone(postgres_url: str):
    def stubborn(tx: Connection):
        try:
            tx.execute(text("SELECT 1 / 0"))
        except DBAPIError:
            tx.execute(text("SELECT 1"))  # PostgreSQL refuses anything after an error

    database = Database(postgres_url)
    _, failing, _ = together(database, see(1), stubborn, see(2))
    assert isinstance(failing.exception(), DBAPIError)
    assert seen(database) == [1, 2]
    database.close()


def test_work_of_one_key_is_done_in_order(database: Database):
    order: dict[int, list[int]] = {key: [] for key in range(-3, 4)}
    for number in range(30):
        for key, done in order.items():
            database.write(appending(done, number), key=key)
    database.close()
    assert all(done == list(range(30)) for done in order.values())


def appending(done: list[int], number: int) -> Callable[[Connection], None]:
    return lambda _tx: done.append(number)


def test_closing_finishes_what_is_queued(database: Database):
    futures = [database.write(see(number), key=number) for number in range(50)]
    database.close()
    assert all(future.result(0) for future in futures)


def test_work_for_a_closed_database_fails_at_once(database: Database):
    database.close()
    assert isinstance(database.write(see(1)).exception(0), StoreError)


async def test_a_waiter_that_gives_up_harms_nobody(database: Database):
    gate = Gate()
    database.write(gate)
    await asyncio.to_thread(gate.wait_until_entered)
    waiting = [asyncio.ensure_future(asyncio.wrap_future(database.write(see(number)))) for number in (1, 2)]
    waiting[0].cancel()
    await asyncio.sleep(0)
    gate.open()
    assert await asyncio.wait_for(waiting[1], PATIENCE_S)
    assert await asyncio.wait_for(asyncio.wrap_future(database.write(see(3))), PATIENCE_S)
    assert seen(database) == [2, 3]


async def test_giving_up_on_running_work_leaves_the_writer_alive(database: Database):
    gate = Gate()
    waiting = asyncio.ensure_future(asyncio.wrap_future(database.write(gate)))
    await asyncio.to_thread(gate.wait_until_entered)
    waiting.cancel()
    await asyncio.sleep(0)
    gate.open()
    assert await asyncio.wait_for(asyncio.wrap_future(database.write(see(1))), PATIENCE_S)


def test_a_cancelled_work_is_not_done(database: Database):
    gate = Gate()
    database.write(gate)
    gate.wait_until_entered()
    future = database.write(see(1))
    assert future.cancel()
    gate.open()
    with pytest.raises(CancelledError):
        future.result(0)
    database.close()
    assert seen(database) == []


def test_reading_changes_nothing(database: Database):
    assert database.read(operators.all_operators) == []
    database.read(lambda tx: operators.add(tx, 5, at=NOW))
    assert database.read(operators.all_operators) == []


def test_a_reader_does_not_wait_for_the_writer(database: Database):
    gate = Gate()

    def slow(tx: Connection):
        updates.is_new(tx, 1, received_at=NOW)
        gate(tx)

    future = database.write(slow)
    gate.wait_until_entered()
    assert seen(database) == []
    gate.open()
    future.result(PATIENCE_S)
    assert seen(database) == [1]


def test_sqlite_is_durable_and_checks_foreign_keys(sqlite_url: str):
    database = Database(sqlite_url)
    pragmas = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    found = database.read(lambda tx: {name: tx.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas})
    database.close()
    assert found == pragmas


def test_sqlite_writers_of_two_processes_wait_for_one_another(sqlite_url: str):
    one, other = Database(sqlite_url), Database(sqlite_url)
    gate = Gate()
    first = one.write(gate)
    gate.wait_until_entered()
    second = other.write(see(1))
    gate.open()
    first.result(PATIENCE_S)
    assert second.result(PATIENCE_S) is True
    one.close()
    other.close()


def test_an_error_never_quotes_what_was_to_be_stored(database: Database):
    def twice(tx: Connection):
        tx.execute(text("CREATE TEMPORARY TABLE quotes (said VARCHAR(80) PRIMARY KEY)"))
        for _ in range(2):
            tx.execute(text("INSERT INTO quotes VALUES (:said)"), {"said": SECRET})

    error = database.write(twice).exception(PATIENCE_S)
    assert isinstance(error, IntegrityError)
    assert SECRET not in reason(error)


def test_postgresql_quoting_data_in_its_message_is_not_repeated(postgres_url: str):
    database = Database(postgres_url)
    statement = text("SELECT CAST(CAST(:said AS text) AS integer)")
    error = database.write(lambda tx: tx.execute(statement, {"said": SECRET})).exception(PATIENCE_S)
    database.close()
    assert isinstance(error, DBAPIError)
    assert SECRET in str(error.orig)  # else there is nothing to keep out
    assert reason(error) == "InvalidTextRepresentation"


@pytest.mark.parametrize(
    "error", [ValueError(SECRET), KeyError(SECRET), UnicodeDecodeError("utf-8", b"", 0, 1, SECRET)]
)
def test_an_error_of_anything_else_is_told_by_its_class(error: Exception):
    assert reason(error) == type(error).__name__


def test_a_statement_in_an_error_hides_its_parameters(database: Database):
    statement = text("INSERT INTO nowhere VALUES (:said)")
    with pytest.raises(StoreError) as caught:
        database.read(lambda tx: tx.execute(statement, {"said": SECRET}))
    assert SECRET not in f"{caught.value} {caught.value.__cause__}"


def test_a_commit_is_an_immediate_transaction_on_sqlite(sqlite_url: str):
    database = Database(sqlite_url)
    begun: list[str] = []
    event.listen(database.engine, "connect", lambda driver, _record: driver.set_trace_callback(begun.append))
    database.write(see(1)).result(PATIENCE_S)
    database.close()
    assert begun[0] == "BEGIN IMMEDIATE"
