"""`run --demo`: the bot tells why it answers and lets its clock be set, on a port of this machine."""

import asyncio
import contextlib
import os
import socket
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog
import uvicorn

from bot.clock import AheadClock
from bot.intake import Intake
from bot.knowledge.watching import Library
from bot.web.demo import Shown, application
from bot.witnessing import Witness, watched

log = structlog.get_logger(__name__)

LOOK_FOR_PARENT_S = 1.0


def _listener() -> socket.socket:
    """Listen on any free port of this machine."""
    return socket.create_server(("127.0.0.1", 0))


@dataclass(slots=True)
class Demo:
    """What is added to a bot that is tried out."""

    clock: AheadClock
    # Whoever knows it may ask.
    secret: str
    witness: Witness
    # In the folder of the data: keeps what came of trying out apart from what serves people.
    folder: str = "sandbox"
    listener: socket.socket = field(default_factory=_listener)
    # Process id of the program that started this one.
    parent: int = field(default_factory=os.getppid)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def watched(self, intake: Intake) -> Intake:
        """Give an intake whose judgements are noted."""
        return watched(intake, self.witness)

    def loops(self, library: Library, base: Path) -> Sequence[Coroutine[None, None, None]]:
        """Give what runs beside the loops of every bot."""
        return self._serve(library, base), _until_alone(self.parent)

    async def _serve(self, library: Library, base: Path) -> None:
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


async def _until_alone(parent: int) -> None:
    """Return when the program that started this one is gone: nobody could end or reach this one any more."""
    while os.getppid() == parent:  # noqa: ASYNC110 - nothing announces it
        await asyncio.sleep(LOOK_FOR_PARENT_S)
    log.warning("demo.alone", why="the program that started this one has ended")


class _Server(uvicorn.Server):
    """Uvicorn's server that leaves signals to the program."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
