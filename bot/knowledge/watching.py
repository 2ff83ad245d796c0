"""The base that is in use, and how an edit takes its place while the bot runs.

A good edit of facts and answers is in use at once. Where phrases changed, the matcher that knew the old ones goes on
until a child process has trained the new one. A bad edit is told and changes nothing.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import structlog

from bot.domain.knowledge import Knowledge, Question
from bot.domain.matching import Candidate, Matcher
from bot.knowledge.changes import LOOK_AGAIN, SETTLE, Fingerprint, fingerprint, settled, wakes
from bot.knowledge.index import Phrases, fitted_matcher, polish_phrases, read
from bot.knowledge.loading import Loaded, Refused, load

# After a training that failed: how long to wait before each further try.
RETRIES = (timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=10))

# Trains a matcher of the phrases and leaves it in the file; False if it could not.
Fit = Callable[[Phrases, Path], Awaitable[bool]]

# Where the package `bot` is found by a child process.
_ROOT = Path(__file__).parents[2]

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a decision goes by: of one moment, and it does not change."""

    knowledge: Knowledge
    matcher: Matcher
    questions: Sequence[Question]

    def match_all(self, texts: Sequence[str]) -> Sequence[Sequence[Candidate]]:
        """As `Matcher.match_all`, without entries that the base no longer has."""
        found = self.matcher.match_all(texts)
        if self.knowledge.entries.keys() >= set(self.matcher.entries):
            return found
        return [[one for one in ranking if one.id in self.knowledge.entries] for ranking in found]


async def fit_in_child(phrases: Phrases, cache_file: Path) -> bool:
    """Train in a child process of low priority, which ends with this call, cancelled or not."""
    command = (sys.executable, "-m", "bot.knowledge.refit", str(cache_file))
    try:
        child = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.PIPE, cwd=_ROOT)
    except OSError as error:
        _log.warning("refit_not_started", error=str(error))
        return False
    try:
        await child.communicate(json.dumps(phrases).encode())
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    return child.returncode == 0


class Library:
    """The base in use, and its replacement by the next good edit."""

    def __init__(
        self,
        directory: Path,
        cache_file: Path,
        first: Snapshot,
        *,
        fit: Fit = fit_in_child,
        retries: Sequence[timedelta] = RETRIES,
    ) -> None:
        # Replaced whole: whoever reads it has the old one or the new one, never a mixture.
        self.current = first
        self._directory = directory
        # Absolute: the child process stands elsewhere.
        self._cache_file = cache_file.absolute()
        self._fit = fit
        self._retries = retries
        self._seen: Fingerprint = {}
        self._is_refused = False
        # What the matcher in use has learnt, and what is being learnt.
        self._learnt = polish_phrases(first.knowledge)
        self._wanted = self._learnt
        self._fitting: asyncio.Task[None] | None = None

    @classmethod
    def open(cls, directory: Path, cache_file: Path, *, first_file: Path | None = None) -> "Library | Refused":
        """The library at the start; where the cache does not fit, trains the matcher here, before anybody is served.

        With a `first_file`, that one is looked at next and keeps what is trained here; the cache, what edits lead to.
        """
        outcome = load(directory)
        if isinstance(outcome, Refused):
            return outcome
        phrases = polish_phrases(outcome.knowledge)
        matcher = read(phrases, cache_file) or fitted_matcher(phrases, first_file or cache_file)
        return cls(directory, cache_file, Snapshot(outcome.knowledge, matcher, outcome.questions))

    @property
    def is_learning(self) -> bool:
        """Whether a matcher of new phrases is still being trained."""
        return self._fitting is not None and not self._fitting.done()

    async def watch(
        self,
        *,
        on_accepted: Callable[[Loaded], Awaitable[None]],
        on_refused: Callable[[Refused], Awaitable[None]],
        settle: timedelta = SETTLE,
        look_again: timedelta = LOOK_AGAIN,
    ) -> None:
        """Follow the directory until cancelled.

        Each edit is told once: accepted when it is already `current`, refused when `current` stays as it was. A base
        that says the same as before is not told. What the callbacks raise ends it, in an ExceptionGroup.
        """
        async with asyncio.TaskGroup() as tasks, aclosing(wakes(self._directory, look_again)) as looks:
            async for _ in looks:
                if await asyncio.to_thread(fingerprint, self._directory) == self._seen:
                    continue
                outcome = await self._read(settle)
                if isinstance(outcome, Refused):
                    # Perhaps only half of it was written.
                    outcome = await self._read(settle)
                if isinstance(outcome, Refused):
                    self._is_refused = True
                    await on_refused(outcome)
                elif self._accept(outcome, tasks):
                    await on_accepted(outcome)

    async def _read(self, settle: timedelta) -> Loaded | Refused:
        """The base as it stands when nothing in it changes any more."""
        while True:
            self._seen = await settled(self._directory, settle)
            outcome = await asyncio.to_thread(load, self._directory)
            if await asyncio.to_thread(fingerprint, self._directory) == self._seen:
                return outcome

    def _accept(self, loaded: Loaded, tasks: asyncio.TaskGroup) -> bool:
        """Put the base in use; whether there is anything new to tell."""
        was = self.current
        self.current = replace(was, knowledge=loaded.knowledge, questions=loaded.questions)
        self._learn(polish_phrases(loaded.knowledge), tasks)
        is_new = self._is_refused or (loaded.knowledge, loaded.questions) != (was.knowledge, was.questions)
        self._is_refused = False
        return is_new

    def _learn(self, phrases: Phrases, tasks: asyncio.TaskGroup) -> None:
        if phrases == self._wanted:
            return
        if self._fitting is not None:
            self._fitting.cancel()
        self._wanted = phrases
        self._fitting = None if phrases == self._learnt else tasks.create_task(self._refit(phrases))

    async def _refit(self, phrases: Phrases) -> None:
        for delay in (timedelta(), *self._retries):
            await asyncio.sleep(delay.total_seconds())
            matcher = await asyncio.to_thread(read, phrases, self._cache_file)
            if matcher is None and await self._fit(phrases, self._cache_file):
                matcher = await asyncio.to_thread(read, phrases, self._cache_file)
            if matcher is not None:
                self.current = replace(self.current, matcher=matcher)
                self._learnt = phrases
                _log.info("matcher_replaced", phrases=len(phrases))
                return
            _log.warning("matcher_not_fitted", phrases=len(phrases))
        _log.error("matcher_outdated", phrases=len(phrases))
        # The next edit, of whatever, tries once more.
        self._wanted = self._learnt
