"""The control API: what people and circumstances do, and what can be read; documented in docs/sandbox.md."""

import inspect
import json
from collections.abc import Awaitable, Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.control import demo, grouping, people, reading, steering, writing
from bot.sandbox.control.body import Body, ControlError
from bot.sandbox.control.events import EventStream
from bot.sandbox.stage import Stage
from bot.sandbox.wire import encode
from bot.sandbox.world import World

# A handler reads the body and returns JSON, or a whole response.
Handler = Callable[[Body], object]

ROUTES: list[tuple[str, str, Handler]] = [
    ("POST", "/reset", steering.reset),
    ("POST", "/bots", people.declare_bot),
    ("GET", "/bots", people.list_bots),
    ("GET", "/profile", people.profile),
    ("POST", "/users", people.create_user),
    ("GET", "/users", people.list_users),
    ("POST", "/blocks", people.block),
    ("POST", "/groups", grouping.create_group),
    ("POST", "/chats/{chat}", grouping.change_group),
    ("POST", "/chats/{chat}/members", grouping.set_member),
    ("POST", "/chats/{chat}/migrate", grouping.migrate),
    ("POST", "/chats/{chat}/topics", grouping.create_topic),
    ("POST", "/chats/{chat}/topics/{thread}", grouping.change_topic),
    ("POST", "/messages", writing.write),
    ("POST", "/edits", writing.edit),
    ("POST", "/presses", writing.press),
    ("POST", "/reactions", writing.react),
    ("POST", "/deletions", writing.delete),
    ("POST", "/bulk", writing.bulk),
    ("POST", "/updates", steering.push_update),
    ("POST", "/updates/duplicate", steering.duplicate_update),
    ("POST", "/faults", steering.add_fault),
    ("GET", "/faults", steering.list_faults),
    ("DELETE", "/faults", steering.clear_faults),
    ("POST", "/limits", steering.set_limits),
    ("POST", "/callbacks", steering.set_callbacks),
    ("GET", "/callbacks/{id}", reading.callback),
    ("POST", "/down", steering.set_down),
    ("GET", "/chats", reading.chats),
    ("GET", "/chats/{chat}/messages", reading.messages),
    ("GET", "/files/{id}", reading.file),
    ("GET", "/log", reading.log),
    ("GET", "/pending", reading.pending),
    ("GET", "/wait", reading.wait),
    ("GET", "/idle", reading.idle),
]


def control_routes(world: World, stage: Stage | None) -> list[BaseRoute]:
    """Return the routes of the control API; without a stage there is no bot to look after."""
    about_bot = [(method, path, demo.played(stage, handler)) for method, path, handler in demo.ROUTES]
    handlers: list[tuple[str, str, Handler]] = [*ROUTES, ("GET", "/demo", partial(demo.state, stage)), *about_bot]
    routes: list[BaseRoute] = [
        Route(f"/control{path}", _endpoint(world, handler), methods=[method]) for method, path, handler in handlers
    ]
    return [*routes, Route("/control/events", EventStream(world))]


def _endpoint(world: World, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            values = {**request.query_params, **request.path_params}
            result = handler(Body(world, values | await _json(request)))
            if inspect.isawaitable(result):
                result = await result
        except ControlError as error:
            return _json_response({"error": str(error)}, 400)
        if request.method != "GET":
            world.log.changed.send()
        return result if isinstance(result, Response) else _json_response(result, 200)

    return endpoint


async def _json(request: Request) -> dict[str, object]:
    content = await request.body()
    if not content:
        return {}
    try:
        value = json.loads(content)
    except ValueError:
        raise ControlError("the body is not JSON") from None
    if not isinstance(value, dict):
        raise ControlError("the body is not a JSON object")
    return value


def _json_response(value: object, code: int) -> Response:
    return Response(encode(value), code, media_type="application/json")
