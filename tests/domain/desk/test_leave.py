"""Who is away, who stands in, and what happens to enquiries when an absence begins."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.desk import leave
from bot.domain.effects import Effect, Say
from bot.domain.enquiries import Enquiry, State
from bot.domain.events import GroupSpoke, Person
from bot.domain.keeping import KeepAbsence, KeepEnquiry, LookAtAbsencesAt
from bot.domain.moments import Moment
from bot.domain.staff import Absence, AbsenceState, Member
from bot.domain.world import World
from bot.knowledge.loading import Loaded
from tests.desks import ANNA, EWA, GROUP, JAN, NEWCOMER, enquiry, staffed
from tests.worlds import NOW, renderer

TODAY = date(2026, 11, 24)
SOON = Moment(date(2026, 12, 1), date(2026, 12, 5), None, is_day_explicit=True)
PLANNED = Absence(JAN.user_id, SOON.day, SOON.last_day)


def spoke(text: str, who: Member = JAN) -> GroupSpoke:
    return GroupSpoke(GROUP.chat_id, 9, text, is_addressed=True, author=Person(who.user_id, who.name))


def at_desk(base: Loaded, *, moment: Moment | None = SOON, actor: Member = JAN, **circumstances: Any) -> World:
    return replace(staffed(base.knowledge, actor=actor, **circumstances), moment_of=lambda _: moment)


def absences_kept(effects: Sequence[Effect]) -> list[Absence]:
    return [one.absence for one in effects if isinstance(one, KeepAbsence)]


def enquiries_kept(effects: Sequence[Effect]) -> list[Enquiry]:
    return [one.enquiry for one in effects if isinstance(one, KeepEnquiry)]


def words(effects: Sequence[Effect], base: Loaded) -> str:
    (said,) = (one for one in effects if isinstance(one, Say))
    return renderer(base.knowledge).plain(said.text, "pl")


def test_an_absence_is_planned_and_a_substitute_asked_for(base: Loaded):
    effects = leave.take(spoke("/urlop od 1 do 5 grudnia"), "od 1 do 5 grudnia", at_desk(base))
    assert absences_kept(effects) == [PLANNED]
    (said,) = (one for one in effects if isinstance(one, Say))
    assert [row[0].about.partition(":")[2] for row in said.offers] == [str(ANNA.user_id), str(EWA.user_id)]
    assert any(isinstance(one, LookAtAbsencesAt) for one in effects)


def test_two_dates_side_by_side_are_a_range(base: Loaded):
    heard: list[str] = []

    def moment_of(text: str) -> Moment:
        heard.append(text)
        return SOON

    leave.take(spoke("/urlop"), "1.12 5.12", replace(at_desk(base), moment_of=moment_of))
    assert heard == ["od 1.12 do 5.12"]


@pytest.mark.parametrize(
    "moment",
    [None, Moment(TODAY - timedelta(days=9), TODAY - timedelta(days=5), None, is_day_explicit=True)],
    ids=["no days", "days gone by"],
)
def test_days_that_nobody_understands_are_asked_for(base: Loaded, moment: Moment | None):
    effects = leave.take(spoke("/urlop kiedyś"), "kiedyś", at_desk(base, moment=moment))
    assert absences_kept(effects) == []
    assert "/urlop" in words(effects, base)


def test_who_has_no_rights_plans_nothing(base: Loaded):
    effects = leave.take(spoke("/urlop jutro", NEWCOMER), "jutro", at_desk(base, actor=NEWCOMER))
    assert absences_kept(effects) == []
    assert "administrator" in words(effects, base)


def test_koniec_ends_every_absence_that_is_ahead(base: Loaded):
    current = replace(PLANNED, state=AbsenceState.CURRENT, first=TODAY)
    effects = leave.take(spoke("/urlop koniec"), "koniec", at_desk(base, absences=[current, PLANNED]))
    assert [one.state for one in absences_kept(effects)] == [AbsenceState.CANCELLED] * 2


def test_there_is_nothing_to_end_where_nothing_is_planned(base: Loaded):
    assert "Nie ma" in words(leave.take(spoke("/urlop wracam"), "wracam", at_desk(base)), base)


def test_urlop_alone_says_who_is_away(base: Loaded):
    absence = replace(PLANNED, substitute_id=EWA.user_id)
    said = words(leave.take(spoke("/urlop"), "", at_desk(base, absences=[absence])), base)
    assert JAN.name in said
    assert EWA.name in said


@pytest.mark.parametrize("name", ["@anna", "Anna", "giżycka", "anna gizycka"])
def test_a_substitute_is_named_in_any_way(base: Loaded, name: str):
    effects = leave.stand_in(spoke(f"/zastepstwo {name}"), name, at_desk(base, absences=[PLANNED]))
    assert [one.substitute_id for one in absences_kept(effects)] == [ANNA.user_id]


@pytest.mark.parametrize("name", ["Przykład", "jan", "Zenon"], ids=["two people", "oneself", "nobody"])
def test_a_name_that_is_not_one_other_person_is_asked_again(base: Loaded, name: str):
    effects = leave.stand_in(spoke(f"/zastepstwo {name}"), name, at_desk(base, absences=[PLANNED]))
    assert absences_kept(effects) == []
    assert "o kogo" in words(effects, base)


def test_a_tapped_substitute_must_be_one_of_those_who_may_work(base: Loaded):
    seen = at_desk(base, absences=[PLANNED])
    day = PLANNED.first.toordinal()
    assert leave.chosen(day, EWA.user_id, JAN.user_id, seen) == replace(PLANNED, substitute_id=EWA.user_id)
    assert leave.chosen(day, NEWCOMER.user_id, JAN.user_id, seen) is None
    assert leave.chosen(day, EWA.user_id, ANNA.user_id, seen) is None


def begun(base: Loaded, absence: Absence, *mine: Enquiry) -> Sequence[Effect]:
    return leave.fell_due(at_desk(base, absences=[absence], queue=mine))


def test_when_an_absence_begins_the_substitute_gets_what_is_open(base: Loaded):
    absence = replace(PLANNED, first=TODAY, substitute_id=EWA.user_id)
    effects = begun(base, absence, enquiry(State.TAKEN), enquiry(State.TAKEN, number=13, owner_id=ANNA.user_id))
    assert [(one.number, one.owner_id) for one in enquiries_kept(effects)] == [(12, EWA.user_id)]
    assert EWA.name in words(effects, base)


def test_without_a_substitute_it_goes_back_to_the_queue(base: Loaded):
    effects = begun(base, replace(PLANNED, first=TODAY), enquiry(State.TAKEN))
    assert [(one.state, one.owner_id) for one in enquiries_kept(effects)] == [(State.WAITING, None)]
    assert "kolejki" in words(effects, base)


def test_a_substitute_who_is_away_gets_nothing(base: Loaded):
    absences = [replace(PLANNED, first=TODAY, substitute_id=EWA.user_id), Absence(EWA.user_id, TODAY, TODAY)]
    effects = leave.fell_due(at_desk(base, absences=absences, queue=[enquiry(State.TAKEN)]))
    assert [one.owner_id for one in enquiries_kept(effects)] == [None]


def test_the_end_of_an_absence_is_silent(base: Loaded):
    over = Absence(JAN.user_id, TODAY - timedelta(days=3), TODAY - timedelta(days=1), state=AbsenceState.CURRENT)
    effects = begun(base, over)
    assert [one.state for one in absences_kept(effects)] == [AbsenceState.OVER]
    assert not any(isinstance(one, Say) for one in effects)


def test_the_next_day_is_looked_at_in_the_morning(base: Loaded):
    (look,) = (one for one in leave.fell_due(at_desk(base, absences=[PLANNED])) if isinstance(one, LookAtAbsencesAt))
    assert look.at.date() == PLANNED.first
    assert look.at > NOW


@pytest.mark.parametrize(("day", "is_silent"), [(24, False), (28, True)], ids=["a Tuesday", "a Saturday"])
def test_an_absence_that_begins_on_a_day_off_makes_no_sound(day: int, is_silent: bool, base: Loaded):
    at = datetime(2026, 11, day, 9, tzinfo=UTC)
    absence = replace(PLANNED, first=at.date())
    seen = staffed(base.knowledge, now=at, absences=[absence], queue=[enquiry(State.TAKEN)])
    assert [one.is_silent for one in leave.fell_due(seen) if isinstance(one, Say)] == [is_silent]
