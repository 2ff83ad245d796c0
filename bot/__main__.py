"""The verbs: `python -m bot run`, `check`, `ask` … Each ends with a clear message, never with a traceback."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.exports import export_cli
from bot.terminal import (
    DEFAULT_CONFIG,
    Config,
    clear_errors,
    fail,
    open_store,
    read_settings,
    speak_utf8,
    warn_of_strip,
)

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.knowledge.watching import Library
    from bot.scenes import Scenes

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
cli.add_typer(export_cli, name="export")

At = Annotated[str, typer.Option("--at", help="answer as at this moment, ISO 8601 with offset")]


@cli.command()
def run(
    config: Config = DEFAULT_CONFIG,
    clock: Annotated[
        Path | None, typer.Option(help="read the present time from this file (local Bot API only)")
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="tell why, let the clock be set (local Bot API only)")] = False,  # noqa: FBT002 - a flag
    ahead: Annotated[float, typer.Option(help="with --demo: live so many seconds ahead of real time")] = 0.0,
    knowledge: Annotated[
        Path | None, typer.Option(help="with --demo: the knowledge base to use instead of the configured one")
    ] = None,
) -> None:
    """Serve until SIGTERM or SIGINT."""
    # What a start makes stays: to look through it for garbage again and again takes a quarter of the time. `app.serve`
    # switches it on again.
    gc.disable()
    from bot import app
    from bot import config as configuration

    if demo and clock is not None:
        fail("--demo has a clock of its own: leave --clock out")
    if not demo and (ahead or knowledge is not None):
        fail("--ahead and --knowledge go with --demo")
    with clear_errors():
        settings = read_settings(config)
        if knowledge is not None:
            settings = replace(settings, knowledge_dir=knowledge.absolute())
        demo_ahead = timedelta(seconds=ahead) if demo else None
        app.serve(settings, configuration.token(os.environ), clock_file=clock, demo_ahead=demo_ahead)


@cli.command()
def sandbox(
    config: Config = DEFAULT_CONFIG,
    port: Annotated[int, typer.Option(help="port of the page; 0: any free one")] = 8081,
    knowledge: Annotated[
        Path | None, typer.Option(help="knowledge base to try out, edited where it stands; default: a copy of ours")
    ] = None,
) -> None:
    """Serve without a token against a Bot API server on this machine, with a page to chat with the bot."""
    from bot import demonstration
    from bot.config import BadConfig

    try:  # without `clear_errors`, which loads all that the bot is made of: this program does not become the bot
        demonstration.serve(config, port=port, knowledge=knowledge)
    except BadConfig as error:
        fail(str(error))


@cli.command()
def check(
    config: Config = DEFAULT_CONFIG,
    strict: Annotated[bool, typer.Option("--strict", help="warnings fail, too")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Look for faults in the knowledge base and the configuration."""
    from bot import config as configuration

    with clear_errors():
        try:
            is_good = _check_base(read_settings(config), strict=strict)
        except configuration.BadConfig as error:
            typer.echo(str(error))
            is_good = False
            # The base is looked at all the same, where it stands unless the configuration says otherwise.
            _check_base(configuration.load(config.with_name("no-such-config.yaml"), {}), strict=strict)
    if not is_good:
        raise typer.Exit(1)


def _check_base(settings: Settings, *, strict: bool) -> bool:
    """Print what is to be said of the knowledge base; False when it, or with `strict` its matching, is not good."""
    from bot.knowledge.checking import check as check_base
    from bot.knowledge.faults import Code, Severity
    from bot.knowledge.index import fitted_matcher
    from bot.knowledge.lessons import MODEL_FILE

    cache = settings.data_dir / MODEL_FILE
    today = datetime.now(UTC).date()
    faults = check_base(settings.knowledge_dir, lambda found: fitted_matcher(found, cache), today, thorough=strict)
    for fault in faults:
        typer.echo(str(fault))
    dated = {Code.STALE_FACTS, Code.FUTURE_DATE}
    return not any(fault.severity is Severity.ERROR or (strict and fault.code not in dated) for fault in faults)


