"""Which lanes must rest and until when, from what Telegram answered, over a clock that is given.

A lane rests when Telegram asked for it or did not answer; everything rests when Telegram throttles the bot as a whole.
Nothing is sent and nothing is given up here.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

# How long a lane rests while Telegram is away, at most.
LONGEST_REST_S = 5.0
# Failures of one lane, each after another lane got through, before its message is the one to blame.
LONELY_FAILURES = 12
# So many private chats told to wait within so many seconds mean that the bot as a whole is too fast.
THROTTLED_LANES = 3
THROTTLED_TOGETHER_S = 2.0
# How much longer the other lanes of a chat rest than the one that was told to wait, which is the first to try again.
AFTER_THE_FIRST_S = 1.0


@dataclass(frozen=True, slots=True)
class _Failing:
    """Failures of a lane without a success between them."""

    count: int
    # Of these, with another lane's success since the one before.
    lonely: int
    # Successes of all lanes before the last failure.
    successes: int


@dataclass(slots=True)
class Rests:
    """Times are seconds of one monotonic clock."""

    _until: dict[str, float] = field(default_factory=dict)
    _all_until: float = 0.0
    _failing: dict[str, _Failing] = field(default_factory=dict)
    _successes: int = 0
    # Lane -> until when its chat may not be written to: what it sent before and gets through does not end that.
    _barred: dict[str, float] = field(default_factory=dict)
    # Private lane -> when it was last told to wait.
    _throttled: dict[str, float] = field(default_factory=dict)

    def rest(self, lane: str, until: float) -> None:
        """Let one lane rest."""
        self._until[lane] = until

    def rest_all(self, until: float) -> None:
        """Let everything rest."""
        self._all_until = max(self._all_until, until)

    def are_all_at(self, now: float) -> bool:
        """Tell whether everything rests."""
        return self._all_until > now

    def lanes(self, now: float) -> Collection[str]:
        """Give the lanes that rest."""
        self._until = {lane: until for lane, until in self._until.items() if until > now}
        self._barred = {lane: until for lane, until in self._barred.items() if until > now}
        return self._until.keys() | self._barred.keys()

    def next_end(self, now: float) -> float | None:
        """Give the moment when something may go that may not now; None when nothing rests."""
        if self.are_all_at(now):
            return self._all_until
        return min((self._end_of(lane, now) for lane in self.lanes(now)), default=None)

    def _end_of(self, lane: str, now: float) -> float:
        return max(self._until.get(lane, now), self._barred.get(lane, now))

    def throttled(self, lane: str, until: float, now: float, *, is_group: bool, others: Collection[str] = ()) -> None:
        """Obey a 429: it is about a chat, so the other lanes that lead there rest, too, and a little longer.

        Lanes that rest already get their turn with the one that is told again, or they would never have one.
        When it meets several chats in a moment, it is the bot as a whole that is too fast. Groups have a narrow limit
        of their own and say nothing about the whole.
        """
        for other in others:
            known = self._barred.get(other, now)
            self._barred[other] = max(until, known) if known > now else until + AFTER_THE_FIRST_S
        self._barred[lane] = max(until, self._barred.get(lane, now))
        if is_group:
            return
        self._throttled = {other: at for other, at in self._throttled.items() if at > now - THROTTLED_TOGETHER_S}
        self._throttled[lane] = now
        if len(self._throttled) >= THROTTLED_LANES:
            self.rest_all(min(until, now + LONGEST_REST_S))

    def unreached(self, lane: str, now: float) -> int:
        """Note that a send of this lane had no answer; give how many had none in a row."""
        known = self._failing.get(lane, _Failing(count=0, lonely=0, successes=self._successes))
        lonely = known.lonely + 1 if self._successes > known.successes else known.lonely
        self._failing[lane] = _Failing(known.count + 1, lonely, self._successes)
        self.rest(lane, now + min(0.25 * 2.0 ** min(known.count, 10), LONGEST_REST_S))
        return known.count + 1

    def is_lonely(self, lane: str) -> bool:
        """Tell a message that Telegram chokes on from a Telegram that is away: others get through again and again."""
        return lane in self._failing and self._failing[lane].lonely >= LONELY_FAILURES

    def reached(self, lane: str) -> None:
        """Note that Telegram answered a send of this lane."""
        self._successes += 1
        self.forgive(lane)

    def forgive(self, lane: str) -> None:
        """Forget the failures of a lane, and its rest: what failed no longer waits."""
        self._failing.pop(lane, None)
        self._until.pop(lane, None)
