"""Who has no right yet, or no longer: the coordinators are asked once, and nothing stays in such hands."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.desk import orders, pairing
from bot.domain.effects import Effect, Revise, Say
from bot.domain.enquiries import State
from bot.domain.events import BotMoved, MemberChanged
from bot.domain.keeping import KeepEnquiry, KeepMember
from bot.domain.staff import Member
from bot.knowledge.loading import Loaded
from tests.desks import ANNA, GONE, GROUP, JAN, NEWCOMER, enquiry, speech, staffed, who


def keys(effects: Sequence[Effect]) -> list[str]:
    return [one.text.key for one in effects if isinstance(one, Say)]


@pytest.mark.parametrize("member", [JAN, ANNA, GONE], ids=["confirmed", "coordinator", "gone"])
def test_nobody_is_asked_about_who_may_work_or_is_gone(member: Member, base: Loaded):
    assert pairing.ask_once(who(member), staffed(base.knowledge)) == ()


def test_the_coordinators_are_asked_once_about_each_person(base: Loaded):
    asked = pairing.ask_once(who(NEWCOMER), staffed(base.knowledge))
    assert keys(asked) == ["desk.pairing.may_work"]
    (known,) = (one.member for one in asked if isinstance(one, KeepMember))
    assert pairing.ask_once(who(known), staffed(base.knowledge, people={known.user_id: known})) == ()


@pytest.mark.parametrize("is_present", [True, False], ids=["while they are here", "no longer once they have left"])
def test_that_they_were_asked_about_is_remembered(is_present: bool, base: Loaded):
    known = replace(NEWCOMER, is_asked_about=True)
    event = MemberChanged(GROUP.chat_id, who(known), is_present=is_present, is_administrator=False)
    done = pairing.member_changed(event, staffed(base.knowledge, people={known.user_id: known}))
    assert [one.member.is_asked_about for one in done if isinstance(one, KeepMember)] == [is_present]


def test_what_a_coordinator_had_who_is_one_no_more_returns_to_the_queue(base: Loaded):
    mine = enquiry(State.TAKEN, owner_id=ANNA.user_id)
    event = MemberChanged(GROUP.chat_id, who(ANNA), is_present=True, is_administrator=False)
    done = pairing.member_changed(event, staffed(base.knowledge, queue=[mine]))
    assert [one.enquiry.former_id for one in done if isinstance(one, KeepEnquiry)] == [ANNA.user_id]
    assert any(isinstance(one, Revise) and one.handle == mine.card for one in done)
    assert keys(done) == ["desk.pairing.no_right_now"]


def test_nothing_stays_in_hands_when_there_is_no_group(base: Loaded):
    event = BotMoved(GROUP.chat_id, is_present=False, is_administrator=False, is_forum=False, by=who(ANNA))
    done = pairing.bot_moved(event, staffed(base.knowledge, queue=[enquiry(State.TAKEN, has_topic=True)]))
    kept = [one.enquiry for one in done if isinstance(one, KeepEnquiry)]
    assert [(one.state, one.owner_id, one.has_topic) for one in kept] == [(State.WAITING, None, False)]


@pytest.mark.parametrize("command", ["/otwarte", "/urlop", "/zastepstwo", "/sesja"])
def test_who_commands_without_a_right_is_told_and_asked_about_once(command: str, base: Loaded):
    done = orders.obey(speech(command, NEWCOMER), staffed(base.knowledge, actor=NEWCOMER))
    assert keys(done) == ["desk.no_right", "desk.pairing.may_work"]
    known = replace(NEWCOMER, is_asked_about=True)
    again = orders.obey(speech(command, known), staffed(base.knowledge, actor=known, people={known.user_id: known}))
    assert keys(again) == ["desk.no_right"]
