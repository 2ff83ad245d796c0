"""A call for help and the staff: who is told, when, with what, and what the citizen reads about that."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.citizen import decide
from bot.domain.conversation import Conversation, Under
from bot.domain.effects import Relay, Say
from bot.domain.events import CitizenEvent, CitizenPressed, CitizenSentMedia, CitizenWrote, LinesWaitedOut, Media
from bot.domain.keeping import KeepLine
from bot.domain.lines import NO_GROUP
from bot.domain.staff import StaffGroup
from bot.domain.world import CrisisAlert, Decision, Rules, World
from bot.knowledge.loading import Loaded
from tests.desks import GROUP, PEOPLE, enquiry, staffed
from tests.worlds import CHAT, shown

NIGHT = datetime(2026, 11, 25, 1, tzinfo=UTC)
CALL = "chcę się zabić"


def desk(base: Loaded, alert: CrisisAlert = CrisisAlert.COORDINATOR) -> World:
    rules = Rules(crisis_alert=alert, join_lines=timedelta(0))
    return replace(staffed(base.knowledge), now=NIGHT, rules=rules)


def write(words: str, seen: World, conversation: Conversation | None = None, **changes: object) -> Decision:
    event = replace(CitizenWrote(CHAT, 50, words, name="Maria"), **changes)  # type: ignore[arg-type]  # the fields that a test names
    return decide(conversation or Conversation(), event, seen)


def to_staff(done: Decision) -> list[Say]:
    return [one for one in done.effects if isinstance(one, Say) and one.chat_id == GROUP.chat_id]


def to_citizen(done: Decision, base: Loaded) -> str:
    return shown([one for one in done.effects if isinstance(one, Say) and one.chat_id == CHAT], base.knowledge)


def test_coordinators_are_called_at_night_and_heard(base: Loaded):
    (alert,) = to_staff(write(CALL, desk(base)))
    words = shown([alert], base.knowledge)
    assert "@anna" in words
    assert f"«{CALL}»" in words
    assert not alert.is_silent


def test_an_alert_goes_before_everything_else_in_the_group(base: Loaded):
    (alert,) = to_staff(write(CALL, desk(base)))
    assert alert.is_urgent


def test_a_call_in_an_open_enquiry_goes_before_everything_else_in_the_group(base: Loaded):
    done = write(CALL, replace(desk(base), case=staffed(base.knowledge, enquiry()).case))
    (copy,) = (one for one in done.effects if isinstance(one, Relay))
    assert copy.is_urgent


def test_the_group_is_told_without_names_of_staff(base: Loaded):
    (alert,) = to_staff(write(CALL, desk(base, CrisisAlert.GROUP)))
    assert "@" not in shown([alert], base.knowledge)


def test_nobody_is_told_where_the_operator_wants_that(base: Loaded):
    done = write(CALL, desk(base, CrisisAlert.NONE))
    assert to_staff(done) == []
    assert "Nikt z ośrodka nie czyta" in to_citizen(done, base)


@pytest.mark.parametrize("alert", [CrisisAlert.COORDINATOR, CrisisAlert.GROUP])
def test_the_citizen_reads_that_staff_are_told_and_have_no_night_duty(alert: CrisisAlert, base: Loaded):
    words = to_citizen(write(CALL, desk(base, alert)), base)
    assert "Przekazuję tę wiadomość specjalistom, ale nie mają nocnego dyżuru" in words
    assert "112" in words


def test_without_a_group_the_citizen_is_not_told_otherwise(base: Loaded):
    seen = desk(base)
    alone = replace(seen, case=replace(seen.case, staff=replace(seen.case.staff, group=None)))
    done = write(CALL, alone)
    assert to_staff(done) == []
    assert "Nikt z ośrodka nie czyta" in to_citizen(done, base)


@pytest.mark.parametrize("group", [None, replace(GROUP, is_complete=False)], ids=["no group", "incomplete"])
def test_a_call_in_an_open_enquiry_waits_for_whoever_reads_it_next(group: StaffGroup | None, base: Loaded):
    done = write(CALL, replace(desk(base), case=staffed(base.knowledge, enquiry(), group=group).case))
    (kept,) = (one.line for one in done.effects if isinstance(one, KeepLine))
    assert (kept.text, kept.why) == (CALL, NO_GROUP)
    assert "Nikt z ośrodka nie czyta" in to_citizen(done, base)


def test_an_incomplete_group_is_no_staff_that_reads(base: Loaded):
    seen = desk(base)
    people = replace(seen.case.staff, group=replace(GROUP, is_complete=False), members=PEOPLE)
    assert to_staff(write(CALL, replace(seen, case=replace(seen.case, staff=people)))) == []


@pytest.mark.parametrize("event", [
    CitizenWrote(CHAT, 50, CALL),
    CitizenWrote(CHAT, 50, CALL, is_edit=True),
    CitizenWrote(CHAT, 50, f"/start {CALL}"),
    CitizenSentMedia(CHAT, 50, Media.PHOTO, caption=CALL),
    CitizenSentMedia(CHAT, 50, Media.PHOTO, caption=CALL, album_id="a"),
], ids=["text", "edit", "command", "caption", "album"])  # fmt: skip
def test_a_call_for_help_is_passed_on_however_it_comes(event: CitizenEvent, base: Loaded):
    (alert,) = to_staff(decide(Conversation(), event, desk(base)))
    assert CALL in shown([alert], base.knowledge)


def test_a_call_in_pieces_is_passed_on_whole(base: Loaded):
    done = decide(Conversation(lines=("mam dość", "życia")), LinesWaitedOut(CHAT), desk(base))
    (alert,) = to_staff(done)
    assert "mam dość życia" in shown([alert], base.knowledge)


@pytest.mark.parametrize("words", ["przemoc domowa w gminie", "jak pomagać osobom po próbach samobójczych"])
def test_the_subject_of_violence_alarms_nobody(words: str, base: Loaded):
    assert to_staff(write(words, desk(base))) == []


def test_the_alert_names_nobody(base: Loaded):
    (alert,) = to_staff(write(CALL, desk(base)))
    assert "Maria" not in repr(alert)
    assert str(CHAT) not in repr(alert)


def test_national_numbers_are_hidden_in_an_alert(base: Loaded):
    (alert,) = to_staff(write(f"{CALL}, pesel 44051401359", desk(base)))
    assert "44051401359" not in repr(alert)


def test_staff_learn_that_it_was_a_mistake(base: Loaded):
    seen = desk(base)
    called = write(CALL, seen).conversation
    (calm,) = to_staff(decide(called, CitizenPressed(CHAT, "p", "mistake", "u1:0"), seen))
    assert calm.quotes == called.crisis_alerts[-1]
    assert "pomyłka" in shown([calm], base.knowledge)


def test_a_mistake_that_alarmed_nobody_tells_nobody(base: Loaded):
    called = Conversation(under=Under.CRISIS, crisis_until=NIGHT + timedelta(hours=1))
    assert to_staff(decide(called, CitizenPressed(CHAT, "p", "mistake", "u1:0"), desk(base))) == []


def test_who_says_by_a_button_that_help_is_needed_is_heard_by_staff(base: Loaded):
    choosing = Conversation(
        question="przemoc domowa w gminie", under=Under.CHOICE, offered=("session.propose", "crisis")
    )
    done = decide(choosing, CitizenPressed(CHAT, "p", "pick:crisis", None), desk(base))
    (alert,) = to_staff(done)
    assert "przemoc domowa w gminie" in shown([alert], base.knowledge)


def test_a_mistake_is_heard_whatever_was_said_since(base: Loaded):
    called = replace(write(CALL, desk(base)).conversation, under=Under.NOTHING)
    assert write("to pomyłka", desk(base), called).conversation.crisis_until is None
