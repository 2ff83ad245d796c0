"""One bot's queue of updates: what is waiting, what was confirmed, who is polling.

Updates are encoded when they happen, so a later edit of a message does not change an update already queued,
and a broken update can be queued as the text it is.
"""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto

# Bot API, getUpdates: with no list given, these three kinds are not sent.
ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class QueuedUpdate:
    """An update as it goes over the wire; `kind` is the name of its payload, `None` for a raw one."""

    update_id: int
    kind: str | None
    body: bytes
    # Delivered once even if its id is below what the bot confirms: a duplicate, or an id chosen by hand.
    is_due: bool = False


class Wake(Enum):
    """Why a waiting getUpdates stops waiting."""

    ARRIVED = auto()
    REPLACED = auto()
    WEBHOOK_SET = auto()
    CLOSED = auto()


@dataclass(slots=True)
class UpdateQueue:
    """Updates of one bot in the order they happened."""

    waiting: deque[QueuedUpdate] = field(default_factory=deque)
    # What the bot asked for last; empty means the default kinds.
    allowed: frozenset[str] = frozenset()
    # False until the first getUpdates or setWebhook: until then everything is kept.
    is_asked: bool = False
    poll: asyncio.Future[Wake] | None = None
    last: QueuedUpdate | None = None
    confirmed_count: int = 0

    def add(self, update: QueuedUpdate) -> bool:
        """Queue an update and say so, unless the bot has said that it does not want its kind."""
        if update.kind is not None and self.is_asked and not self.wants(update.kind):
            return False
        self.waiting.append(update)
        self.last = update
        self.wake(Wake.ARRIVED)
        return True

    def wants(self, kind: str) -> bool:
        """Say whether updates of this kind are delivered."""
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST_ONLY

    def ask(self, allowed: list[str] | None) -> None:
        """Remember what the bot asks for; `None` keeps the previous choice.

        The first time, what was queued before and is not wanted is dropped.
        """
        if allowed is not None:
            self.allowed = frozenset(allowed)
        if not self.is_asked:
            self.is_asked = True
            self.waiting = deque(u for u in self.waiting if u.kind is None or self.wants(u.kind))

    def confirm(self, offset: int) -> None:
        """Forget updates below a positive offset; a negative one keeps only that many from the end."""
        while self.waiting and self._is_confirmed(self.waiting[0], offset):
            self.waiting.popleft()
            self.confirmed_count += 1

    def batch(self, limit: int) -> bytes:
        """Return up to `limit` waiting updates as a JSON array; they stay queued until confirmed."""
        updates = [self.waiting[index] for index in range(min(limit, len(self.waiting)))]
        for update in updates:
            update.is_due = False
        return b"[" + b",".join(update.body for update in updates) + b"]"

    def start_poll(self) -> asyncio.Future[Wake]:
        """Begin to wait; whoever waited before is woken as replaced."""
        self.wake(Wake.REPLACED)
        self.poll = asyncio.get_running_loop().create_future()
        return self.poll

    def wake(self, reason: Wake) -> None:
        """Wake the waiting getUpdates, if any."""
        if self.poll is not None:
            if not self.poll.done():
                self.poll.set_result(reason)
            self.poll = None

    def _is_confirmed(self, update: QueuedUpdate, offset: int) -> bool:
        if offset < 0:
            return len(self.waiting) > -offset
        return update.update_id < offset and not update.is_due