@cli.command()
def ask(
    text: Annotated[str, typer.Argument(help="the question")] = "",
    config: Config = DEFAULT_CONFIG,
    at: At = "",
    explain: Annotated[bool, typer.Option("--explain", help="say why")] = False,  # noqa: FBT002 - a flag
    jsonl: Annotated[bool, typer.Option("--jsonl", help="questions from stdin, one JSON object a line")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Show what a citizen would read, and why."""
    from bot import asking, explaining

    with clear_errors():
        library, scenes = _open(config, at)
        scene = scenes()
        if jsonl:
            speak_utf8()
            for line in asking.ask_lines(sys.stdin, scene):
                typer.echo(line)
            return
        asked = asking.ask(text, scene)
        asking.show(asked, Console())
        if explain:
            explaining.show(text, asked.judged, scene, library.current.matcher, Console())


@cli.command("eval")
def evaluate(
    file: Annotated[
        Path | None, typer.Argument(help="labelled questions; default: evaluation.yaml of the base")
    ] = None,
    config: Config = DEFAULT_CONFIG,
    misses: Annotated[bool, typer.Option("--misses", help="list what was not answered right")] = False,  # noqa: FBT002 - a flag
    tune: Annotated[bool, typer.Option("--tune", help="choose the thresholds and write them into the config")] = False,  # noqa: FBT002 - a flag
    ceiling: Annotated[
        float, typer.Option(min=0, max=1, help="with --tune: share of all questions that may be answered wrongly")
    ] = 0.006,
) -> None:
    """Measure the answers on labelled questions; fails below the thresholds of the configuration."""
    from bot import config as configuration
    from bot import evaluating, tuning
    from bot.knowledge.loading import Refused, load_questions

    with clear_errors():
        library, scenes = _open(config, "")
        questions = load_questions(file) if file is not None else library.current.questions
        if isinstance(questions, Refused):
            fail("\n".join(str(fault) for fault in questions.faults))
        limits = configuration.load(config, os.environ).file.evaluation
        if tune:
            typer.echo(tuning.tune_file(config, questions, scenes().world.interpreter, limits, most_wrong=ceiling))
            return
        judged = evaluating.evaluate(questions, scenes().world.interpreter)
        console = Console()
        console.print(evaluating.table(judged))
        for one in judged if misses else ():
            if one.verdict is not evaluating.Verdict.RIGHT:
                shown = ", ".join(f"{found.id} {found.confidence:.2f}" for found in one.interpretation.candidates)
                typer.echo(f"{one.verdict.value}: {one.question.text!r} wants {one.question.entries}, got {shown}")
        found = evaluating.figures(judged)
        typer.echo("  ".join(f"{name} {share:.3f}" for name, share in found.items()))
        short = evaluating.shortfalls(found, limits)
        if short:
            fail("\n".join(short))


@cli.command("gaps")
def list_gaps(config: Config = DEFAULT_CONFIG) -> None:
    """Print, as a proposal for authors, the questions that the bot could not answer or answered wrongly."""
    from bot import proposing
    from bot.store import gaps

    with clear_errors(), open_store(config) as database:
        library, scenes = _open(config, "")
        scene, settings = scenes(), read_settings(config)
        kept = database.read(gaps.all_kept)
        left = proposing.unsolved(kept, scene.world.interpreter)
        page = proposing.Page(
            scene.renderer,
            days=settings.file.retention.gap_days,
            people_at_least=settings.file.gaps.people_at_least,
            base=settings.knowledge_dir.name,
        )
        found = proposing.propose(left, scene.world.interpreter, library.current.questions)
        speak_utf8()
        typer.echo(page.write(found, solved=len(kept) - len(left)))


@cli.command("poster")
def make_poster(
    session: Annotated[str, typer.Argument(metavar="SESSION", help="id of the session")],
    out: Annotated[Path, typer.Option("--out", help="folder to put the files into")] = Path(),
    username: Annotated[str, typer.Option("--username", help="the bot's name in Telegram")] = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Write a poster of a session: a page to print, and its QR code as a picture."""
    from bot import exporting
    from bot.domain.knowledge import SessionStatus
    from bot.papers import poster

    with clear_errors():
        chosen = read_settings(config)
        name = username.removeprefix("@") or chosen.file.username or _name_in_telegram(chosen)
        if not poster.USERNAME.fullmatch(name):
            fail("the bot's name in Telegram is needed: --username, `username` in config.yaml, or BOT_TOKEN to ask it")
        book = exporting.open_book(chosen)
        found = book.session(session).session
        if found.status in {SessionStatus.CANCELLED, SessionStatus.HELD}:
            fail(f"{session}: the session is {found.status.value}, so it needs no poster")
        warn_of_strip(book.printer.strip, chosen)
        out.mkdir(parents=True, exist_ok=True)
        page = poster.poster(found, name, book.printer.words, strip=book.printer.strip)
        for file, content in ((f"{session}.png", poster.code(found, name)), (f"{session}.html", page.encode())):
            (out / file).write_bytes(content)
            typer.echo(str(out / file))


def _name_in_telegram(settings: Settings) -> str:
    """Ask Telegram for the bot's name where there is a token; empty: it is not known. Raises `BadConfig`."""
    from bot import app, log
    from bot import config as configuration

    if not any(os.environ.get(name) for name in ("BOT_TOKEN", "BOT_TOKEN_FILE")):
        return ""
    log.configure_logging("error")
    return app.name_in_telegram(settings, configuration.token(os.environ))


@cli.command()
def migrate(config: Config = DEFAULT_CONFIG) -> None:
    """Bring the database to the schema of this version; `run` does it by itself."""
    from bot.log import configure_logging
    from bot.store.schema import migrate as migrate_store

    with clear_errors():
        settings = read_settings(config)
        configure_logging(settings.file.log_level)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        migrate_store(settings.database_url)
    typer.echo("the database is up to date")


def _open(config: Path, at: str) -> tuple[Library, Scenes]:
    """Give the library and the scenes of the moment `at` (empty: now)."""
    from bot import app, clock, log
    from bot.scenes import open_scenes

    settings = read_settings(config)
    log.configure_logging("error")
    library = app.open_library(settings)
    now = clock.fixed(at) if at else clock.real_now
    return library, open_scenes(settings, library, now)


if __name__ == "__main__":
    cli()
