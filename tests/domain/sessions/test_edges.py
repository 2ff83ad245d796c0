"""Edges of seats and states: an offer never ends at night, who needs less is asked again, the cancelled stays so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain import promises
from bot.domain.knowledge import SessionStatus
from bot.domain.sessions import attendance, changing, waiting
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.keeping import KeepRegistration, RegistrationDueAt
from bot.domain.sessions.lives import OfferState, RegistrationState
from bot.domain.sessions.registrations import SeatOffer
from bot.domain.texts import text
from bot.knowledge.loading import Loaded
from tests.meetings import SESSION, meeting, registration, taken
from tests.worlds import CHAT, NOW


def test_an_offer_before_an_early_session_ends_in_daytime(base: Loaded):
    start = datetime(2026, 12, 8, 8, tzinfo=UTC)
    session = replace(SESSION, start=start, end=start + timedelta(hours=3), register_until=None)
    people = [taken(9), registration(2, people=1, seats=0, state=RegistrationState.WAITING)]
    seen = replace(meeting(base.knowledge, session, people), now=datetime(2026, 12, 7, 9, tzinfo=UTC))
    offered = waiting.offer_freed(seen, session.id, people)
    (ends,) = (effect.at for effect in offered if isinstance(effect, RegistrationDueAt))
    assert ends is not None
    assert seen.now < ends < start
    assert not promises.is_quiet(seen, ends)


def test_nobody_is_offered_seats_that_are_over_before_they_can_answer(base: Loaded):
    start = datetime(2026, 12, 8, 8, tzinfo=UTC)
    session = replace(SESSION, start=start, end=start + timedelta(hours=3), register_until=None)
    people = [taken(9), registration(2, people=1, seats=0, state=RegistrationState.WAITING)]
    seen = meeting(base.knowledge, session, people)
    last = promises.last_before_quiet(seen, start - timedelta(hours=2))
    late = replace(seen, now=last + timedelta(seconds=30))
    assert not promises.is_quiet(late)
    assert waiting.offer_freed(late, session.id, people) == ()


def test_who_waits_and_needs_fewer_seats_now_is_offered_those_that_are_free(base: Loaded):
    one = registration(
        2,
        chat_id=CHAT,
        people=2,
        seats=0,
        state=RegistrationState.WAITING,
        offer=SeatOffer(1, NOW, OfferState.STAYED),
    )
    seen = meeting(base.knowledge, replace(SESSION, capacity=10), [taken(9), one])
    _, effects, _ = changing.number(one, 1, seen)
    kept = [effect.registration.state for effect in effects if isinstance(effect, KeepRegistration)]
    assert RegistrationState.OFFERED in kept


def test_a_cancelled_session_was_not_held(base: Loaded):
    session = replace(SESSION, status=SessionStatus.CANCELLED, reason="choroba", start=NOW - timedelta(hours=1))
    done = attendance.counted(ConfirmedSession(1, session), meeting(base.knowledge, session, []))
    assert done == text("desk.press.stale")
