"""`run --demo`: the bot tells why it answers and lets its clock be set, on a port of this machine."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn

from bot.clock import AheadClock
from bot.intake import Intake
from bot.knowledge.watching import Library
from bot.web.demo import Shown, application
from bot.witnessing import Witness, watched


def _listener() -> socket.socket:
    """Listen on any free port of this machine."""
    return socket.create_server(("127.0.0.1", 0))


@dataclass(slots=True)
class Demo:
    """What is added to a bot that is tried out."""

    clock: AheadClock
    # Whoever knows it may ask.
    secret: str
    # In the folder of the data: keeps what came of trying out apart from what serves people.
    folder: str = "sandbox"
    witness: Witness = field(default_factory=Witness)
    listener: socket.socket = field(default_factory=_listener)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def watched(self, intake: Intake) -> Intake:
        """Give an intake whose judgements are noted."""
        return watched(intake, self.witness)

    async def serve(self, library: Library, base: Path) -> None:
        """Answer until cancelled; print where, and the secret, for the program that started this one."""
        print(f"bot: demo: {self.address} {self.secret}", flush=True)  # noqa: T201 - the contract's line
        shown = Shown(self.clock, self.witness, library, base)
        config = uvicorn.Config(
            application(shown, self.secret), ws="none", lifespan="off", log_config=None, access_log=False
        )
        try:
            await _Server(config).serve(sockets=[self.listener])
        except asyncio.CancelledError:
            self.listener.close()
            raise


class _Server(uvicorn.Server):
    """Uvicorn's server that leaves signals to the program."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
