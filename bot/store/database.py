"""Transactions: one writer thread that commits all waiting work at once, and readers beside it.

Knows engines, threads, locks and commits; what the work does belongs to the modules of the aggregates.
"""

import fcntl
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from bot.store.errors import is_about_data, is_deadlock, reason
from bot.store.line import Line, Work

T = TypeVar("T")

# Most work of one commit, and the seconds after which no more is begun: the first of a batch waits for the last, and
# what is urgent not as long. What one poll brings takes less.
BATCH = 256
BATCH_S = 0.25
URGENT_S = 0.02
# Work whose key is the same is done in the order it came, so writers of one chat never cross.
POSTGRES_WRITERS = 4
# How often work is done again when its locks and another writer's waited for each other.
MOST_DEADLOCKS = 5


class StoreError(Exception):
    """The store did not take the work: nothing of it is kept. The operator must act; the work may be tried again."""


class AlreadyRunning(Exception):
    """Another process holds this database's lock."""


class Database:
    """One database of one bot.

    On SQLite one thread runs all queued work as savepoints of one commit (group commit); on PostgreSQL a few threads
    do the same, each with the work of its own chats.
    """

    def __init__(self, url: str, *, before_commit: Callable[[], None] = lambda: None, batch: int = BATCH) -> None:
        """`before_commit` and `batch` let benchmarks add a commit's cost and take group commit away."""
        self.engine = open_engine(url)
        self._before_commit = before_commit
        self._batch = batch
        self._opening = threading.Lock()
        self._is_closed = False
        writers = 1 if self.engine.dialect.name == "sqlite" else POSTGRES_WRITERS
        self._lines = [Line() for _ in range(writers)]
        self._threads = [
            threading.Thread(target=self._serve, args=(line,), name=f"writer-{number}", daemon=True)
            for number, line in enumerate(self._lines)
        ]
        for thread in self._threads:
            thread.start()

    def write(self, work: Callable[[Connection], T], *, key: int = 0, is_urgent: bool = False) -> "Future[T]":
        """Queue one transaction; its result is there after the commit that holds it.

        Work of equal `key` is done in order, but urgent work before all that waits. The future fails with what `work`
        raised, which undoes only that work, or with `StoreError` when the store did not take it. A future cancelled in
        time is not worked on.
        """
        done: Future[T] = Future()
        with self._opening:
            if self._is_closed:
                done.set_exception(StoreError("the database is closed"))
            else:
                self._lines[key % len(self._lines)].put(Work(work, done, is_urgent))
        return done

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction that is thrown away; blocks the caller. Raises `StoreError`."""
        try:
            with self.engine.connect() as connection:
                begin(connection, writes=False)
                return work(connection)
        except (DBAPIError, PoolExhausted) as error:
            raise StoreError(reason(error)) from error

    def close(self) -> None:
        """Finish the queued work and close every connection; later work fails with `StoreError`."""
        with self._opening:
            self._is_closed = True
            for line in self._lines:
                line.close()
        for thread in self._threads:
            thread.join()
        self.engine.dispose()

    def _serve(self, line: Line) -> None:
        while line.waits():
            self._commit(line.works(self._batch))

    def _commit(self, works: Iterator[Work[Any]], deadlocks: int = 0) -> None:
        """Do the first of the works, or all of them, in one commit.

        Where its locks and another writer's wait for each other, each work is done again alone: then it holds no lock
        that the others have taken.
        """
        begun: list[Work[Any]] = []
        outcomes: list[tuple[Any, BaseException | None]] = []
        ends_at = time.monotonic() + BATCH_S
        try:
            with transaction(self.engine) as connection:
                for work in works:
                    begun.append(work)
                    outcomes.append(_run(connection, work))
                    now = time.monotonic()
                    ends_at = min(ends_at, now + URGENT_S) if work.is_urgent else ends_at
                    if now > ends_at:
                        break
                self._before_commit()
        except Exception as error:  # noqa: BLE001 - whatever the engine raised, nobody may wait for ever
            if is_deadlock(error) and deadlocks < MOST_DEADLOCKS:
                for work in begun:
                    self._commit(iter([work]), deadlocks + 1)
                return
            failure = StoreError(reason(error))
            failure.__cause__ = error
            begun.extend(works)
            outcomes = [(None, failure)] * len(begun)
        for work, (result, failed) in zip(begun, outcomes, strict=True):
            if failed is None:
                work.done.set_result(result)
            else:
                work.done.set_exception(failed)


def _run(connection: Connection, work: Work[T]) -> tuple[T | None, BaseException | None]:
    """Run one work as a savepoint; a broken store is the whole batch's failure, anything else its own."""
    # Past SQLAlchemy: its own savepoints take as long as two statements each.
    driver = _driver(connection)
    driver.execute("SAVEPOINT work")
    try:
        result = work.run(connection)
        driver.execute("RELEASE SAVEPOINT work")
    except Exception as error:
        if isinstance(error, DBAPIError) and not is_about_data(error):
            raise
        driver.execute("ROLLBACK TO SAVEPOINT work")
        driver.execute("RELEASE SAVEPOINT work")
        return None, error
    return result, None


