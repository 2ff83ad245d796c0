"""The calendar entry is read back as a calendar reads it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.domain.knowledge import SessionStatus
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.knowledge.loading import Loaded
from bot.papers.calendar import entry
from tests.papers.gathered import CONFIRMED, SESSION
from tests.worlds import NOW, renderer

WARSAW = ZoneInfo("Europe/Warsaw")
CANCELLED = ConfirmedSession(
    7, replace(SESSION, status=SessionStatus.CANCELLED, reason="Sala jest zalana."), sequence=4
)


def written(base: Loaded, confirmed: ConfirmedSession = CONFIRMED, language: str = "pl") -> str:
    return entry(confirmed, renderer(base.knowledge), language, at=NOW)


def calendar(content: str) -> Any:
    """Properties are of as many types as there are."""
    return Calendar.from_ical(content)


def event(base: Loaded, confirmed: ConfirmedSession = CONFIRMED, language: str = "pl") -> Any:
    (found,) = calendar(written(base, confirmed, language)).walk("VEVENT")
    return found


def test_it_says_when_in_local_time(base: Loaded):
    found = event(base)
    assert found["dtstart"].dt == datetime(2027, 5, 4, 10, tzinfo=WARSAW)
    assert found["dtend"].dt == datetime(2027, 5, 4, 13, tzinfo=WARSAW)
    assert found["dtstart"].params["TZID"] == "Europe/Warsaw"


def test_it_brings_the_rules_of_the_time_zone(base: Loaded):
    (zone,) = calendar(written(base)).walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Warsaw"
    assert {one.name for one in zone.subcomponents} == {"STANDARD", "DAYLIGHT"}


def test_it_says_what_where_and_whom_to_ask(base: Loaded):
    found = event(base)
    assert found["summary"] == "Sesja dialogowa: Sesja <we Wrześni>"
    assert found["location"] == "sala & hol, ul. Przykładowa 10, Września"
    assert found["description"].startswith("Temat: praca, mieszkania; i więcej\n\nPytania:\nAnna Giżycka, +48 ")


def test_without_a_specialist_the_offices_are_asked(base: Loaded):
    alone = replace(CONFIRMED, session=replace(SESSION, moderators=["Osoba z gminy"]))
    told = event(base, alone)["description"]
    assert "Biuro Konin: +48 " in told
    assert f"E-mail: {base.knowledge.centre.email}" in told


def test_a_new_entry_is_published(base: Loaded):
    assert "METHOD:PUBLISH\r\n" in written(base)
    assert event(base)["status"] == "CONFIRMED"


def test_a_cancelled_session_is_taken_back_with_the_reason(base: Loaded):
    found = event(base, CANCELLED)
    assert "METHOD:CANCEL\r\n" in written(base, CANCELLED)
    assert (found["status"], found["summary"]) == ("CANCELLED", "Odwołana: Sesja <we Wrześni>")
    assert "Sala jest zalana." in found["description"]


def test_a_later_entry_replaces_the_earlier_one(base: Loaded):
    moved = replace(CONFIRMED, session=replace(SESSION, start=SESSION.start - timedelta(hours=1)), sequence=4)
    before, after = event(base), event(base, moved)
    assert before["uid"] == after["uid"] == event(base, CANCELLED)["uid"]
    assert (before["sequence"], after["sequence"]) == (3, 4)


def test_the_uid_outlives_the_centres_name_and_address(base: Loaded):
    centre = replace(base.knowledge.centre, name="Inny ośrodek", email="inny@example.org")
    renamed = replace(base, knowledge=replace(base.knowledge, centre=centre))
    assert event(base)["uid"] == event(renamed)["uid"]


def test_it_is_made_at_the_moment_that_is_given(base: Loaded):
    assert event(base)["dtstamp"].dt == NOW
    assert written(base) == written(base)


@pytest.mark.parametrize("words", ["a\r\nEND:VEVENT\r\nATTACH:http://example.org", "a\nBEGIN:VALARM", "a;b,c\\d"])
def test_nobody_writes_properties_of_their_own(words: str, base: Loaded):
    (found,) = calendar(written(base, replace(CONFIRMED, session=replace(SESSION, place=words)))).walk("VEVENT")
    assert "ATTACH" not in found
    assert found.subcomponents == []
    assert found["location"] == f"{words}, {SESSION.address}".replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("language", "summary"), [("uk", "Діалогова зустріч: "), ("en", "Dialogue session: "), ("ru", "Sesja dialogowa: ")]
)
def test_it_speaks_the_readers_language(language: str, summary: str, base: Loaded):
    assert event(base, language=language)["summary"].startswith(summary)


def test_every_line_is_short_and_ends_as_the_format_wants(base: Loaded):
    lines = written(base).encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)
