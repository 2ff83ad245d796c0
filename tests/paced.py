"""Delivery on a clock that a test or benchmark moves, to a Telegram that enforces its limits on the same clock.

What leaves at one moment arrives up to 50 ms later. Everything else is real: the outbox, its order, its commits.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from bot.delivery import Delivery
from bot.outcomes import Outcome, Place, Sent, Wait
from bot.sandbox.limits import RateLimits
from bot.store.outgoing import AnswerPress, CopyMessage, CreateTopic, Outgoing, SendAlbum, SendText, SetReaction

# Longest way of a call to the server, in seconds.
JITTER_S = 0.05
SEED = 2027
_MAKES_A_MESSAGE = SendText | SendAlbum | CopyMessage | CreateTopic


@dataclass
class StrictTelegram:
    """Takes what the limits allow, on the clock that it is given."""

    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - jitter, no secret
    limits: RateLimits = field(default_factory=lambda: RateLimits(is_on=True))
    now: float = 0.0
    arrived: float = 0.0
    # (when it left, when it arrived, message), in order.
    taken: list[tuple[float, float, Outgoing]] = field(default_factory=list)

    async def send(self, message: Outgoing, _place: Place) -> Outcome:
        """Take a message or refuse it."""
        if isinstance(message, SetReaction | AnswerPress):
            self.taken.append((self.now, self.now, message))
            return Sent()
        count = count_of(message)
        self.arrived = max(self.arrived, self.now + self.random.uniform(0, JITTER_S))
        wait_s = self.limits.retry_after(message.chat_id, self.arrived, count)
        if wait_s is not None:
            return Wait(timedelta(seconds=wait_s))
        self.taken.append((self.now, self.arrived, message))
        first = 100 * len(self.taken)
        return Sent(tuple(range(first, first + count)) if isinstance(message, _MAKES_A_MESSAGE) else ())

    def busiest_minute(self, chat_id: int) -> int:
        """Give the most that arrived in a chat within 60 seconds; an album counts as many messages as it holds."""
        arrivals = [(at, count_of(one)) for _, at, one in self.taken if goes_to(chat_id, one)]
        return max((sum(n for at, n in arrivals if start <= at < start + 60) for start, _ in arrivals), default=0)


def goes_to(chat_id: int, message: Outgoing) -> bool:
    """Tell whether a call makes or changes a message in a chat."""
    return not isinstance(message, SetReaction | AnswerPress) and message.chat_id == chat_id


def count_of(message: Outgoing) -> int:
    """Give how many messages Telegram counts a call as."""
    return len(message.items) if isinstance(message, SendAlbum) else 1


async def deliver_until(
    delivery: Delivery, telegram: StrictTelegram, end: float, *, is_over: Callable[[], bool] = lambda: False
) -> None:
    """Send all that may go until then, or until it is over, moving the clock to each moment at which something may."""
    delivery.wake()
    while not is_over():
        delivery._work_waits.clear()
        await delivery._start()
        await delivery.drain()
        if delivery._work_waits.is_set():
            continue
        following = delivery._rests.next_end(telegram.now)
        if following is None or following >= end:
            return
        telegram.now = following + 0.001
        delivery.wake()
