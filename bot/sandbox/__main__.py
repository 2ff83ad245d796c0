"""Start the sandbox: `python -m bot.sandbox --port 8081`."""

import argparse
import asyncio
import contextlib
import signal
import socket
import sys
import time
from collections.abc import Iterator

import uvicorn

from bot.sandbox.connections import DroppableProtocol
from bot.sandbox.loopback import is_loopback
from bot.sandbox.server import application
from bot.sandbox.webhooks import Webhooks
from bot.sandbox.world import World

# Update ids start at the seconds since then, so that a bot which kept its database sees new ones after a restart.
EPOCH_S = 1_700_000_000


def main() -> None:
    """Serve until SIGTERM or SIGINT; print one line with the address when listening."""
    options = _options()
    if not is_loopback(options.host):
        sys.exit(f"{options.host} is not a loopback address; the sandbox listens on this machine only")
    try:
        listener = _listener(options.host, options.port)
    except (OSError, OverflowError) as error:
        sys.exit(f"port {options.port} cannot be used: {getattr(error, 'strerror', None) or error}")
    asyncio.run(_serve(listener, World(first_update_id=options.first_update_id)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="loopback address to listen on")
    parser.add_argument("--port", type=int, default=8081, help="0 takes any free port")
    parser.add_argument("--first-update-id", type=int, default=int(time.time()) - EPOCH_S)
    return parser.parse_args()


def _listener(host: str, port: int) -> socket.socket:
    """Return a listening socket; only with the protocol named does asyncio send small answers without delay."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(1024)
    return listener


async def _serve(listener: socket.socket, world: World) -> None:
    webhooks = Webhooks()
    world.on_webhook = webhooks.start
    config = uvicorn.Config(
        application(world),
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
    sys.stdout.write(f"http://{f'[{host}]' if ':' in host else host}:{port}\n")
    sys.stdout.flush()
    await server.serve(sockets=[listener])
    webhooks.stop()


class _Server(uvicorn.Server):
    """Uvicorn's server that ends long polls when it stops, and exits with 0 on SIGTERM."""

    def __init__(self, config: uvicorn.Config, world: World) -> None:
        super().__init__(config)
        self._world = world

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop)
        yield

    def _stop(self) -> None:
        self.should_exit = True
        self._world.close()


if __name__ == "__main__":
    main()
