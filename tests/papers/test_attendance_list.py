"""The list to sign, as a browser shows and prints it."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration
from bot.knowledge.loading import Loaded
from bot.papers.attendance_list import SPARE, attendance_list
from tests.papers.gathered import CLUB, EVERYBODY, SESSION, TOWN
from tests.worlds import renderer


def made(base: Loaded, registrations: Sequence[Registration] = EVERYBODY, strip: bytes = b"") -> str:
    return attendance_list(SESSION, registrations, renderer(base.knowledge), strip=strip)


def rows(sheet: Page) -> list[list[str]]:
    return [one.locator("td").all_inner_texts() for one in sheet.locator("tbody tr").all()]


def pages(sheet: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", sheet.pdf(prefer_css_page_size=True)))


def test_every_seat_has_a_line_to_sign(base: Loaded, sheet: Page):
    sheet.set_content(made(base))
    assert rows(sheet)[:6] == [
        ["1", "Osoba A", "Gmina Przykładowa", ""],
        ["2", "", "Gmina Przykładowa", ""],
        ["3", "", "Gmina Przykładowa", ""],
        ["4", "Osoba B", "Stowarzyszenie Przykładowe", ""],
        ["5", "", "Stowarzyszenie Przykładowe", ""],
        ["6", "", "", ""],
    ]


def test_there_is_room_for_people_who_come_besides(base: Loaded, sheet: Page):
    sheet.set_content(made(base, ()))
    assert [one[1:] for one in rows(sheet)] == [["", "", ""]] * SPARE


def test_organisations_stand_in_the_order_of_their_names(base: Loaded, sheet: Page):
    sheet.set_content(made(base, (replace(CLUB, organisation="żłobek"), replace(TOWN, organisation="Adam"))))
    assert rows(sheet)[0][2] == "Adam"


@pytest.mark.parametrize("state", [RegistrationState.ATTENDED, RegistrationState.ABSENT])
def test_a_list_printed_afterwards_is_the_same(state: RegistrationState, base: Loaded):
    assert made(base, (replace(TOWN, state=state), CLUB)) == made(base, (TOWN, CLUB))


def test_it_says_which_session_it_is(base: Loaded, sheet: Page):
    sheet.set_content(made(base))
    assert sheet.locator("h1").inner_text() == "Lista obecności: Sesja <we Wrześni>"
    head = sheet.locator("p").all_inner_texts()
    assert head[:2] == ["wtorek 4 maja 2027, godz. 10:00–13:00", "sala & hol, ul. Przykładowa 10, Września"]


def test_what_people_wrote_never_becomes_markup(base: Loaded, sheet: Page):
    hostile = "<img src=x onerror=alert(1)>\u202e$when</table>"
    sheet.set_content(made(base, (replace(TOWN, organisation=hostile, contact=hostile, seats=1),)))
    assert rows(sheet)[0][1:3] == ["<img src=x onerror=alert(1)>$when</table>"] * 2
    assert sheet.locator("img").count() == 0


def test_the_logo_strip_is_in_the_page_itself(base: Loaded, strip: bytes, sheet: Page):
    sheet.set_content(made(base, strip=strip))
    image = sheet.locator("header img")
    assert image.evaluate("one => one.complete && one.naturalWidth") == 2000
    assert image.get_attribute("alt") == "Pasek logotypów ośrodka"


def test_a_short_list_is_one_sheet_of_paper(base: Loaded, strip: bytes, sheet: Page):
    sheet.set_content(made(base, (replace(TOWN, seats=5),), strip))
    assert pages(sheet) == 1


def test_a_long_list_repeats_its_heading_on_every_sheet(base: Loaded, sheet: Page):
    sheet.set_content(made(base, (replace(TOWN, people=60, seats=60),)))
    assert pages(sheet) == 4
    assert sheet.locator("thead").evaluate("one => getComputedStyle(one).display") == "table-header-group"


def test_a_long_name_does_not_widen_the_page(base: Loaded, sheet: Page):
    sheet.set_viewport_size({"width": 794, "height": 1123})
    sheet.set_content(made(base, (replace(TOWN, organisation="W" * 300),)))
    assert sheet.evaluate("document.documentElement.scrollWidth") <= 794
