"""`python -m bot export …`: what the base or the store holds, on the terminal or as a file."""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import terminal
from bot.terminal import Config

if TYPE_CHECKING:
    from bot.domain.sessions.papers import Paper

export_cli = typer.Typer(no_args_is_help=True, help="What the base or the store holds.")

Id = Annotated[str, typer.Argument(metavar="SESSION", help="id of the session")]
Out = Annotated[Path, typer.Option("--out", help="file, or folder to put it into; nothing is overwritten")]


class Sheet(Enum):
    """What a sheet is written as."""

    XLSX = "xlsx"
    CSV = "csv"


@export_cli.command("sessions")
def sessions(config: Config = terminal.DEFAULT_CONFIG) -> None:
    """Print the dialogue sessions as confirmed, as YAML; of the file where the store knows nothing."""
    from bot import exporting

    with terminal.clear_errors():
        terminal.speak_utf8()
        found = exporting.open_book(terminal.read_settings(config))
        typer.echo(exporting.sessions(found.knowledge, found.confirmed), nl=False)


@export_cli.command("registrations")
def registrations(
    session: Id,
    sheet: Annotated[Sheet, typer.Option("--format", help="for Excel, or for any program")] = Sheet.XLSX,
    out: Out = Path(),
    config: Config = terminal.DEFAULT_CONFIG,
) -> None:
    """Write the registrations of a session as a sheet: it holds personal data."""
    from bot.domain.sessions.papers import Paper

    _write(Paper.WORKBOOK if sheet is Sheet.XLSX else Paper.SEPARATED, session, out, config)


@export_cli.command("attendance-list")
def attendance_list(session: Id, out: Out = Path(), config: Config = terminal.DEFAULT_CONFIG) -> None:
    """Write the list that participants sign, as a page to print: it holds personal data."""
    from bot.domain.sessions.papers import Paper

    _write(Paper.ATTENDANCE_LIST, session, out, config)


@export_cli.command("report")
def report(session: Id, out: Out = Path(), config: Config = terminal.DEFAULT_CONFIG) -> None:
    """Write the draft of the public report as a Word document."""
    from bot.domain.sessions.papers import Paper

    _write(Paper.REPORT, session, out, config)


@export_cli.command("set-aside")
def set_aside(config: Config = terminal.DEFAULT_CONFIG) -> None:
    """Print the messages that could not be handled, as JSON lines: they hold what people wrote."""
    from bot import exporting

    with terminal.clear_errors(), terminal.open_store(config) as database:
        for line in exporting.set_aside(database):
            typer.echo(line)


@export_cli.command("dead-letters")
def dead_letters(config: Config = terminal.DEFAULT_CONFIG) -> None:
    """Print the messages that Telegram refused for good, as JSON lines."""
    from bot import exporting

    with terminal.clear_errors(), terminal.open_store(config) as database:
        for line in exporting.dead_letters(database):
            typer.echo(line)


def _write(paper: Paper, session_id: str, out: Path, config: Path) -> None:
    """Write a paper where nobody but its owner reads it, and say where; a draft that was edited is not overwritten."""
    from bot import exporting
    from bot.clock import real_now
    from bot.domain.sessions.papers import Paper

    with terminal.clear_errors():
        settings = terminal.read_settings(config)
        book = exporting.open_book(settings)
        if paper is Paper.ATTENDANCE_LIST:
            terminal.warn_of_strip(book.printer.strip, settings)
        file = book.paper(paper, session_id, at=real_now())
        place = out / file.name if out.is_dir() else out
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(file.content)
        typer.echo(str(place))
