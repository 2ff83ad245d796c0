"""The server at its port until it is asked to end, and what begins and ends with it."""

import asyncio
import contextlib
import socket
import sys
from collections.abc import Iterator

import uvicorn

from bot.sandbox.connections import DroppableProtocol
from bot.sandbox.demo.performing import Performance, read_cast
from bot.sandbox.server import application
from bot.sandbox.stage import Stage
from bot.sandbox.webhooks import Webhooks
from bot.sandbox.world import World


async def serve(listener: socket.socket, world: World, stage: Stage | None, *, root: str, ended: asyncio.Event) -> None:
    """Serve until `ended`; print one line with the address. A bot to look after was started already."""
    webhooks = Webhooks()
    world.on_webhook = webhooks.start
    config = uvicorn.Config(
        application(world, stage),
        http=DroppableProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=3600,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    ending = asyncio.create_task(_end(server, world, stage, ended))
    playing = None if stage is None else asyncio.create_task(_examples(world, stage).play())
    sys.stdout.write(f"{root}\n" if stage is None else f"sandbox: open {root} in a browser; Ctrl+C ends it\n")
    sys.stdout.flush()
    await server.serve(sockets=[listener])
    for task in (ending, playing):
        if task is not None:
            task.cancel()
    webhooks.stop()


def _examples(world: World, stage: Stage) -> Performance:
    """Let the example people be there."""
    performance = Performance(world, stage, read_cast())
    performance.enter()
    return performance


async def _end(server: uvicorn.Server, world: World, stage: Stage | None, ended: asyncio.Event) -> None:
    """End the server once it is asked to, long polls included; the bot ends first, so that its last words arrive."""
    await ended.wait()
    if stage is not None:
        await stage.supervisor.close()
    server.should_exit = True
    world.close()


class _Server(uvicorn.Server):
    """Uvicorn's server that leaves signals to the program, which exits with 0 on SIGTERM."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
