"""Work that waits for a writer: the urgent first, otherwise in the order in which it came."""

import queue
from collections import deque
from collections.abc import Callable, Iterator
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
        return self.done.set_running_or_notify_cancel()


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

    def waits(self) -> bool:
        """Wait until there is work; False once the line is closed and empty."""
        self._collect()
        while not (self._urgent or self._ordinary or self._is_closed):
            self._sort(self._arriving.get())
        return bool(self._urgent or self._ordinary)

    def works(self, most: int) -> Iterator[Work[Any]]:
        """Give what waits, at most so much, the urgent first; urgent work may still come while it is being done."""
        self._collect()
        ordinary = len(self._ordinary)
        for _ in range(most):
            self._collect()
            if self._urgent:
                work = self._urgent.popleft()
            elif ordinary:
                work, ordinary = self._ordinary.popleft(), ordinary - 1
            else:
                return
            if work.begin():
                yield work

    def _collect(self) -> None:
        while not self._arriving.empty():
            self._sort(self._arriving.get())

    def _sort(self, work: Work[Any] | None) -> None:
        if work is None:
            self._is_closed = True
        else:
            (self._urgent if work.is_urgent else self._ordinary).append(work)
