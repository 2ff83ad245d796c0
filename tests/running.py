"""The real programs for tests: a local Bot API server and the bot against it, as child processes."""

import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import yaml
from sqlalchemy import text

from bot.knowledge.lessons import LIKENESS_FILE, MODEL_FILE
from bot.store.database import open_engine

ROOT = Path(__file__).parent.parent
TOKEN = "1000000001:" + "t" * 35
# Long enough for a slow machine; nothing waits this long when all is well.
PATIENCE_S = 30.0


@contextmanager
def server() -> Iterator[str]:
    """Give the root of a local Bot API server."""
    command = [sys.executable, "-m", "bot.sandbox", "--port", "0", "--first-update-id", "1"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1].rstrip("/")
    finally:
        process.terminate()
        process.wait(timeout=10)
        if process.stdout is not None:
            process.stdout.close()


@dataclass
class Control:
    """The control API of the local Bot API server."""

    root: str
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=PATIENCE_S + 5))

    def post(self, path: str, **fields: Any) -> Any:
        """Do something as a person, or to the server."""
        return self._content(self.client.post(f"{self.root}/control/{path}", json=fields))

    def get(self, path: str, **fields: Any) -> Any:
        """Look at something, or wait for it."""
        return self._content(self.client.get(f"{self.root}/control/{path}", params=fields))

    @staticmethod
    def _content(answer: httpx.Response) -> Any:
        assert answer.status_code == 200, answer.text
        return answer.json()


@dataclass
class RunningBot:
    """The bot as a child process with a folder of its own."""

    folder: Path
    root: str
    config: Mapping[str, Any] = field(default_factory=dict)
    knowledge_dir: Path = ROOT / "knowledge"
    database_url: str | None = None
    clock: str | None = None
    process: subprocess.Popen[str] | None = None

    @property
    def clock_file(self) -> Path:
        return self.folder / "clock"

    def start(self) -> None:
        """Start it and wait until it polls."""
        self.launch()
        assert self.process is not None
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert "polling" in line, self.errors()

    def launch(self) -> None:
        """Start it and wait for nothing."""
        settings = {
            "knowledge_dir": str(self.knowledge_dir),
            "poll_timeout_s": 2,
            "pacing": {"overall_per_second": 0, "chat_per_3_seconds": 0, "group_per_minute": 0},
            **self.config,
        }
        config = self.folder / "config.yaml"
        config.write_text(yaml.safe_dump(settings), encoding="utf-8")
        environment = {**os.environ, "BOT_TOKEN": TOKEN, "BOT_API_URL": self.root}
        environment.pop("BOT_DATABASE_URL", None)
        if self.database_url is not None:
            environment["BOT_DATABASE_URL"] = self.database_url
        command = [sys.executable, "-m", "bot", "run", "--config", str(config)]
        if self.clock is not None:
            self.clock_file.write_text(self.clock, encoding="utf-8")
            command += ["--clock", str(self.clock_file)]
        with (self.folder / "stderr").open("a", encoding="utf-8") as stderr:
            self.process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=stderr, text=True, env=environment, cwd=ROOT
            )

    def has_begun(self) -> bool:
        """Tell whether it has said that it polls, which nobody has read yet."""
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

    def look_up(self, statement: str, **parameters: Any) -> Any:
        """Give the first column of the first row that a statement finds in its store; None where it finds none."""
        url = self.database_url or f"sqlite:///{self.folder}/data/bot.sqlite3"
        engine = open_engine(url)
        try:
            with engine.connect() as connection:
                return connection.execute(text(statement), parameters).scalar()
        finally:
            engine.dispose()

    def errors(self) -> str:
        """What it has logged."""
        return (self.folder / "stderr").read_text(encoding="utf-8")

    def operator_code(self) -> str:
        """Read the code that it printed after the line about polling."""
        assert self.process is not None
        assert self.process.stdout is not None
        return self.process.stdout.readline().split()[-1]


def has_spoken(process: "subprocess.Popen[str] | None") -> bool:
    """Tell whether a program has printed a line that nobody has read yet; one that has ended has not."""
    if process is None or process.stdout is None or process.poll() is not None:
        return False
    return bool(select.select([process.stdout], [], [], 0)[0])


def with_model(folder: Path, model: Path) -> Path:
    """Put what was learnt where the bot in this folder looks for it."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for file in (MODEL_FILE, LIKENESS_FILE):
        shutil.copy(model / file, folder / "data" / file)
    return folder


def eventually(happened: Any, *, seconds: float = PATIENCE_S) -> Any:
    """Ask again and again until the answer is true; give it."""
    deadline = time.monotonic() + seconds
    while not (answer := happened()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
    return answer
