"""The whole sandbox as one ASGI application: the Bot API, its files, the control API and the page."""

from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox.botapi import BotApi, respond
from bot.sandbox.control import control_routes
from bot.sandbox.loopback import is_local
from bot.sandbox.page import page_routes
from bot.sandbox.stage import Stage
from bot.sandbox.world import World

_TEXT = [(b"content-type", b"text/plain; charset=utf-8")]


def application(world: World, stage: Stage | None = None) -> ASGIApp:
    """Return the application; it answers loopback hosts and origins only. A stage is for a bot to look after."""
    bot_api = BotApi(world)
    rest = Starlette(routes=[*control_routes(world, stage), *page_routes()])

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if not is_local(scope):
            await respond(send, 403, b"only from this machine", _TEXT)
        elif scope["path"].startswith("/bot"):
            await bot_api(scope, receive, send)
        elif scope["path"].startswith("/file/bot"):
            await bot_api.file(scope, receive, send)
        else:
            await rest(scope, receive, send)

    return app
