"""What the verbs share: the configuration, the store, and errors that become a message instead of a traceback."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.store.database import Database

DEFAULT_CONFIG = Path(__file__).parent.parent / "config.yaml"
Config = Annotated[Path, typer.Option("--config", envvar="BOT_CONFIG", help="config.yaml to use")]


def read_settings(config: Path) -> Settings:
    """Read the configuration; one that was named must be there. Raises `BadConfig`."""
    from bot import config as configuration

    if config != DEFAULT_CONFIG and not config.exists():
        raise configuration.BadConfig([f"{config}: there is no such file"])
    return configuration.load(config, os.environ)


@contextmanager
def open_store(config: Path) -> Iterator[Database]:
    """Open the database of a configuration."""
    from bot import config as configuration
    from bot.store.database import Database

    database = Database(configuration.load(config, os.environ).database_url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn what an operator can mend into a message and exit code 1."""
    from bot.app import CannotStart
    from bot.clock import BadClock
    from bot.config import BadConfig
    from bot.exporting import NoSuchSession
    from bot.papers.branding import BadStrip
    from bot.store.database import AlreadyRunning, StoreError
    from bot.store.schema import UnknownSchema

    try:
        yield
    except AlreadyRunning:
        fail("another process serves this database: stop it first")
    except StoreError as error:
        fail(f"the database cannot be used: {error}")
    except (BadConfig, BadStrip, CannotStart, BadClock, NoSuchSession, UnknownSchema) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename or 'file'}: {error.strerror}")


def warn_of_strip(strip: bytes, settings: Settings) -> None:
    """Warn where what is printed would not have the centre's own logo strip."""
    from bot.papers import branding

    said = branding.warning(strip, settings.branding_dir)
    if said:
        typer.echo(f"warning: {said}", err=True)


def fail(message: str) -> NoReturn:
    """End the verb with a message and exit code 1."""
    typer.echo(message, err=True)
    raise typer.Exit(1)


def speak_utf8() -> None:
    """Read and write UTF-8 whatever the terminal's language; bytes that are none reach the one line they stand in."""
    if isinstance(sys.stdin, io.TextIOWrapper) and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
        sys.stdout.reconfigure(encoding="utf-8")
