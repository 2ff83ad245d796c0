"""How fast Telegram lets a bot speak, as sliding windows over a clock that is given.

Limits: Bot API FAQ, "My bot is hitting limits": about 30 messages a second over all, 1 a second in one chat (short
bursts pass), in one group besides that 20 a minute. An album counts as many as it holds. The windows are a little
longer than that, because what leaves evenly may arrive bunched.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.sections import Pacing


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


def paced(limits: Pacing) -> Pace:
    """Give the pace of a configuration."""
    usual = Pace()
    return Pace(
        overall=Limit(limits.overall_per_second, usual.overall.window_s),
        chat=Limit(limits.chat_per_3_seconds, usual.chat.window_s),
        group=Limit(limits.group_per_minute, usual.group.window_s),
    )


@dataclass(slots=True)
class Pacer:
    """Counts what has gone, never more than a limit looks back; groups have negative ids (Bot API)."""

    pace: Pace
    _overall: deque[float] = field(default_factory=deque)
    _chats: dict[int, deque[float]] = field(default_factory=dict)

    def overall_delay(self, now: float, count: int = 1) -> float:
        """Give the seconds until so many messages may go anywhere; 0 for at once."""
        return _delay(self._overall, self.pace.overall, now, count)

    def chat_delay(self, chat_id: int, now: float, count: int = 1, *, kept_free: int = 0) -> float:
        """Give the seconds until so many messages may go to this chat; 0 for at once.

        In a group so many of a minute's messages stay free for what is more urgent, but never all of them.
        """
        gone = self._chats.get(chat_id, deque())
        limits = self._limits(chat_id, kept_free)
        return max(_delay(gone, limit, now, count) for limit in limits)

    def count(self, chat_id: int | None, now: float, count: int = 1) -> None:
        """Note that so many messages go to this chat now, or (None) calls that make no message in any."""
        _note(self._overall, now, count, (self.pace.overall,))
        if chat_id is None:
            return
        _note(self._chats.setdefault(chat_id, deque()), now, count, self._limits(chat_id))
        if len(self._chats) > _TIDY_AT:
            self._forget_quiet_chats(now)

    def _limits(self, chat_id: int, kept_free: int = 0) -> Sequence[Limit]:
        """Give what holds in a chat: a group's own limit comes on top of everybody's."""
        group = self.pace.group
        narrower = Limit(max(group.count - kept_free, min(group.count, 1)), group.window_s)
        return (self.pace.chat, narrower) if chat_id < 0 else (self.pace.chat,)

    def _forget_quiet_chats(self, now: float) -> None:
        for chat_id, gone in list(self._chats.items()):
            if not gone or gone[-1] < now - max(limit.window_s for limit in self._limits(chat_id)):
                del self._chats[chat_id]


_TIDY_AT = 1000


def _note(gone: deque[float], now: float, count: int, limits: Sequence[Limit]) -> None:
    """Remember what has gone, as far back as the limits look."""
    gone.extend([now] * count)
    for _ in range(len(gone) - max(limit.count for limit in limits)):
        gone.popleft()


def _delay(gone: deque[float], limit: Limit, now: float, count: int) -> float:
    """Give the seconds until `count` more fit into the window; more than ever fit wait until it is empty."""
    surplus = len(gone) + min(count, limit.count) - limit.count
    if limit.count == 0 or surplus <= 0:
        return 0.0
    return max(0.0, gone[surplus - 1] + limit.window_s - now)
