"""Start the sandbox: `python -m bot.sandbox --port 8081`."""

import argparse
import asyncio
import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import uvicorn

from bot.sandbox.connections import DroppableProtocol
from bot.sandbox.demo.copying import copy_base
from bot.sandbox.demo.performing import Performance, read_cast
from bot.sandbox.knowledge_files import KnowledgeFiles
from bot.sandbox.loopback import is_loopback
from bot.sandbox.server import application
from bot.sandbox.stage import Stage
from bot.sandbox.supervising import TOKEN, Supervisor
from bot.sandbox.webhooks import Webhooks
from bot.sandbox.world import World

# Update ids start at the seconds since then, so that a bot which kept its database sees new ones after a restart.
EPOCH_S = 1_700_000_000
DATABASE = "bot.sqlite3"
# Whose day the example data is dated from.
ZONE = ZoneInfo("Europe/Warsaw")


def main() -> None:
    """Serve until SIGTERM or SIGINT; print one line with the address when listening."""
    options = _options()
    if not is_loopback(options.host):
        sys.exit(f"{options.host} is not a loopback address; the sandbox listens on this machine only")
    if os.environ.get("BOT_TOKEN_FILE") or os.environ.get("BOT_TOKEN", TOKEN) != TOKEN:
        sys.exit("BOT_TOKEN or BOT_TOKEN_FILE is set: the sandbox takes no real token; unset it and start again")
    try:
        listener = _listener(options.host, options.port)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        sys.exit(f"port {options.port} cannot be used: {reason}; --port chooses another port")
    world = World(first_update_id=options.first_update_id)
    asyncio.run(_serve(listener, world, _stage(options, world)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="loopback address to listen on")
    parser.add_argument("--port", type=int, default=8081, help="0 takes any free port")
    parser.add_argument("--first-update-id", type=int, default=int(time.time()) - EPOCH_S)
    parser.add_argument("--folder", type=Path, help="folder for what the bot keeps; its database is made anew")
    parser.add_argument("--knowledge", type=Path, help="folder of the knowledge base that the bot reads")
    parser.add_argument("--copy-of", type=Path, help="make that folder anew, as a copy of this one with example data")
    parser.add_argument("bot", nargs="*", help="after --: the command that starts a bot to look after")
    options = parser.parse_args()
    if options.bot and not (options.folder and options.knowledge):
        parser.error("a bot to look after needs --folder and --knowledge")
    return options


def _stage(options: argparse.Namespace, world: World) -> Stage | None:
    """Prepare what a bot to look after needs; None where there is none."""
    if not options.bot:
        return None
    if options.copy_of is not None:
        copy_base(options.copy_of, options.knowledge, datetime.now(ZONE).date())
    options.folder.mkdir(parents=True, exist_ok=True)
    for kept in options.folder.glob(f"{DATABASE}*"):
        kept.unlink()  # the people of this server are new each time, too
    database_url = f"sqlite:///{options.folder.absolute() / DATABASE}"
    supervisor = Supervisor(options.bot, database_url, world.log.changed.send)
    return Stage(supervisor, KnowledgeFiles(options.knowledge, is_copy=options.copy_of is not None))


def _listener(host: str, port: int) -> socket.socket:
    """Return a listening socket; only with the protocol named does asyncio send small answers without delay."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(1024)
    return listener


async def _serve(listener: socket.socket, world: World, stage: Stage | None) -> None:
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
    server = _Server(config, world)
    host, port = listener.getsockname()[:2]
    root = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    if stage is None:
        sys.stdout.write(f"{root}\n")
        sys.stdout.flush()
        await server.serve(sockets=[listener])
    else:
        sys.stdout.write(f"sandbox: open {root} in a browser; Ctrl+C ends it\n")
        sys.stdout.flush()
        await _serve_with_bot(server, listener, world, stage, root)
    webhooks.stop()


async def _serve_with_bot(server: "_Server", listener: socket.socket, world: World, stage: Stage, root: str) -> None:
    """Serve while the bot runs beside; it ends first, so that what it still has to say arrives."""
    performance = Performance(world, stage, read_cast())
    performance.enter()
    stage.supervisor.api_root = root
    server.before_stop = stage.supervisor.close
    await stage.supervisor.start()
    playing = asyncio.create_task(performance.play())
    await server.serve(sockets=[listener])
    playing.cancel()


class _Server(uvicorn.Server):
    """Uvicorn's server that ends long polls when it stops, and exits with 0 on SIGTERM."""

    def __init__(self, config: uvicorn.Config, world: World) -> None:
        super().__init__(config)
        self._world = world
        # What must end before the server does.
        self.before_stop: Callable[[], Awaitable[None]] | None = None
        self._stopping: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop)
        yield

    def _stop(self) -> None:
        if self._stopping is None:
            self._stopping = asyncio.get_running_loop().create_task(self._stop_all())

    async def _stop_all(self) -> None:
        if self.before_stop is not None:
            await self.before_stop()
        self.should_exit = True
        self._world.close()


if __name__ == "__main__":
    main()
