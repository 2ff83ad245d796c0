"""Waking whoever waits for something to happen: long polls, `wait` and the event stream."""

import asyncio
import contextlib


class Signal:
    """Wakes every present waiter at once; costs next to nothing while nobody waits."""

    __slots__ = ("_waiters",)

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()

    def send(self) -> None:
        """Wake all who wait now."""
        if self._waiters:
            for waiter in self._waiters:
                if not waiter.done():
                    waiter.set_result(None)
            self._waiters.clear()

    async def wait(self, timeout_s: float) -> bool:
        """Return whether the signal came within `timeout_s` seconds."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(waiter, timeout_s)
                return True
            return False
        finally:
            self._waiters.discard(waiter)
