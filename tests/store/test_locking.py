"""One process serves a database; its place is free as soon as it ends, however it ends."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.store.database import AlreadyRunning, Database, StoreError, lock
from tests.store.works import PATIENCE_S

ROOT = Path(__file__).parent.parent.parent

HOLDER = """
import sys
from pathlib import Path
from bot.store.database import Database, lock

held = lock(Database(sys.argv[1]), Path(sys.argv[2]))
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def holder(url: str, data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """Run another process that holds the lock for as long as it lives."""
    command = [sys.executable, "-c", HOLDER, url, str(data_dir)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_process_is_refused_until_the_first_is_killed(url: str, database: Database, tmp_path: Path):
    with holder(url, tmp_path) as first:
        with pytest.raises(AlreadyRunning):
            lock(database, tmp_path)
        first.kill()
        first.wait(PATIENCE_S)
        lock(database, tmp_path, wait_s=PATIENCE_S).release()


def test_a_second_holder_in_the_same_process_is_refused(url: str, database: Database, tmp_path: Path):
    held = lock(database, tmp_path)
    other = Database(url)
    with pytest.raises(AlreadyRunning):
        lock(other, tmp_path, wait_s=0.2)
    other.close()
    held.release()


def test_a_released_place_is_free_at_once(url: str, database: Database, tmp_path: Path):
    lock(database, tmp_path).release()
    other = Database(url)
    lock(other, tmp_path).release()
    other.close()


def test_the_place_is_kept_while_the_database_works(url: str, database: Database, tmp_path: Path):
    held = lock(database, tmp_path)
    database.write(lambda _tx: None).result(PATIENCE_S)
    database.engine.dispose()
    other = Database(url)
    with pytest.raises(AlreadyRunning):
        lock(other, tmp_path)
    other.close()
    held.release()


def test_a_server_that_cannot_be_asked_is_a_store_error(tmp_path: Path):
    database = Database("postgresql://bot@/bot?host=/nowhere")
    with pytest.raises(StoreError):
        lock(database, tmp_path)
    database.close()
