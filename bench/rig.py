"""What the benchmarks share: the programs under load as child processes, what people write, how figures are printed.

What is measured belongs to the scripts. Everything happens on the loopback interface, in a folder that is deleted.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Protocol

import yaml

from bot.clock import real_now
from bot.config import load as load_settings
from bot.domain import citizen
from bot.domain.clauses import parse
from bot.domain.conversation import Conversation
from bot.domain.effects import Say
from bot.domain.events import CitizenWrote
from bot.domain.world import World
from bot.knowledge.lessons import learn, lessons_of
from bot.knowledge.loading import Loaded, load
from bot.knowledge.watching import first_snapshot
from bot.scenes import Scenes
from bot.store.database import Database
from tests.running import PATIENCE_S, ROOT, TOKEN, Control, RunningBot, has_spoken, server, with_model

__all__ = ["Control", "Program", "server"]

SEED = 2027
# Longest wait for answers.
LONGEST_S = 300.0


class Program(Protocol):
    """A bot as a child process."""

    process: subprocess.Popen[str] | None

    def start(self) -> None:
        """Start it and wait until it polls."""

    def launch(self) -> None:
        """Start it and wait for nothing."""

    def has_begun(self) -> bool:
        """Tell whether it has said that it polls."""

    def stop(self) -> None:
        """Ask it to stop and wait until it has."""

    def kill(self) -> None:
        """End it as a power cut would."""


@dataclass
class EchoBot:
    """The plain application of `echo_bot.py` as a child process."""

    root: str
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it and wait until it is about to poll."""
        self.launch()
        assert self.process is not None  # noqa: S101 - it was started
        assert self.process.stdout is not None  # noqa: S101 - it was asked for
        self.process.stdout.readline()

    def launch(self) -> None:
        """Start it and wait for nothing."""
        environment = {**os.environ, "BOT_TOKEN": TOKEN, "BOT_API_URL": self.root}
        command = [sys.executable, str(Path(__file__).with_name("echo_bot.py"))]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment, cwd=ROOT
        )

    def has_begun(self) -> bool:
        """Tell whether it has said that it is about to poll."""
        return has_spoken(self.process)

    def stop(self) -> None:
        """Ask it to stop and wait until it has."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(number)
        self.process.wait(timeout=PATIENCE_S)
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process = None


def our_bot(folder: Path, root: str) -> RunningBot:
    """Give the bot with a folder of its own, pacing lifted and the model trained."""
    return RunningBot(with_model(folder, trained_model()), root, {"log_level": "warning"})


@contextmanager
def folder() -> Iterator[Path]:
    """Give a folder on disk that is deleted afterwards."""
    data = ROOT / "data"
    data.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=data) as made:
        yield Path(made)


@contextmanager
def opened(url: str, times: int) -> Iterator[Sequence[Database]]:
    """Open a database so many times in this process, each with threads and connections of its own."""
    databases = [Database(url) for _ in range(times)]
    try:
        yield databases
    finally:
        for one in databases:
            one.close()


@contextmanager
def ended(program: Program) -> Iterator[None]:
    """End a program afterwards, whatever happened."""
    try:
        yield
    finally:
        with suppress(subprocess.TimeoutExpired, ProcessLookupError):
            program.kill()


@dataclass
class Sends:
    """What bots have sent since this was made, read from the server's log as it grows."""

    control: Control
    calls: list[Mapping[str, Any]] = field(default_factory=list)
    _last: int = field(init=False)

    def __post_init__(self) -> None:
        self._last = self.control.get("log", since=10**12)["last"]

    def read(self) -> Sequence[Mapping[str, Any]]:
        """Give the accepted sends so far, in the order in which they were answered."""
        more = self.control.get("log", since=self._last, method="sendMessage", code=200)
        self._last = more["last"]
        self.calls += more["calls"]
        return self.calls

    def wait_for(self, count: int) -> None:
        """Wait until there are so many; raises SystemExit when they do not come."""
        deadline = time.monotonic() + LONGEST_S
        while len(self.read()) < count:
            if time.monotonic() > deadline:
                raise SystemExit(f"{len(self.calls)} of {count} answers came within {LONGEST_S:.0f} s")
            time.sleep(0.1)


def push(control: Control, messages: Sequence[tuple[int, str]]) -> int:
    """Let people (chat id, text) write; give the id of the last update."""
    said = [{"from": chat_id, "text": text} for chat_id, text in messages]
    last: int = control.post("bulk", messages=said)["last_update_id"]
    return last


def messages(count: int, *, people: int, first_chat: int = 1001) -> Sequence[tuple[int, str]]:
    """Give (chat id, text) of messages of many people in turn, each of which gets one answer at once."""
    texts = prompt_questions()
    return [(first_chat + number % people, texts[number % len(texts)]) for number in range(count)]


@cache
def base() -> Loaded:
    """Give the shipped knowledge base."""
    loaded = load(ROOT / "knowledge")
    if not isinstance(loaded, Loaded):
        raise SystemExit("\n".join(str(fault) for fault in loaded.faults))
    return loaded


@cache
def trained_model() -> Path:
    """Give the folder with what is learnt from the shipped base; learnt once, which takes minutes."""
    folder = ROOT / "data"
    learn(lessons_of(base().knowledge), folder)
    return folder


def scenes() -> Scenes:
    """Give what decisions see, with nothing cached yet."""
    snapshot = first_snapshot(base(), trained_model())
    settings = load_settings(ROOT / "config.yaml", {})
    return Scenes(lambda: snapshot, settings.thresholds, settings.rules, real_now)


@cache
def questions() -> Sequence[str]:
    """Give the labelled questions as people type them, all different, shuffled."""
    labelled = yaml.safe_load((ROOT / "knowledge" / "evaluation.yaml").read_text(encoding="utf-8"))
    texts = sorted({one["text"] for one in labelled})
    Random(SEED).shuffle(texts)
    return texts


# Tokens from which on a message neither presses a button nor leans on the answer before it.
_ALONE = 7


@cache
def prompt_questions() -> Sequence[str]:
    """Give the questions that get exactly one answer, at once, with buttons, whatever was said before.

    Only answers with buttons are recorded by name, and a call for help takes the buttons away for hours.
    """
    world = scenes()().world
    return [text for text in questions() if _says_enough(text, world) and _is_prompt(text, world)]


def _says_enough(text: str, world: World) -> bool:
    """Tell whether what is left of a text without padding and denials is more than a fragment."""
    return sum(len(clause.tokens) for clause in parse(text, world.interpreter.lexicon).clauses) >= _ALONE


def _is_prompt(text: str, world: World) -> bool:
    wrote = CitizenWrote(1, 1, text, is_edit=False, language_code="pl")
    decision = citizen.decide(Conversation(), wrote, world)
    said = [effect for effect in decision.effects if isinstance(effect, Say) and effect.offers]
    return len(decision.effects) == len(said) == 1 and decision.conversation.crisis_until is None


def table(title: str, rows: Sequence[Sequence[object]], *, head: Sequence[str] = ()) -> None:
    """Print rows of equal length in columns, the first to the left, the others to the right."""
    lines = [[str(cell) for cell in row] for row in ([head] if head else []) + list(rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    print(f"\n{title}" if title else "")
    for first, *rest in lines:
        cells = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        print("  " + "  ".join([first.ljust(widths[0]), *cells]).rstrip(), flush=True)


def quick_was_asked(arguments: Sequence[str], description: str | None) -> bool:
    """Read the only option of a benchmark."""
    import argparse

    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="a small run that shows that it works")
    return bool(parser.parse_args(arguments).quick)
