"""Tells that the files of a directory have changed and are still again.

The operating system's events make it prompt, and a slow look at sizes and times makes it certain: events are lost on
network mounts, and when the directory itself is replaced.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from datetime import timedelta
from pathlib import Path

from watchfiles import awatch

# File -> what changes when it is written or replaced.
Fingerprint = Mapping[str, tuple[int, int, int, int]]

# Long enough for an editor to write a file in pieces, or to rename another into its place.
SETTLE = timedelta(milliseconds=300)
# How often to look without being told.
LOOK_AGAIN = timedelta(seconds=30)
# How soon to look for a directory that is not there.
_LOOK_FOR_DIRECTORY = timedelta(milliseconds=500)
# How long the watcher waits for more events of the same change.
_STEP_MS = 50


async def wakes(directory: Path, look_again: timedelta = LOOK_AGAIN) -> AsyncGenerator[None]:
    """One item whenever something may have changed, and at least every `look_again`; never ends, raises nothing."""
    while True:
        yield
        watched = _identity(directory)
        try:
            async with aclosing(_events(directory, look_again)) as events:
                async for _ in events:
                    yield
                    if _identity(directory) != watched:
                        break
        except (OSError, RuntimeError):
            # The directory is missing, or the system has no watch to give: then looking must do.
            await asyncio.sleep(_LOOK_FOR_DIRECTORY.total_seconds())


async def settled(directory: Path, settle: timedelta = SETTLE) -> Fingerprint:
    """The fingerprint of the directory once it has been the same for so long."""
    before = await asyncio.to_thread(fingerprint, directory)
    while True:
        await asyncio.sleep(settle.total_seconds())
        after = await asyncio.to_thread(fingerprint, directory)
        if after == before:
            return after
        before = after


def fingerprint(directory: Path) -> Fingerprint:
    """Size, times and identity of each YAML file, those in folders too; empty without any."""
    try:
        return {str(path): mark for path in directory.rglob("*.y*ml") if (mark := _mark(path)) is not None}
    except OSError:
        # The directory went away while it was listed.
        return {}


def _events(directory: Path, look_again: timedelta) -> AsyncGenerator[object]:
    milliseconds = int(look_again.total_seconds() * 1000)
    return awatch(
        directory, watch_filter=None, debounce=200, step=_STEP_MS, rust_timeout=milliseconds, yield_on_timeout=True
    )


def _mark(path: Path) -> tuple[int, int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _identity(directory: Path) -> tuple[int, int] | None:
    try:
        status = directory.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
