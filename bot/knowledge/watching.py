"""The base that is in use, and how an edit takes its place while the bot runs.

A good edit of facts and answers is in use at once. Where phrases changed, what was learnt from the old ones goes on
until a child process has learnt the new ones. A bad edit is told and changes nothing.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path

import structlog

from bot.domain.crisis import CrisisDetector
from bot.domain.knowledge import Knowledge, Question
from bot.domain.matching import Candidate, Matcher
from bot.knowledge.changes import LOOK_AGAIN, SETTLE, Fingerprint, fingerprint, settled, wakes
from bot.knowledge.lessons import Learnt, Lessons, detector_of, learn, lessons_of, read
from bot.knowledge.loading import Loaded, Refused, load

# After learning that failed: how long to wait before each further try.
RETRIES = (timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=10))

# Learns the lessons and leaves what it learnt in the folder; False if it could not.
Fit = Callable[[Lessons, Path], Awaitable[bool]]

# Where the package `bot` is found by a child process.
_ROOT = Path(__file__).parents[2]

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a decision goes by: of one moment, and it does not change."""

    knowledge: Knowledge
    matcher: Matcher
    detector: CrisisDetector
    questions: Sequence[Question]

    def match_all(self, texts: Sequence[str]) -> Sequence[Sequence[Candidate]]:
        """As `Matcher.match_all`, without entries that the base no longer has."""
        found = self.matcher.match_all(texts)
        if self.knowledge.entries.keys() >= set(self.matcher.entries):
            return found
        return [[one for one in ranking if one.id in self.knowledge.entries] for ranking in found]


def first_snapshot(loaded: Loaded, learnt_in: Path, learnt: Learnt | None = None) -> Snapshot:
    """The base as it was loaded, with what it teaches; takes long where that is not given and not in the folder."""
    learnt = learnt or learn(lessons_of(loaded.knowledge), learnt_in)
    detector = detector_of(loaded.knowledge, learnt.likeness)
    return Snapshot(loaded.knowledge, learnt.matcher, detector, loaded.questions)


async def fit_in_child(lessons: Lessons, folder: Path) -> bool:
    """Learn in a child process of low priority, which ends with this call, cancelled or not."""
    command = (sys.executable, "-m", "bot.knowledge.refit", str(folder))
    try:
        child = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.PIPE, cwd=_ROOT)
    except OSError as error:
        _log.warning("refit_not_started", error=str(error))
        return False
    try:
        await child.communicate(json.dumps(asdict(lessons)).encode())
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
        learnt_in: Path,
        first: Snapshot,
        *,
        fit: Fit = fit_in_child,
        retries: Sequence[timedelta] = RETRIES,
        seen: Fingerprint | None = None,
    ) -> None:
        """`seen`: what the files were like when the first base was read; None: they are read once more."""
        # Replaced whole: whoever reads it has the old one or the new one, never a mixture.
        self.current = first
        self._directory = directory
        # Absolute: the child process stands elsewhere.
        self._learnt_in = learnt_in.absolute()
        self._fit = fit
        self._retries = retries
        self._seen: Fingerprint = seen or {}
        self._is_refused = False
        # What the matcher in use has learnt, and what is being learnt.
        self._learnt = lessons_of(first.knowledge)
        self._wanted = self._learnt
        self._fitting: asyncio.Task[None] | None = None

    @classmethod
    def open(cls, directory: Path, learnt_in: Path, *, first_in: Path | None = None) -> "Library | Refused":
        """The library at the start; what the folder does not hold is learnt here, before anybody is served.

        With a folder `first_in`, that one is looked at next and keeps what is learnt here; the other, what edits teach.
        """
        # Before it is read: what changes meanwhile is read again.
        seen = fingerprint(directory)
        outcome = load(directory)
        if isinstance(outcome, Refused):
            return outcome
        learnt = read(lessons_of(outcome.knowledge), learnt_in)
        return cls(directory, learnt_in, first_snapshot(outcome, first_in or learnt_in, learnt), seen=seen)

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
                elif await self._accept(outcome, tasks):
                    await on_accepted(outcome)

    async def _read(self, settle: timedelta) -> Loaded | Refused:
        """The base as it stands when nothing in it changes any more."""
        while True:
            self._seen = await settled(self._directory, settle)
            outcome = await asyncio.to_thread(load, self._directory)
            if await asyncio.to_thread(fingerprint, self._directory) == self._seen:
                return outcome

    async def _accept(self, loaded: Loaded, tasks: asyncio.TaskGroup) -> bool:
        """Put the base in use; whether there is anything new to tell."""
        lessons, was = lessons_of(loaded.knowledge), self.current
        detector = was.detector
        if lessons != self._wanted:
            detector = await asyncio.to_thread(detector_of, loaded.knowledge, detector.likeness)
        # What was learnt meanwhile stays.
        now = self.current
        detector = detector.with_likeness(now.detector.likeness)
        self.current = replace(now, knowledge=loaded.knowledge, detector=detector, questions=loaded.questions)
        self._learn(lessons, tasks)
        is_new = self._is_refused or (loaded.knowledge, loaded.questions) != (was.knowledge, was.questions)
        self._is_refused = False
        return is_new

    def _learn(self, lessons: Lessons, tasks: asyncio.TaskGroup) -> None:
        if lessons == self._wanted:
            return
        if self._fitting is not None:
            self._fitting.cancel()
        self._wanted = lessons
        self._fitting = None if lessons == self._learnt else tasks.create_task(self._refit(lessons))

    async def _refit(self, lessons: Lessons) -> None:
        for delay in (timedelta(), *self._retries):
            await asyncio.sleep(delay.total_seconds())
            learnt = await asyncio.to_thread(read, lessons, self._learnt_in)
            if learnt is None and await self._fit(lessons, self._learnt_in):
                learnt = await asyncio.to_thread(read, lessons, self._learnt_in)
            if learnt is not None:
                detector = self.current.detector.with_likeness(learnt.likeness)
                self.current = replace(self.current, matcher=learnt.matcher, detector=detector)
                self._learnt = lessons
                _log.info("matcher_replaced", phrases=len(lessons.phrases))
                return
            _log.warning("matcher_not_fitted", phrases=len(lessons.phrases))
        _log.error("matcher_outdated", phrases=len(lessons.phrases))
        # The next edit, of whatever, tries once more.
        self._wanted = self._learnt
