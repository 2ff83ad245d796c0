"""What tests of printed papers need."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from bot.papers.branding import read_strip
from tests.running import ROOT


@pytest.fixture(scope="session")
def strip() -> bytes:
    """The shipped logo strip."""
    return read_strip(ROOT / "branding")


@pytest.fixture
def sheet(browser: Browser) -> Iterator[Page]:
    """A page that may ask nothing of anybody."""
    asked: list[str] = []
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        yield page
    assert [one for one in asked if not one.startswith("data:")] == []
