"""Freed seats: who is asked, for how long, and who next. Never at night, never twice in a round."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.effects import Effect, Revise, Say
from bot.domain.knowledge import SessionStatus
from bot.domain.sessions import deciding, waiting
from bot.domain.sessions.events import RegistrationFellDue
from bot.domain.sessions.keeping import KeepRegistration, RegistrationDueAt, SessionDueAt
from bot.domain.sessions.lives import OfferMove, OfferState, RegistrationState
from bot.domain.sessions.registrations import Registration, SeatOffer
from bot.domain.sessions.reminders import RegistrationReminder, SessionReminder
from bot.domain.world import World
from bot.knowledge.loading import Loaded
from tests.desks import GROUP
from tests.domain.sessions.test_filing import only
from tests.meetings import SESSION, meeting, registration, taken
from tests.worlds import NOW, renderer

LAPSES = RegistrationReminder.OFFER_LAPSES


def waits(number: int, people: int = 1, **changes: object) -> Registration:
    return registration(number, people=people, seats=0, state=RegistrationState.WAITING, **changes)


def offered(number: int, until: datetime = NOW, seats: int = 1) -> Registration:
    held = SeatOffer(seats, until)
    return registration(number, people=seats, seats=0, state=RegistrationState.OFFERED, offer=held)


def seen_at(now: datetime, base: Loaded, people: Sequence[Registration], capacity: int = 10) -> World:
    return replace(meeting(base.knowledge, replace(SESSION, capacity=capacity), people), now=now)


def freed(seen: World) -> Sequence[Effect]:
    return waiting.offer_freed(seen, SESSION.id, seen.agenda.registrations)


def held(effects: Sequence[Effect]) -> list[tuple[int, int]]:
    kept = [one.registration for one in only(KeepRegistration, effects)]
    return [(one.number, one.offer.seats) for one in kept if one.offer and one.offer.state is OfferState.MADE]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([taken(10), waits(2)], []),
        ([taken(9), waits(2)], [(2, 1)]),
        ([taken(8), waits(2, 3), waits(3)], [(2, 2)]),
        ([taken(7), waits(2), waits(3), waits(4), waits(5)], [(2, 1), (3, 1), (4, 1)]),
        ([taken(7), waits(2, registered_at=NOW), waits(3)], [(3, 1), (2, 1)]),
        ([taken(8), offered(2, NOW + timedelta(hours=1)), waits(3)], [(3, 1)]),
    ],
    ids=["none free", "the first", "fewer than wanted", "as many as there are", "by time", "what is held is not free"],
)
def test_free_seats_go_to_who_waits_longest(
    people: Sequence[Registration], expected: Sequence[tuple[int, int]], base: Loaded
):
    assert held(freed(seen_at(NOW, base, people))) == expected


def test_an_offer_lasts_a_day_and_into_the_morning_where_that_is_night(base: Loaded):
    def until(now: datetime) -> datetime | None:
        (due,) = only(RegistrationDueAt, freed(seen_at(now, base, [taken(9), waits(2)])))
        return due.at

    assert until(NOW) == NOW + timedelta(days=1)
    early = NOW.replace(hour=20, minute=30)  # 21:30 in Warsaw: the quiet hours have begun the next evening
    quiet = only(SessionDueAt, freed(seen_at(early, base, [taken(9), waits(2)])))
    assert [one.reminder for one in quiet] == [SessionReminder.SEATS_FREED]


def test_nobody_is_asked_at_night_but_in_the_morning(base: Loaded):
    effects = freed(seen_at(NOW.replace(hour=23), base, [taken(9), waits(2)]))
    assert held(effects) == []
    assert only(Say, effects) == []
    assert [one.reminder for one in only(SessionDueAt, effects)] == [SessionReminder.SEATS_FREED]


@pytest.mark.parametrize("status", [SessionStatus.CANCELLED, SessionStatus.HELD])
def test_a_session_that_is_not_on_offers_nothing(status: SessionStatus, base: Loaded):
    seen = meeting(base.knowledge, replace(SESSION, status=status), [waits(2)])
    assert freed(seen) == ()


def test_seats_of_a_session_about_to_begin_are_offered_to_nobody(base: Loaded):
    assert freed(seen_at(SESSION.start - timedelta(hours=1), base, [taken(9), waits(2)])) == ()


def test_who_lets_an_offer_pass_stays_on_the_list_and_the_next_is_asked(base: Loaded):
    seen = seen_at(NOW + timedelta(hours=1), base, [taken(9), offered(2), waits(3)])
    seen = replace(seen, agenda=replace(seen.agenda, registration=seen.agenda.registrations[1]))
    effects = deciding.decide(RegistrationFellDue(2, LAPSES), seen)
    kept = {one.registration.number: one.registration for one in only(KeepRegistration, effects)}
    assert kept[2].state is RegistrationState.WAITING
    assert held(effects) == [(3, 1)]
    assert {one.text.key for one in only(Say, effects)} == {"waiting.lapsed", "waiting.offer"}


def test_the_last_in_line_does_not_read_that_somebody_else_gets_the_seats(base: Loaded):
    seen = seen_at(NOW + timedelta(hours=1), base, [taken(9), offered(2)])
    seen = replace(seen, agenda=replace(seen.agenda, registration=seen.agenda.registrations[1]))
    (told,) = only(Say, deciding.decide(RegistrationFellDue(2, LAPSES), seen))
    said = renderer(base.knowledge).plain(told.text, "pl")
    assert "następna organizacja" not in said
    assert "zostaje na liście oczekujących" in said


def test_an_offer_that_runs_out_at_night_waits_for_the_morning(base: Loaded):
    seen = seen_at(NOW.replace(hour=23), base, [taken(9), offered(2), waits(3)])
    seen = replace(seen, agenda=replace(seen.agenda, registration=seen.agenda.registrations[1]))
    effects = deciding.decide(RegistrationFellDue(2, LAPSES), seen)
    assert [type(one) for one in effects] == [RegistrationDueAt]


def test_the_card_of_who_has_no_account_says_that_they_wait_again(base: Loaded):
    lapsing = replace(offered(2), chat_id=None)
    seen = meeting(base.knowledge, SESSION, [taken(9), lapsing])
    seen = replace(seen, agenda=replace(seen.agenda, registration=lapsing))
    done = deciding.decide(RegistrationFellDue(2, LAPSES), seen)
    (card,) = [one for one in only(Revise, done) if one.handle == "registration:2"]
    assert "na liście oczekujących" in renderer(base.knowledge).plain(card.text, "pl")


def test_an_offer_that_was_answered_does_not_lapse(base: Loaded):
    seen = seen_at(NOW + timedelta(days=2), base, [registration(2)])
    seen = replace(seen, agenda=replace(seen.agenda, registration=seen.agenda.registrations[0]))
    assert deciding.decide(RegistrationFellDue(2, LAPSES), seen) == ()


def test_who_stays_on_the_list_is_asked_again_only_when_more_is_freed(base: Loaded):
    stayed = waits(2, offer=SeatOffer(1, NOW, OfferState.STAYED))
    seen = seen_at(NOW, base, [taken(9), stayed, offered(3)])
    assert held(waiting.stayed(seen.agenda.registrations[2], seen)) == []
    assert held(freed(seen_at(NOW, base, [taken(9), stayed]))) == [(2, 1)]


def test_who_declines_is_off_the_list(base: Loaded):
    seen = seen_at(NOW, base, [taken(9), offered(2), waits(3)])
    effects = waiting.declined(seen.agenda.registrations[1], seen)
    assert only(KeepRegistration, effects)[0].registration.state is RegistrationState.WITHDRAWN
    assert held(effects) == [(3, 1)]


def test_who_takes_fewer_seats_comes_with_fewer(base: Loaded):
    one = replace(offered(2), people=3)
    (kept,) = only(KeepRegistration, waiting.accepted(one, seen_at(NOW, base, [taken(9), one])))
    assert (kept.registration.people, kept.registration.seats) == (1, 1)
    assert kept.registration.state is RegistrationState.CONFIRMED


def test_staff_are_asked_to_call_who_has_no_account(base: Loaded):
    effects = freed(seen_at(NOW, base, [taken(9), waits(2, chat_id=None)]))
    (said,) = only(Say, effects)
    assert (said.chat_id, said.text.key) == (GROUP.chat_id, "waiting.to_call")


def test_a_telephone_number_goes_when_the_call_is_settled(base: Loaded):
    one = replace(offered(2), chat_id=None)
    lapses = RegistrationFellDue(2, LAPSES)
    seen = seen_at(NOW + timedelta(days=1), base, [taken(9), one])
    done = deciding.decide(lapses, replace(seen, agenda=replace(seen.agenda, registration=one)))
    (called,) = (each for each in only(Revise, done) if each.handle == "seats:2")
    assert (called.offers, called.text.key) == ((), "waiting.staff.called")


def test_everybody_who_waits_is_asked_where_there_is_no_limit_any_more(base: Loaded):
    seen = meeting(base.knowledge, replace(SESSION, capacity=None), [waits(2, 3), waits(3)])
    assert held(freed(seen)) == [(2, 3), (3, 1)]


def test_who_joins_the_list_is_offered_what_everybody_let_pass(base: Loaded):
    passed = waits(2, 3, offer=SeatOffer(1, NOW, OfferState.STAYED))
    seen = seen_at(NOW, base, [taken(9), passed])
    assert held(waiting.go_on(seen, SESSION.id, [*seen.agenda.registrations, waits(3)])) == [(3, 1)]


def test_an_offer_is_lapsed_by_its_own_move(base: Loaded):
    seen = seen_at(NOW, base, [taken(9), offered(2)])
    (kept,) = only(KeepRegistration, waiting.stayed(seen.agenda.registrations[1], seen, OfferMove.LAPSE))
    assert kept.registration.offer is not None
    assert kept.registration.offer.state is OfferState.LAPSED
