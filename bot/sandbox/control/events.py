"""The event stream of the page: one line whenever something changed, so that it reads again."""

import asyncio
import contextlib

from starlette.types import Receive, Scope, Send

from bot.sandbox.connections import disconnected
from bot.sandbox.world import World

# Seconds between signs of life, which also find out that a browser has gone.
HEARTBEAT_S = 15.0


class EventStream:
    """An ASGI endpoint that speaks server-sent events; each carries the number of the last change."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send an event at once and after every change until the browser goes."""
        del scope
        headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        gone = asyncio.ensure_future(disconnected(receive))
        try:
            while not gone.done() and not self._world.is_closing:
                await send(
                    {
                        "type": "http.response.body",
                        "body": b"data: %d\n\n" % self._world.log.last_number,
                        "more_body": True,
                    }
                )
                changed = asyncio.ensure_future(self._world.log.changed.wait(HEARTBEAT_S))
                await asyncio.wait({gone, changed}, return_when=asyncio.FIRST_COMPLETED)
                changed.cancel()
        finally:
            gone.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await gone
        await send({"type": "http.response.body", "body": b""})
