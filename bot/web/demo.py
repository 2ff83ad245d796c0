"""What a bot that is only tried out tells and lets be set: `GET|PUT /demo/clock`, `/demo/explain`, `/demo/knowledge`.

Answers whoever knows the secret of this start, on this machine, and no browser: the sandbox's server asks for the page.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from json import JSONDecodeError
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.clock import AheadClock, BadClock, parse
from bot.knowledge.changes import Fingerprint, fingerprint
from bot.knowledge.faults import Fault, Severity
from bot.knowledge.loading import Loaded, Refused, load
from bot.knowledge.watching import Library
from bot.web.explained import Json, explained
from bot.witnessing import Witness

# Answers a request, or raises `_Wrong`.
Handler = Callable[[Request], Awaitable[Json]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is told and set."""

    clock: AheadClock
    witness: Witness
    library: Library
    # Folder of the knowledge base in use.
    base: Path


def application(shown: Shown, secret: str) -> Starlette:
    """Give the ASGI application."""
    demo = _Demo(shown)
    paths: dict[tuple[str, str], Handler] = {
        ("GET", "/demo/clock"): demo.tell_time,
        ("PUT", "/demo/clock"): demo.set_time,
        ("GET", "/demo/explain"): demo.explain,
        ("GET", "/demo/knowledge"): demo.tell_base,
    }
    return Starlette(
        routes=[Route(path, _guarded(answer, secret), methods=[method]) for (method, path), answer in paths.items()]
    )


class _Wrong(Exception):
    """A request that cannot be carried out; the message says what to do."""

    def __init__(self, message: str, code: int = 400) -> None:
        super().__init__(message)
        self.code = code


def _guarded(answer: Handler, secret: str) -> Callable[[Request], Awaitable[Response]]:
    """Refuse whoever does not know the secret, and any browser: a page of another site may not even try."""

    async def endpoint(request: Request) -> Response:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if "origin" in request.headers or not hmac.compare_digest(given.encode(), secret.encode()):
            return JSONResponse({"error": "only for the sandbox of this start"}, 403)
        try:
            return JSONResponse(await answer(request))
        except _Wrong as error:
            return JSONResponse({"error": str(error)}, error.code)

    return endpoint


@dataclass(slots=True)
class _Demo:
    shown: Shown
    # The base as it was read last, and how its files were marked then: reading it takes a second.
    last: tuple[Fingerprint, Loaded | Refused] | None = None

    async def tell_time(self, _request: Request) -> Json:
        """Give the time the bot lives in."""
        clock = self.shown.clock
        return {"now": self._local(clock()).isoformat(), "ahead_s": clock.ahead.total_seconds()}

    async def set_time(self, request: Request) -> Json:
        """Set the time the bot lives in, and give it."""
        clock = self.shown.clock
        try:
            match await _body(request):
                case {"now": str(moment)}:
                    clock.set_to(parse(moment))
                case {"advance_s": int(seconds) | float(seconds)}:
                    clock.advance(timedelta(seconds=seconds))
                case {"ahead_s": int(seconds) | float(seconds)}:
                    clock.advance(timedelta(seconds=seconds) - clock.ahead)
                case _:
                    raise _Wrong("give `now` (ISO 8601 with offset), `advance_s` or `ahead_s` (seconds)")
        except (BadClock, OverflowError, ValueError) as error:
            raise _Wrong(f"this cannot be the time: {error}") from None
        return await self.tell_time(request)

    async def explain(self, request: Request) -> Json:
        """Give why a message was judged so."""
        number = request.query_params.get("update_id", "")
        record = self.shown.witness.record(int(number)) if number.isdecimal() else None
        if record is None:
            raise _Wrong("update_id: nothing is kept about such a message", 404)
        return await asyncio.to_thread(explained, record, self.shown.base, self._local)

    async def tell_base(self, _request: Request) -> Json:
        """Give how the bot takes the base as it stands in its folder."""
        return standing(await asyncio.to_thread(self._read), self.shown.library)

    def _read(self) -> Loaded | Refused:
        marks = fingerprint(self.shown.base)
        if self.last is None or self.last[0] != marks:
            self.last = marks, load(self.shown.base)
        return self.last[1]

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.shown.library.current.knowledge.centre.timezone))


async def _body(request: Request) -> Json:
    try:
        body = await request.json()
    except (JSONDecodeError, UnicodeDecodeError):
        body = None
    if not isinstance(body, dict):
        raise _Wrong("a JSON object is needed")
    return body


def standing(read: Loaded | Refused, library: Library) -> Json:
    """Give how a base that was just read is taken."""
    notes = read.faults if isinstance(read, Refused) else read.warnings
    return {
        "verdict": "refused" if isinstance(read, Refused) else "accepted",
        "faults": [_fault(one) for one in notes if one.severity is Severity.ERROR],
        "warnings": [_fault(one) for one in notes if one.severity is Severity.WARNING],
        "in_use": isinstance(read, Loaded) and read.knowledge == library.current.knowledge,
        "learning": library.is_learning,
    }


def _fault(fault: Fault) -> Json:
    """Give a fault, its file below the base's folder; nulls for one of the folder itself."""
    file = fault.file.partition("/")[2] or None
    return {
        "file": file,
        "line": fault.line if file else None,
        "column": fault.column if file else None,
        "message": fault.message,
    }
