"""Telegram's sending limits, off unless switched on: overall, per chat and per group, in real monotonic time.

Source: Telegram's bots FAQ, "My bot is hitting limits": 30 a second overall, 1 a second in a chat (short bursts
pass), 20 a minute in a group. An album counts as many messages as it holds.
"""

import math
from collections import deque
from dataclasses import dataclass, field


@dataclass(slots=True)
class Bucket:
    """A token bucket: `rate_per_s` tokens a second, at most `burst`."""

    rate_per_s: float
    burst: float
    tokens: float
    at: float

    def wait_s(self, now: float, wanted: float) -> float:
        """Refill up to `now` and return the seconds until so many tokens are there, 0 when they are."""
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate_per_s)
        self.at = now
        return max(0.0, (self.most(wanted) - self.tokens) / self.rate_per_s)

    def take(self, wanted: float) -> None:
        """Take tokens that are there."""
        self.tokens -= self.most(wanted)

    def most(self, wanted: float) -> float:
        """Return how many tokens stand for what is wanted: more than a full bucket is never there."""
        return min(wanted, self.burst)


@dataclass(slots=True)
class RateLimits:
    """The limits of one bot account; times are monotonic seconds."""

    is_on: bool = False
    per_second: float = 30.0
    chat_per_second: float = 1.0
    chat_burst: float = 3.0
    group_per_minute: int = 20
    overall: Bucket | None = None
    chats: dict[int, Bucket] = field(default_factory=dict)
    groups: dict[int, deque[float]] = field(default_factory=dict)
    refused_count: int = 0

    def retry_after(self, chat_id: int, now: float, count: int = 1) -> int | None:
        """Count so many messages to a chat; return whole seconds to wait when they are over a limit, else `None`."""
        if self.overall is None:
            self.overall = Bucket(self.per_second, self.per_second, self.per_second, now)
        chat = self.chats.setdefault(chat_id, Bucket(self.chat_per_second, self.chat_burst, self.chat_burst, now))
        wait_s = max(self.overall.wait_s(now, count), chat.wait_s(now, count), self._group_wait_s(chat_id, now, count))
        if wait_s > _ROUNDING_S:
            self.refused_count += 1
            return max(1, math.ceil(wait_s))
        self.overall.take(count)
        chat.take(count)
        if chat_id < 0:
            self.groups[chat_id].extend([now] * count)
        return None

    def _group_wait_s(self, chat_id: int, now: float, count: int) -> float:
        if chat_id >= 0:
            return 0.0
        sent = self.groups.setdefault(chat_id, deque())
        while sent and sent[0] <= now - 60:
            sent.popleft()
        surplus = len(sent) + min(count, self.group_per_minute) - self.group_per_minute
        return sent[surplus - 1] + 60 - now if surplus > 0 else 0.0


# What adding up fractions of a second may miss.
_ROUNDING_S = 1e-6
