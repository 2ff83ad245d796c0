"""Delivery on a real database with a Telegram and a clock that a test controls."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.delivery import Delivery
from bot.domain.texts import Text
from bot.outcomes import Outcome, Place, Sent
from bot.pacing import Limit, Pace, Pacer
from bot.store import operators, outbox
from bot.store.database import Database
from bot.store.outbox import Priority
from bot.store.outgoing import (
    AnswerPress,
    Delete,
    EditCaption,
    EditText,
    Empty,
    LeaveChat,
    Outgoing,
    SendAlbum,
    SendText,
    SetCommands,
    SetReaction,
)

# Long enough for a slow machine; nothing waits this long when all is well.
PATIENCE_S = 20
# How long nothing must happen for a test to believe that nothing will.
SILENCE_S = 0.05
UNLIMITED = Pace(Limit(0, 1), Limit(0, 1), Limit(0, 1))


@dataclass
class FakeTelegram:
    """Takes every message, unless told otherwise."""

    # What becomes of a message; None: it is taken.
    answer: Callable[[Outgoing, Place], Outcome | None] = lambda _message, _place: None
    # Closed for a message: its send has begun and has no answer yet.
    is_open_for: Callable[[Outgoing], bool] = lambda _message: True
    # All that was asked, in order.
    asked: list[tuple[Outgoing, Place]] = field(default_factory=list)
    in_flight: int = 0
    most_in_flight: int = 0
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def send(self, message: Outgoing, place: Place) -> Outcome:
        self.asked.append((message, place))
        message_id = len(self.asked)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            async with self._changed:
                self._changed.notify_all()
                await self._changed.wait_for(lambda: self.is_open_for(message))
        finally:
            self.in_flight -= 1
        return self.answer(message, place) or Sent(_made(message, message_id))

    async def open(self) -> None:
        """Answer everything from now on."""
        self.is_open_for = lambda _message: True
        async with self._changed:
            self._changed.notify_all()

    async def was_asked(self, times: int) -> None:
        """Wait until so many sends have begun."""
        async with asyncio.timeout(PATIENCE_S), self._changed:
            await self._changed.wait_for(lambda: len(self.asked) >= times)

    @property
    def texts(self) -> Sequence[str]:
        """What was asked, texts only."""
        return [message.html for message, _ in self.asked if isinstance(message, SendText | EditText)]


def _made(message: Outgoing, message_id: int) -> tuple[int, ...]:
    match message:
        case SendAlbum(items=items):
            return tuple(1000 * message_id + at for at in range(len(items)))
        case (
            EditText()
            | EditCaption()
            | Delete()
            | Empty()
            | SetReaction()
            | SetCommands()
            | AnswerPress()
            | LeaveChat()
        ):
            return ()
        case _:
            return (message_id,)


@dataclass
class Line:
    """One delivery and what surrounds it."""

    database: Database
    telegram: FakeTelegram
    pace: Pace = UNLIMITED
    monotonic: float = 1000.0
    real_now: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)
    # The time the bot lives in: far from real time, so that nothing can take one for the other.
    now: datetime = datetime(2027, 4, 6, 9, tzinfo=UTC)
    delivery: Delivery = field(init=False)

    def __post_init__(self) -> None:
        self.delivery = Delivery(
            self.database,
            self.telegram.send,
            Pacer(self.pace),
            real_now=lambda: self.real_now,
            now=lambda: self.now,
            monotonic=lambda: self.monotonic,
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Deliver for as long as the block lasts, then finish what is in flight."""
        task = asyncio.create_task(self.delivery.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self.telegram.open()
            await self.delivery.drain()

    def put(self, *messages: Outgoing, priority: Priority = Priority.ANSWER, handle: str | None = None) -> None:
        """Commit messages together, and wake the delivery."""
        now = self.real_now

        def work(tx):
            for message in messages:
                outbox.put(tx, message, priority=priority, created_at=now, handle=handle)

        self.database.write(work).result(PATIENCE_S)
        self.delivery.wake()

    def pass_time(self, seconds: float) -> None:
        """Let both clocks go on."""
        self.monotonic += seconds
        self.real_now += timedelta(seconds=seconds)
        self.delivery.wake()

    async def settles(self, waiting: int = 0, dead: int = 0, *, in_flight: int = 0) -> None:
        """Wait until so much waits in the outbox, of which so much is in flight."""
        async with asyncio.timeout(PATIENCE_S):
            while not self._is_at(waiting, dead, in_flight):  # noqa: ASYNC110 - a database does not call back
                await asyncio.sleep(0.002)

    def _is_at(self, waiting: int, dead: int, in_flight: int) -> bool:
        tasks = len(self.delivery._in_flight)
        return self.telegram.in_flight == tasks == in_flight and self.database.read(outbox.count) == (waiting, dead)

    async def is_silent(self) -> bool:
        """Tell whether nothing is sent when nothing changes."""
        before = len(self.telegram.asked)
        await asyncio.sleep(SILENCE_S)
        return len(self.telegram.asked) == before

    def notices(self) -> Sequence[Text]:
        """What operators will be told."""
        return [notice.text for notice in self.database.read(operators.untold_notices)]
