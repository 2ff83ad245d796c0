"""The Bot API over HTTP: one request → token, method, parameters → answer, with the faults on order."""

import asyncio
import time
from functools import partial
from http import HTTPStatus

from starlette.types import Receive, Scope, Send

from bot.sandbox.calls import LoggedCall
from bot.sandbox.connections import disconnected, drop
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.methods import METHODS
from bot.sandbox.methods.call import Call
from bot.sandbox.methods.receiving import get_updates
from bot.sandbox.parameters import Parameters, parse
from bot.sandbox.state import Bot
from bot.sandbox.wire import ApiError, encode
from bot.sandbox.world import World

# Largest request, in bytes; Telegram's own limit for an upload is 50 MB.
LARGEST_REQUEST = 60_000_000

_NAMES = {name.lower(): name for name in [*METHODS, "getUpdates"]}
_JSON = [(b"content-type", b"application/json")]
_BYTES = [(b"content-type", b"application/octet-stream")]
_HTML = [(b"content-type", b"text/html")]
# Methods that count against the sending limits.
_LIMITED = ("send", "copy", "forward", "edit", "createforumtopic")
_UNLIMITED = frozenset({"sendchataction"})

# The fault of a call that was dropped because everything is.
DOWN = "down"

# What the server does instead of answering.
_Drop = None
_Answer = tuple[int, bytes]


class BotApi:
    """The ASGI application below `/bot<token>/`."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or drop its connection."""
        answer = await self._answer(scope, receive)
        if answer is _Drop or self._world.is_down:
            await drop(scope, receive)
            return
        code, body = answer
        await respond(send, code, body, _HTML if body.startswith(b"<") else _JSON)

    async def _answer(self, scope: Scope, receive: Receive) -> _Answer | None:
        token, _, name = scope["path"][len("/bot") :].partition("/")
        bot = self._world.bot_by_token(token)
        if bot is None:
            return refusal(ApiError(401, "Unauthorized"))
        method = _NAMES.get(name.lower())
        if method is None:
            return refusal(ApiError(404, "Not Found"))
        body = await read_body(receive)
        if body is None:
            return refusal(ApiError(413, "Request Entity Too Large"))
        try:
            parameters = parse(scope["query_string"], content_type(scope), body)
        except ApiError as error:
            return refusal(error)
        if method == "getUpdates":
            return await self._carry_out(bot, method, parameters, receive)
        self._world.log.in_flight += 1
        try:
            return await self._carry_out(bot, method, parameters, receive)
        finally:
            self._world.log.in_flight -= 1

    async def _carry_out(self, bot: Bot, method: str, parameters: Parameters, receive: Receive) -> _Answer | None:
        chat_id = parameters.integer("chat_id") or None
        logged = LoggedCall(0, bot.bot_id, method, parameters.values, 0, chat_id, 0.0)
        if parameters.uploads:
            logged.params = parameters.values | {
                n: f"<{u.name}, {len(u.content)} bytes>" for n, u in parameters.uploads.items()
            }
        if self._world.is_down:
            logged.fault = DOWN
            self._note(logged, _Drop)
            return _Drop
        fault = self._world.faults.strike(method.lower(), chat_id)
        answer: _Answer | None
        if fault is not None and fault.kind not in {FaultKind.LOST_REPLY, FaultKind.SLOW}:
            answer = await _fail(fault, receive)
        else:
            if fault is not None and fault.kind is FaultKind.SLOW:
                await asyncio.sleep(fault.delay_s)
            answer = await self._call(Call(self._world, bot, parameters), method, receive, logged)
            if fault is not None and fault.kind is FaultKind.LOST_REPLY:
                answer = _Drop
        if fault is not None:
            logged.fault = str(fault.kind)
            logged.description = logged.description or fault.text() or None
        self._note(logged, answer)
        return answer

    def _note(self, logged: LoggedCall, answer: _Answer | None) -> None:
        logged.code = answer[0] if answer is not None else 0
        logged.at = time.monotonic()
        self._world.log.add(logged)

    async def _call(self, call: Call, method: str, receive: Receive, logged: LoggedCall) -> _Answer:
        try:
            self._check_limits(method.lower(), logged.chat_id, call.parameters)
            if method == "getUpdates":
                return 200, b'{"ok":true,"result":' + await get_updates(call, partial(disconnected, receive)) + b"}"
            result = METHODS[method](call)
        except ApiError as error:
            logged.description = error.description
            return refusal(error)
        logged.message_id = call.message_id
        return 200, b'{"ok":true,"result":' + encode(result) + b"}"

    def _check_limits(self, method: str, chat_id: int | None, parameters: Parameters) -> None:
        limits = self._world.limits
        if not limits.is_on or chat_id is None or not method.startswith(_LIMITED) or method in _UNLIMITED:
            return
        several = parameters.nested("media", "media") if method == "sendmediagroup" else None
        count = len(several) if isinstance(several, list) else 1
        wait_s = limits.retry_after(chat_id, time.monotonic(), count)
        if wait_s is not None:
            raise too_many_requests(wait_s)

    async def file(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one download below `/file/bot<token>/`; faults on order for the method "file" hold."""
        fault = self._world.faults.strike("file", None)
        answer = await _fail(fault, receive) if fault is not None else self._file(scope["path"])
        if answer is None or self._world.is_down:
            await drop(scope, receive)
            return
        code, body = answer
        await respond(send, code, body, _BYTES if code == HTTPStatus.OK else _JSON)

    def _file(self, path: str) -> _Answer:
        token, _, wanted = path[len("/file/bot") :].partition("/")
        if self._world.bot_by_token(token) is None:
            return refusal(ApiError(401, "Unauthorized"))
        file = next((file for file in self._world.files.values() if file.path == wanted), None)
        return refusal(ApiError(404, "Not Found")) if file is None else (200, file.content)


def too_many_requests(retry_after_s: int) -> ApiError:
    """Return the 429 in Telegram's words."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after_s}", {"retry_after": retry_after_s})


def refusal(error: ApiError) -> _Answer:
    """Return the HTTP status and body of a refusal."""
    body = {"ok": False, "error_code": error.code, "description": error.description}
    return error.code, encode(body if error.parameters is None else body | {"parameters": error.parameters})


async def respond(send: Send, code: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    """Send a whole response."""
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": code, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})


async def read_body(receive: Receive) -> bytes | None:
    """Return the request's body, `None` for one that is too large."""
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > LARGEST_REQUEST:
            return None
        if not message.get("more_body", False):
            return chunk if not chunks else b"".join([*chunks, chunk])
        chunks.append(chunk)


def content_type(scope: Scope) -> str:
    """Return the Content-Type header, "" for none."""
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"content-type"), "")


async def _fail(fault: Fault, receive: Receive) -> _Answer | None:
    match fault.kind:
        case FaultKind.TIMEOUT:
            try:
                await asyncio.wait_for(disconnected(receive), fault.delay_s)
            except TimeoutError:
                return _Drop
            return _Drop
        case FaultKind.DROP:
            return _Drop
        case FaultKind.HTML:
            return 502, b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
        case FaultKind.FLOOD:
            retry_after = {"retry_after": fault.retry_after}
            return refusal(ApiError(429, fault.text(), retry_after))
        case _:
            return refusal(ApiError(int(fault.kind), fault.text()))
