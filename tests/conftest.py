"""What the tests of several folders share: the trained model, a local Bot API server, and the rule about skips."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from bot.knowledge.lessons import learn, lessons_of
from bot.knowledge.loading import Loaded, load
from bot.store.database import Database
from bot.store.schema import migrate
from tests.handled import Handled
from tests.postgres import Server, Unavailable, postgres
from tests.running import ROOT, Control, server


@pytest.fixture(scope="session")
def base() -> Loaded:
    """The shipped knowledge base."""
    loaded = load(ROOT / "knowledge")
    assert isinstance(loaded, Loaded), loaded
    return loaded


@pytest.fixture(scope="session")
def model(base: Loaded) -> Path:
    """The folder with what is learnt from the shipped base; learnt at most once, whoever else waits for it."""
    folder = ROOT / "data"
    folder.mkdir(exist_ok=True)
    with (folder / ".learning").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        learn(lessons_of(base.knowledge), folder)
    return folder


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database, to be copied."""
    file = tmp_path_factory.mktemp("store") / "bot.sqlite3"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def handled(base: Loaded, empty_store: Path, tmp_path: Path) -> Iterator[Handled]:
    """A bot without Telegram, on the shipped base, with an empty store."""
    database = Database(f"sqlite:///{shutil.copy(empty_store, tmp_path)}")
    yield Handled(database, base.knowledge)
    database.close()


@pytest.fixture(scope="session")
def api_server() -> Iterator[str]:
    """The root of one local Bot API server for all tests."""
    with server() as root:
        yield root


@pytest.fixture
def control(api_server: str) -> Iterator[Control]:
    """The control API of the server, everything forgotten."""
    control = Control(api_server)
    control.post("reset")
    yield control
    control.client.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One PostgreSQL server for all tests."""
    try:
        with postgres() as running:
            yield running
    except Unavailable as why:
        if os.environ.get("REQUIRE_ALL"):
            pytest.fail(str(why))
        pytest.skip(str(why))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser, where one is installed."""
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("Debian's chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where everything must run (CI), a skip is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("REQUIRE_ALL") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
