"""`sandbox`: the bot and a local Bot API server with a page, as two child processes that end together."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from bot import config as configuration

# Has the shape of a token and belongs to nobody.
TOKEN = "1000000001:" + "sandbox" * 5


def serve(config: Path, *, port: int) -> None:
    """Run both until interrupted; prints the address of the page. Raises `BadConfig`.

    A token in the environment is neither used nor handed on.
    """
    settings = configuration.load(config, {})
    data_dir = settings.data_dir / "sandbox"
    data_dir.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, _interrupt)
    server = _start("bot.sandbox", "--port", str(port), stdout=subprocess.PIPE)
    bot: subprocess.Popen[str] | None = None
    try:
        address = _address(server)
        environment = {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": address,
            "BOT_DATABASE_URL": f"sqlite:///{_fresh(data_dir / 'bot.sqlite3')}",
        }
        bot = _start("bot", "run", "--config", str(config.absolute()), environment=environment)
        print(f"sandbox: open {address} in a browser; Ctrl+C ends it", flush=True)  # noqa: T201 - what the verb prints
        bot.wait()
    except KeyboardInterrupt:
        pass
    finally:
        for process in (bot, server):
            _end(process)


def _interrupt(_number: int, _frame: object) -> None:
    """End as by Ctrl+C, children included."""
    raise KeyboardInterrupt


def _start(
    module: str, *arguments: str, environment: dict[str, str] | None = None, stdout: int | None = None
) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", module, *arguments]
    inherited = {name: value for name, value in os.environ.items() if name not in {"BOT_TOKEN", "BOT_TOKEN_FILE"}}
    return subprocess.Popen(command, env={**inherited, **(environment or {})}, stdout=stdout, text=True)  # noqa: S603 - our own modules


def _address(server: subprocess.Popen[str]) -> str:
    """Wait for the one line that the server prints when it listens. Raises `BadConfig` when it cannot."""
    line = server.stdout.readline() if server.stdout else ""
    found = next((word for word in line.split() if word.startswith("http://")), "")
    if not found:
        raise configuration.BadConfig(["the local Bot API server did not start; --port chooses another port"])
    return found.rstrip("/")


def _fresh(database: Path) -> Path:
    """Begin with an empty store: the people of the local server are new each time, too."""
    for suffix in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{database}{suffix}").unlink()
    return database


def _end(process: subprocess.Popen[str] | None) -> None:
    if process is None or process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
