"""A sandbox in a process of its own for the whole run, forgotten before every test, and clients that talk to it."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import telegram
from telegram.request import HTTPXRequest

from tests.running import PATIENCE_S
from tests.sandbox.table import Table, lay

TOKEN = "123456789:" + "a" * 35
PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Iterator[str]:
    """The root of a running sandbox."""
    command = [sys.executable, "-m", "bot.sandbox", "--port", "0", "--first-update-id", "1"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:  # our own
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()
        assert process.wait(5) == 0


@dataclass
class Control:
    """The control API; a refusal fails the test unless it is asked for."""

    client: httpx.AsyncClient

    async def post(self, path: str, **body: object) -> Any:
        response = await self.client.post(path, json=body)
        assert response.status_code == 200, response.text
        return response.json()

    async def get(self, path: str, **query: Any) -> Any:
        response = await self.client.get(path, params=query)
        assert response.status_code == 200, response.text
        return response.json()

    async def refused(self, path: str, **body: object) -> str:
        response = await self.client.post(path, json=body)
        assert response.status_code == 400
        return str(response.json()["error"])

    async def until_polling(self) -> None:
        """Return when a bot waits for updates."""
        async with asyncio.timeout(PATIENCE_S):
            while not any(bot["polling"] for bot in await self.get("/bots")):  # noqa: ASYNC110 - nothing announces it
                await asyncio.sleep(0.01)

    async def texts(self, chat: int) -> list[str]:
        return [m["message"].get("text") for m in await self.get(f"/chats/{chat}/messages") if not m["deleted"]]


@dataclass
class Api:
    """The Bot API spoken raw, to see answers word for word."""

    client: httpx.AsyncClient
    token: str = TOKEN

    async def call(self, method: str, **parameters: object) -> httpx.Response:
        return await self.client.post(f"/bot{self.token}/{method}", json=parameters)

    async def ok(self, method: str, **parameters: object) -> Any:
        response = await self.call(method, **parameters)
        assert response.status_code == 200, response.text
        return response.json()["result"]

    async def refused(self, method: str, **parameters: object) -> str:
        """Return the description of a refusal; its code is the HTTP status and the error_code."""
        response = await self.call(method, **parameters)
        answer = response.json()
        assert answer["ok"] is False
        assert answer["error_code"] == response.status_code
        return f"{response.status_code} {answer['description']}"


@pytest.fixture
async def client(root: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=root, verify=False, trust_env=False, timeout=10) as client:  # noqa: S501  # plain HTTP
        yield client


@pytest.fixture
async def control(root: str, client: httpx.AsyncClient) -> AsyncIterator[Control]:
    async with httpx.AsyncClient(
        base_url=f"{root}/control",
        verify=False,  # noqa: S501  # plain HTTP
        trust_env=False,
        timeout=10,
    ) as own:
        control = Control(own)
        await control.post("/reset")
        yield control


@pytest.fixture
def api(control: Control, client: httpx.AsyncClient) -> Api:
    return Api(client)


@pytest.fixture
async def anna(control: Control) -> int:
    """A person who has started the bot, with no update left of it."""
    user = await control.post("/users", id=1001, first_name="Anna", language_code="pl", started=True)
    return int(user["id"])


@pytest.fixture
async def bot(root: str, control: Control) -> AsyncIterator[telegram.Bot]:
    requests = [HTTPXRequest(httpx_kwargs={"verify": False, "trust_env": False}) for _ in range(2)]
    bot = telegram.Bot(
        TOKEN,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=requests[0],
        get_updates_request=requests[1],
    )
    async with bot:
        yield bot


@pytest.fixture
async def group(control: Control) -> int:
    """A supergroup with Anna as owner, Jan as member and the bot as administrator, its updates dropped."""
    for user_id, name in ((1001, "Anna"), (1002, "Jan")):
        await control.post("/users", id=user_id, first_name=name, started=True)
    made = await control.post(
        "/groups", title="Zespół", kind="supergroup", owner=1001, members=[1002], bot_status="administrator"
    )
    return int(made["chat"]["id"])


@pytest.fixture
async def table(bot: telegram.Bot, control: Control) -> Table:
    """Where calls of the bot are made."""
    return await lay(bot, control)
