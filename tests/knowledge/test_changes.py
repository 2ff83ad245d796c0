"""When a directory is looked at, and when its files are still."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.knowledge.changes import settled, wakes
from tests.knowledge.editing import replace

# Seconds; how long a test waits for what should come at once, on a busy machine.
PATIENCE = 10


async def test_a_still_directory_is_looked_at_all_the_same(base: Path):
    looks = wakes(base, timedelta(milliseconds=100))
    async with asyncio.timeout(PATIENCE):
        for _ in range(3):
            await anext(looks)
    await looks.aclose()


async def test_a_missing_directory_is_looked_for(tmp_path: Path):
    looks = wakes(tmp_path / "nowhere", timedelta(milliseconds=100))
    async with asyncio.timeout(PATIENCE):
        for _ in range(2):
            await anext(looks)
    await looks.aclose()


async def test_a_directory_is_settled_when_its_files_stay_the_same(base: Path):
    before = await settled(base, timedelta(milliseconds=50))
    replace(base / "centre.yaml", "WOES", "WOESY")
    assert await settled(base, timedelta(milliseconds=50)) != before
