"""Sessions in the group: who may command, what a reply means, and that every press ends."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.desk import deciding as desk
from bot.domain.effects import AnswerPress, Effect, Say
from bot.domain.events import GroupPressed
from bot.domain.offers import SessionAction
from bot.domain.sessions import board
from bot.domain.sessions.confirmed import Origin, Proposal, ProposalKind
from bot.domain.sessions.keeping import (
    ForgetRegistration,
    KeepRegistration,
    KeepSession,
    Propose,
    SendToMany,
    SettleProposal,
)
from bot.domain.staff import Member
from bot.domain.world import World
from bot.knowledge.loading import Loaded
from tests.desks import GROUP, JAN, NEWCOMER, reply, speech, who
from tests.domain.sessions.test_filing import only
from tests.meetings import SESSION, meeting, registration
from tests.worlds import NOW, renderer

MOVED = replace(SESSION, place="Ratusz")
CHANGE = Proposal(7, SESSION.id, ProposalKind.CHANGE, Origin.FILE, NOW, SESSION, MOVED)
STORED = (KeepSession, KeepRegistration, ForgetRegistration, Propose, SendToMany, SettleProposal)


def seen(base: Loaded, actor: Member | None = JAN, handle: str | None = None, **case: object) -> World:
    world = meeting(base.knowledge, registrations=[registration(), registration(2, chat_id=None)])
    world = replace(world, agenda=replace(world.agenda, proposal=CHANGE, proposals=[CHANGE]))
    known = replace(world.case, actor=actor, quoted_handle=handle, **case)  # type: ignore[arg-type]  # named by tests
    return replace(world, case=known)


def press(data: str, world: World, member: Member = JAN, **changes: object) -> list[Effect]:
    event = GroupPressed(GROUP.chat_id, "press", data, who(member), 30)
    return list(desk.decide(replace(event, **changes), world))  # type: ignore[arg-type]  # the fields that a test names


def stored(effects: list[Effect]) -> list[Effect]:
    return [one for one in effects if isinstance(one, STORED)]


@pytest.mark.parametrize("action", SessionAction, ids=lambda one: one.value)
def test_every_press_ends_its_waiting_sign(action: SessionAction, base: Loaded):
    for about in ("", ":1", ":2", ":99", ":1:5000", ":x"):
        effects = press(f"{action.value}:1{about}", seen(base))
        assert len(only(AnswerPress, effects)) == 1
        assert isinstance(effects[0], AnswerPress)


@pytest.mark.parametrize("action", SessionAction, ids=lambda one: one.value)
def test_nobody_without_a_right_does_anything(action: SessionAction, base: Loaded):
    assert stored(press(f"{action.value}:1:2", seen(base, NEWCOMER), NEWCOMER)) == []
    assert stored(press(f"{action.value}:1:2", seen(base, JAN, is_actor_uncertain=True))) == []
    anonymous = replace(who(JAN), is_anonymous=True)
    assert stored(press(f"{action.value}:1:2", seen(base), user=anonymous)) == []


@pytest.mark.parametrize("data", ["s.", "s.show", "s.show:", "s.show:x", "s.nothing:1", "s.show:99", "s.p.yes:x"])
def test_a_forged_button_does_nothing(data: str, base: Loaded):
    effects = press(data, seen(base))
    assert stored(effects) == []
    assert len(only(AnswerPress, effects)) == 1


@pytest.mark.parametrize(
    "handle", ["asked:0:new", "asked:1:change", "asked:1:cancel", "asked:1:add", "asked:1:erase:2:u1:0", "proposal:7"]
)
def test_a_reply_of_somebody_without_a_right_is_taken_for_nothing(handle: str, base: Loaded):
    for member, case in ((NEWCOMER, {}), (JAN, {"is_actor_uncertain": True})):
        effects = list(desk.decide(reply("tak", member), seen(base, member, handle, **case)))
        assert stored(effects) == []
        assert len(only(Say, effects)) == 1


def test_a_reply_to_a_proposal_that_is_no_button_is_talk(base: Loaded):
    effects = list(desk.decide(reply("kto to zmienił?"), seen(base, handle="proposal:7")))
    assert stored(effects) == []


def test_words_confirm_a_proposal(base: Loaded):
    effects = list(desk.decide(reply("wyślij"), seen(base, handle="proposal:7")))
    assert [type(one) for one in stored(effects)] == [SettleProposal, KeepSession, SendToMany]


def test_a_reply_to_nothing_of_sessions_is_the_desks(base: Loaded):
    assert stored(list(desk.decide(reply("Miejsce: Ratusz"), seen(base, handle="event:3")))) == []


def test_a_command_names_what_is_not_there(base: Loaded):
    (said,) = only(Say, desk.decide(speech("/sesja nieznana"), seen(base)))
    assert said.text.key == "session.staff.unknown"


def test_a_question_is_given_up_by_a_word(base: Loaded):
    effects = list(desk.decide(reply("anuluj"), seen(base, handle="asked:1:cancel")))
    assert stored(effects) == []
    assert [one.text.key for one in only(Say, effects)] == ["session.staff.nothing_done"]


def test_staff_withdraw_only_what_they_entered(base: Loaded):
    assert stored(press("s.out:1:1", seen(base))) == []
    done = press("s.out:1:2", seen(base))
    assert [type(one) for one in stored(done)] == [KeepRegistration]
    assert [one.text.key for one in only(Say, done)] == ["registration.staff.withdrawn"]


@pytest.mark.parametrize(
    ("later", "status"),
    [
        (timedelta(days=1), "stan: zapisy trwają"),
        (timedelta(days=11), "stan: zapisy zamknięte"),
        (timedelta(days=15), "stan: odbyła się"),
    ],
    ids=["open", "past the deadline", "over"],
)
def test_the_board_of_a_session_says_where_it_stands_now(later: timedelta, status: str, base: Loaded):
    world = replace(seen(base), now=NOW + later)
    said, _ = board.board(world.agenda.confirmed[SESSION.id], world)
    assert status in renderer(base.knowledge).plain(said, "pl")
