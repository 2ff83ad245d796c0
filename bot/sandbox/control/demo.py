"""The bot behind the sandbox: its process, its log, its clock, why it answered, the knowledge base that it reads.

What only the bot knows is asked of it, so that the page talks to this server alone.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from bot.sandbox.control.body import Body, ControlError
from bot.sandbox.knowledge_files import LARGEST_FILE, NoSuchFile
from bot.sandbox.stage import Stage
from bot.sandbox.supervising import Unanswered
from bot.sandbox.wire import JsonObject

# A handler of this module; the server may have no bot to look after.
Played = Callable[[Stage, Body], Awaitable[object]]

# Seconds within which the bot takes an edit of its knowledge base.
TAKEN_WITHIN_S = 10.0
_LOOK_EVERY_S = 0.2


async def state(stage: Stage | None, _body: Body) -> JsonObject:
    """Give the state of everything; `bot` is null where there is none to look after."""
    if stage is None:
        return {"bot": None}
    supervisor = stage.supervisor
    return {"bot": supervisor.to_json(), "clock": supervisor.clock_json(), "cast": stage.cast or None}


async def act(stage: Stage, body: Body) -> JsonObject:
    """Do what `action` says to the bot's process: kill, stop, start, restart."""
    supervisor = stage.supervisor
    match body.text("action"):
        case "kill":
            await supervisor.kill()
        case "stop":
            await supervisor.stop()
        case "start":
            await supervisor.start()
        case "restart":
            await supervisor.kill()
            await supervisor.start()
        case _:
            raise ControlError("action: give one of kill, stop, start, restart")
    return await state(stage, body)


async def log(stage: Stage, body: Body) -> JsonObject:
    """Give the lines of the bot's output after number `after`."""
    after, supervisor = body.integer("after", 0), stage.supervisor
    lines = [{"n": one.number, "at": one.at, "text": one.text} for one in list(supervisor.lines) if one.number > after]
    return {"lines": lines, "last": supervisor.last_number}


async def tell_time(stage: Stage, _body: Body) -> JsonObject:
    """Give the time the bot lives in."""
    return await _asked(stage, "GET", "/demo/clock")


async def set_time(stage: Stage, body: Body) -> JsonObject:
    """Set the time the bot lives in; later starts keep it."""
    wanted = {name: body.values[name] for name in ("now", "advance_s", "ahead_s") if body.has(name)}
    answer = await _asked(stage, "PUT", "/demo/clock", wanted)
    stage.supervisor.note_clock(answer)
    body.world.ahead_s = stage.supervisor.ahead_s
    return answer


async def explain(stage: Stage, body: Body) -> JsonObject:
    """Give why a message was judged so: of an `update_id`, or of the newest update about `message_id` in `chat`."""
    if body.has("message_id"):
        updates = body.message(body.chat()).update_ids
        if not updates:
            raise ControlError("message_id: no bot was told of this message")
        update_id = updates[-1]
    else:
        update_id = body.integer("update_id")
    return await _asked(stage, "GET", f"/demo/explain?{urlencode({'update_id': update_id})}")


async def list_files(stage: Stage, _body: Body) -> JsonObject:
    """Give the files of the knowledge base, and how the bot takes them."""
    files = stage.files
    listed = await asyncio.to_thread(files.listed)
    return {"folder": str(files.folder), "is_copy": files.is_copy, "files": listed, "base": await _base(stage)}


async def read_file(stage: Stage, body: Body) -> JsonObject:
    """Give one file."""
    path = body.text("path")
    return {"path": path, "text": stage.files.read(path), "changed": stage.files.has_changed(path)}


async def write_file(stage: Stage, body: Body) -> JsonObject:
    """Replace a file by `text`, and tell how the bot takes it."""
    text = body.text("text")
    if len(text.encode("utf-8", "replace")) > LARGEST_FILE:
        raise ControlError(f"text: a file has at most {LARGEST_FILE} bytes")
    stage.files.write(body.text("path"), text)
    return await _taken(stage, body)


async def put_back(stage: Stage, body: Body) -> JsonObject:
    """Let a file be as it was at the start, and tell how the bot takes it."""
    stage.files.put_back(body.text("path"))
    return await _taken(stage, body)


async def _taken(stage: Stage, body: Body) -> JsonObject:
    """Wait until the bot uses the base or refuses it; what is left after that long is told as it stands."""
    path, deadline = body.text("path"), time.monotonic() + TAKEN_WITHIN_S
    base = await _base(stage)
    while base is not None and not base["in_use"] and base["verdict"] == "accepted" and time.monotonic() < deadline:
        await asyncio.sleep(_LOOK_EVERY_S)
        base = await _base(stage)
    return {"path": path, "changed": stage.files.has_changed(path), "base": base}


async def _base(stage: Stage) -> JsonObject | None:
    try:
        return await stage.supervisor.ask("GET", "/demo/knowledge")
    except Unanswered:
        return None


async def _asked(stage: Stage, method: str, path: str, body: JsonObject | None = None) -> JsonObject:
    try:
        return await stage.supervisor.ask(method, path, body)
    except Unanswered as error:
        raise ControlError(str(error)) from None


ROUTES: list[tuple[str, str, Played]] = [
    ("POST", "/demo/bot", act),
    ("GET", "/demo/log", log),
    ("GET", "/demo/clock", tell_time),
    ("PUT", "/demo/clock", set_time),
    ("GET", "/demo/explain", explain),
    ("GET", "/demo/knowledge", list_files),
    ("GET", "/demo/knowledge/{path:path}", read_file),
    ("PUT", "/demo/knowledge/{path:path}", write_file),
    ("DELETE", "/demo/knowledge/{path:path}", put_back),
]


def played(stage: Stage | None, handler: Played) -> Callable[[Body], Awaitable[object]]:
    """Give a handler of this module as the control API calls it."""

    async def handle(body: Body) -> object:
        if stage is None:
            raise ControlError("bot: this server looks after none; python -m bot sandbox does")
        try:
            return await handler(stage, body)
        except NoSuchFile as error:
            raise ControlError(f"path: the knowledge base has no file {error}") from None

    return handle
