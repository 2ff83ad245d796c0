"""Bots on a replaced wire."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from telegram import Bot

from tests.telegram.wire import BOT_USER, Wire, ok


@pytest.fixture
def wire() -> Wire:
    """The wire of everything but getUpdates."""
    return Wire()


@pytest.fixture
def updates_wire() -> Wire:
    """The wire of getUpdates."""
    return Wire()


@pytest_asyncio.fixture
async def bot(wire: Wire, updates_wire: Wire) -> AsyncIterator[Bot]:
    """A bot that knows its own name."""
    bot = Bot("1000000001:token", request=wire, get_updates_request=updates_wire)
    wire.answers.append(ok(BOT_USER))
    await bot.initialize()
    wire.calls.clear()
    yield bot
    await bot.shutdown()
