"""What the library asks goes over the wire, and what goes wrong there is told without a word of the address."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from bot.telegram.requesting import AiohttpRequest
from tests.telegram.wire import BOT_USER

TOKEN = "1000000001:token"
MESSAGE = {"message_id": 7, "date": 1772442000, "chat": {"id": 5, "type": "private"}, "text": "Zażółć"}


@asynccontextmanager
async def bot_at(root: str, *, timeout_s: float = 10) -> AsyncIterator[Bot]:
    wires = [AiohttpRequest(2, timeout_s=timeout_s, is_direct=True) for _ in range(2)]
    async with Bot(TOKEN, base_url=f"{root}/bot", request=wires[0], get_updates_request=wires[1]) as bot:
        yield bot


class Telegram:
    """Keeps what it was sent and answers with a message, unless told how else."""

    def __init__(self) -> None:
        self.bodies: list[object] = []
        self.status = 200
        self.answer: dict[str, object] = {"ok": True, "result": MESSAGE}
        self.is_silent = self.hangs_up = False

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/getMe"):
            return web.json_response({"ok": True, "result": BOT_USER})
        if self.is_silent:
            await asyncio.Event().wait()
        if self.hangs_up:
            assert request.transport is not None
            request.transport.abort()
        self.bodies.append(await _content(request))
        return web.json_response(self.answer, status=self.status)


async def _content(request: web.Request) -> object:
    sent = await request.post()
    return {
        name: (part.filename, part.file.read()) if isinstance(part, web.FileField) else part
        for name, part in sent.items()
    }


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest_asyncio.fixture
async def root(telegram: Telegram) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_route("POST", "/{path:.*}", telegram.handle)
    async with TestServer(application) as server:
        yield f"http://127.0.0.1:{server.port}"


async def test_a_message_arrives_and_its_id_comes_back(telegram: Telegram, root: str):
    async with bot_at(root) as bot:
        sent = await bot.send_message(5, "Zażółć")
    assert telegram.bodies == [{"chat_id": "5", "text": "Zażółć"}]
    assert (sent.message_id, sent.chat.id) == (7, 5)


async def test_of_our_own_messages_only_what_names_them_is_read(root: str):
    async with bot_at(root) as bot:
        assert (await bot.send_message(5, "Zażółć")).text is None


async def test_updates_are_read_whole(telegram: Telegram, root: str):
    telegram.answer = {"ok": True, "result": [{"update_id": 1, "message": MESSAGE}]}
    async with bot_at(root) as bot:
        (update,) = await bot.get_updates()
    assert update.effective_message is not None
    assert update.effective_message.text == "Zażółć"


async def test_a_file_arrives_whole_under_its_name(telegram: Telegram, root: str):
    async with bot_at(root) as bot:
        await bot.send_document(5, b"content", filename='sesja "gęś".ics', caption="Sesja")
    (sent,) = telegram.bodies
    assert sent == {"chat_id": "5", "caption": "Sesja", "document": ('sesja "gęś".ics', b"content")}


async def test_a_refusal_is_told_as_the_library_tells_it(telegram: Telegram, root: str):
    telegram.status, telegram.answer = 400, {"ok": False, "error_code": 400, "description": "Bad Request: no"}
    async with bot_at(root) as bot:
        with pytest.raises(BadRequest, match="No"):
            await bot.send_message(5, "Dzień dobry")


async def test_an_answer_that_does_not_come_is_given_up_on(telegram: Telegram, root: str):
    async with bot_at(root) as bot:
        telegram.is_silent = True
        with pytest.raises(TimedOut):
            await bot.send_message(5, "Dzień dobry", read_timeout=0.1)


async def test_a_connection_that_breaks_is_told_without_the_address(telegram: Telegram, root: str):
    async with bot_at(root) as bot:
        telegram.hangs_up = True
        with pytest.raises(NetworkError) as failure:
            await bot.send_message(5, "Dzień dobry")
    assert "token" not in str(failure.value)
    assert type(failure.value) is NetworkError


async def test_nobody_listening_is_told_without_the_address():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(TelegramError) as failure:
        async with bot_at(f"http://127.0.0.1:{port}"):
            pass
    assert "token" not in str(failure.value)
    assert type(failure.value) is NetworkError
