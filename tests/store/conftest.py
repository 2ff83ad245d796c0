"""Databases for the tests of the store: SQLite in a file, and PostgreSQL where there is one."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete

from bot.store.database import Database, open_engine, transaction
from bot.store.schema import migrate
from bot.store.tables import metadata
from tests.postgres import Server

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def migrated(postgres_server: Server) -> str:
    """The url of a migrated PostgreSQL database, used by one test after the other."""
    url = postgres_server.fresh()
    migrate(url)
    return url


@pytest.fixture
def postgres_url(migrated: str) -> str:
    """The url of a migrated, empty PostgreSQL database."""
    engine = open_engine(migrated)
    with engine.begin() as connection:
        for table in metadata.tables.values():  # on small tables many times faster than TRUNCATE
            connection.execute(delete(table))
    engine.dispose()
    return migrated


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "bot.sqlite3"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    """The url of a migrated, empty SQLite database."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path)}"


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest) -> str:
    """The url of a migrated, empty database, on each engine."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture(params=ENGINES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The url of a database without any table, on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/empty.sqlite3"
    server: Server = request.getfixturevalue("postgres_server")
    return server.fresh()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A database with its writers, on each engine."""
    database = Database(url)
    yield database
    database.close()


@pytest.fixture(params=["one set of connections", "two sets"])
def databases(request: pytest.FixtureRequest, url: str) -> Iterator[Sequence[Database]]:
    """A database with its writers, or two on the same data, where they meet as two processes do, on each engine."""
    opened = [Database(url) for _ in range(1 if request.param == "one set of connections" else 2)]
    yield opened
    for database in opened:
        database.close()


@pytest.fixture
def tx(url: str) -> Iterator[Connection]:
    """One open transaction, on each engine."""
    engine = open_engine(url)
    with transaction(engine) as connection:
        yield connection
    engine.dispose()
