"""A store that fails fails everyone who waits, keeps nothing of their work, loses nothing of what it had."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, event, select, text

from bot.store import updates
from bot.store.database import Database, StoreError, open_engine
from bot.store.tables import failures, metadata
from bot.store.tables import updates as updates_table
from tests.store.works import PATIENCE_S, SECRET, see, seen, together

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

READ_ONLY = {"sqlite": "PRAGMA query_only=ON", "postgresql": "SET default_transaction_read_only = on"}


def on_every_connection(database: Database, statement: str) -> Callable[[], None]:
    """Run a statement on each new connection, and have only new ones; give what ends it."""

    def run(connection: Any, _record: object):
        cursor = connection.cursor()
        cursor.execute(statement)
        connection.commit()
        cursor.close()

    event.listen(database.engine, "connect", run)
    database.engine.dispose()

    def end():
        event.remove(database.engine, "connect", run)
        database.engine.dispose()

    return end


def fill(tx: Connection):
    updates.set_aside(tx, 99, chat_id=5, error="KeyError", body=SECRET * 100_000, at=NOW)


@pytest.fixture
def kept(database: Database) -> Iterator[Database]:
    """A database that holds update 1."""
    database.write(see(1)).result(PATIENCE_S)
    yield database
    assert seen(database)[0] == 1


def test_a_read_only_store_fails_everyone_and_serves_again_later(kept: Database):
    end = on_every_connection(kept, READ_ONLY[kept.engine.dialect.name])
    futures = [kept.write(see(2)), kept.write(see(3))]
    assert [type(future.exception(PATIENCE_S)) for future in futures] == [StoreError, StoreError]
    assert seen(kept) == [1]
    end()
    assert kept.write(see(2)).result(PATIENCE_S) is True
    assert seen(kept) == [1, 2]


def test_a_full_disk_fails_the_whole_commit_and_serves_again_later(sqlite_url: str):
    database = Database(sqlite_url)
    database.write(see(1)).result(PATIENCE_S)
    pages = database.read(lambda tx: tx.exec_driver_sql("PRAGMA page_count").scalar_one())
    end = on_every_connection(database, f"PRAGMA max_page_count={pages}")
    futures = together(database, see(2), fill, see(3))
    assert [type(future.exception()) for future in futures] == [StoreError] * 3
    assert "full" in str(futures[0].exception())
    assert SECRET not in str(futures[0].exception())
    assert seen(database) == [1]
    end()
    together(database, see(2), fill, see(3))
    assert seen(database) == [1, 2, 3]
    assert database.read(lambda tx: tx.execute(select(failures.c.body)).scalar_one()) == SECRET * 100_000
    database.close()


def test_a_commit_that_fails_is_everyones_failure(url: str):
    faults = [OSError(SECRET)]

    def fail_once():
        if seen_gate and faults:
            raise faults.pop()
        seen_gate.append(True)

    seen_gate: list[bool] = []
    database = Database(url, before_commit=fail_once)
    futures = together(database, see(1), see(2))
    assert [str(future.exception()) for future in futures] == ["OSError", "OSError"]
    assert seen(database) == []
    assert database.write(see(1)).result(PATIENCE_S) is True
    database.close()


def test_a_connection_that_breaks_fails_everyone_and_is_made_anew(postgres_url: str):
    def break_it(tx: Connection):
        tx.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    database = Database(postgres_url)
    futures = together(database, see(1), break_it, see(2))
    assert [type(future.exception()) for future in futures] == [StoreError] * 3
    assert database.write(see(1)).result(PATIENCE_S) is True
    assert seen(database) == [1]
    database.close()


def test_an_idle_connection_that_broke_is_not_noticed(postgres_url: str):
    database = Database(postgres_url)
    database.write(see(1)).result(PATIENCE_S)
    engine = open_engine(postgres_url)
    others = "pid <> pg_backend_pid() AND datname = current_database()"
    with engine.connect() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))  # noqa: S608 - our own words
    engine.dispose()
    assert database.write(see(2)).result(PATIENCE_S) is True
    database.close()


def test_a_missing_table_is_the_stores_failure(database: Database):
    engine = open_engine(database.engine.url.render_as_string(hide_password=False))
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE updates RENAME TO elsewhere"))
    try:
        assert [type(future.exception()) for future in together(database, see(1))] == [StoreError]
        with pytest.raises(StoreError):
            seen(database)
    finally:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO updates"))
        engine.dispose()


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.sqlite3", "postgresql://bot@/bot?host=/nowhere"], ids=["sqlite", "postgresql"]
)
def test_a_store_that_cannot_be_opened_is_a_store_error(url: str):
    database = Database(url)
    assert isinstance(database.write(see(1)).exception(PATIENCE_S), StoreError)
    with pytest.raises(StoreError):
        database.read(lambda tx: tx.execute(select(updates_table)).all())
    database.close()


def test_a_file_that_is_no_database_is_a_store_error(tmp_path):
    (tmp_path / "bot.sqlite3").write_bytes(b"not a database" * 1000)
    database = Database(f"sqlite:///{tmp_path}/bot.sqlite3")
    assert isinstance(database.write(see(1)).exception(PATIENCE_S), StoreError)
    database.close()


def test_a_damaged_database_is_a_store_error(tmp_path):
    file = tmp_path / "bot.sqlite3"
    whole = open_engine(f"sqlite:///{file}")
    metadata.create_all(whole)
    whole.dispose()
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    database = Database(f"sqlite:///{file}")
    assert isinstance(database.write(see(1)).exception(PATIENCE_S), StoreError)
    database.close()
