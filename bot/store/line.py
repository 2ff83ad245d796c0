"""Work that waits for a writer: the urgent first, otherwise in the order in which it came."""

import queue
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Work(Generic[T]):
    """One transaction, and who waits for it."""

    run: Callable[[Connection], T]
    done: "Future[T]"
    is_urgent: bool

    def begin(self) -> bool:
        """Tell whether anybody waits; from here on nobody can give up, and a result finds its future waiting."""
        return self.done.running() or self.done.set_running_or_notify_cancel()


class Line:
    """One writer's work. Anybody may put; only the writer takes."""

    def __init__(self) -> None:
        self._arriving: queue.SimpleQueue[Work[Any] | None] = queue.SimpleQueue()
        self._urgent: deque[Work[Any]] = deque()
        self._ordinary: deque[Work[Any]] = deque()
        self._is_closed = False

    def put(self, work: Work[Any]) -> None:
        """Let work wait."""
        self._arriving.put(work)

    def close(self) -> None:
        """Say that nothing more will be put."""
        self._arriving.put(None)

    def take(self, most: int) -> Sequence[Work[Any]]:
        """Wait for work and give what is next, at most so much; nothing once the line is closed and empty."""
        while not (self._urgent or self._ordinary or self._is_closed):
            self._sort(self._arriving.get())
        while not self._arriving.empty():
            self._sort(self._arriving.get())
        count = min(most, len(self._urgent) + len(self._ordinary))
        return [self._urgent.popleft() if self._urgent else self._ordinary.popleft() for _ in range(count)]

    def put_back(self, works: Sequence[Work[Any]]) -> None:
        """Let what was taken, but not begun, be next again."""
        for work in reversed(works):
            self._kind(work).appendleft(work)

    def _sort(self, work: Work[Any] | None) -> None:
        if work is None:
            self._is_closed = True
        else:
            self._kind(work).append(work)

    def _kind(self, work: Work[Any]) -> deque[Work[Any]]:
        return self._urgent if work.is_urgent else self._ordinary
