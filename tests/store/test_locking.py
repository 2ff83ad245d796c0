"""One process serves a database; its place is free as soon as it ends, however it ends."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.config import load
from bot.store.database import AlreadyRunning, Database, Lock, StoreError, lock
from tests.store.works import PATIENCE_S

ROOT = Path(__file__).parent.parent.parent

HOLDER = """
import sys
from bot.store.database import Database, lock

held = lock(Database(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def holder(url: str) -> Iterator[subprocess.Popen[str]]:
    """Run another process that holds the lock for as long as it lives."""
    command = [sys.executable, "-c", HOLDER, url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_process_is_refused_until_the_first_is_killed(url: str, database: Database):
    with holder(url) as first:
        with pytest.raises(AlreadyRunning):
            lock(database)
        first.kill()
        first.wait(PATIENCE_S)
        lock(database, wait_s=PATIENCE_S).release()


def test_a_second_holder_in_the_same_process_is_refused(url: str, database: Database):
    held = lock(database)
    other = Database(url)
    with pytest.raises(AlreadyRunning):
        lock(other, wait_s=0.2)
    other.close()
    held.release()


def test_a_released_place_is_free_at_once(url: str, database: Database):
    lock(database).release()
    other = Database(url)
    lock(other).release()
    other.close()


def test_the_place_is_kept_while_the_database_works(url: str, database: Database):
    held = lock(database)
    database.write(lambda _tx: None).result(PATIENCE_S)
    database.engine.dispose()
    other = Database(url)
    with pytest.raises(AlreadyRunning):
        lock(other)
    other.close()
    held.release()


FORGET = "SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[Database]:
    database = Database(postgres_url)
    yield database
    database.close()


@pytest.fixture
def forgotten(postgres_database: Database) -> Lock:
    """A place that the server has forgotten, as one that was restarted has."""
    held = lock(postgres_database)
    with postgres_database.engine.connect() as connection:
        connection.execute(text(FORGET))
    return held


def test_a_place_that_the_server_has_forgotten_is_taken_again(forgotten: Lock, postgres_database: Database):
    forgotten.keep()
    with pytest.raises(AlreadyRunning):
        lock(postgres_database)
    forgotten.release()


def test_a_forgotten_place_that_another_process_has_taken_is_theirs(forgotten: Lock, postgres_database: Database):
    other = lock(postgres_database)
    with pytest.raises(AlreadyRunning):
        forgotten.keep()
    other.release()


def test_a_place_that_is_held_stays_so(url: str, database: Database):
    held = lock(database)
    held.keep()
    other = Database(url)
    with pytest.raises(AlreadyRunning):
        lock(other)
    other.close()
    held.release()


def test_two_data_dirs_with_one_database_exclude_each_other(tmp_path: Path):
    first, second = (Database(configured(tmp_path, data_dir)) for data_dir in ("a", "b"))
    held = lock(first)
    with pytest.raises(AlreadyRunning):
        lock(second)
    held.release()
    first.close()
    second.close()


def configured(folder: Path, data_dir: str) -> str:
    """The database of a configuration in `folder` with a data directory of its own."""
    file = folder / f"{data_dir}.yaml"
    file.write_text(f"data_dir: {data_dir}\ndatabase_url: sqlite:///bot.sqlite3\n", encoding="utf-8")
    return load(file, {}).database_url


def test_two_databases_beside_each_other_do_not_exclude_each_other(tmp_path: Path):
    databases = [Database(f"sqlite:///{tmp_path}/{name}.sqlite3") for name in ("a", "b")]
    places = [lock(database) for database in databases]
    for place, database in zip(places, databases, strict=True):
        place.release()
        database.close()


def test_a_server_that_cannot_be_asked_is_a_store_error():
    database = Database("postgresql://bot@/bot?host=/nowhere")
    with pytest.raises(StoreError):
        lock(database)
    database.close()
