"""Every life cycle is walked completely, and the drawing of it is the one in the documentation."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum
from typing import Any

import pytest

from bot.domain import absences, enquiries
from bot.domain.absences import ABSENCE_MOVES, AbsenceMove, IllegalAbsenceMove
from bot.domain.enquiries import MOVES, Enquiry, IllegalMove, Move, State
from bot.domain.knowledge import SessionStatus
from bot.domain.sessions import registrations
from bot.domain.sessions.lives import (
    OFFER_MOVES,
    REGISTRATION_MOVES,
    SESSION_MOVES,
    IllegalStep,
    OfferMove,
    OfferState,
    RegistrationMove,
    RegistrationState,
    SessionMove,
    may_become,
)
from bot.domain.sessions.registrations import SeatOffer
from bot.domain.staff import Absence, AbsenceState
from tests.diagrams import document
from tests.meetings import registration
from tests.running import ROOT
from tests.worlds import CHAT, NOW

ENQUIRY = Enquiry(1, CHAT, NOW, "question", owner_id=7, waits_since=NOW, bot_is_asked=True)
LATER = NOW + timedelta(hours=1)
TODAY = date(2026, 11, 24)
ABSENCE = Absence(7, TODAY, TODAY + timedelta(days=2))


def enquiry_in(state: State) -> Enquiry:
    return replace(ENQUIRY, state=state)


def absence_in(state: AbsenceState) -> Absence:
    return replace(ABSENCE, state=state)


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", State)
def test_an_enquiry_moves_as_the_table_says_or_not_at_all(state: State, move: Move):
    before = enquiry_in(state)
    target = MOVES.get((state, move))
    assert enquiries.may(before, move) is (target is not None)
    if target is None:
        with pytest.raises(IllegalMove):
            enquiries.moved(before, move, at=LATER)
    else:
        assert enquiries.moved(before, move, at=LATER).state is target


@pytest.mark.parametrize(("state", "move"), MOVES, ids=lambda one: one.value)
def test_what_follows_from_a_state_follows_from_every_move_into_it(state: State, move: Move):
    after = enquiries.moved(enquiry_in(state), move, at=LATER)
    assert (after.owner_id is None) is (after.state is State.WAITING or ENQUIRY.owner_id is None)
    assert (after.closed_at, after.closed_by) == ((LATER, move) if after.state is State.CLOSED else (None, None))
    assert after.asked_at == (LATER if after.state is State.CLOSING else None)
    assert (after.waits_since is None) is (after.state is State.CLOSED)


@pytest.mark.parametrize("move", AbsenceMove)
@pytest.mark.parametrize("state", AbsenceState)
def test_an_absence_moves_as_the_table_says_or_not_at_all(state: AbsenceState, move: AbsenceMove):
    target = ABSENCE_MOVES.get((state, move))
    if target is None:
        with pytest.raises(IllegalAbsenceMove):
            absences.moved(absence_in(state), move)
    else:
        assert absences.moved(absence_in(state), move).state is target


@pytest.mark.parametrize("move", RegistrationMove)
@pytest.mark.parametrize("state", RegistrationState)
def test_a_registration_moves_as_the_table_says_or_not_at_all(state: RegistrationState, move: RegistrationMove):
    before, target = registration(state=state), REGISTRATION_MOVES.get((state, move))
    assert registrations.may(before, move) is (target is not None)
    if target is None:
        with pytest.raises(IllegalStep):
            registrations.moved(before, move)
    else:
        assert registrations.moved(before, move) == replace(before, state=target)


@pytest.mark.parametrize("move", OfferMove)
@pytest.mark.parametrize("state", OfferState)
def test_an_offer_moves_as_the_table_says_or_not_at_all(state: OfferState, move: OfferMove):
    before, target = SeatOffer(2, LATER, state), OFFER_MOVES.get((state, move))
    if target is None:
        with pytest.raises(IllegalStep):
            registrations.settled(before, move)
    else:
        assert registrations.settled(before, move) == replace(before, state=target)


@pytest.mark.parametrize("move", SessionMove)
@pytest.mark.parametrize("status", SessionStatus)
def test_a_session_may_become_what_the_table_says(status: SessionStatus, move: SessionMove):
    assert may_become(status, move) is ((status, move) in SESSION_MOVES)


def reached(first: Enum, moves: Mapping[tuple[Any, Any], Any]) -> set[Enum]:
    """The states that a life can come to."""
    found = {first}
    while more := {end for (start, _), end in moves.items() if start in found} - found:
        found |= more
    return found


def test_every_state_can_be_reached_and_every_move_is_used():
    assert reached(State.WAITING, MOVES) == set(State)
    assert {move for _, move in MOVES} == set(Move)
    assert reached(AbsenceState.PLANNED, ABSENCE_MOVES) == set(AbsenceState)
    assert {move for _, move in ABSENCE_MOVES} == set(AbsenceMove)
    assert reached(SessionStatus.PLANNED, SESSION_MOVES) == set(SessionStatus)
    assert {move for _, move in SESSION_MOVES} == set(SessionMove)
    assert reached(RegistrationState.WAITING, REGISTRATION_MOVES) == set(RegistrationState)
    assert {move for _, move in REGISTRATION_MOVES} == set(RegistrationMove)
    assert reached(OfferState.MADE, OFFER_MOVES) == set(OfferState)
    assert {move for _, move in OFFER_MOVES} == set(OfferMove)


DAYS: Mapping[str, tuple[AbsenceState, int, AbsenceState | None]] = {
    "before the first day": (AbsenceState.PLANNED, -1, None),
    "on the first day": (AbsenceState.PLANNED, 0, AbsenceState.CURRENT),
    "on the last day": (AbsenceState.CURRENT, 2, None),
    "after the last day": (AbsenceState.CURRENT, 3, AbsenceState.OVER),
    "when the bot slept through all of it": (AbsenceState.PLANNED, 9, AbsenceState.OVER),
    "when it was cancelled": (AbsenceState.CANCELLED, 1, None),
}


@pytest.mark.parametrize(("state", "days", "after"), DAYS.values(), ids=DAYS)
def test_days_move_an_absence(state: AbsenceState, days: int, after: AbsenceState | None):
    changed = absences.passed([absence_in(state)], TODAY + timedelta(days=days))
    assert [one.state for one in changed] == ([after] if after is not None else [])


def test_the_next_day_to_look_at_absences_is_the_first_on_which_one_changes():
    current = replace(ABSENCE, state=AbsenceState.CURRENT)
    planned = replace(ABSENCE, first=TODAY + timedelta(days=9), last=TODAY + timedelta(days=9))
    assert absences.next_change([planned, current]) == TODAY + timedelta(days=3)
    assert absences.next_change([planned]) == planned.first
    assert absences.next_change([absence_in(AbsenceState.OVER)]) is None


def test_the_drawings_are_those_of_the_tables():
    assert (ROOT / "docs" / "life-cycles.md").read_text(encoding="utf-8") == document()
