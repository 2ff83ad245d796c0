"""How fast Telegram lets a bot speak, as sliding windows over a clock that is given.

Limits: Bot API FAQ, "My bot is hitting limits": about 30 messages a second over all, 1 a second in one chat (short
bursts pass), 20 a minute in one group. The windows are a little longer than that, because what leaves evenly may
arrive bunched.
"""

from collections import deque
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` messages in any `window_s` seconds; a count of 0 lifts the limit."""

    count: int
    window_s: float


@dataclass(frozen=True, slots=True)
class Pace:
    """The three limits of the Bot API."""

    overall: Limit = Limit(30, 1.05)
    chat: Limit = Limit(3, 3.1)
    group: Limit = Limit(20, 61.0)


@dataclass(slots=True)
class Pacer:
    """Counts what has gone; groups have negative ids (Bot API)."""

    pace: Pace
    _overall: deque[float] = field(default_factory=deque)
    _chats: dict[int, deque[float]] = field(default_factory=dict)

    def overall_delay(self, now: float) -> float:
        """Give the seconds until anything at all may go; 0 for at once."""
        return _delay(self._overall, self.pace.overall, now)

    def chat_delay(self, chat_id: int, now: float) -> float:
        """Give the seconds until something may go to this chat; 0 for at once."""
        return _delay(self._chats.get(chat_id, deque()), self._limit(chat_id), now)

    def count(self, chat_id: int, now: float) -> None:
        """Note that a message goes to this chat now."""
        self._overall.append(now)
        self._chats.setdefault(chat_id, deque()).append(now)
        if len(self._chats) > _TIDY_AT:
            self._forget_quiet_chats(now)

    def _limit(self, chat_id: int) -> Limit:
        return self.pace.group if chat_id < 0 else self.pace.chat

    def _forget_quiet_chats(self, now: float) -> None:
        for chat_id, gone in list(self._chats.items()):
            if not gone or gone[-1] < now - self._limit(chat_id).window_s:
                del self._chats[chat_id]


_TIDY_AT = 1000


def _delay(gone: deque[float], limit: Limit, now: float) -> float:
    while gone and gone[0] <= now - limit.window_s:
        gone.popleft()
    if limit.count == 0 or len(gone) < limit.count:
        return 0.0
    return gone[-limit.count] + limit.window_s - now
