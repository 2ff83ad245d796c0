"""Fifty at once for the last seats: never more than there are, nobody passes who waits, everybody gets an answer."""

from collections.abc import Sequence
from random import Random

import pytest

from bot.domain.offers import Action
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.seats import queue
from bot.knowledge.loading import Loaded
from bot.store.database import Database
from tests.crowds import FIRST_CHAT, Crowd, session_for
from tests.meetings import SESSION

RUNNERS = 50
PEOPLE = range(FIRST_CHAT, FIRST_CHAT + RUNNERS)


def crowd_before(databases: Sequence[Database], base: Loaded, capacity: int, people: Sequence[int]) -> Crowd:
    crowd = Crowd(databases, base.knowledge, session_for(capacity))
    crowd.gather(people)
    return crowd


def everybody_sends(crowd: Crowd, action: Action = Action.FORM_SEND):
    crowd.press([(chat_id, action, SESSION.id) for chat_id in PEOPLE])


def held(registrations: Sequence[Registration]) -> int:
    return sum(one.held for one in registrations)


def test_the_last_seat_goes_to_one(databases: Sequence[Database], base: Loaded):
    crowd = crowd_before(databases, base, 1, [1] * RUNNERS)
    everybody_sends(crowd)
    (won,) = crowd.registered()
    assert (won.state, won.seats) == (RegistrationState.CONFIRMED, 1)
    assert crowd.answered() == set(PEOPLE)


def test_who_was_too_late_waits_in_one_queue(databases: Sequence[Database], base: Loaded):
    crowd = crowd_before(databases, base, 1, [1] * RUNNERS)
    everybody_sends(crowd)
    everybody_sends(crowd, Action.FORM_WAIT)
    found = crowd.registered()
    assert sorted(one.number for one in found) == list(range(1, RUNNERS + 1))
    assert [one.state for one in found].count(RegistrationState.CONFIRMED) == 1
    assert len(queue(found)) == RUNNERS - 1
    assert {one.chat_id for one in found} == set(PEOPLE)


def test_groups_of_people_never_get_more_seats_than_there_are(databases: Sequence[Database], base: Loaded):
    sizes = [Random(number).randint(1, 4) for number in PEOPLE]
    crowd = crowd_before(databases, base, 20, sizes)
    everybody_sends(crowd)
    found = crowd.registered()
    assert all(one.state is RegistrationState.CONFIRMED and one.seats == one.people for one in found)
    wanted = {chat_id: size for chat_id, size in zip(PEOPLE, sizes, strict=True)}
    smallest = min(size for chat_id, size in wanted.items() if chat_id not in {one.chat_id for one in found})
    assert 20 - smallest < held(found) <= 20


def test_pressing_twice_registers_once(databases: Sequence[Database], base: Loaded):
    crowd = crowd_before(databases, base, RUNNERS, [1] * RUNNERS)
    crowd.press([(chat_id, Action.FORM_SEND, SESSION.id) for chat_id in PEOPLE for _ in range(2)])
    assert sorted(one.chat_id or 0 for one in crowd.registered()) == list(PEOPLE)


@pytest.mark.parametrize(
    "answer", [Action.TAKE_SEATS, Action.STAY_ON_LIST, Action.NOT_THIS_TIME], ids=lambda one: one.name
)
def test_freed_seats_are_given_once_while_others_register(databases: Sequence[Database], base: Loaded, answer: Action):
    """Half have seats and give them up, the other half wait and answer what they are offered, all at the same time."""
    seats = RUNNERS // 2
    crowd = crowd_before(databases, base, seats, [1] * RUNNERS)
    everybody_sends(crowd)
    everybody_sends(crowd, Action.FORM_WAIT)
    leaving = crowd.chats_in(RegistrationState.CONFIRMED)
    waiting = crowd.chats_in(RegistrationState.WAITING)
    assert len(leaving) == len(waiting) == seats
    crowd.press(
        [(chat_id, Action.OWN_RESIGN_SURELY, str(number)) for chat_id, number in leaving]
        + [(chat_id, answer, str(number)) for chat_id, number in waiting] * 2
    )
    found = crowd.registered()
    assert held(found) <= seats
    assert sum(one.state is RegistrationState.WITHDRAWN for one in found) >= seats
