"""What is due is decided, operators are told what waits for them, and what is too old is deleted."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, update
from structlog.testing import capture_logs

from bot.applying import LINES
from bot.domain.conversation import Conversation, Missed
from bot.domain.effects import KeepGap
from bot.domain.enquiries import Enquiry
from bot.domain.events import Reminder
from bot.domain.staff import StaffGroup
from bot.domain.texts import text
from bot.sections import Retention
from bot.store import citizens, due, enquiries, gaps, messages, operators, outbox, staff, updates
from bot.store.citizens import Citizen
from bot.store.due import Due
from bot.store.outbox import Priority
from bot.store.outgoing import EditText, SendText
from bot.store.tables import enquiries as enquiries_table
from bot.upkeep import PUT_OFF, UPDATE_KEYS_LIVE
from tests.handled import PATIENCE_S, Handled
from tests.worlds import CHAT

OPERATOR = 7000
KONIN = "gdzie jest biuro w Koninie"


# Due rows


async def test_lines_are_answered_when_real_time_has_passed(handled: Handled):
    await handled.write("dzień dobry")
    handled.real_now += timedelta(seconds=2.9)
    await handled.upkeep.decide_due()
    assert handled.texts() == []
    handled.real_now += timedelta(seconds=0.1)
    await handled.upkeep.decide_due()
    assert len(handled.texts()) == 1


async def test_the_time_the_bot_lives_in_answers_no_lines(handled: Handled):
    await handled.write("dzień dobry")
    handled.now += timedelta(days=1000)
    await handled.upkeep.decide_due()
    assert handled.texts() == []


async def test_one_row_that_crashes_does_not_stop_the_others(handled: Handled):
    await handled.write("poison", chat_id=CHAT)
    await handled.write("dzień dobry", chat_id=CHAT + 1)
    handled.crashes_left.append(None)
    await handled.end_waits()
    assert handled.texts(CHAT) == []
    assert len(handled.texts(CHAT + 1)) == 1


async def test_a_row_that_crashed_is_tried_again_later(handled: Handled):
    await handled.write("poison")
    handled.crashes_left.append(None)
    await handled.end_waits()
    handled.real_now += PUT_OFF
    await handled.upkeep.decide_due()
    assert len(handled.texts()) == 1


async def test_lines_that_crash_again_and_again_are_told_of_and_tried_ever_less_often(handled: Handled):
    await handled.write("poison")
    handled.crashes_left.extend([None] * 20)
    upkeep, tries = handled.upkeep, []
    for _ in range(60):
        handled.real_now += PUT_OFF
        before = len(handled.crashes_left)
        await upkeep.decide_due()
        tries.append(before - len(handled.crashes_left))
    assert 4 <= sum(tries) <= 7
    assert [said for said in handled.texts() if "jeszcze raz" in said] == handled.texts()
    (notice,) = handled.database.read(operators.untold_notices)
    assert (notice.text.key, notice.text.params["kind"]) == ("notice.due_failed", "lines")


# Notices


async def test_notices_wait_until_there_is_an_operator_and_are_told_once(handled: Handled):
    await handled.intake.notify(text("notice.other_process"))
    await handled.upkeep.tell_operators()
    assert handled.waiting() == []
    handled.make_operator(OPERATOR)
    await handled.upkeep.tell_operators()
    await handled.upkeep.tell_operators()
    assert len(handled.texts(OPERATOR)) == 1


async def test_every_operator_is_told(handled: Handled):
    handled.make_operator(OPERATOR)
    handled.make_operator(OPERATOR + 1)
    await handled.intake.notify(text("notice.other_process"))
    await handled.upkeep.tell_operators()
    assert [len(handled.texts(one)) for one in (OPERATOR, OPERATOR + 1)] == [1, 1]


async def test_notices_are_told_in_their_order(handled: Handled):
    handled.make_operator(OPERATOR)
    await handled.intake.notify(text("notice.dead_letter", row=1, error="A"))
    await handled.intake.notify(text("notice.dead_letter", row=2, error="B"))
    await handled.upkeep.tell_operators()
    first, second = handled.texts(OPERATOR)
    assert "nr 1 " in first
    assert "nr 2 " in second


async def test_telling_wakes_the_delivery(handled: Handled):
    handled.make_operator(OPERATOR)
    await handled.intake.notify(text("notice.other_process"))
    before = handled.commits
    await handled.upkeep.tell_operators()
    assert handled.commits == before + 1


async def test_a_notice_without_words_of_this_version_does_not_hold_up_the_others(handled: Handled):
    handled.make_operator(OPERATOR)
    await handled.intake.notify(text("notice.of_another_version", number=1))
    await handled.intake.notify(text("notice.other_process"))
    await handled.upkeep.tell_operators()
    assert len(handled.texts(OPERATOR)) == 2


async def test_what_a_fault_says_is_escaped(handled: Handled):
    handled.make_operator(OPERATOR)
    await handled.intake.notify(text("notice.knowledge_refused", count=1, first="a.yaml:1:1: <b> & co"))
    await handled.upkeep.tell_operators()
    assert "&lt;b&gt; &amp; co" in handled.texts(OPERATOR)[0]


# Sweeping

YOUNG, OLD = timedelta(days=-1), timedelta(days=1)


def keep(handled: Handled, beyond: timedelta) -> None:
    """Write a row of each kind whose retention is over since `beyond`."""
    rules, now = Retention(), handled.now

    def before(days: int) -> datetime:
        return now - timedelta(days=days) - beyond

    def work(tx):
        updates.is_new(tx, 901, received_at=handled.real_now - UPDATE_KEYS_LIVE - beyond)
        updates.set_aside(tx, 902, chat_id=CHAT, error="x", body="{}", at=before(rules.set_aside_days))
        letter = SendText(CHAT, "x")
        outbox.put(tx, letter, priority=Priority.ANSWER, created_at=before(rules.dead_letter_days))
        outbox.bury(tx, 1, why="x")
        messages.record(tx, chat_id=CHAT, message_id=1, handle="x", at=before(rules.sent_message_days))
        operators.keep_notice(tx, text("notice.other_process"), at=now)
        operators.mark_told(tx, [1], at=before(rules.set_aside_days))

    handled.database.write(work).result(PATIENCE_S)
    lived, handled.now = now, before(rules.conversation_days)
    handled.citizen()
    handled.now = lived
    failed = KeepGap(CHAT, KONIN, Missed.NOT_IT, (), None)
    handled.database.write(lambda tx: gaps.keep(tx, failed, at=before(rules.gap_days))).result(PATIENCE_S)


async def test_the_sweep_deletes_what_is_past(handled: Handled):
    keep(handled, OLD)
    handled.database.write(handled.upkeep.sweep).result(PATIENCE_S)
    assert handled.rows() == {}


async def test_the_sweep_deletes_nothing_else(handled: Handled):
    keep(handled, YOUNG)
    before = handled.rows()
    handled.database.write(handled.upkeep.sweep).result(PATIENCE_S)
    assert handled.rows() == before
    assert before.keys() == {
        "updates",
        "failures",
        "outbox",
        "sent_messages",
        "notices",
        "citizens",
        "pseudonyms",
        "gaps",
    }


async def test_a_call_for_help_is_emptied_in_the_group_before_its_conversation_goes(handled: Handled):
    paired(handled)
    called(handled, "alert:1:2", "alert:3:4")
    answered = Enquiry(1, CHAT, handled.now, "pomocy", alert="alert:3:4")
    handled.database.write(lambda tx: enquiries.keep(tx, answered)).result(PATIENCE_S)
    handled.now += timedelta(days=31)
    handled.database.write(handled.upkeep.sweep).result(PATIENCE_S)
    assert len(handled.table("citizens")) == 1
    await handled.upkeep.decide_due()
    assert handled.table("citizens") == []
    emptied = [one for one in handled.waiting() if isinstance(one, EditText)]
    assert [(one.chat_id, one.target, one.is_emptying) for one in emptied] == [(GROUP, "alert:1:2", True)]


async def test_who_comes_back_before_the_call_is_emptied_keeps_the_conversation(handled: Handled):
    paired(handled)
    called(handled, "alert:1:2")
    handled.now += timedelta(days=31)
    handled.database.write(handled.upkeep.sweep).result(PATIENCE_S)
    called(handled, "alert:1:2")
    await handled.upkeep.decide_due()
    assert len(handled.table("citizens")) == 1
    assert handled.waiting() == []


GROUP = -100500


def paired(handled: Handled) -> None:
    """Make a group the staff group."""
    group = StaffGroup(GROUP, is_complete=True)
    handled.database.write(lambda tx: staff.pair(tx, group)).result(PATIENCE_S)


def called(handled: Handled, *alerts: str) -> None:
    """Keep that a citizen has just called for help and staff were told."""
    conversation = Conversation(crisis_alerts=alerts)
    citizen = Citizen(CHAT, None, conversation)

    def work(tx):
        citizens.lock(tx, CHAT, now=handled.now)
        citizens.save(tx, citizen, now=handled.now)

    handled.database.write(work).result(PATIENCE_S)


async def test_a_failed_question_goes_in_its_time_though_its_writer_goes_on(handled: Handled):
    await handled.write("czy jest u was parking dla autobusu")
    handled.now += timedelta(days=29)
    await handled.write(KONIN)
    handled.database.write(handled.upkeep.sweep).result(PATIENCE_S)
    assert len(handled.table("gaps")) == 1
    handled.now += timedelta(days=2)
    handled.database.write(handled.upkeep.sweep).result(PATIENCE_S)
    assert handled.table("gaps") == []
    assert len(handled.table("citizens")) == 1


async def test_what_waits_is_never_swept(handled: Handled):
    await handled.write(KONIN)
    await handled.intake.notify(text("notice.other_process"))
    handled.make_operator(OPERATOR)
    handled.keep_code("code")
    handled.database.write(lambda tx: due.set_due(tx, Due(LINES, CHAT, handled.now, real=False))).result(PATIENCE_S)
    handled.now += timedelta(days=1000)
    handled.database.write(handled.upkeep.sweep).result(PATIENCE_S)
    assert handled.rows().keys() == {"updates", "outbox", "notices", "operators", "codes", "due"}


async def test_update_keys_are_kept_by_real_time(handled: Handled):
    await handled.write(KONIN)
    handled.now += timedelta(days=1000)
    handled.database.write(handled.upkeep.sweep).result(PATIENCE_S)
    assert len(handled.table("updates")) == 1
    handled.real_now += UPDATE_KEYS_LIVE + timedelta(seconds=1)
    handled.database.write(handled.upkeep.sweep).result(PATIENCE_S)
    assert handled.table("updates") == []


# The loop


async def run_until(handled: Handled, happened, upkeep=None) -> None:
    loop = asyncio.create_task((upkeep or handled.upkeep).run())
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not happened():
                assert not loop.done(), loop
                await asyncio.sleep(0.005)
    finally:
        loop.cancel()
        with suppress(asyncio.CancelledError):
            await loop


async def test_the_loop_does_all_three(handled: Handled):
    keep(handled, OLD)
    handled.make_operator(OPERATOR)
    await handled.write("dzień dobry", chat_id=CHAT + 1)
    await handled.intake.notify(text("notice.other_process"))
    handled.real_now += timedelta(seconds=3)
    await run_until(
        handled, lambda: handled.texts(CHAT + 1) and handled.texts(OPERATOR) and not handled.table("failures")
    )


async def test_a_step_that_crashes_does_not_end_the_loop(handled: Handled):
    def no_words():
        raise RuntimeError("what a person wrote")

    keep(handled, OLD)
    handled.make_operator(OPERATOR)
    await handled.intake.notify(text("notice.other_process"))
    with capture_logs() as logs:
        await run_until(handled, lambda: not handled.table("failures"), replace(handled.upkeep, renderer=no_words))
    (crashed,) = (line for line in logs if line["event"] == "upkeep.crashed")
    assert crashed["error"] == "RuntimeError"
    assert "wrote" not in str(logs)


async def test_a_store_that_is_away_does_not_end_the_loop(handled: Handled):
    handled.database.close()
    with capture_logs() as logs:
        await run_until(handled, lambda: any(line["event"] == "upkeep.store_down" for line in logs))


@pytest.mark.parametrize("minutes", [59, 60, -59, -60])
async def test_the_sweep_comes_once_an_hour_whichever_way_the_clock_is_set(minutes: int, handled: Handled):
    upkeep = handled.upkeep
    await upkeep._sweep_hourly()
    keep(handled, OLD)
    handled.now += timedelta(minutes=minutes)
    await upkeep._sweep_hourly()
    assert bool(handled.table("failures")) is (abs(minutes) < 60)


def wait(handled: Handled, numbers: Sequence[int]) -> None:
    """Let people's questions wait, unclaimed for two hours."""

    def work(tx: Connection) -> None:
        staff.pair(tx, StaffGroup(GROUP, is_complete=True))
        for number in numbers:
            asked = Enquiry(number, CHAT + number, handled.now, "mamy pytanie", waits_since=handled.now)
            enquiries.keep(tx, asked)
            due.set_due(tx, Due(Reminder.UNTAKEN.value, number, at=handled.now, real=False))

    handled.database.write(work).result(PATIENCE_S)


async def test_reminders_of_one_moment_are_one_message(handled: Handled):
    wait(handled, [1, 2])
    await handled.upkeep.decide_due()
    (told,) = handled.texts(GROUP)
    assert "nr 1" in told
    assert "nr 2" in told
    assert handled.due() == []


async def test_reminders_that_cannot_be_told_together_are_told_one_by_one(handled: Handled):
    wait(handled, [1, 2, 3])
    unreadable = update(enquiries_table).where(enquiries_table.c.number == 3).values(content="{}")
    handled.database.write(lambda tx: tx.execute(unreadable)).result(PATIENCE_S)
    await handled.upkeep.decide_due()
    assert len(handled.texts(GROUP)) == 2
    assert [one.subject for one in handled.due()] == [3]
