"""Start the sandbox: `python -m bot.sandbox --port 8081`."""

import argparse
import asyncio
import fcntl
import os
import signal
import socket
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.sandbox.demo.copying import copy_base
from bot.sandbox.knowledge_files import KnowledgeFiles
from bot.sandbox.loopback import is_loopback
from bot.sandbox.stage import Stage
from bot.sandbox.supervising import TOKEN, Supervisor
from bot.sandbox.world import World

# Update ids start at the seconds since then, so that a bot which kept its database sees new ones after a restart.
EPOCH_S = 1_700_000_000
DATABASE = "bot.sqlite3"
# Whose day the example data is dated from.
ZONE = ZoneInfo("Europe/Warsaw")


def main() -> None:
    """Serve until SIGTERM, SIGINT or the terminal is closed; print one line with the address when listening."""
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
    try:
        stage = _stage(options, world)
    except BlockingIOError:
        sys.exit(f"{options.folder}: another sandbox uses this folder; end it first")
    except OSError as error:
        sys.exit(f"{error.filename or options.folder}: {error.strerror or error}")
    try:
        asyncio.run(_run(listener, world, stage))
    finally:
        if stage is not None:
            _forget(options.folder)


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
    _hold(options.folder)
    if options.copy_of is not None:
        copy_base(options.copy_of, options.knowledge, datetime.now(ZONE).date())
    _forget(options.folder)
    database_url = f"sqlite:///{options.folder.absolute() / DATABASE}"
    supervisor = Supervisor(options.bot, database_url, world.log.changed.send)
    return Stage(supervisor, KnowledgeFiles(options.knowledge, is_copy=options.copy_of is not None))


def _forget(folder: Path) -> None:
    """Delete what the bot kept of the people of this server; at the start, too, where the last one ended by force."""
    for kept in folder.glob(f"{DATABASE}*"):
        kept.unlink()


def _hold(folder: Path) -> None:
    """Keep the folder for this process, until it ends. Raises `BlockingIOError` where another one has it."""
    folder.mkdir(parents=True, exist_ok=True)
    fcntl.flock(os.open(folder, os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)


def _listener(host: str, port: int) -> socket.socket:
    """Return a listening socket; only with the protocol named does asyncio send small answers without delay."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(1024)
    return listener


async def _run(listener: socket.socket, world: World, stage: Stage | None) -> None:
    """Serve; a bot to look after takes longest to start, so it begins before all that serving needs is loaded."""
    host, port = listener.getsockname()[:2]
    root = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    if stage is not None:
        stage.supervisor.api_root = root
        await stage.supervisor.start()
    from bot.sandbox.serving import serve

    await serve(listener, world, stage, root=root, ended=ended)


if __name__ == "__main__":
    main()
