"""The poster: its code is read by a reader of codes, its page by a browser."""

import io
import re
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from bot.domain.knowledge import Session
from bot.knowledge.loading import Loaded
from bot.papers.poster import USERNAME, code, poster
from tests.papers.gathered import SESSION
from tests.worlds import renderer

LINK = "https://t.me/example_bot?start=s_wrzesnia"


def read(picture: bytes) -> list[str]:
    return [one.text for one in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))]


def made(base: Loaded, session: Session = SESSION, strip: bytes = b"") -> str:
    return poster(session, "example_bot", renderer(base.knowledge), strip=strip)


def test_the_code_opens_the_session_in_the_bot():
    assert read(code(SESSION, "example_bot")) == [LINK]


def test_the_code_of_the_longest_names_is_read():
    longest = replace(SESSION, id="a" * 40)
    assert read(code(longest, "b" * 32)) == [f"https://t.me/{'b' * 32}?start=s_{'a' * 40}"]


def test_the_code_is_read_though_a_corner_is_torn_off():
    picture = Image.open(io.BytesIO(code(SESSION, "example_bot"))).convert("L")
    across = picture.width // 6
    picture.paste(255, (picture.width - across, picture.height - across, picture.width, picture.height))
    assert [one.text for one in zxingcpp.read_barcodes(picture)] == [LINK]


def test_the_code_is_sharp_enough_to_be_printed():
    assert Image.open(io.BytesIO(code(SESSION, "example_bot"))).width >= 700


def test_the_code_is_read_off_the_printed_page(base: Loaded, strip: bytes, sheet: Page):
    sheet.set_viewport_size({"width": 794, "height": 1123})
    sheet.set_content(made(base, strip=strip))
    assert read(sheet.screenshot()) == [LINK]


def test_a_phone_number_and_an_address_stand_beside_the_code(base: Loaded, sheet: Page):
    sheet.set_content(made(base))
    told = sheet.locator(".beside").inner_text()
    assert re.search(r"\+48 \d", told)
    assert "@" in told
    assert "t.me/example_bot" in told


def test_it_says_what_when_and_where(base: Loaded, sheet: Page):
    sheet.set_content(made(base))
    assert sheet.locator("h1").inner_text() == "Sesja <we Wrześni>"
    assert sheet.locator(".when").inner_text() == "wtorek 4 maja 2027, godz. 10:00–13:00"
    assert sheet.locator(".where").all_inner_texts() == [
        "sala & hol, ul. Przykładowa 10, Września",
        "Temat: praca, mieszkania; i więcej",
    ]


@pytest.mark.parametrize("title", ["Sesja", "Bardzo długi tytuł sesji dialogowej " * 5])
def test_it_is_one_sheet_of_paper(title: str, base: Loaded, strip: bytes, sheet: Page):
    sheet.set_content(made(base, replace(SESSION, title={"pl": title[:200]}), strip))
    assert len(re.findall(rb"/Type\s*/Page\b", sheet.pdf(prefer_css_page_size=True))) == 1


@pytest.mark.parametrize("name", ["example_bot", "Abcde"])
def test_a_username_is_taken(name: str):
    assert USERNAME.fullmatch(name)


@pytest.mark.parametrize("name", ["", "abc", "@example_bot", "1example_bot", "example-bot", "a" * 33, "bot?start=x"])
def test_what_is_no_username_is_not_taken(name: str):
    assert USERNAME.fullmatch(name) is None
