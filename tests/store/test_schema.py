"""The migrations make the schema that the code expects, on both engines, from anywhere, at each start."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from bot.migrations import NEWEST
from bot.store.database import Database, StoreError, _write_ahead, open_engine
from bot.store.schema import UnknownSchema, is_current, migrate
from bot.store.tables import Data, metadata


@pytest.fixture
def migrated_engine(empty_url: str) -> Iterator[Engine]:
    migrate(empty_url)
    engine = open_engine(empty_url)
    yield engine
    engine.dispose()


def test_migrations_make_exactly_the_declared_tables(migrated_engine: Engine):
    with migrated_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_migrations_and_declaration_make_the_same_sql_on_sqlite(tmp_path: Path):
    migrate(f"sqlite:///{tmp_path}/migrated.sqlite3")
    migrated = open_engine(f"sqlite:///{tmp_path}/migrated.sqlite3")
    declared = open_engine(f"sqlite:///{tmp_path}/declared.sqlite3")
    metadata.create_all(declared)
    with migrated.connect() as one, declared.connect() as other:
        assert _sql_of(one) == _sql_of(other)
    migrated.dispose()
    declared.dispose()


def _sql_of(connection: Connection) -> dict[str, list[str]]:
    """Give each object's SQL as sorted lines: the order of constraints means nothing."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return {
        row.name: sorted(line.strip().rstrip(",") for line in row.sql.splitlines())
        for row in rows
        if row.name != "alembic_version"
    }


@pytest.mark.parametrize("index", ["ix_outbox_waiting", "ix_outbox_next"])
def test_an_index_of_what_waits_leaves_dead_letters_out(migrated_engine: Engine, index: str):
    found = {one["name"]: one for one in inspect(migrated_engine).get_indexes("outbox")}[index]
    options = found["dialect_options"]
    condition = str(options.get("sqlite_where", options.get("postgresql_where")))
    assert condition.strip("()").lower() == "dead is null"


@pytest.mark.parametrize("column", [column for table in metadata.tables.values() for column in table.c], ids=str)
def test_every_column_says_whose_data_it_holds(column):
    assert isinstance(column.info.get("data"), Data)


@pytest.mark.parametrize("table", metadata.tables.values(), ids=str)
def test_every_table_says_how_long_it_keeps_a_row(table):
    assert isinstance(table.info.get("kept"), str)


def test_a_second_migration_changes_nothing(empty_url: str):
    migrate(empty_url)
    migrate(empty_url)
    engine = open_engine(empty_url)
    assert set(inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}
    engine.dispose()


def test_processes_that_start_at_once_migrate_once(empty_url: str):
    failures: list[BaseException] = []
    start = threading.Barrier(4)

    def start_one():
        start.wait()
        try:
            migrate(empty_url)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            failures.append(error)

    threads = [threading.Thread(target=start_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


class Contested:
    """A connection to a new database that another one is switching to WAL, so many times asked in vain."""

    def __init__(self, refusals: int, code: int = sqlite3.SQLITE_BUSY) -> None:
        self.refusals, self.code, self.asked = refusals, code, 0

    def execute(self, _statement: str) -> None:
        self.asked += 1
        if self.asked <= self.refusals:
            refusal = sqlite3.OperationalError("database is locked")
            refusal.sqlite_errorcode = self.code
            raise refusal


def test_a_switch_to_wal_that_another_process_makes_is_asked_for_again():
    contested = Contested(refusals=2)
    _write_ahead(contested)  # type: ignore[arg-type]  # what it uses of a connection
    assert contested.asked == 3


def test_a_switch_to_wal_that_fails_for_another_reason_is_not():
    contested = Contested(refusals=2, code=sqlite3.SQLITE_READONLY)
    with pytest.raises(sqlite3.OperationalError):
        _write_ahead(contested)  # type: ignore[arg-type]  # what it uses of a connection
    assert contested.asked == 1


def test_the_current_directory_does_not_matter(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    migrate(empty_url)
    database = Database(empty_url)
    assert is_current(database)
    database.close()


def test_an_empty_database_is_not_current(empty_url: str):
    database = Database(empty_url)
    assert not is_current(database)
    database.close()


def test_a_database_of_a_newer_version_is_refused(empty_url: str):
    migrate(empty_url)
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'later'"))
    with pytest.raises(UnknownSchema, match="later"):
        migrate(empty_url)
    engine.dispose()


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.sqlite3", "postgresql://bot@/bot?host=/nowhere"], ids=["sqlite", "postgresql"]
)
def test_a_database_that_cannot_be_opened_is_a_store_error(url: str):
    with pytest.raises(StoreError):
        migrate(url)


def test_migrating_leaves_the_logging_of_the_process_alone(empty_url: str, caplog: pytest.LogCaptureFixture):
    root = logging.getLogger()
    bystander = logging.getLogger("bystander")
    handlers, level = list(root.handlers), root.level
    with caplog.at_level(logging.DEBUG):
        level = root.level
        migrate(empty_url)
        assert (root.handlers, root.level) == (handlers, level)
    assert not bystander.disabled
    assert caplog.records == []


def test_the_revision_that_a_start_expects_is_the_newest():
    config = Config()
    config.set_main_option("script_location", "bot:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == NEWEST
