"""Three hundred questions in an hour, in bursts that the staff group's 20 messages a minute cannot take at once.

Through intake, the outbox and delivery at Telegram's limits, on a clock that the test moves. In the middle of every
burst somebody calls for help, and two hours later reminders are due.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

import pytest

from bot.delivery import Delivery
from bot.domain.events import GroupPressed
from bot.domain.lines import Author, Fate
from bot.pacing import Pace, Pacer
from bot.store import due, lines, messages, outbox, staff
from bot.store.outgoing import SendText, SetReaction
from tests.desks import GROUP, JAN, reply, speech, who
from tests.handled import PATIENCE_S, Handled
from tests.paced import StrictTelegram, deliver_until

PEOPLE = range(1001, 1301)
# So many begin to write in one minute, and again ten minutes later.
BURST = 50
# The longest that an answer to a citizen may take while the group is full, in seconds.
SOON_S = 3.0
# When everything has arrived in the group, and when the reminders of two hours have, too.
LAST_S = 4500.0
REMINDED_S = 11_400.0
CALL = "chcę się zabić"
# Of the people of a burst, after whom somebody calls for help, when the group is at its limit.
CALLS_AFTER = 40


@dataclass
class Rush:
    """A bot with a staff group, its delivery, and the clock of both."""

    handled: Handled
    telegram: StrictTelegram = field(default_factory=StrictTelegram)
    # Citizen -> when they wrote and sent their question.
    asked: dict[int, float] = field(default_factory=dict)
    # Numbers of the enquiries that Jan has answered.
    answered: set[int] = field(default_factory=set)
    # When somebody called for help.
    called: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        begun, lived = self.handled.real_now, self.handled.now
        self.delivery = Delivery(
            self.handled.database,
            self.telegram.send,
            Pacer(Pace()),
            real_now=lambda: begun + timedelta(seconds=self.telegram.now),
            now=lambda: lived + timedelta(seconds=self.telegram.now),
            monotonic=lambda: self.telegram.now,
        )

    async def until(self, end: float) -> None:
        """Let time pass: what may go goes, what is due is decided."""
        before = self.telegram.now
        await deliver_until(self.delivery, self.telegram, end)
        self.telegram.now = end
        passed = timedelta(seconds=end - before)
        self.handled.now, self.handled.real_now = self.handled.now + passed, self.handled.real_now + passed
        await self.handled.upkeep.decide_due()

    async def open(self, citizen: int) -> None:
        """Let somebody send a question to the specialists; each of the three turns is answered in words."""
        self.asked[citizen] = self.telegram.now
        await self.handled.write("/czlowiek", chat_id=citizen)
        await self.handled.write("mamy pytanie", chat_id=citizen)
        await self.handled.write("send", chat_id=citizen)

    async def call(self) -> None:
        """Let somebody call for help who has sent no question."""
        self.called.append(self.telegram.now)
        await self.handled.write(CALL, chat_id=2000 + len(self.called))

    async def answer_one(self) -> None:
        """Let Jan take and answer an enquiry whose card he sees: every tenth is his."""
        for number in range(1, len(PEOPLE) + 1, 10):
            find = partial(messages.find_in, chat_id=GROUP.chat_id, handle=f"card:{number}")
            card = self.handled.database.read(find)
            if card is not None and number not in self.answered:
                self.answered.add(number)
                await self.handled.take(GroupPressed(GROUP.chat_id, "press", f"d.claim:{number}", who(JAN)))
                said = replace(reply("odpowiadam"), message_id=10_000 + number, reply_to=card[0])
                await self.handled.take(said)
                return

    def waits(self) -> Sequence[float]:
        """How long citizens waited for the words that answer them, in seconds."""
        got: dict[int, list[float]] = {citizen: [] for citizen in self.asked}
        for left, _, one in self.telegram.taken:
            if isinstance(one, SendText) and one.chat_id in got:
                got[one.chat_id].append(left)
        return [left - self.asked[citizen] for citizen, times in got.items() for left in times[:3]]

    def alarmed_after(self) -> Sequence[float]:
        """How long calls for help were on their way to the staff, in seconds."""
        came = [left for left, _, one in self.telegram.taken if isinstance(one, SendText) and is_alert(one)]
        return [left - called for called, left in zip(self.called, came, strict=True)]

    def reminders(self) -> Sequence[SendText]:
        """What the group was reminded of."""
        return [one for _, _, one in self.telegram.taken if isinstance(one, SendText) and one.patient]

    async def ask_for_queue(self) -> float:
        """Let Jan ask which questions are open; give the seconds until he knows."""
        asked, command = self.telegram.now, replace(speech("/otwarte"), message_id=20_000, is_addressed=True)
        await self.handled.take(command)
        await self.until(asked + 60)
        (answered,) = (at for at, _, one in self.telegram.taken if isinstance(one, SendText) and one.reply_to == 20_000)
        return answered - asked

    def fates(self) -> Counter[tuple[Author, Fate]]:
        """Count what became of all lines."""
        numbers = range(1, len(PEOPLE) + 1)
        found = self.handled.database.read(lambda tx: [one for n in numbers for one in lines.of_enquiry(tx, n)])
        return Counter((one.author, one.fate) for one in found)


def is_alert(message: SendText) -> bool:
    """Tell the message that tells staff of a call for help."""
    return message.chat_id == GROUP.chat_id and f"«{CALL}»" in message.html


@pytest.fixture
def rush(handled: Handled) -> Rush:
    def pair(tx):
        staff.pair(tx, GROUP)
        staff.keep_member(tx, replace(JAN, seen_at=handled.real_now + timedelta(days=1)))

    handled.database.write(pair).result(PATIENCE_S)
    return Rush(handled)


async def begin(rush: Rush) -> None:
    """Let three hundred ask in an hour, and wait until all that follows has arrived."""
    for at, citizen in enumerate(PEOPLE):
        await rush.until(600.0 * (at // BURST) + 1.2 * (at % BURST) + 1)
        await rush.open(citizen)
        await rush.answer_one()
        if at % BURST == CALLS_AFTER:
            await rush.call()
    while rush.telegram.now < LAST_S:
        await rush.until(rush.telegram.now + 60)
        await rush.answer_one()


async def test_three_hundred_enquiries_in_an_hour_delay_no_answer_and_lose_nothing(rush: Rush):
    await begin(rush)
    assert rush.telegram.limits.refused_count == 0
    assert 18 <= rush.telegram.busiest_minute(GROUP.chat_id) <= 20
    assert rush.handled.database.read(outbox.count) == (0, 0)
    assert len(rush.waits()) == 3 * len(PEOPLE)
    assert max(rush.waits()) <= SOON_S
    assert rush.fates() == {(Author.CITIZEN, Fate.DELIVERED): 300, (Author.STAFF, Fate.DELIVERED): 30}
    marks = [one for _, _, one in rush.telegram.taken if isinstance(one, SetReaction)]
    assert Counter(one.emoji for one in marks) == {"👌": 30}


async def test_a_call_for_help_does_not_wait_behind_a_rush_of_questions(rush: Rush):
    await begin(rush)
    assert len(rush.called) == 6
    assert max(rush.alarmed_after()) <= SOON_S


async def test_reminders_of_a_rush_are_few_messages_that_name_every_question_once(rush: Rush):
    await begin(rush)
    while rush.telegram.now < REMINDED_S:
        await rush.until(rush.telegram.now + 10)
    named = Counter(
        number for one in rush.reminders() for number in re.findall(r"nr (\d+)", one.html.partition("\n\n")[0])
    )
    untaken = {str(number) for number in range(1, len(PEOPLE) + 1)} - {str(number) for number in rush.answered}
    assert named == dict.fromkeys(untaken, 1)
    assert len(rush.reminders()) <= 18
    assert rush.telegram.limits.refused_count == 0
    assert rush.telegram.busiest_minute(GROUP.chat_id) <= 20
    assert rush.handled.database.read(outbox.count) == (0, 0)


async def test_a_command_of_staff_does_not_wait_behind_reminders_after_a_jump_of_the_clock(rush: Rush):
    await begin(rush)
    rush.handled.now += timedelta(days=2)
    while rush.handled.database.read(lambda tx: due.ripe(tx, now=rush.handled.now, real_now=rush.handled.real_now)):
        await rush.handled.upkeep.decide_due()
    assert await rush.ask_for_queue() <= 15
