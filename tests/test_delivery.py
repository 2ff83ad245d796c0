"""What waits goes out in order, at Telegram's pace, and is never given up unseen."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from structlog.testing import capture_logs

from bot.delivery import IN_FLIGHT
from bot.domain.texts import text
from bot.outcomes import (
    NOWHERE,
    Gone,
    Migrated,
    NotSent,
    Outcome,
    Place,
    Refused,
    Sent,
    Uneditable,
    Unformatted,
    Unreachable,
    Wait,
)
from bot.pacing import Limit
from bot.recording import ATTEMPTS
from bot.resting import AFTER_THE_FIRST_S, LONELY_FAILURES, LONGEST_REST_S
from bot.store import citizens, erasure, messages, operators, outbox
from bot.store.database import Database
from bot.store.outbox import Priority
from bot.store.outgoing import AnswerPress, EditText, LeaveChat, Outgoing, SendText, SetReaction
from bot.store.schema import migrate
from bot.store.tables import citizens as citizens_table
from bot.store.tables import outbox as outbox_table
from bot.store.tables import sent_messages as sent_table
from tests.line import PATIENCE_S, UNLIMITED, FakeTelegram, Line

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
AWAY = Unreachable("NetworkError")


class Disk:
    """Fails commits while it is full."""

    def __init__(self) -> None:
        self.is_full = False

    def check(self) -> None:
        if self.is_full:
            raise OSError(28, "No space left on device")


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def database(tmp_path: Path, disk: Disk) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path}/bot.sqlite3"
    migrate(url)
    database = Database(url, before_commit=disk.check)
    yield database
    database.close()


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
def line(database: Database, telegram: FakeTelegram) -> Line:
    return Line(database, telegram)


def say(chat_id: int, *texts: str) -> Sequence[SendText]:
    return [SendText(chat_id, said) for said in texts]


def to(chat_id: int, outcome: Outcome) -> Callable[[Outgoing, Place], Outcome | None]:
    """Answer so to one chat, and take everything else."""
    return lambda message, _: outcome if getattr(message, "chat_id", None) == chat_id else None


def once(outcome: Outcome) -> Callable[[Outgoing, Place], Outcome | None]:
    """Answer so the first time, and take everything after."""
    left = [outcome]
    return lambda _message, _place: left.pop() if left else None


# Order, lanes, priorities.


async def test_a_chat_reads_in_the_order_of_writing(line: Line, telegram: FakeTelegram):
    line.put(*say(5, "one", "two", "three"))
    async with line.running():
        await line.settles()
    assert telegram.texts == ["one", "two", "three"]


async def test_a_change_does_not_overtake_a_call_for_help_on_its_way_though_nobody_knows_of_it(
    line: Line, telegram: FakeTelegram
):
    telegram.is_open_for = lambda message: not isinstance(message, SendText)
    line.put(SendText(-5, "card", urgent=True))
    async with line.running():
        await telegram.was_asked(1)
        line.put(EditText(-5, "elsewhere", "emptied"))
        assert await line.is_silent()
        assert telegram.texts == ["card"]
        await telegram.open()
        await line.settles(waiting=1)
        line.pass_time(1)
        await line.settles()
    assert telegram.texts == ["card", "emptied"]


async def test_what_a_call_for_help_brings_forward_while_it_is_on_its_way_is_sent_once_and_first(
    line: Line, telegram: FakeTelegram
):
    telegram.is_open_for = lambda _: False
    line.put(SendText(-5, "card"), handle="card:1")
    async with line.running():
        await telegram.was_asked(1)
        line.put(SendText(-5, "help", quotes="card:1", urgent=True), priority=Priority.AT_ONCE)
        assert await line.is_silent()
        await telegram.open()
        await line.settles()
    assert telegram.texts == ["card", "help"]
    assert telegram.asked[1][1].quotes == 1


async def test_the_next_is_not_sent_before_the_one_before_it_is_answered(line: Line, telegram: FakeTelegram):
    telegram.is_open_for = lambda _: False
    line.put(*say(5, "one", "two"))
    async with line.running():
        await telegram.was_asked(1)
        assert await line.is_silent()
        await telegram.open()
        await line.settles()
    assert telegram.texts == ["one", "two"]


async def test_what_is_put_while_running_goes_out(line: Line, telegram: FakeTelegram):
    async with line.running():
        assert await line.is_silent()
        line.put(*say(5, "one"))
        await line.settles()
    assert telegram.texts == ["one"]


async def test_a_chat_without_an_answer_delays_nobody_else(line: Line, telegram: FakeTelegram):
    telegram.is_open_for = lambda message: message == SendText(6, "two")
    line.put(*say(5, "stuck", "behind it"), *say(6, "two"))
    async with line.running():
        await line.settles(waiting=2, in_flight=1)
    assert sorted(telegram.texts) == ["stuck", "two"]


async def test_no_more_than_eight_are_in_flight(line: Line, telegram: FakeTelegram):
    telegram.is_open_for = lambda _: False
    line.put(*(SendText(chat_id, "x") for chat_id in range(1, 31)))
    async with line.running():
        await telegram.was_asked(IN_FLIGHT)
        assert await line.is_silent()
        await telegram.open()
        await line.settles()
    assert telegram.most_in_flight == IN_FLIGHT == 8
    assert len(telegram.asked) == 30


async def test_the_urgent_goes_first(line: Line, telegram: FakeTelegram, database: Database):
    slow = Line(database, telegram, pace=replace(UNLIMITED, overall=Limit(1, 10)))
    slow.put(*say(1, "to all"), priority=Priority.BROADCAST)
    slow.put(*say(2, "news"), priority=Priority.NOTICE)
    slow.put(*say(3, "answer"), priority=Priority.ANSWER)
    async with slow.running():
        for waiting in (2, 1, 0):
            await slow.settles(waiting)
            slow.pass_time(10)
    assert telegram.texts == ["answer", "news", "to all"]


async def test_an_answer_goes_before_what_was_read_ahead(line: Line, telegram: FakeTelegram):
    telegram.is_open_for = lambda _message: False
    line.put(*[one for chat_id in range(1, 21) for one in say(chat_id, "to all")], priority=Priority.BROADCAST)
    async with line.running():
        await telegram.was_asked(IN_FLIGHT)
        line.put(*say(99, "answer"))
        await telegram.open()
        await line.settles()
    assert telegram.texts.index("answer") == IN_FLIGHT


async def test_an_answer_behind_a_message_in_flight_goes_before_what_was_read_ahead(line: Line, telegram: FakeTelegram):
    telegram.is_open_for = lambda message: isinstance(message, SendText) and message.chat_id == 1
    line.put(*say(1, "answer", "another answer"))
    line.put(*[one for chat_id in range(2, 22) for one in say(chat_id, "to all")], priority=Priority.BROADCAST)
    async with line.running():
        await telegram.was_asked(IN_FLIGHT + 1)
        assert telegram.texts[-1] == "another answer"


async def test_what_was_read_ahead_is_not_sent_once_it_is_erased(
    line: Line, telegram: FakeTelegram, database: Database
):
    telegram.is_open_for = lambda _message: False
    line.put(*[one for chat_id in range(1, 21) for one in say(chat_id, str(chat_id))])
    async with line.running():
        await telegram.was_asked(IN_FLIGHT)
        await asyncio.wrap_future(database.write(lambda tx: erasure.erase(tx, 20)))
        line.delivery.wake()
        await telegram.open()
        await line.settles()
    assert "20" not in telegram.texts
    assert len(telegram.texts) == 19


async def test_the_answer_to_a_press_does_not_wait_for_the_chat(line: Line, telegram: FakeTelegram):
    telegram.is_open_for = lambda message: isinstance(message, AnswerPress)
    line.put(*say(5, "stuck"))
    line.put(AnswerPress("99"), priority=Priority.AT_ONCE)
    async with line.running():
        await line.settles(waiting=1, in_flight=1)


async def test_the_answer_to_an_old_press_is_dropped(line: Line, telegram: FakeTelegram):
    line.put(AnswerPress("99"), priority=Priority.AT_ONCE)
    line.pass_time(16)
    async with line.running():
        await line.settles()
    assert telegram.asked == []
    assert line.notices() == []


# Pace.


async def test_one_chat_is_written_to_at_its_pace_and_the_others_meanwhile(telegram: FakeTelegram, database: Database):
    line = Line(database, telegram, pace=replace(UNLIMITED, chat=Limit(2, 10)))
    line.put(*say(5, "one", "two", "three"), *say(6, "elsewhere"))
    async with line.running():
        await line.settles(waiting=1)
        assert await line.is_silent()
        line.pass_time(10)
        await line.settles()
    assert sorted(telegram.texts[:3]) == ["elsewhere", "one", "two"]


async def test_all_together_are_written_to_at_the_overall_pace(telegram: FakeTelegram, database: Database):
    line = Line(database, telegram, pace=replace(UNLIMITED, overall=Limit(3, 10)))
    line.put(*(SendText(chat_id, "x") for chat_id in range(1, 8)))
    async with line.running():
        for waiting in (4, 1, 0):
            await line.settles(waiting)
            assert await line.is_silent()
            line.pass_time(10)
    assert len(telegram.asked) == 7


async def test_a_pace_of_real_seconds_needs_no_waking(telegram: FakeTelegram, database: Database):
    loop = asyncio.get_running_loop()
    line = Line(database, telegram, pace=replace(UNLIMITED, chat=Limit(1, 0.1)))
    line.delivery._monotonic = loop.time
    line.put(*say(5, "one", "two", "three"))
    async with line.running():
        await line.settles()
    assert telegram.texts == ["one", "two", "three"]


# Told to wait.


async def test_a_429_makes_one_chat_wait_and_no_other(line: Line, telegram: FakeTelegram):
    telegram.answer = once(Wait(timedelta(seconds=30)))
    line.put(*say(5, "one", "two"))
    async with line.running():
        await line.settles(waiting=2)
        line.put(*say(6, "elsewhere"))
        await line.settles(waiting=2)
        line.pass_time(29)
        assert await line.is_silent()
        line.pass_time(2)
        await line.settles()
    assert telegram.texts == ["one", "elsewhere", "one", "two"]


async def test_a_429_of_a_group_lets_its_other_lanes_rest_but_for_a_call_for_help(line: Line, telegram: FakeTelegram):
    telegram.answer = lambda *_: Wait(timedelta(seconds=30))
    line.put(*say(-5, "one"))
    async with line.running():
        await telegram.was_asked(1)
        await line.settles(waiting=1)
        line.put(SetReaction(-5, 40, "👌", "ok"), SendText(-5, "reminder", patient=True), *say(-5, "two"))
        assert await line.is_silent()
        line.put(SendText(-5, "help", urgent=True), priority=Priority.AT_ONCE)
        await telegram.was_asked(2)
        await line.settles(waiting=5)
        assert await line.is_silent()
        telegram.answer = lambda *_: None
        line.pass_time(30)
        await line.settles(waiting=2)
        assert telegram.texts == ["one", "help", "help", "one", "two"]
        line.pass_time(AFTER_THE_FIRST_S)
        await line.settles()


async def test_what_gets_through_after_a_429_of_its_chat_does_not_end_the_rest(line: Line, telegram: FakeTelegram):
    telegram.is_open_for = lambda message: isinstance(message, SendText)
    telegram.answer = lambda message, _: Wait(timedelta(seconds=30)) if isinstance(message, SendText) else None
    line.put(SetReaction(-5, 40, "👌", "ok"), SetReaction(-5, 41, "👌", "ok"))
    async with line.running():
        await telegram.was_asked(1)
        line.put(*say(-5, "one"))
        await telegram.was_asked(2)
        await line.settles(waiting=3, in_flight=1)
        await telegram.open()
        await line.settles(waiting=2)
        assert await line.is_silent()


async def test_429s_in_three_private_chats_make_everything_wait_for_a_moment(line: Line, telegram: FakeTelegram):
    telegram.answer = lambda *_: Wait(timedelta(seconds=30))
    line.put(*say(5, "one"), *say(6, "two"), *say(7, "three"))
    async with line.running():
        await telegram.was_asked(3)
        await line.settles(waiting=3)
        telegram.answer = lambda *_: None
        line.put(*say(8, "four"))
        line.put(AnswerPress("99"), priority=Priority.AT_ONCE)
        assert await line.is_silent()
        line.pass_time(LONGEST_REST_S)
        await line.settles(waiting=3)
        line.pass_time(30)
        await line.settles()
    assert len(telegram.asked) == 8


async def test_429s_in_two_private_chats_make_nobody_else_wait(line: Line, telegram: FakeTelegram):
    telegram.answer = lambda message, _: Wait(timedelta(seconds=30)) if message.chat_id < 7 else None  # type: ignore[union-attr] # texts only
    line.put(*say(5, "one"), *say(6, "two"))
    async with line.running():
        await telegram.was_asked(2)
        line.put(*say(7, "three"))
        await line.settles(waiting=2)


async def test_429s_in_groups_say_nothing_about_private_chats(line: Line, telegram: FakeTelegram):
    telegram.answer = lambda message, _: Wait(timedelta(seconds=30)) if message.chat_id < 0 else None  # type: ignore[union-attr] # texts only
    line.put(*say(-5, "one"), *say(-6, "two"))
    async with line.running():
        await telegram.was_asked(2)
        line.put(*say(7, "three"))
        await line.settles(waiting=2)


# Telegram is away.


async def test_a_telegram_that_is_away_loses_no_message(line: Line, telegram: FakeTelegram):
    telegram.answer = lambda *_: AWAY
    line.put(*say(5, "one", "two"), *say(6, "three"), *say(7, "four"))
    async with line.running():
        for attempt in range(1, 40):
            await telegram.was_asked(3 * attempt)
            await line.settles(waiting=4)
            line.pass_time(LONGEST_REST_S)
        telegram.answer = lambda *_: None
        line.pass_time(LONGEST_REST_S)
        await line.settles()
    assert line.notices() == []
    assert [said for said in telegram.texts if said in {"one", "two"}][-2:] == ["one", "two"]


async def test_a_telegram_that_comes_and_goes_loses_no_message(line: Line, telegram: FakeTelegram):
    telegram.answer = lambda *_: AWAY
    line.put(*(SendText(chat_id, "x") for chat_id in range(1, 5)))
    async with line.running():
        for attempt in range(1, LONELY_FAILURES + 5):
            await telegram.was_asked(4 * attempt)
            await line.settles(waiting=4)
            line.pass_time(LONGEST_REST_S)
        telegram.answer = to(4, AWAY)  # it is back, for a moment, and one chat misses it
        line.pass_time(LONGEST_REST_S)
        await line.settles(waiting=1)
        telegram.answer = lambda *_: None
        line.pass_time(LONGEST_REST_S)
        await line.settles()
    assert line.notices() == []


async def test_a_message_that_alone_gets_no_answer_is_given_up_in_the_end(line: Line, telegram: FakeTelegram):
    telegram.answer = lambda message, _: AWAY if message == SendText(5, "poison") else None
    line.put(*say(5, "poison", "behind it"))
    async with line.running():
        for others in range(LONELY_FAILURES):
            await telegram.was_asked(2 * others + 1)
            line.put(*say(6, f"elsewhere {others}"))
            await telegram.was_asked(2 * others + 2)
            await line.settles(waiting=2)
            line.pass_time(LONGEST_REST_S)
        await line.settles(dead=1)
    assert telegram.texts[-1] == "behind it"
    assert telegram.texts.count("poison") == LONELY_FAILURES + 1
    assert [notice.params["error"] for notice in line.notices()] == ["NetworkError"]


async def test_the_rests_grow_and_end_at_the_longest(line: Line, telegram: FakeTelegram):
    telegram.answer = lambda *_: AWAY
    line.put(*say(5, "one"))
    async with line.running():
        for times, rest in enumerate((0.25, 0.5, 1, 2, 4, 5, 5, 5), start=1):
            await telegram.was_asked(times)
            await line.settles(waiting=1)
            line.pass_time(rest * 0.9)
            assert await line.is_silent()
            line.pass_time(rest * 0.2)


# Readers that are gone, groups that moved, messages that cannot go as they are.


async def test_a_reader_who_is_gone_is_sent_nothing_more(line: Line, telegram: FakeTelegram, database: Database):
    database.write(lambda tx: citizens.lock(tx, 5, now=NOW)).result(PATIENCE_S)
    telegram.answer = to(5, Gone("blocked"))
    line.put(*say(5, "one", "two", "three"), *say(6, "elsewhere"))
    async with line.running():
        await line.settles()
    assert sorted(telegram.texts) == ["elsewhere", "one"]
    assert database.read(lambda tx: tx.execute(select(citizens_table.c.blocked_at)).scalar_one()) == line.now
    assert line.notices() == []


def become_operator(line: Line, chat_id: int, *, told: timedelta) -> None:
    """Make an operator who was told of a dead letter so long ago."""

    def work(tx):
        operators.add(tx, chat_id, at=line.now - timedelta(days=30))
        operators.keep_notice(tx, text("notice.dead_letter", row=1), at=line.now - told)
        operators.mark_told(tx, [1], at=line.now - told)

    line.database.write(work).result(PATIENCE_S)


async def test_an_operator_who_blocked_the_bot_is_one_no_more(line: Line, telegram: FakeTelegram):
    become_operator(line, 5, told=timedelta(days=1))
    become_operator(line, 6, told=timedelta(days=1))
    telegram.answer = to(5, Gone("blocked"))
    line.put(*say(5, "one"), *say(6, "two"))
    async with line.running():
        await line.settles()
    assert line.database.read(operators.all_operators) == [6]


@pytest.mark.parametrize(("days", "waiting"), [(6, 1), (8, 0)])
async def test_what_an_operator_who_blocked_the_bot_was_told_of_late_waits_for_the_next(
    line: Line, telegram: FakeTelegram, days: int, waiting: int
):
    become_operator(line, 5, told=timedelta(days=days))
    telegram.answer = to(5, Gone("blocked"))
    line.put(*say(5, "one"))
    async with line.running():
        await line.settles()
    assert len(line.notices()) == waiting


async def test_a_citizen_who_blocked_the_bot_reopens_no_notice(line: Line, telegram: FakeTelegram):
    become_operator(line, 5, told=timedelta(days=1))
    telegram.answer = to(6, Gone("blocked"))
    line.put(*say(6, "one"))
    async with line.running():
        await line.settles()
    assert line.notices() == []


async def test_a_group_that_moved_gets_everything_in_order_under_its_new_id(line: Line, telegram: FakeTelegram):
    telegram.answer = to(-5, Migrated(-1005))
    line.put(SendText(-5, "one", reply_to=7), EditText(-5, "card", "two"), SendText(-5, "three"))
    async with line.running():
        await line.settles()
    assert [message for message, _ in telegram.asked[1:]] == say(-1005, "one", "two", "three")


async def test_a_group_that_moves_for_ever_is_given_up(line: Line, telegram: FakeTelegram):
    telegram.answer = lambda *_: Migrated(-5)
    line.put(*say(-5, "one"))
    async with line.running():
        await line.settles(dead=1)
    assert len(telegram.asked) == ATTEMPTS + 1


async def test_refused_markup_goes_as_plain_text(line: Line, telegram: FakeTelegram):
    telegram.answer = once(Unformatted())
    line.put(SendText(5, "<b>Tom &amp; Jo</b> &lt;3"))
    async with line.running():
        await line.settles()
    assert telegram.texts == ["<b>Tom &amp; Jo</b> &lt;3", "Tom &amp; Jo &lt;3"]
    assert line.notices() == []


@pytest.mark.parametrize(
    "message", [SendText(5, "<b>x</b>"), EditText(5, "card", "<b>x</b>")], ids=lambda one: one.kind
)
async def test_plain_text_is_tried_once(line: Line, telegram: FakeTelegram, message: Outgoing):
    telegram.answer = lambda *_: Unformatted()
    line.put(message)
    async with line.running():
        await line.settles(dead=1)
    assert telegram.texts == ["<b>x</b>", "x"]
    assert [notice.params["error"] for notice in line.notices()] == ["Unformatted"]


async def test_an_edit_goes_to_the_message_that_its_place_became(line: Line, telegram: FakeTelegram):
    line.put(SendText(5, "one"), handle="card")
    line.put(EditText(5, "card", "two"))
    async with line.running():
        await line.settles()
    assert telegram.asked == [(SendText(5, "one"), NOWHERE), (EditText(5, "card", "two"), Place(target=1))]


async def test_an_edit_of_a_message_that_is_gone_goes_as_a_new_one_and_the_next_edit_finds_it(
    line: Line, telegram: FakeTelegram, database: Database
):
    record = {"chat_id": 5, "message_id": 70, "handle": "card", "at": NOW - timedelta(days=3)}
    database.write(lambda tx: messages.record(tx, **record)).result(PATIENCE_S)  # type: ignore[arg-type] # heterogeneous
    telegram.answer = once(Uneditable())
    line.put(EditText(5, "card", "two"))
    async with line.running():
        await line.settles()
        line.put(EditText(5, "card", "three"))
        await line.settles()
    assert telegram.asked == [
        (EditText(5, "card", "two"), Place(target=70)),
        (SendText(5, "two"), NOWHERE),
        (EditText(5, "card", "three"), Place(target=2)),
    ]


async def test_leaving_a_group_that_the_bot_is_not_in_is_done(line: Line, telegram: FakeTelegram):
    telegram.answer = lambda *_: Gone("Forbidden: bot is not a member")
    line.put(LeaveChat(-5))
    async with line.running():
        await line.settles()
    assert line.notices() == []


# Dead letters.


async def test_what_nobody_can_send_becomes_a_dead_letter_and_a_notice(line: Line, telegram: FakeTelegram):
    telegram.answer = once(NotSent("BadRequest"))
    line.put(*say(5, "one", "two"))
    async with line.running():
        await line.settles(dead=1)
    assert telegram.texts == ["one", "two"]
    assert line.notices() == [text("notice.dead_letter", row=1, error="BadRequest")]


async def test_the_age_of_a_dead_letter_counts_from_its_end_in_the_time_the_bot_lives_in(
    line: Line, telegram: FakeTelegram
):
    telegram.answer = once(NotSent("BadRequest"))
    line.put(*say(5, "one"))
    async with line.running():
        await line.settles(dead=1)
    assert line.database.read(lambda tx: tx.execute(select(outbox_table.c.created_at)).scalar_one()) == line.now


async def test_a_sent_message_is_remembered_in_the_time_the_bot_lives_in(line: Line):
    line.put(SendText(5, "one"), handle="card")
    async with line.running():
        await line.settles()
    assert line.database.read(lambda tx: tx.execute(select(sent_table.c.sent_at)).scalar_one()) == line.now


@pytest.mark.parametrize("outcome", [Migrated(-1), Unformatted(), Uneditable()], ids=lambda one: type(one).__name__)
async def test_an_outcome_that_makes_no_sense_for_a_press_is_a_dead_letter(
    line: Line, telegram: FakeTelegram, outcome: Outcome
):
    telegram.answer = lambda *_: outcome
    line.put(AnswerPress("99"), priority=Priority.AT_ONCE)
    async with line.running():
        await line.settles(dead=1)
    assert len(telegram.asked) == 1


async def test_what_is_refused_without_a_reason_is_tried_some_times_ever_later(line: Line, telegram: FakeTelegram):
    telegram.answer = lambda *_: Refused("TelegramError")
    line.put(*say(5, "one"))
    async with line.running():
        for times in range(1, ATTEMPTS):
            await telegram.was_asked(times)
            await line.settles(waiting=1)
            line.pass_time(2 ** (times - 1) - 0.1)
            assert await line.is_silent()
            line.pass_time(0.2)
        await line.settles(dead=1)
    assert len(telegram.asked) == ATTEMPTS
    assert [notice.params["error"] for notice in line.notices()] == ["TelegramError"]


async def test_a_send_that_crashes_is_counted_as_refused(line: Line, telegram: FakeTelegram):
    def crash(_message: Outgoing, _place: Place) -> Outcome:
        raise KeyError("what a person wrote")

    telegram.answer = crash
    line.put(*say(5, "one"))
    with capture_logs() as logs:
        async with line.running():
            for times in range(1, ATTEMPTS):
                await telegram.was_asked(times)
                await line.settles(waiting=1)
                line.pass_time(2**times)
            await line.settles(dead=1)
    assert [notice.params["error"] for notice in line.notices()] == ["KeyError"]
    assert "what a person wrote" not in str(logs)


async def test_what_cannot_be_recorded_is_sent_once_and_told(line: Line, telegram: FakeTelegram, database: Database):
    telegram.answer = lambda *_: Sent((2**70,))
    line.put(SendText(5, "one"), handle="card")
    async with line.running():
        await line.settles(dead=1)
        assert await line.is_silent()
    assert telegram.texts == ["one"]
    assert [notice.params["error"] for notice in line.notices()] == ["OverflowError"]


async def test_a_row_that_this_version_cannot_read_is_a_dead_letter(line: Line, database: Database):
    row = {"lane": "chat:5", "priority": 1, "message": '{"kind": "send_fax"}', "attempts": 0, "created_at": NOW}
    database.write(lambda tx: tx.execute(insert(outbox_table), row)).result(PATIENCE_S)
    line.put(*say(5, "behind it"))
    async with line.running():
        await line.settles(dead=1)
    assert [notice.params["error"] for notice in line.notices()] == ["Unreadable"]


async def test_an_edit_whose_place_a_newer_one_took_in_flight_is_no_dead_letter(line: Line, telegram: FakeTelegram):
    telegram.is_open_for = lambda _: False
    telegram.answer = once(NotSent("BadRequest"))
    line.put(EditText(5, "card", "old"))
    async with line.running():
        await telegram.was_asked(1)
        line.put(EditText(5, "card", "new"))
        await telegram.open()
        await line.settles()
    assert telegram.texts == ["old", "new"]
    assert line.notices() == []


# Crashes and a store that is down.


async def test_a_kill_repeats_only_what_was_accepted_and_not_recorded(database: Database):
    line = Line(database, FakeTelegram(is_open_for=lambda _: False))
    line.put(*(SendText(chat_id, str(chat_id)) for chat_id in range(1, 21)))
    accepted = await _killed_with_sends_in_flight(line)
    after = Line(database, FakeTelegram())
    async with after.running():
        await after.settles()
    received = Counter([*accepted, *after.telegram.texts])
    assert received.keys() == {str(chat_id) for chat_id in range(1, 21)}
    assert sorted(said for said, times in received.items() if times > 1) == sorted(accepted)
    assert max(received.values()) == 2
    assert len(accepted) == IN_FLIGHT


async def _killed_with_sends_in_flight(line: Line) -> Sequence[str]:
    """Run until as much as may be is in flight, then end without recording; give what Telegram had accepted."""
    task = asyncio.create_task(line.delivery.run())
    await line.telegram.was_asked(IN_FLIGHT)
    for one in (task, *line.delivery._in_flight.values()):
        one.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await line.delivery.drain()
    return line.telegram.texts


async def test_a_full_disk_repeats_nothing_that_telegram_has_taken(line: Line, telegram: FakeTelegram, disk: Disk):
    line.put(*say(5, "one", "two"), *say(6, "three"))
    disk.is_full = True
    async with line.running():
        await telegram.was_asked(2)
        for _ in range(5):
            assert await line.is_silent()
            line.pass_time(LONGEST_REST_S + 0.1)
        assert len(telegram.asked) == 2
        disk.is_full = False
        line.pass_time(LONGEST_REST_S + 0.1)
        await line.settles()
    assert Counter(telegram.texts) == {"one": 1, "two": 1, "three": 1}


async def test_a_store_that_cannot_be_read_is_asked_again_later(line: Line, telegram: FakeTelegram, database: Database):
    line.put(*say(5, "one"))
    await asyncio.to_thread(_rename, database, "outbox", "elsewhere")
    async with line.running():
        assert await line.is_silent()
        await asyncio.to_thread(_rename, database, "elsewhere", "outbox")
        line.pass_time(LONGEST_REST_S + 0.1)
        await line.settles()
    assert telegram.texts == ["one"]


def _rename(database: Database, old: str, new: str):
    database.write(lambda tx: tx.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")).result(PATIENCE_S)


async def test_what_is_in_flight_at_a_stop_is_finished(line: Line, telegram: FakeTelegram, database: Database):
    telegram.is_open_for = lambda _: False
    line.put(*say(5, "one", "two"))
    async with line.running():
        await telegram.was_asked(1)
    assert telegram.texts == ["one"]
    assert database.read(outbox.count) == (1, 0)


async def test_ten_lanes_of_many_each_arrive_whole_and_in_order(line: Line, telegram: FakeTelegram):
    line.put(*(SendText(chat_id, f"{chat_id}:{number}") for number in range(20) for chat_id in range(1, 11)))
    async with line.running():
        await line.settles()
    for chat_id in range(1, 11):
        own = [said for said in telegram.texts if said.startswith(f"{chat_id}:")]
        assert own == [f"{chat_id}:{number}" for number in range(20)]