def open_engine(url: str) -> Engine:
    """Give an engine whose SQLite connections are durable and check foreign keys, and which never logs parameters."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=8,
            connect_args={"connect_timeout": 5},
        )
    engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": 5, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that may write, committed at the end; on SQLite it begins by waiting for whoever writes."""
    with engine.connect() as connection:
        begin(connection, writes=True)
        yield connection
        connection.commit()


def begin(connection: Connection, *, writes: bool) -> None:
    """Begin by hand: one listener for SQLAlchemy's own beginning would make each statement a third slower."""
    connection.begin()
    if connection.dialect.name == "sqlite":
        # A transaction that turned from reading to writing would fail instead of waiting for another process.
        _driver(connection).execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def _driver(connection: Connection) -> Any:  # noqa: ANN401 - sqlite3's or psycopg's connection
    return connection.connection.driver_connection


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver would otherwise begin transactions of its own, too late
    for pragma in ("busy_timeout=5000", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    _write_ahead(connection)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch a database to WAL. On a new one SQLite refuses at once, whatever the timeout, while another connection
    does the same; then it is only a matter of asking again.
    """
    gives_up_at = time.monotonic() + _SWITCH_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > gives_up_at:
                raise
            time.sleep(0.01)
        else:
            return


# As long as any other statement waits for another connection.
_SWITCH_S = 5.0


@dataclass(slots=True)
class Lock:
    """Keeps a second process away from the database for as long as this one lives."""

    _engine: Engine
    _held: IO[str] | Connection

    def keep(self) -> None:
        """Take the place again if the server has forgotten it, as one that was restarted has.

        Raises `AlreadyRunning` when another process was quicker, `StoreError` while the server is away.
        """
        if not isinstance(self._held, Connection) or _is_alive(self._held):
            return
        self._held.close()
        again = _try_advisory(self._engine)
        if again is None:
            raise AlreadyRunning
        self._held = again

    def release(self) -> None:
        """Let another process in."""
        self._held.close()


def lock(database: Database, *, wait_s: float = 0) -> Lock:
    """Take the one place of the process that serves this database, waiting up to `wait_s`.

    A lock file beside the database on SQLite, an advisory lock on PostgreSQL; both vanish with the process, however it
    ends. Raises `AlreadyRunning`, or `StoreError` when the server cannot be asked.
    """
    deadline = time.monotonic() + wait_s
    while True:
        is_sqlite = database.engine.dialect.name == "sqlite"
        held = _try_file(database.engine) if is_sqlite else _try_advisory(database.engine)
        if held is not None:
            return Lock(database.engine, held)
        if time.monotonic() >= deadline:
            raise AlreadyRunning
        time.sleep(0.1)


def _try_file(engine: Engine) -> IO[str] | None:
    file = Path(f"{Path(str(engine.url.database)).resolve()}.lock").open("a")  # noqa: SIM115 - an open file is what holds the lock
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _is_alive(connection: Connection) -> bool:
    try:
        connection.execute(text("SELECT 1"))
    except DBAPIError:
        return False
    return True


# Any number that no other software uses in this database.
_ADVISORY_KEY = 7_305_871


def _try_advisory(engine: Engine) -> Connection | None:
    try:
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # given back to the pool it would go on holding the lock
        if connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _ADVISORY_KEY}).scalar():
            return connection
    except DBAPIError as error:
        raise StoreError(reason(error)) from error
    connection.close()
    return None
