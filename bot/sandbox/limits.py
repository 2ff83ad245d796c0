"""Telegram's sending limits, off unless switched on: overall, per chat and per group, in real monotonic time.

Source: Telegram's bots FAQ, "My bot is hitting limits": 30 a second overall, 1 a second in a chat (short bursts
pass), 20 a minute in a group.
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

    def wait_s(self, now: float) -> float:
        """Refill up to `now` and return the seconds until a token is there, 0 when there is one."""
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate_per_s)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate_per_s


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

    def retry_after(self, chat_id: int, now: float) -> int | None:
        """Count one sending to a chat; return whole seconds to wait when it is over a limit, else `None`."""
        if self.overall is None:
            self.overall = Bucket(self.per_second, self.per_second, self.per_second, now)
        chat = self.chats.setdefault(chat_id, Bucket(self.chat_per_second, self.chat_burst, self.chat_burst, now))
        wait_s = max(self.overall.wait_s(now), chat.wait_s(now), self._group_wait_s(chat_id, now))
        if wait_s > 0:
            self.refused_count += 1
            return max(1, math.ceil(wait_s))
        self.overall.tokens -= 1
        chat.tokens -= 1
        if chat_id < 0:
            self.groups[chat_id].append(now)
        return None

    def _group_wait_s(self, chat_id: int, now: float) -> float:
        if chat_id >= 0:
            return 0.0
        sent = self.groups.setdefault(chat_id, deque())
        while sent and sent[0] <= now - 60:
            sent.popleft()
        return sent[0] + 60 - now if len(sent) >= self.group_per_minute else 0.0
