"""A child process that the server looks after, played by programs of a few lines."""

import asyncio
import sys
import textwrap
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot.sandbox.supervising import TOKEN, BotState, Supervisor, Unanswered
from tests.running import PATIENCE_S

BOT = """
    import os, sys, time
    print("bot: polling", flush=True)
    print("bot: operator code: /operator c0de", flush=True)
    print("bot: demo: http://127.0.0.1:9 s3cret", flush=True)
    print(os.environ["BOT_TOKEN"], os.environ["BOT_API_URL"], os.environ["BOT_DATABASE_URL"], sys.argv[1], flush=True)
    print("a fault", file=sys.stderr, flush=True)
    time.sleep(600)
"""
BREAKS = "import sys; sys.exit('knowledge/offices.yaml:3:1: no')"
# Longer than what is read at once.
CHATTERS = "print('x' * 200_000, flush=True); import time; time.sleep(600)"
HOLDS_ON = """
    import signal, time
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("bot: polling", flush=True)
    time.sleep(600)
"""
# Its child keeps what it prints to open, and ends soon after the test.
HAS_A_CHILD = """
    import subprocess, sys, time
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(20)"])
    print("bot: polling", flush=True)
    time.sleep(600)
"""


@asynccontextmanager
async def supervised(program: str) -> AsyncIterator[Supervisor]:
    """Give a supervisor of a program that was started."""
    supervisor = Supervisor([sys.executable, "-c", textwrap.dedent(program)], "sqlite:///here", lambda: None)
    supervisor.api_root = "http://127.0.0.1:8"
    await supervisor.start()
    try:
        yield supervisor
    finally:
        await supervisor.kill()
        await supervisor.close()


async def until(happened: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not happened():  # noqa: ASYNC110 - a child process announces nothing
            await asyncio.sleep(0.01)


def printed(supervisor: Supervisor) -> list[str]:
    return [line.text for line in supervisor.lines]


async def test_what_the_bot_prints_is_kept_but_the_secret_of_its_start():
    async with supervised(BOT) as supervisor:
        await until(lambda: "a fault" in printed(supervisor) and len(supervisor.lines) == 4)
        assert supervisor.state is BotState.RUNNING
        assert supervisor.operator_code == "c0de"
        assert f"{TOKEN} http://127.0.0.1:8 sqlite:///here --ahead=0.0" in printed(supervisor)
        assert not any("s3cret" in text for text in printed(supervisor))
        assert [line.number for line in supervisor.lines] == [1, 2, 3, 4]


async def test_a_killed_bot_is_dead_until_it_is_started_and_a_stopped_one_stopped():
    async with supervised(BOT) as supervisor:
        await until(lambda: supervisor.state is BotState.RUNNING)
        await supervisor.kill()
        assert (supervisor.state, supervisor.exit_code, supervisor.to_json()["pid"]) == (BotState.DIED, -9, None)
        supervisor.ahead_s = 86400.0
        await asyncio.gather(supervisor.start(), supervisor.start())
        await until(lambda: any(text.endswith("--ahead=86400.0") for text in printed(supervisor)))
        await supervisor.stop()
        assert (supervisor.state, supervisor.exit_code) == (BotState.STOPPED, -15)
        assert (supervisor.starts, supervisor.kills) == (2, 1)


async def test_a_bot_that_cannot_start_says_why():
    async with supervised(BREAKS) as supervisor:
        await until(lambda: supervisor.state is BotState.DIED)
        assert (supervisor.exit_code, printed(supervisor)) == (1, ["knowledge/offices.yaml:3:1: no"])


async def test_a_bot_that_does_not_end_when_asked_is_killed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.sandbox.supervising.STOP_S", 0.2)
    async with supervised(HOLDS_ON) as supervisor:
        await until(lambda: supervisor.state is BotState.RUNNING)
        await supervisor.stop()
        assert (supervisor.state, supervisor.exit_code) == (BotState.STOPPED, -9)


async def test_a_killed_bot_is_dead_and_can_be_started_while_a_child_of_it_lives(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.sandbox.supervising.LAST_WORDS_S", 0.1)
    async with supervised(HAS_A_CHILD) as supervisor:
        await until(lambda: supervisor.state is BotState.RUNNING)
        await asyncio.wait_for(supervisor.kill(), 5)
        assert (supervisor.state, supervisor.exit_code, supervisor.to_json()["pid"]) == (BotState.DIED, -9, None)
        await supervisor.start()
        await until(lambda: supervisor.state is BotState.RUNNING)
        assert supervisor.starts == 2


async def test_a_line_of_any_length_does_not_hold_up_the_bot():
    async with supervised(CHATTERS) as supervisor:
        await until(lambda: sum(map(len, printed(supervisor))) == 200_000)


async def asked(supervisor: Supervisor) -> str:
    with pytest.raises(Unanswered) as caught:
        await supervisor.ask("GET", "/demo/clock")
    return str(caught.value)


async def test_who_asks_a_bot_that_is_not_there_is_told_so():
    async with supervised(BOT) as supervisor:
        await until(lambda: len(supervisor.lines) == 4)
        assert await asked(supervisor) == "bot: it does not answer"
        await supervisor.kill()
        assert await asked(supervisor) == "bot: it does not run"
