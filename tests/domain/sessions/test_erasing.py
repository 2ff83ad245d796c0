"""Staff erase what they entered: only that, in every state, with what must be kept kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.desk import deciding as desk
from bot.domain.effects import Effect, Revise, Say
from bot.domain.emptying import ClearAll
from bot.domain.knowledge import SessionStatus
from bot.domain.sessions import clearing, proposing
from bot.domain.sessions.confirmed import ConfirmedSession, Origin, Proposal, ProposalKind
from bot.domain.sessions.keeping import ForgetRegistration, KeepRegistration
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration, Sector
from bot.domain.texts import text
from bot.domain.world import World
from bot.knowledge.loading import Loaded
from tests.desks import JAN, reply
from tests.domain.sessions.test_filing import only
from tests.domain.sessions.test_group import press
from tests.meetings import SESSION, meeting, registration
from tests.worlds import NOW, renderer

ENTERED = registration(2, chat_id=None, contact="Maria Przykład", problem="dojazd", people=2, seats=2)
WAITS = registration(3, state=RegistrationState.WAITING, seats=0)
NOT_ATTENDED = [one for one in RegistrationState if one is not RegistrationState.ATTENDED]


def seen(base: Loaded, *people: Registration, handle: str | None = None) -> World:
    world = meeting(
        base.knowledge, replace(SESSION, capacity=3), registrations=people or (registration(), ENTERED, WAITS)
    )
    return replace(world, case=replace(world.case, actor=JAN, quoted_handle=handle))


def answered(base: Loaded, typed: str, *people: Registration, handle: str = "asked:1:erase") -> list[Effect]:
    return list(desk.decide(reply(typed), seen(base, *people, handle=handle)))


def erased(base: Loaded, *people: Registration) -> list[Effect]:
    return press("s.gone:1:2", seen(base, *people))


@pytest.mark.parametrize("typed", ["2", "nr 2", "zgłoszenie nr 2."])
def test_the_number_is_asked_about_before_anything_goes(typed: str, base: Loaded):
    (asked,) = only(Say, answered(base, typed))
    assert asked.text.key == "session.staff.erase_question"
    assert asked.handle == "asked:1:erase:2:"
    assert "Maria" not in renderer(base.knowledge).plain(asked.text, "pl")


@pytest.mark.parametrize("typed", ["", "99", "2 3", "Maria"])
def test_what_is_no_number_of_the_session_erases_nothing(typed: str, base: Loaded):
    for done in (answered(base, typed), press(f"s.gone:1:{typed}", seen(base))):
        assert [one for one in done if isinstance(one, ForgetRegistration | KeepRegistration)] == []


def test_whose_registration_belongs_to_an_account_is_left_to_that(base: Loaded):
    (said,) = only(Say, answered(base, "1"))
    assert said.text.key == "session.staff.erase_own"
    assert only(ForgetRegistration, press("s.gone:1:1", seen(base))) == []


@pytest.mark.parametrize("state", NOT_ATTENDED, ids=lambda one: one.value)
def test_an_entered_registration_goes_whatever_became_of_it(state: RegistrationState, base: Loaded):
    done = erased(base, replace(ENTERED, state=state))
    assert only(ForgetRegistration, done) == [ForgetRegistration(2)]
    emptied = [one.handle for one in only(Revise, done) if one.is_emptying]
    assert emptied == ["registration:2", "reach:2", "seats:2"]
    assert [one.names for one in only(ClearAll, done)] == ["roster:1:", "file:1:", "asked:1:erase:2:"]


def test_attendance_stays_without_a_person(base: Loaded):
    came = replace(ENTERED, state=RegistrationState.ATTENDED, attended=2)
    (kept,) = only(KeepRegistration, erased(base, came))
    assert kept.registration.organisation == came.organisation
    assert (kept.registration.contact, kept.registration.phone, kept.registration.problem) == ("", None, "")
    resident = replace(came, sector=Sector.RESIDENTS)
    assert only(KeepRegistration, erased(base, resident))[0].registration.organisation == "\u2013"
    assert only(KeepRegistration, erased(base, kept.registration)) == []


@pytest.mark.parametrize(
    ("status", "ago", "has_draft"),
    [
        (SessionStatus.OPEN, timedelta(0), True),
        (SessionStatus.OPEN, timedelta(minutes=-1), False),
        (SessionStatus.CANCELLED, timedelta(0), False),
    ],
    ids=["over", "not_over", "cancelled"],
)
def test_where_a_draft_stood_is_said_how_to_have_it_anew(
    status: SessionStatus, ago: timedelta, has_draft: bool, base: Loaded
):
    session = replace(SESSION, status=status)
    world = replace(seen(base), now=session.end + ago)
    done = clearing.cleared(ConfirmedSession(1, session), text("erasing.on_request"), world)
    of_lists, _of_files = only(ClearAll, done)
    words = renderer(base.knowledge).plain(of_lists.instead, "pl")
    assert ("Nowy szkic relacji: /sesja" in words) is has_draft


def test_freed_seats_go_to_who_waits(base: Loaded):
    kept = [one.registration for one in only(KeepRegistration, erased(base))]
    assert [(one.number, one.state) for one in kept] == [(3, RegistrationState.OFFERED)]


def test_what_waits_for_a_tap_names_them_no_more(base: Loaded):
    change = Proposal(7, SESSION.id, ProposalKind.CHANGE, Origin.FILE, NOW, SESSION, replace(SESSION, place="Ratusz"))
    world = seen(base)
    world = replace(world, agenda=replace(world.agenda, proposals=[change]))
    before = [one.text for one in proposing.show_waiting(-1, world)]
    after = [one.text for one in only(Revise, press("s.gone:1:2", world)) if one.handle == "proposal:7"]
    words = renderer(base.knowledge)
    assert ["+48 600 700 800" in words.plain(one, "pl") for one in (*before, *after)] == [True, False]
