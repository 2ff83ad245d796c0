"""What is typed as the answer to an offer of seats: in the middle of a form, and bare while nothing was said since."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import citizen
from bot.domain.conversation import Conversation, Under
from bot.domain.effects import ForgetCitizen, Say
from bot.domain.enquiries import State
from bot.domain.events import CitizenWrote
from bot.domain.forms import FormStep
from bot.domain.sessions.keeping import KeepRegistration
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import SeatOffer
from bot.domain.world import Decision, World
from bot.knowledge.loading import Loaded
from tests.desks import enquiry
from tests.domain.sessions.test_filing import only
from tests.meetings import filling, meeting, registration
from tests.worlds import CHAT, NOW

EARLIER, LATER = NOW - timedelta(minutes=5), NOW - timedelta(minutes=1)
OFFERED = registration(
    number=7,
    chat_id=CHAT,
    seats=0,
    state=RegistrationState.OFFERED,
    offer=SeatOffer(1, NOW + timedelta(days=1), made_at=LATER),
)
FORM = filling(FormStep.ORGANISATION, session_id="konin", organisation="")


def seen(base: Loaded, *, is_last_said: bool = True) -> World:
    found = meeting(base.knowledge, registrations=[OFFERED])
    konin = replace(found.knowledge.sessions[OFFERED.session_id], id="konin")
    known = {**found.knowledge.sessions, "konin": konin}
    last = EARLIER if is_last_said else NOW
    return replace(found, knowledge=replace(found.knowledge, sessions=known), last_turn_at=last)


def written(typed: str, conversation: Conversation, world: World) -> Decision:
    return citizen.decide(conversation, CitizenWrote(CHAT, 9, typed), world)


def state_after(done: Decision) -> list[RegistrationState]:
    return [one.registration.state for one in only(KeepRegistration, done.effects) if one.registration.number == 7]


@pytest.mark.parametrize("step", [FormStep.ORGANISATION, FormStep.PROBLEM, FormStep.SUMMARY])
@pytest.mark.parametrize("typed", ["biorę miejsca", "Bierzemy miejsca"])
def test_the_words_of_its_buttons_answer_an_offer_in_the_middle_of_a_form(typed: str, step: FormStep, base: Loaded):
    form = filling(step, session_id="konin")
    done = written(typed, form, seen(base, is_last_said=False))
    assert state_after(done) == [RegistrationState.CONFIRMED]
    after, before = done.conversation.form, form.form
    assert after is not None
    assert before is not None
    assert (after.step, after.organisation, after.problem) == (step, before.organisation, before.problem)
    assert done.conversation.under is Under.FORM


@pytest.mark.parametrize("typed", ["tak", "biorę", "tak, bierzemy", "chętnie"])
@pytest.mark.parametrize("step", [FormStep.ORGANISATION, FormStep.SUMMARY])
def test_a_bare_yes_is_for_the_offer_that_was_said_last(typed: str, step: FormStep, base: Loaded):
    done = written(typed, filling(step, session_id="konin"), seen(base))
    assert state_after(done) == [RegistrationState.CONFIRMED]
    assert done.conversation.form is not None


def test_a_bare_yes_is_for_the_form_that_was_shown_since(base: Loaded):
    done = written("tak", filling(FormStep.SUMMARY, session_id="konin"), seen(base, is_last_said=False))
    assert state_after(done) == []
    assert done.conversation.form is None


@pytest.mark.parametrize("typed", ["nie", "nie teraz", "nie, dziękuję"])
def test_a_bare_no_may_mean_two_things_so_it_is_asked_about(typed: str, base: Loaded):
    done = written(typed, FORM, seen(base))
    assert state_after(done) == []
    (said, *_) = only(Say, done.effects)
    assert "waiting.which_no" in str(said.text)


def test_a_yes_to_an_offer_erases_nothing_that_was_asked_before_it(base: Loaded):
    asked = Conversation(under=Under.ERASURE, erasure_asked_at=EARLIER)
    done = written("tak", asked, seen(base))
    assert only(ForgetCitizen, done.effects) == []
    assert state_after(done) == [RegistrationState.CONFIRMED]
    assert done.conversation.under is not Under.ERASURE


def test_without_a_form_a_bare_yes_takes_the_seats_too(base: Loaded):
    assert state_after(written("tak", Conversation(), seen(base))) == [RegistrationState.CONFIRMED]
    assert state_after(written("tak", Conversation(), seen(base, is_last_said=False))) == []


def test_a_bare_yes_is_not_for_the_offer_while_the_bot_asks_whether_it_helped(base: Loaded):
    world = seen(base)
    asked = replace(world, case=replace(world.case, enquiry=enquiry(State.CLOSING, citizen_chat_id=CHAT, asked_at=NOW)))
    assert state_after(written("tak", Conversation(under=Under.CLOSING), asked)) == []


def test_a_bare_yes_is_not_for_the_offer_while_the_bot_asks_how_a_session_was(base: Loaded):
    world = seen(base)
    been = registration(number=8, chat_id=CHAT, session_id="konin", is_opinion_asked=True)
    asked = replace(world, agenda=replace(world.agenda, mine=(*world.agenda.mine, been)))
    assert RegistrationState.CONFIRMED not in state_after(written("tak", Conversation(), asked))
