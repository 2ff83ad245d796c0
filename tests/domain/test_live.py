"""Answers that are worked out when they are shown, as a citizen reads them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.knowledge import Days, Knowledge, Provenance, Session, SessionStatus, Span
from bot.domain.live import live_text, reachable, state
from bot.domain.moments import Moment
from bot.domain.sessions import shown
from bot.domain.sessions.pages import page
from bot.domain.sessions.seats import Seats
from bot.domain.texts import Text
from bot.knowledge.loading import Loaded
from tests.worlds import renderer

WARSAW = ZoneInfo("Europe/Warsaw")
TUESDAY = date(2026, 11, 24)
ANNA, JAREK = "gizycka", "wypyszynski"


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), WARSAW).astimezone(UTC)


def asked(day: date, when: str | Span | None = None) -> Moment:
    return Moment(day, day, time.fromisoformat(when) if isinstance(when, str) else when, is_day_explicit=True)


def words(said: Text, knowledge: Knowledge, language: str = "pl") -> str:
    return renderer(knowledge).plain(said, language)


def of(knowledge: Knowledge, moment: Moment | None, now: datetime, who: Sequence[str] = (ANNA, JAREK)) -> str:
    return words(reachable([knowledge.specialists[one] for one in who], knowledge, moment, now), knowledge)


@pytest.mark.parametrize(
    ("clock", "anna"),
    [
        ("07:00", "Anna Giżycka – teraz jeszcze nie odbiera, najbliżej dziś od 8:30."),
        ("08:30", "Anna Giżycka – teraz odbiera, dziś do 16:30."),
        ("16:29", "Anna Giżycka – teraz odbiera, dziś do 16:30."),
        ("16:30", "Anna Giżycka – teraz już nie odbiera, najbliżej jutro od 8:30."),
    ],
)
def test_asked_about_now(clock: str, anna: str, base: Loaded):
    assert of(base.knowledge, None, at(TUESDAY, clock), [ANNA]) == anna


@pytest.mark.parametrize(
    ("moment", "anna"),
    [
        (asked(TUESDAY, "15:00"), "Anna Giżycka – dziś o 15:00 odbiera, do 16:30."),
        (asked(TUESDAY, "18:00"), "Anna Giżycka – dziś o 18:00 już nie odbiera, najbliżej jutro od 8:30."),
        (
            asked(TUESDAY + timedelta(1), "07:15"),
            "Anna Giżycka – jutro o 7:15 jeszcze nie odbiera, dopiero od 8:30.",
        ),
        (asked(TUESDAY + timedelta(1)), "Anna Giżycka – jutro odbiera od 8:30 do 16:30."),
        (asked(TUESDAY + timedelta(2)), "Anna Giżycka – w czwartek 26 listopada odbiera od 8:30 do 16:30."),
        (asked(TUESDAY), "Anna Giżycka – teraz odbiera, dziś do 16:30."),
        (asked(TUESDAY, Span(time(12), time(18))), "Anna Giżycka – dziś odbiera jeszcze do 16:30."),
        (
            asked(TUESDAY, Span(time(18), time(22))),
            "Anna Giżycka – dziś o tej porze nie odbiera, najbliżej jutro od 8:30.",
        ),
        (
            asked(TUESDAY + timedelta(1), Span(time(18), time(22))),
            "Anna Giżycka – jutro o tej porze nie odbiera, najbliżej w czwartek 26 listopada od 8:30.",
        ),
        (
            asked(TUESDAY + timedelta(1), Span(time(5), time(8))),
            "Anna Giżycka – jutro o tej porze nie odbiera, dopiero od 8:30.",
        ),
        (
            asked(TUESDAY + timedelta(4)),
            "Anna Giżycka – w sobotę 28 listopada nikt nie pracuje, najbliżej w poniedziałek 30 listopada od 8:30.",
        ),
    ],
)
def test_asked_on_tuesday_at_ten_about_another_moment(moment: Moment, anna: str, base: Loaded):
    assert of(base.knowledge, moment, at(TUESDAY, "10:00"), [ANNA]) == anna


def test_a_day_half_over_is_told_from_now_on(base: Loaded):
    assert of(base.knowledge, asked(TUESDAY), at(TUESDAY, "07:00"), [ANNA]) == (
        "Anna Giżycka – dziś odbiera od 8:30 do 16:30."
    )


def test_a_break_is_told_with_its_end(base: Loaded):
    week = {day: [Span(time(8), time(12)), Span(time(13), time(16))] for day in range(5)}
    knowledge = _with(base.knowledge, ANNA, hours=week)
    assert of(knowledge, None, at(TUESDAY, "12:30"), [ANNA]) == (
        "Anna Giżycka – teraz ma przerwę, najbliżej dziś od 13:00."
    )
    assert of(knowledge, asked(TUESDAY, "12:30"), at(TUESDAY, "10:00"), [ANNA]) == (
        "Anna Giżycka – dziś o 12:30 ma przerwę, dopiero od 13:00."
    )


def test_an_absence_is_told_without_its_reason(base: Loaded):
    knowledge = _with(base.knowledge, ANNA, absences=[Days(TUESDAY, TUESDAY, "surgery")])
    assert of(knowledge, None, at(TUESDAY, "10:00"), [ANNA]) == (
        "Anna Giżycka – dziś nie pracuje, najbliżej jutro od 8:30."
    )


def test_a_holiday_is_named_once_for_everybody(base: Loaded):
    monday = date(2027, 5, 3)
    assert of(base.knowledge, asked(monday), at(date(2027, 4, 30), "18:00")) == (
        f"W poniedziałek 3 maja jest święto ({base.knowledge.holidays[monday]}). Najbliżej odbiorą:\n"
        "Anna Giżycka – we wtorek 4 maja od 8:30.\nJarosław Wypyszyński – we wtorek 4 maja od 8:00."
    )


@pytest.mark.parametrize(
    ("now", "anna"),
    [
        (
            at(date(2027, 4, 30), "17:00"),
            "w poniedziałek 3 maja jest święto (Święto Narodowe Trzeciego Maja), najbliżej we wtorek 4 maja od 8:30",
        ),
        (
            at(date(2027, 5, 26), "18:00"),
            "jutro jest święto (Dzień Bożego Ciała), najbliżej w piątek 28 maja od 8:30",
        ),
        (at(date(2027, 5, 7), "17:00"), "najbliżej w poniedziałek 10 maja od 8:30"),
    ],
    ids=["after a weekend", "tomorrow", "a weekend alone goes without saying"],
)
def test_a_holiday_on_the_way_to_the_next_opening_is_named(now: datetime, anna: str, base: Loaded):
    assert of(base.knowledge, None, now, [ANNA]) == f"Anna Giżycka – teraz już nie odbiera, {anna}."


def test_a_holiday_behind_a_closed_weekend_is_named_for_everybody(base: Loaded):
    told = of(base.knowledge, None, at(date(2027, 5, 2), "10:00"))
    assert told.startswith(
        "Dziś nikt nie odbiera, jutro jest święto (Święto Narodowe Trzeciego Maja). Najbliżej odbiorą:\n"
    )


def test_a_closure_is_named_once_for_everybody(base: Loaded):
    centre = replace(base.knowledge.centre, closures=[Days(TUESDAY, TUESDAY, "inwentaryzacja")])
    told = of(replace(base.knowledge, centre=centre), None, at(TUESDAY, "10:00"))
    assert told.startswith("Dziś ośrodek nie pracuje (inwentaryzacja). Najbliżej odbiorą:\n")


def test_somebody_without_hours_ahead_is_told_honestly(base: Loaded):
    knowledge = _with(base.knowledge, ANNA, hours={})
    assert of(knowledge, None, at(TUESDAY, "10:00"), [ANNA]) == (
        "Anna Giżycka – dziś nie pracuje; kolejnych godzin pracy nie mam."
    )


def test_without_anybody_nobody_is_promised(base: Loaded):
    assert of(base.knowledge, None, at(TUESDAY, "10:00"), []) == words(Text("live.nobody"), base.knowledge)


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
@pytest.mark.parametrize("hour", range(0, 24, 3))
@pytest.mark.parametrize("day", range(6))
def test_the_state_of_a_person_is_one_line_in_one_language(day: int, hour: int, language: str, base: Loaded):
    now = at(TUESDAY + timedelta(day), f"{hour:02}:00")
    told = words(state(base.knowledge.specialists[ANNA], base.knowledge, now), base.knowledge, language)
    assert "\n" not in told
    assert language == "pl" or not set(told.split()) & {"dziś", "jutro", "odbiera,", "nie", "najbliżej", "listopada"}


@pytest.mark.parametrize(
    "span", [None, "03:00", "08:15", "12:00", "23:59", Span(time(5), time(8)), Span(time(18), time(0))]
)
@pytest.mark.parametrize("shift", [-400, -1, 0, 1, 4, 160])
@pytest.mark.parametrize("hour", [0, 10, 20])
def test_every_moment_has_words(hour: int, shift: int, span: str | Span | None, base: Loaded):
    now = at(TUESDAY, f"{hour:02}:00")
    moment = asked(TUESDAY + timedelta(shift), span)
    assert of(base.knowledge, moment, now)


SESSION = Session(
    id="wrzesnia",
    title={"pl": "Sesja <we Wrześni>"},
    county="wrzesinski",
    place="sala & hol",
    address="ul. Chopina 10",
    start=at(date(2027, 5, 4), "10:00"),
    end=at(date(2027, 5, 4), "13:00"),
    topic={"pl": "praca"},
    moderators=[],
    capacity=None,
    register_until=None,
    status=SessionStatus.OPEN,
    reason="",
    outcome="",
    provenance=Provenance("plan", TUESDAY),
)
LATER = replace(SESSION, id="later", start=SESSION.start + timedelta(days=7), end=SESSION.end + timedelta(days=7))


def with_sessions(knowledge: Knowledge, *sessions: Session) -> Knowledge:
    return replace(knowledge, sessions={one.id: one for one in sessions})


def upcoming(knowledge: Knowledge, now: datetime) -> Text:
    return page(knowledge, now, {}).said


def test_no_session_ahead_is_said(base: Loaded):
    assert upcoming(base.knowledge, at(TUESDAY, "10:00")).key == "live.sessions.none"


def test_sessions_ahead_are_listed_the_next_first(base: Loaded):
    knowledge = with_sessions(base.knowledge, LATER, SESSION)
    told = words(upcoming(knowledge, at(TUESDAY, "10:00")), knowledge)
    head, first, second = told.split("\n")
    assert head == "Zaplanowane są 2 sesje dialogowe:"
    assert first.startswith("1. we wtorek 4 maja, 10:00, ")
    assert second.startswith("2. we wtorek 11 maja, 10:00, ")


@pytest.mark.parametrize(
    ("count", "head"),
    [
        (1, "Zaplanowana jest 1 sesja dialogowa:"),
        (4, "Zaplanowane są 4 sesje dialogowe:"),
        (5, "Zaplanowanych jest 5 sesji dialogowych:"),
        (22, "Zaplanowane są 22 sesje dialogowe:"),
    ],
)
def test_sessions_are_counted_in_polish(count: int, head: str, base: Loaded):
    knowledge = with_sessions(base.knowledge, *(replace(SESSION, id=f"s{number}") for number in range(count)))
    assert words(upcoming(knowledge, at(TUESDAY, "10:00")), knowledge).startswith(head)


@pytest.mark.parametrize(
    ("changes", "now", "is_listed"),
    [
        ({}, at(date(2027, 5, 4), "12:59"), True),
        ({}, at(date(2027, 5, 4), "13:00"), False),
        ({"status": SessionStatus.HELD}, at(TUESDAY, "10:00"), False),
        ({"status": SessionStatus.CANCELLED, "reason": "choroba"}, at(TUESDAY, "10:00"), False),
        ({"status": SessionStatus.PLANNED}, at(TUESDAY, "10:00"), True),
        ({"status": SessionStatus.CLOSED}, at(TUESDAY, "10:00"), True),
    ],
    ids=["running", "over", "held", "cancelled", "planned", "closed"],
)
def test_only_what_is_really_ahead_is_listed(changes: dict[str, object], now: datetime, is_listed: bool, base: Loaded):
    knowledge = with_sessions(base.knowledge, replace(SESSION, **changes))  # type: ignore[arg-type]  # a table of changes
    assert (upcoming(knowledge, now).key == "live.sessions.list") is is_listed


CANCELLED = replace(SESSION, id="off", status=SessionStatus.CANCELLED, reason="Prowadząca jest chora.")


def test_a_cancelled_session_is_not_counted_but_named_apart_with_its_reason(base: Loaded):
    knowledge, now = with_sessions(base.knowledge, CANCELLED, LATER), at(TUESDAY, "10:00")
    listed = page(knowledge, now, {})
    head, first, _, apart = words(listed.said, knowledge).split("\n")
    assert head == "Zaplanowana jest 1 sesja dialogowa:"
    assert first.startswith("1. we wtorek 11 maja")
    assert apart.startswith("• we wtorek 4 maja, powiat")
    assert apart.endswith("odwołana. Prowadząca jest chora.")
    assert list(listed.sessions) == [LATER]


def test_a_county_whose_only_session_is_cancelled_has_none(base: Loaded):
    knowledge, now = with_sessions(base.knowledge, CANCELLED, replace(LATER, county="koninski")), at(TUESDAY, "10:00")
    told = words(page(knowledge, now, {}, [CANCELLED.county]).said, knowledge)
    assert "żadna sesja nie jest teraz zaplanowana" in told
    assert "odwołana. Prowadząca jest chora." in told
    alone = with_sessions(base.knowledge, CANCELLED)
    assert words(upcoming(alone, now), alone).startswith("Teraz żadna sesja dialogowa nie jest zaplanowana.")


def test_the_next_session_is_one_to_which_one_can_still_come(base: Loaded):
    knowledge = with_sessions(base.knowledge, replace(SESSION, status=SessionStatus.CLOSED), LATER)
    listed = page(knowledge, at(TUESDAY, "10:00"), {}).sessions
    assert [one.id for one in listed] == [LATER.id, SESSION.id]


@pytest.mark.parametrize(
    "changes",
    [{"status": SessionStatus.CLOSED}, {"register_until": at(TUESDAY, "09:59")}],
    ids=["closed", "past the deadline"],
)
def test_closed_registration_is_said(changes: dict[str, object], base: Loaded):
    knowledge = with_sessions(base.knowledge, replace(SESSION, **changes))  # type: ignore[arg-type]  # a table of changes
    assert "Zapisy są zamknięte" in words(upcoming(knowledge, at(TUESDAY, "10:00")), knowledge)


@pytest.mark.parametrize(
    ("status", "now", "key"),
    [
        (SessionStatus.OPEN, at(TUESDAY, "10:00"), "session.card"),
        (SessionStatus.OPEN, at(date(2027, 5, 5), "10:00"), "session.held"),
        (SessionStatus.CANCELLED, at(date(2027, 5, 5), "10:00"), "session.cancelled"),
    ],
)
def test_a_card_says_first_what_became_of_the_session(status: SessionStatus, now: datetime, key: str, base: Loaded):
    card = shown.card(replace(SESSION, status=status, reason="powód"), base.knowledge, now, {})
    assert card.key == key


def test_a_card_escapes_what_authors_wrote(base: Loaded):
    card = shown.card(SESSION, base.knowledge, at(TUESDAY, "10:00"), {})
    markup = renderer(base.knowledge).markup(card, "pl")
    assert markup.startswith("<b>Sesja &lt;we Wrześni&gt;</b>\n")
    assert "sala &amp; hol" in markup


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (at(date(2027, 5, 3), "00:00"), "Zapisy do niedzieli 2 maja włącznie"),
        (at(date(2027, 5, 3), "12:00"), "Zapisy do poniedziałku 3 maja, godz. 12:00"),
    ],
)
def test_a_card_tells_the_last_whole_day_of_registration(until: datetime, told: str, base: Loaded):
    card = shown.card(replace(SESSION, register_until=until), base.knowledge, at(date(2027, 4, 27), "10:00"), {})
    assert told in renderer(base.knowledge).markup(card, "pl")


def test_every_live_entry_has_words(base: Loaded):
    entries = [one for one in base.knowledge.entries.values() if one.live is not None]
    assert entries
    for one in entries:
        assert live_text(one, base.knowledge, None, at(TUESDAY, "10:00")) is not None


def test_an_entry_that_is_not_live_has_none(base: Loaded):
    assert live_text(base.knowledge.entries["office.konin"], base.knowledge, None, at(TUESDAY, "10:00")) is None


def _with(knowledge: Knowledge, who: str, **changes: object) -> Knowledge:
    person = replace(knowledge.specialists[who], **changes)  # type: ignore[arg-type]  # the fields that a test names
    return replace(knowledge, specialists={**knowledge.specialists, who: person})


@pytest.mark.parametrize(
    ("seats", "words_of_it"),
    [
        (Seats(20, 16, 0), "Wolne miejsca: 4"),
        (Seats(20, 20, 0), "Brak miejsc, jest lista oczekujących."),
        (Seats(20, 10, 1), "Brak miejsc, jest lista oczekujących."),
        (Seats(None, 900, 0), "Liczba miejsc bez limitu."),
    ],
    ids=["free", "full", "somebody waits", "no limit"],
)
def test_a_line_and_a_card_say_which_seats_are_free(seats: Seats, words_of_it: str, base: Loaded):
    knowledge, now = with_sessions(base.knowledge, SESSION), at(TUESDAY, "10:00")
    assert words_of_it in words(page(knowledge, now, {SESSION.id: seats}).said, knowledge)
    assert words_of_it in words(shown.card(SESSION, knowledge, now, {SESSION.id: seats}), knowledge)


def test_a_list_is_of_the_county_that_is_asked_for(base: Loaded):
    elsewhere = replace(LATER, county="koninski")
    knowledge = with_sessions(base.knowledge, SESSION, elsewhere)
    assert list(page(knowledge, at(TUESDAY, "10:00"), {}, ["koninski"]).sessions) == [elsewhere]


@pytest.mark.parametrize(("asked", "there"), [("m_konin", "koninski"), ("koninski", "m_konin")])
def test_the_name_of_a_town_finds_the_sessions_of_the_county_around_it(asked: str, there: str, base: Loaded):
    around = replace(LATER, county=there)
    knowledge = with_sessions(base.knowledge, SESSION, around)
    assert list(page(knowledge, at(TUESDAY, "10:00"), {}, [asked]).sessions) == [around]


def test_a_county_without_a_session_hears_so_and_where_there_are_some(base: Loaded):
    knowledge = with_sessions(base.knowledge, SESSION)
    listed = page(knowledge, at(TUESDAY, "10:00"), {}, ["koninski"])
    assert words(listed.said, knowledge).startswith("Powiat koniński: żadna sesja nie jest teraz zaplanowana.")
    assert list(listed.sessions) == [SESSION]


@pytest.mark.parametrize(
    ("changes", "now", "standing"),
    [
        ({}, at(TUESDAY, "10:00"), shown.Standing.OPEN),
        ({}, at(date(2027, 5, 4), "10:00"), shown.Standing.CLOSED),
        ({}, at(date(2027, 5, 4), "13:00"), shown.Standing.OVER),
        ({"status": SessionStatus.PLANNED}, at(TUESDAY, "10:00"), shown.Standing.NOT_YET),
        ({"status": SessionStatus.CLOSED}, at(TUESDAY, "10:00"), shown.Standing.CLOSED),
        ({"status": SessionStatus.HELD}, at(TUESDAY, "10:00"), shown.Standing.OVER),
        ({"status": SessionStatus.CANCELLED}, at(date(2027, 5, 4), "13:00"), shown.Standing.CANCELLED),
        ({"register_until": at(TUESDAY, "10:00")}, at(TUESDAY, "10:00"), shown.Standing.CLOSED),
    ],
    ids=["open", "begun", "over", "planned", "closed", "held", "cancelled", "deadline"],
)
def test_where_a_session_stands(changes: dict[str, object], now: datetime, standing: shown.Standing):
    assert shown.standing(replace(SESSION, **changes), now) is standing  # type: ignore[arg-type]  # a table of changes
