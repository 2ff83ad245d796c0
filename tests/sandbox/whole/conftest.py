"""The whole product in a real browser: the bot, its example people, a citizen, an organisation and staff.

One sandbox serves all tests, each in a browser context of its own; they use different people.
"""

import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, expect

from tests.running import PATIENCE_S, ROOT, Control, eventually, with_model
from tests.sandbox.whole.desk import Desk
from tests.test_demonstration import start

PHONE = (390, 780)


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Iterator[str]:
    """The address of the sandbox of all tests."""
    with served(tmp_path_factory.mktemp("sandbox"), model) as address:
        yield address


@contextmanager
def served(folder: Path, model: Path) -> Iterator[str]:
    """Give the address that `bot sandbox` prints; the bot does not keep Telegram's pace, which people would."""
    with_model(folder, model)
    unpaced = {"overall_per_second": 0, "chat_per_3_seconds": 0, "group_per_minute": 0}
    config = folder / "unpaced.yaml"
    config.write_text(yaml.safe_dump({"knowledge_dir": str(ROOT / "knowledge"), "pacing": unpaced}), encoding="utf-8")
    with start(folder, "--port", "0", "--config", str(config)) as process:
        assert process.stdout is not None
        address = next(word for word in process.stdout.readline().split() if word.startswith("http://"))
        settle(Control(address))
        yield address
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_S)


def settle(control: Control) -> None:
    """Wait until the example people have done what they do at the start."""
    with closing(control.client):
        eventually(lambda: control.get("demo")["cast"]["state"] == "ready", seconds=3 * PATIENCE_S)
        assert control.get("idle", quiet_ms=1000, timeout=PATIENCE_S)["ok"]


@pytest.fixture
def desk(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """The page, once the example people are there."""
    width, height = getattr(request, "param", (1400, 860))
    with opened(browser, address, width, height) as desk:
        yield desk


@pytest.fixture
def by_day(desk: Desk) -> Iterator[None]:
    """The bot lives in the forenoon, for this test only."""
    desk.live_by_day()
    yield
    desk.set_clock(ahead_s=0)


@pytest.fixture
def phone_where_nothing_happened(browser: Browser, tmp_path: Path, model: Path) -> Iterator[Desk]:
    """The page of a sandbox that nobody has used, on a phone."""
    with served(tmp_path, model) as address, opened(browser, address, *PHONE) as desk:
        yield desk


@contextmanager
def opened(browser: Browser, address: str, width: int, height: int) -> Iterator[Desk]:
    """Give the page in a window of that size; an error in it, or a request that leaves this machine, fails."""
    page = browser.new_page(viewport={"width": width, "height": height}, locale="pl-PL")
    page.set_default_timeout(PATIENCE_S * 1000)
    expect.set_options(timeout=PATIENCE_S * 1000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith((address, "blob:")) else None)
    page.goto(address)
    expect(page.get_by_role("navigation", name="Otwarte rozmowy").get_by_role("button")).to_have_count(4)
    yield Desk(page)
    page.close()
    assert wrong == []
