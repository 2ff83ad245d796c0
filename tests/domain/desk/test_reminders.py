"""What is due about an enquiry, when, and what happens then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.desk import announcing, deciding, presses, reminders
from bot.domain.effects import Effect, Revise, Say
from bot.domain.enquiries import Enquiry, Move, State, is_reminder, number_in
from bot.domain.events import EnquiryFellDue, GroupPressed, Reminder
from bot.domain.keeping import KeepEnquiry, OpenDeskAt, RemindAt, StopReminding
from bot.domain.offers import DeskAction
from bot.domain.world import World
from bot.knowledge.loading import Loaded
from tests.desks import ANNA, GROUP, JAN, enquiry, staffed, who
from tests.worlds import CHAT, NOW, labels, renderer

# A Tuesday, 10:00 in Warsaw; people work from 8:00 to 16:30.
FRIDAY_EVENING = datetime(2026, 11, 27, 18, tzinfo=UTC)
CHRISTMAS_EVE = datetime(2026, 12, 24, 9, tzinfo=UTC)


def set_for(one: Enquiry, seen: World) -> dict[Reminder, datetime]:
    return {effect.reminder: effect.at for effect in reminders.begin(one, seen) if isinstance(effect, RemindAt)}


def fell_due(reminder: Reminder, one: Enquiry | None, base: Loaded, **circumstances: Any) -> Sequence[Effect]:
    return reminders.fell_due(EnquiryFellDue(12, reminder), staffed(base.knowledge, one, **circumstances))


def words(effects: Sequence[Effect], chat_id: int, base: Loaded) -> str:
    said = [one for one in effects if isinstance(one, Say) and one.chat_id == chat_id]
    return "\n".join(renderer(base.knowledge).plain(one.text, one.language or "pl") for one in said)


def kept(effects: Sequence[Effect]) -> Enquiry:
    (one,) = (effect.enquiry for effect in effects if isinstance(effect, KeepEnquiry))
    return one


def test_what_was_due_before_gives_way(base: Loaded):
    first, *_ = reminders.begin(enquiry(), staffed(base.knowledge))
    assert isinstance(first, StopReminding)
    assert {*Reminder} - {*first.reminders} == {Reminder.MORNING}


# What makes no sound or speaks to the citizen alone waits for the end of the quiet hours only.
LATE_DUE = {
    Reminder.UNTAKEN: enquiry(),
    Reminder.ESCALATE: enquiry(),
    Reminder.OWNER_SILENT: enquiry(State.TAKEN),
    Reminder.PROMISE_BROKEN: enquiry(promised_for=NOW),
    Reminder.FORGOTTEN_SWIPE: enquiry(State.TAKEN),
    Reminder.IDLE: enquiry(State.TAKEN, waits_since=None),
    Reminder.CLOSES_TOMORROW: enquiry(State.CLOSING),
    Reminder.CLOSES: enquiry(State.CLOSING),
    Reminder.MORNING: enquiry(State.TAKEN, closes_in_the_morning=True),
}
TO_CITIZEN = {Reminder.CLOSES_TOMORROW, Reminder.CLOSES, Reminder.MORNING}
ALARMS = [one for one in LATE_DUE if one not in TO_CITIZEN]


def late(reminder: Reminder, now: datetime, base: Loaded) -> datetime | None:
    """Until when it waits that fell due and is seen late; None: it does not."""
    effects = deciding.decide(EnquiryFellDue(12, reminder), staffed(base.knowledge, LATE_DUE[reminder], now=now))
    again = [one.at for one in effects if isinstance(one, RemindAt) and one.reminder is reminder]
    return again[0] if len(effects) == 1 and again else None


def test_whatever_falls_due_and_is_said_is_looked_at_here():
    assert {*LATE_DUE} == {*Reminder} - {Reminder.OUTLIVED}


@pytest.mark.parametrize("reminder", LATE_DUE, ids=lambda one: one.name)
def test_what_fell_due_while_the_bot_was_away_waits_for_the_morning(reminder: Reminder, base: Loaded):
    until = late(reminder, datetime(2026, 11, 24, 22, 30, tzinfo=UTC), base)
    assert until == datetime(2026, 11, 25, 7, tzinfo=UTC)


@pytest.mark.parametrize("reminder", ALARMS, ids=lambda one: one.name)
def test_no_alarm_is_given_on_a_saturday(reminder: Reminder, base: Loaded):
    until = late(reminder, datetime(2026, 11, 28, 10, tzinfo=UTC), base)
    assert until == datetime(2026, 11, 30, 7, tzinfo=UTC)


def test_who_was_not_warned_keeps_the_enquiry_when_its_promise_ends(base: Loaded):
    unwarned = enquiry(State.TAKEN, promised_for=NOW)
    effects = fell_due(Reminder.PROMISE_BROKEN, unwarned, base)
    assert (kept(effects).state, kept(effects).owner_id) == (State.TAKEN, JAN.user_id)
    assert "Przepraszamy" in words(effects, CHAT, base)
    assert "zostaje" in words(effects, GROUP.chat_id, base)


def test_who_took_it_after_the_warning_of_somebody_else_has_not_been_warned(base: Loaded):
    passed = enquiry(State.TAKEN, promised_for=NOW, warned_at=NOW - timedelta(hours=1), owned_since=NOW)
    assert kept(fell_due(Reminder.PROMISE_BROKEN, passed, base)).state is State.TAKEN


def test_a_warning_is_remembered_and_comes_before_the_promise_ends_or_not_at_all(base: Loaded):
    assert kept(fell_due(Reminder.OWNER_SILENT, enquiry(State.TAKEN), base)).warned_at == NOW
    assert fell_due(Reminder.OWNER_SILENT, enquiry(State.TAKEN, promised_for=NOW), base) == ()


def test_an_answered_enquiry_that_is_back_in_the_queue_is_not_forgotten(base: Loaded):
    back = enquiry(waits_since=None)
    assert Reminder.IDLE in set_for(back, staffed(base.knowledge))
    asked, again = fell_due(Reminder.IDLE, back, base)
    assert isinstance(asked, Say)
    assert labels(asked.offers, base.knowledge) == ["Biorę"]
    assert f"@{ANNA.username}" in words([asked], GROUP.chat_id, base)
    assert isinstance(again, RemindAt)


def test_an_enquiry_whose_card_was_deleted_can_be_taken_under_the_reminder(base: Loaded):
    for reminder in (Reminder.UNTAKEN, Reminder.ESCALATE):
        (said,) = (one for one in fell_due(reminder, enquiry(), base) if isinstance(one, Say))
        assert labels(said.offers, base.knowledge) == ["Biorę"]


def test_nobody_takes_it_after_two_and_four_working_hours(base: Loaded):
    due = set_for(enquiry(), staffed(base.knowledge))
    assert due[Reminder.UNTAKEN] == NOW + timedelta(hours=2)
    assert due[Reminder.ESCALATE] == NOW + timedelta(hours=4)


@pytest.mark.parametrize("now", [FRIDAY_EVENING, CHRISTMAS_EVE], ids=["a Friday evening", "Christmas Eve"])
def test_no_alarm_at_night_on_a_holiday_or_at_a_weekend(base: Loaded, now: datetime):
    due = set_for(enquiry(promised_for=None), staffed(base.knowledge, now=now))
    assert {at.astimezone(UTC).date().isoformat() for at in due.values()} == {
        "2026-11-30" if now.month == 11 else "2026-12-28"
    }


def test_what_comes_outside_working_time_is_summed_up_at_opening(base: Loaded):
    effects = reminders.begin(enquiry(), staffed(base.knowledge, now=FRIDAY_EVENING))
    assert OpenDeskAt(datetime(2026, 11, 30, 7, tzinfo=UTC)) in effects
    in_time = reminders.begin(enquiry(), staffed(base.knowledge))
    assert not any(isinstance(one, OpenDeskAt) for one in in_time)


def test_a_silent_owner_is_warned_two_working_hours_before_the_promise(base: Loaded):
    promised = datetime(2026, 11, 25, 8, tzinfo=UTC)
    due = set_for(enquiry(State.TAKEN, promised_for=promised), staffed(base.knowledge))
    assert due == {
        Reminder.OWNER_SILENT: datetime(2026, 11, 24, 14, 30, tzinfo=UTC),
        Reminder.PROMISE_BROKEN: promised,
    }


def test_an_answered_enquiry_that_nobody_closes_is_not_forgotten(base: Loaded):
    answered = enquiry(State.TAKEN, waits_since=None)
    # Forty working hours after a Tuesday morning.
    late = datetime(2026, 11, 30, 15, tzinfo=UTC)
    assert set_for(answered, staffed(base.knowledge)) == {Reminder.IDLE: late}
    asked, again = fell_due(Reminder.IDLE, answered, base)
    assert isinstance(asked, Say)
    assert labels(asked.offers, base.knowledge) == ["Zamknij"]
    assert "@jan" in renderer(base.knowledge).plain(asked.text, "pl")
    assert isinstance(again, RemindAt)
    assert fell_due(Reminder.IDLE, enquiry(State.TAKEN), base) == ()


def test_a_closing_question_is_announced_after_four_and_ends_after_five_working_days(base: Loaded):
    due = set_for(enquiry(State.CLOSING), staffed(base.knowledge))
    assert due[Reminder.CLOSES_TOMORROW] < due[Reminder.CLOSES]
    assert due[Reminder.CLOSES] - NOW < timedelta(days=7)


def test_the_group_is_reminded_of_an_enquiry_that_nobody_takes(base: Loaded):
    said = words(fell_due(Reminder.UNTAKEN, enquiry(), base), GROUP.chat_id, base)
    assert "nr 12" in said


def test_then_the_coordinators_are_called_by_name(base: Loaded):
    said = words(fell_due(Reminder.ESCALATE, enquiry(), base), GROUP.chat_id, base)
    assert f"@{ANNA.username}" in said
    assert f"@{JAN.username}" not in said


def test_the_warning_names_the_owner_and_offers_a_new_promise(base: Loaded):
    effects = fell_due(Reminder.OWNER_SILENT, enquiry(State.TAKEN), base)
    (said,) = (one for one in effects if isinstance(one, Say))
    assert f"@{JAN.username}" in words(effects, GROUP.chat_id, base)
    assert [row[0].action for row in said.offers] == [DeskAction.NEW_PROMISE, DeskAction.RELEASE]


def test_a_claimed_and_silent_enquiry_comes_back_and_the_citizen_is_told_honestly(base: Loaded):
    warned = enquiry(
        State.TAKEN, promised_for=NOW, warned_at=NOW - timedelta(hours=1), owned_since=NOW - timedelta(hours=9)
    )
    effects = fell_due(Reminder.PROMISE_BROKEN, warned, base)
    after = kept(effects)
    assert (after.state, after.owner_id) == (State.WAITING, None)
    assert after.promised_for is not None
    assert after.promised_for > NOW
    assert "Przepraszamy" in words(effects, CHAT, base)
    assert "nr 12" in words(effects, GROUP.chat_id, base)
    assert any(isinstance(one, Revise) and one.handle == after.card for one in effects)


def test_a_question_that_nobody_took_in_time_gets_a_new_promise(base: Loaded):
    effects = fell_due(Reminder.PROMISE_BROKEN, enquiry(promised_for=NOW), base)
    assert kept(effects).state is State.WAITING
    assert "najpóźniej" in words(effects, CHAT, base)


def test_the_day_before_it_closes_the_citizen_is_told(base: Loaded):
    assert "nr 12" in words(fell_due(Reminder.CLOSES_TOMORROW, enquiry(State.CLOSING), base), CHAT, base)


def test_a_closing_question_without_an_answer_closes_the_enquiry(base: Loaded):
    effects = fell_due(Reminder.CLOSES, enquiry(State.CLOSING), base)
    assert kept(effects).closed_by is Move.EXPIRE
    assert "automat" in words(effects, CHAT, base)


OUT_OF_DATE = {
    "taken meanwhile": (Reminder.UNTAKEN, enquiry(State.TAKEN)),
    "taken meanwhile, too": (Reminder.ESCALATE, enquiry(State.TAKEN)),
    "answered meanwhile": (Reminder.OWNER_SILENT, enquiry(State.TAKEN, waits_since=None)),
    "answered in time": (Reminder.PROMISE_BROKEN, enquiry(State.TAKEN, waits_since=None)),
    "resumed": (Reminder.CLOSES, enquiry(State.TAKEN)),
    "resumed before": (Reminder.CLOSES_TOMORROW, enquiry(State.TAKEN)),
    "spam": (Reminder.UNTAKEN, enquiry(State.CLOSED, closed_by=Move.SPAM)),
    "erased": (Reminder.PROMISE_BROKEN, None),
}


@pytest.mark.parametrize(("reminder", "one"), OUT_OF_DATE.values(), ids=OUT_OF_DATE)
def test_what_no_longer_holds_leads_to_nothing(reminder: Reminder, one: Enquiry | None, base: Loaded):
    assert list(fell_due(reminder, one, base)) == []


def test_a_promise_that_no_group_can_keep_is_not_broken_in_silence(base: Loaded):
    effects = fell_due(Reminder.PROMISE_BROKEN, enquiry(State.TAKEN, promised_for=NOW), base, group=None)
    assert (kept(effects).state, kept(effects).promised_for) == (State.WAITING, None)
    said = words(effects, CHAT, base)
    assert "Przepraszamy" in said
    assert "+48" in said
    assert not [one for one in effects if isinstance(one, Say | Revise) and one.chat_id != CHAT]


def test_a_closing_question_ends_without_a_group_too(base: Loaded):
    assert "nr 12" in words(fell_due(Reminder.CLOSES_TOMORROW, enquiry(State.CLOSING), base, group=None), CHAT, base)
    assert kept(fell_due(Reminder.CLOSES, enquiry(State.CLOSING), base, group=None)).closed_by is Move.EXPIRE


def test_without_a_group_nothing_is_said(base: Loaded):
    assert list(fell_due(Reminder.UNTAKEN, enquiry(), base, group=None)) == []


def test_one_summary_at_opening_names_what_waits(base: Loaded):
    queue = [enquiry(), enquiry(State.TAKEN, number=13), enquiry(number=14)]
    effects = reminders.opened(staffed(base.knowledge, queue=queue))
    assert "nr 12, 14" in words(effects, GROUP.chat_id, base)
    assert len(effects) == 1


def test_no_summary_when_nothing_waits(base: Loaded):
    assert list(reminders.opened(staffed(base.knowledge, queue=[enquiry(State.TAKEN)]))) == []


def test_a_day_that_became_a_holiday_is_not_opened(base: Loaded):
    effects = reminders.opened(staffed(base.knowledge, queue=[enquiry()], now=CHRISTMAS_EVE))
    assert [type(one) for one in effects] == [OpenDeskAt]


def test_who_has_no_user_name_is_called_by_name(base: Loaded):
    seen = staffed(base.knowledge, people={71: replace(ANNA, username=None)})
    assert announcing.coordinators(seen) == ANNA.name


@pytest.mark.parametrize("reminder", [Reminder.PROMISE_BROKEN, Reminder.CLOSES_TOMORROW, Reminder.CLOSES])
def test_who_has_blocked_the_bot_is_not_tried_again(reminder: Reminder, base: Loaded):
    state = State.TAKEN if reminder is Reminder.PROMISE_BROKEN else State.CLOSING
    effects = fell_due(reminder, enquiry(state, promised_for=NOW, is_unreachable=True), base)
    assert not any(isinstance(one, Say) and one.chat_id == CHAT for one in effects)


def test_nobody_is_said_to_have_a_new_promise_who_has_blocked_the_bot(base: Loaded):
    effects = fell_due(Reminder.PROMISE_BROKEN, enquiry(promised_for=NOW, is_unreachable=True), base)
    assert "o nowym terminie nie wie" in words(effects, GROUP.chat_id, base)


def several(reminder: Reminder, ones: Sequence[Enquiry], base: Loaded) -> list[Say]:
    """What the group is told of several enquiries at one time."""
    seen = staffed(base.knowledge)
    said = [effect for one in ones for effect in fell_due(reminder, one, base) if isinstance(effect, Say)]
    return list(announcing.together([one for one in said if one.chat_id == GROUP.chat_id], seen))


def test_what_is_due_about_several_enquiries_is_one_message_with_a_button_for_each(base: Loaded):
    (told,) = several(Reminder.UNTAKEN, [enquiry(), enquiry(number=13), enquiry(number=14, topic=None)], base)
    said = words([told], GROUP.chat_id, base)
    assert "• nr 12 · " in said
    assert "• nr 14\n" in said
    assert labels(told.offers, base.knowledge) == ["Nr 12", "Nr 13", "Nr 14"]
    assert told.is_patient


def test_a_list_of_enquiries_leads_to_none_of_them(base: Loaded):
    (told,) = several(Reminder.UNTAKEN, [enquiry(), enquiry(number=13)], base)
    assert number_in(told.handle) is None
    assert not is_reminder(told.handle)


def test_what_is_due_about_one_enquiry_stays_as_it_is(base: Loaded):
    (told,) = several(Reminder.UNTAKEN, [enquiry()], base)
    assert number_in(told.handle) == 12


def test_every_owner_gets_a_list_of_their_own(base: Loaded):
    ones = [
        enquiry(State.TAKEN, number=number, owner_id=who) for number, who in ((12, 72), (13, 73), (14, 72), (15, 73))
    ]
    jans, ewas = several(Reminder.OWNER_SILENT, ones, base)
    assert labels(jans.offers, base.knowledge) == ["Nr 12", "Nr 14"]
    assert labels(ewas.offers, base.knowledge) == ["Nr 13", "Nr 15"]


@pytest.mark.parametrize("reminder", [Reminder.UNTAKEN, Reminder.ESCALATE, Reminder.PROMISE_BROKEN, Reminder.IDLE])
@pytest.mark.parametrize("state", [State.WAITING, State.TAKEN])
@pytest.mark.parametrize("changes", [{}, {"is_unreachable": True}, {"warned_at": NOW}, {"waits_since": None}])
def test_whatever_is_due_has_words_for_several(reminder: Reminder, state: State, changes: dict[str, Any], base: Loaded):
    ones = [enquiry(state, number=number, promised_for=NOW, **changes) for number in (12, 13)]
    assert len(several(reminder, ones, base)) <= 1


def test_a_long_list_is_several_messages_each_within_telegrams_limit(base: Loaded):
    told = several(Reminder.UNTAKEN, [enquiry(number=number) for number in range(1, 101)], base)
    assert [len(labels(one.offers, base.knowledge)) for one in told] == [40, 40, 20]
    assert max(len(words([one], GROUP.chat_id, base)) for one in told) < 4096


def test_the_button_of_a_list_brings_the_card(base: Loaded):
    seen = staffed(base.knowledge, enquiry(), actor=JAN)
    effects = presses.pressed(GroupPressed(GROUP.chat_id, "press", "d.card:12", who(JAN)), seen)
    assert any(isinstance(one, Revise) and one.handle == "card:12" for one in effects)
    (shown,) = (one for one in effects if isinstance(one, Say))
    assert shown.quotes == "card:12"
    assert labels(shown.offers, base.knowledge) == ["Biorę"]
