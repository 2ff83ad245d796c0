"""What the tests of several folders share: the trained model, a local Bot API server, and the rule about skips."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.knowledge.index import fitted_matcher, polish_phrases
from bot.knowledge.loading import Loaded, load
from tests.running import ROOT, Control, server


@pytest.fixture(scope="session")
def base() -> Loaded:
    """The shipped knowledge base."""
    loaded = load(ROOT / "knowledge")
    assert isinstance(loaded, Loaded), loaded
    return loaded


@pytest.fixture(scope="session")
def model(base: Loaded) -> Path:
    """The file with the trained model of the shipped base; trained at most once."""
    file = ROOT / "data" / "model.npz"
    fitted_matcher(polish_phrases(base.knowledge), file)
    return file


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


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where everything must run (CI), a skip is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("REQUIRE_ALL") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
