"""Fifty at once for the last seats: never more than there are, nobody passes who waits, everybody gets an answer."""

import itertools
from collections.abc import Sequence

from bot.domain.offers import Action
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.seats import freed, queue
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


def test_groups_never_get_more_seats_than_there_are(databases: Sequence[Database], base: Loaded):
    sizes = [1 + number % 4 for number in PEOPLE]
    crowd = crowd_before(databases, base, 20, sizes)
    everybody_sends(crowd)
    found = crowd.registered()
    assert all(one.state is RegistrationState.CONFIRMED and one.seats == one.people for one in found)
    gone = {one.chat_id for one in found}
    smallest = min(size for chat_id, size in zip(PEOPLE, sizes, strict=True) if chat_id not in gone)
    assert 20 - smallest < held(found) <= 20


def test_pressing_twice_registers_once(databases: Sequence[Database], base: Loaded):
    crowd = crowd_before(databases, base, RUNNERS, [1] * RUNNERS)
    crowd.press([(chat_id, Action.FORM_SEND, SESSION.id) for chat_id in PEOPLE for _ in range(2)])
    assert sorted(one.chat_id or 0 for one in crowd.registered()) == list(PEOPLE)


def test_seats_given_up_go_to_who_waits_and_to_nobody_twice(databases: Sequence[Database], base: Loaded):
    """Half give up their seats; at the same time the other half answer what they are offered, each twice."""
    seats = RUNNERS // 2
    crowd = crowd_before(databases, base, seats, [1] * RUNNERS)
    everybody_sends(crowd)
    everybody_sends(crowd, Action.FORM_WAIT)
    leaving, waiting = crowd.chats_in(RegistrationState.CONFIRMED), crowd.chats_in(RegistrationState.WAITING)
    assert len(leaving) == len(waiting) == seats
    answers = itertools.cycle([Action.TAKE_SEATS, Action.STAY_ON_LIST, Action.NOT_THIS_TIME])
    answering = zip([*waiting, *waiting], answers, strict=False)
    crowd.press(
        [(chat_id, Action.OWN_RESIGN_SURELY, str(number)) for chat_id, number in leaving]
        + [(chat_id, action, str(number)) for (chat_id, number), action in answering]
    )
    found = crowd.registered()
    assert held(found) <= seats
    gone = {one.chat_id for one in found if one.state is RegistrationState.WITHDRAWN}
    assert gone >= {chat_id for chat_id, _ in leaving}
    # Whoever has not been asked finds no free seat that somebody could have been asked about.
    not_asked = [one for one in queue(found) if one.offer is None]
    assert not freed(crowd.session, found) or not not_asked
