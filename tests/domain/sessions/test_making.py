"""Sessions from what staff write: every fault at once, nothing half made, seats that are taken stay taken."""

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.knowledge import Session, SessionStatus
from bot.domain.moments import asked_moment
from bot.domain.sessions import making
from bot.domain.sessions.filled import OF_SESSION, Field, read
from bot.domain.sessions.making import Faulty
from bot.domain.world import World
from bot.knowledge.loading import Loaded
from bot.texts.moments import moment_words
from tests.meetings import SESSION, meeting
from tests.worlds import NOW, renderer

WHOLE = {
    "Tytuł": "Wspólna sprawa",
    "Powiat": "koniński",
    "Miejsce": "Starostwo",
    "Adres": "ul. Przykładowa 5, Konin",
    "Termin": "15.12.2026 10:00–12:00",
    "Temat": "praca",
}
WARSAW = ZoneInfo("Europe/Warsaw")


def seen(base: Loaded) -> World:
    holidays = base.knowledge.holidays
    return replace(
        meeting(base.knowledge), moment_of=lambda typed: asked_moment(typed, NOW, WARSAW, holidays, moment_words())
    )


def lines(**changes: str) -> str:
    return "\n".join(f"{name}: {value}" for name, value in {**WHOLE, **changes}.items())


def made(typed: str, base: Loaded) -> Session | Faulty:
    world = seen(base)
    return making.made(read(typed, OF_SESSION, world.interpreter.lexicon), world)


def said(faulty: Session | Faulty, base: Loaded) -> str:
    assert isinstance(faulty, Faulty)
    return "\n".join(renderer(base.knowledge).plain(one, "pl") for one in faulty.why)


def test_a_session_is_made_of_its_lines(base: Loaded):
    session = made(lines(Prowadzą="Giżycka, Jan Przykład", Miejsca="20") + "\nZapisy do: 10.12.2026", base)
    assert isinstance(session, Session)
    assert (session.id, session.county, session.status) == ("koninski_20261215", "koninski", SessionStatus.OPEN)
    assert (session.start, session.end) == (
        datetime(2026, 12, 15, 9, tzinfo=UTC),
        datetime(2026, 12, 15, 11, tzinfo=UTC),
    )
    assert (session.capacity, tuple(session.moderators)) == (20, ("gizycka", "Jan Przykład"))
    assert session.register_until == datetime(2026, 12, 10, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "when",
    ["15.12.2026 12:00–10:00", "22.12.2026 12:00–10:00", "15.12.2026 12:00 do 10", "15.12.2026 6:00–20"],
)
def test_hours_are_not_read_as_others_than_those_written(when: str, base: Loaded):
    assert "Termin: proszę podać dzień i godziny" in said(made(lines(Termin=when), base), base)


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("14.12.2026 10:00-13", time(10), time(13)),
        ("14.12.2026, 9:30 do 12", time(9, 30), time(12)),
        ("14 grudnia 2026 od 10 do 12:30", time(10), time(12, 30)),
        ("14.12.2026 godz.10.00–12:30", time(10), time(12, 30)),
        ("14.12.2026 od 2 do 5", time(14), time(17)),
    ],
)
def test_an_hour_may_stand_without_minutes(when: str, start: time, end: time, base: Loaded):
    session = made(lines(Termin=when), base)
    assert isinstance(session, Session)
    assert [one.astimezone(WARSAW).time() for one in (session.start, session.end)] == [start, end]


def test_a_second_session_of_a_day_has_a_name_of_its_own(base: Loaded):
    first = made(lines(), base)
    assert isinstance(first, Session)
    world = replace(seen(base), agenda=meeting(base.knowledge, replace(SESSION, id=first.id)).agenda)
    second = making.made(read(lines(), OF_SESSION, world.interpreter.lexicon), world)
    assert isinstance(second, Session)
    assert second.id == f"{first.id}_2"


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("Termin", "10:00–12:00", "Termin: proszę podać dzień i godziny"),
        ("Termin", "15.12.2026", "Termin: proszę podać dzień i godziny"),
        ("Termin", "24.11.2026 8:00–9:00", "Termin: ten termin już minął"),
        ("Termin", "nigdy", "Termin: proszę podać dzień i godziny"),
        ("Powiat", "Warszawa", "Powiat: nie znam takiego powiatu"),
        ("Powiat", "Kalisz i Konin", "Powiat: to może być kilka powiatów"),
        ("Tytuł", "", "Tytuł: brakuje odpowiedzi"),
        ("Tytuł", "x" * 201, "Tytuł: za długie: 201 znaków"),
        ("Liczba miejsc", "0", "Liczba miejsc: proszę podać liczbę"),
        ("Liczba miejsc", "-3", "Liczba miejsc: proszę podać liczbę"),
        ("Liczba miejsc", "10001", "Liczba miejsc: proszę podać liczbę"),
        ("Zapisy do", "w grudniu", "Zapisy do: proszę podać dzień"),
    ],
)
def test_a_fault_is_said_by_its_field(field: str, value: str, fault: str, base: Loaded):
    assert fault in said(made(lines(**{field: value}), base), base)


def test_all_faults_are_said_at_once(base: Loaded):
    told = said(made("dzień dobry\nTytuł: x\nPowiat: Warszawa", base), base)
    assert all(part in told for part in ("«dzień dobry»", "Powiat", "Miejsce", "Adres", "Termin", "Temat"))


def test_a_line_without_a_name_goes_on_with_the_one_before(base: Loaded):
    filled = read("Temat: praca\ni dojazdy", OF_SESSION, seen(base).interpreter.lexicon)
    assert filled.values == {Field.TOPIC: "praca i dojazdy"}


@pytest.mark.parametrize(
    ("typed", "changes"),
    [
        ("Miejsce: Ratusz", {"place": "Ratusz"}),
        ("Liczba miejsc: bez limitu", {"capacity": None}),
        ("Liczba miejsc: 4", {"capacity": 4}),
        ("Zapisy do: brak", {"register_until": None}),
    ],
)
def test_only_the_lines_that_are_there_change(typed: str, changes: dict[str, Any], base: Loaded):
    world = seen(base)
    filled = read(typed, OF_SESSION, world.interpreter.lexicon)
    assert making.changed(SESSION, filled, 4, world) == replace(SESSION, **changes)


def test_taken_seats_cannot_be_taken_away(base: Loaded):
    world = seen(base)
    filled = read("Liczba miejsc: 3", OF_SESSION, world.interpreter.lexicon)
    assert "zajętych miejsc jest już 4" in said(making.changed(SESSION, filled, 4, world), base)


def test_registration_ends_before_the_session_begins(base: Loaded):
    world = seen(base)
    filled = read("Zapisy do: 15.12.2026", OF_SESSION, world.interpreter.lexicon)
    assert "zapisy nie mogą trwać dłużej" in said(making.changed(SESSION, filled, 0, world), base)
