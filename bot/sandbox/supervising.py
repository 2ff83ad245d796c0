"""The bot as a child of this server: started, killed, started again; what it prints is kept, what it tells is asked.

Nothing of the bot is known here but its command, the three lines that it prints about itself (contract: `run --demo`),
and what it answers over HTTP.
"""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from signal import SIGKILL, SIGTERM
from typing import TYPE_CHECKING

from bot.sandbox.wire import JsonObject

if TYPE_CHECKING:
    import httpx

# Has the shape of a token and belongs to nobody.
TOKEN = "1000000001:" + "sandbox" * 5
KEPT_LINES = 2_000
# Seconds that a bot which is asked to end may take.
STOP_S = 10.0
# Seconds for the last words of a bot that has ended, where a child of it still holds what they come through.
LAST_WORDS_S = 1.0
# Seconds that the bot may take to answer; it reads its whole knowledge base for some answers.
ANSWER_S = 20.0
# How lines begin that the bot prints about itself.
_POLLS, _DEMO, _OPERATOR = "bot: polling", "bot: demo: ", "bot: operator code: "


class BotState(StrEnum):
    """What the bot's process does."""

    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    DIED = "died"


class Unanswered(Exception):
    """The bot does not run, or refused; the message says which."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the bot's output."""

    number: int
    # Real time, ISO 8601.
    at: str
    text: str


