"""Connections below ASGI: dropping one without an answer, and sending each answer in one piece."""

import asyncio
from typing import ClassVar

from starlette.types import Receive, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol


class DroppableProtocol(H11Protocol):
    """Uvicorn's HTTP/1.1 protocol that remembers its transports by the client's address."""

    transports: ClassVar[dict[tuple[str, int], asyncio.Transport]] = {}

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Remember the transport."""
        super().connection_made(JoiningTransport(transport))
        if self.client is not None:
            self.transports[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the transport."""
        if self.client is not None:
            self.transports.pop(self.client, None)
        super().connection_lost(exc)


class JoiningTransport(asyncio.Transport):
    """A transport that joins what is written within one turn of the loop.

    Uvicorn writes head and body of an answer apart; a system call for each was a third of the work of an answer.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._waiting: list[bytes | bytearray | memoryview] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send the data at the end of this turn."""
        if not self._waiting:
            self._loop.call_soon(self._flush)
        self._waiting.append(data)

    def close(self) -> None:
        """Send what waits, then close."""
        self._flush()
        self._transport.close()

    def abort(self) -> None:
        """Close at once; what waits is lost."""
        self._waiting.clear()
        self._transport.abort()

    def is_closing(self) -> bool:
        """Say whether the connection is closed or closing."""
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: object = None) -> object:
        """Return what the system says of the connection."""
        return self._transport.get_extra_info(name, default)

    def pause_reading(self) -> None:
        """Stop reading until told otherwise."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Read again."""
        self._transport.resume_reading()

    def _flush(self) -> None:
        if self._waiting and not self._transport.is_closing():
            self._transport.write(b"".join(self._waiting))
        self._waiting.clear()


async def drop(scope: Scope, receive: Receive) -> None:
    """Close the request's connection at once, with a reset where the system allows, and see it closed."""
    transport = DroppableProtocol.transports.get(tuple(scope["client"]))
    if transport is not None:
        transport.abort()
    await disconnected(receive)


async def disconnected(receive: Receive) -> None:
    """Return when the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