class Supervisor:
    """Looks after one bot."""

    def __init__(self, command: Sequence[str], database_url: str, on_change: Callable[[], None]) -> None:
        self._command = command
        self._database_url = database_url
        self._on_change = on_change
        self._process: Process | None = None
        self._watching: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self._client: httpx.AsyncClient | None = None
        self.api_root = ""
        self.state = BotState.STOPPED
        self.since = _now()
        self.exit_code: int | None = None
        self.starts = 0
        self.kills = 0
        self.lines: deque[Line] = deque(maxlen=KEPT_LINES)
        self.last_number = 0
        # How far the bot's clock was set ahead last; a new start goes on with it.
        self.ahead_s = 0.0
        self.operator_code: str | None = None
        self._ask_at: tuple[str, str] | None = None
        # How local the bot's clock is; None: the bot has not told the time yet.
        self._utc_offset: timedelta | None = None
        self._asking: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the bot unless its process is there."""
        async with self._starting:
            if self._process is None:
                await self._start()

    async def _start(self) -> None:
        own = {"BOT_TOKEN": TOKEN, "BOT_API_URL": self.api_root, "BOT_DATABASE_URL": self._database_url}
        command = [*self._command, f"--ahead={self.ahead_s}"]
        (out, out_end), (err, err_end) = os.pipe(), os.pipe()
        self._process = await asyncio.create_subprocess_exec(
            *command, stdout=out_end, stderr=err_end, env={**os.environ, **own}
        )
        os.close(out_end)
        os.close(err_end)
        self.starts += 1
        self.exit_code = None
        self._become(BotState.STARTING)
        self._watching = asyncio.create_task(self._watch(self._process, out, err))

    async def kill(self) -> None:
        """End the bot as a power cut would."""
        if self._process is not None:
            self.kills += 1
            await self._end(SIGKILL, STOP_S)

    async def stop(self) -> None:
        """Ask the bot to end, and wait until it has; one that does not is killed."""
        if self._process is None:
            return
        self._become(BotState.STOPPING)
        if not await self._end(SIGTERM, STOP_S):
            await self._end(SIGKILL, STOP_S)

    async def close(self) -> None:
        """End everything."""
        await self.stop()
        if self._client is not None:
            await self._client.aclose()

    async def ask(self, method: str, path: str, body: JsonObject | None = None) -> JsonObject:
        """Ask the bot what only it knows. Raises `Unanswered`."""
        import httpx  # by the time there is something to ask, it does not hold up the start of the bot

        if self._ask_at is None or self.state is not BotState.RUNNING:
            raise Unanswered("bot: it does not run")
        address, secret = self._ask_at
        headers = {"authorization": f"Bearer {secret}"}
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=ANSWER_S, trust_env=False, verify=False)  # noqa: S501 - loopback
        try:
            response = await self._client.request(method, address + path, json=body, headers=headers)
            answer: JsonObject = response.json()
        except (httpx.HTTPError, ValueError):
            raise Unanswered("bot: it does not answer") from None
        if not response.is_success:
            raise Unanswered(str(answer.get("error", response.status_code)))
        return answer

    def note_clock(self, told: JsonObject) -> None:
        """Remember what the bot said of its clock, which goes on as the real one does."""
        self.ahead_s = float(told["ahead_s"])
        self._utc_offset = datetime.fromisoformat(told["now"]).utcoffset()

    def clock_json(self) -> JsonObject | None:
        """Give the time the bot lives in, without asking it again; None while it does not answer."""
        if self._utc_offset is None:
            return None
        now = datetime.now(UTC) + timedelta(seconds=self.ahead_s)
        return {"now": now.astimezone(timezone(self._utc_offset)).isoformat(), "ahead_s": self.ahead_s}

    def to_json(self) -> JsonObject:
        """Give the state of the process."""
        return {
            "state": self.state.value,
            "pid": None if self._process is None else self._process.pid,
            "since": self.since,
            "exit_code": self.exit_code,
            "starts": self.starts,
            "kills": self.kills,
        }

    async def _end(self, number: int, patience_s: float) -> bool:
        """Send a signal; say whether the process has ended."""
        process, watching = self._process, self._watching
        if process is None or watching is None:
            return True
        with suppress(ProcessLookupError):
            process.send_signal(number)
        await asyncio.wait({watching}, timeout=patience_s)
        return watching.done()

    async def _watch(self, process: Process, out: int, err: int) -> None:
        """Keep what the bot prints until it ends.

        The pipes are our own: asyncio would take a process for a running one as long as a child of it holds them.
        """
        reading = [
            asyncio.create_task(self._read(out, sys.stdout.write)),
            asyncio.create_task(self._read(err, sys.stderr.write)),
        ]
        self.exit_code = await process.wait()
        _, pending = await asyncio.wait(reading, timeout=LAST_WORDS_S)
        for task in pending:
            task.cancel()
        await asyncio.wait(reading)
        self._process = self._ask_at = self._utc_offset = None
        self._become(BotState.STOPPED if self.state is BotState.STOPPING else BotState.DIED)

    async def _read(self, pipe: int, repeat: Callable[[str], object]) -> None:
        stream = asyncio.StreamReader()
        source = os.fdopen(pipe, "rb", buffering=0)
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(stream), source
        )
        try:
            while line := await _line(stream):
                self._take(line.decode("utf-8", "replace").rstrip("\n"), repeat)
        finally:
            transport.close()

    def _take(self, text: str, repeat: Callable[[str], object]) -> None:
        if self._is_for_us(text):
            return
        self.last_number += 1
        self.lines.append(Line(self.last_number, _now(), text))
        with suppress(OSError):  # whoever read along may be gone
            repeat(f"{text}\n")
            sys.stdout.flush()
        self._on_change()

    async def _ask_time(self) -> None:
        with suppress(Unanswered):
            self.note_clock(await self.ask("GET", "/demo/clock"))
        self._on_change()

    def _is_for_us(self, text: str) -> bool:
        """Take in what the bot says about itself; say whether nobody else is to read it."""
        if text.startswith(_DEMO):
            address, secret = text.removeprefix(_DEMO).split()
            self._ask_at = address, secret
            self._asking = asyncio.create_task(self._ask_time())
            return True
        if text.startswith(_OPERATOR):
            self.operator_code = text.rsplit(maxsplit=1)[-1]
        elif text.startswith(_POLLS) and self.state is BotState.STARTING:
            self._become(BotState.RUNNING)
        return False

    def _become(self, state: BotState) -> None:
        self.state = state
        self.since = _now()
        self._on_change()


async def _line(stream: asyncio.StreamReader) -> bytes:
    """Read a line; what is too long for the buffer comes in pieces, empty at the end."""
    try:
        return await stream.readuntil(b"\n")
    except asyncio.IncompleteReadError as end:
        return end.partial
    except asyncio.LimitOverrunError as long:
        return await stream.readexactly(long.consumed)


def _now() -> str:
    return datetime.now(UTC).isoformat()
