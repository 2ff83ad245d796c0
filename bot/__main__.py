"""The verbs: `python -m bot run`, `check`, `ask` … Each ends with a clear message, never with a traceback."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.knowledge.watching import Library
    from bot.scenes import Scenes
    from bot.store.database import Database

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
export_cli = typer.Typer(no_args_is_help=True, help="What the base or the store holds.")
cli.add_typer(export_cli, name="export")

DEFAULT_CONFIG = Path(__file__).parent.parent / "config.yaml"
Config = Annotated[Path, typer.Option("--config", envvar="BOT_CONFIG", help="config.yaml to use")]
At = Annotated[str, typer.Option("--at", help="answer as at this moment, ISO 8601 with offset")]


@cli.command()
def run(
    config: Config = DEFAULT_CONFIG,
    clock: Annotated[
        Path | None, typer.Option(help="read the present time from this file (local Bot API only)")
    ] = None,
) -> None:
    """Serve until SIGTERM or SIGINT."""
    from bot import app
    from bot import config as configuration

    with _clear_errors():
        settings = _settings(config)
        app.serve(settings, configuration.token(os.environ), clock_file=clock)


@cli.command()
def sandbox(
    config: Config = DEFAULT_CONFIG,
    port: Annotated[int, typer.Option(help="port of the page; 0: any free one")] = 8081,
) -> None:
    """Serve without a token against a Bot API server on this machine, with a page to chat with the bot."""
    from bot import demonstration

    with _clear_errors():
        demonstration.serve(config, port=port)


@cli.command()
def check(
    config: Config = DEFAULT_CONFIG,
    strict: Annotated[bool, typer.Option("--strict", help="warnings fail, too")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Look for faults in the knowledge base and the configuration."""
    from bot import config as configuration

    with _clear_errors():
        try:
            is_good = _check_base(_settings(config), strict=strict)
        except configuration.BadConfig as error:
            typer.echo(str(error))
            is_good = False
            # The base is looked at all the same, where it stands unless the configuration says otherwise.
            _check_base(configuration.load(config.with_name("no-such-config.yaml"), {}), strict=strict)
    if not is_good:
        raise typer.Exit(1)


def _check_base(settings: Settings, *, strict: bool) -> bool:
    """Print what is to be said of the knowledge base; False when it, or with `strict` its matching, is not good."""
    from bot import app
    from bot.knowledge.checking import check as check_base
    from bot.knowledge.faults import Code, Severity
    from bot.knowledge.index import fitted_matcher

    cache = settings.data_dir / app.MODEL_FILE
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

    with _clear_errors():
        library, scenes = _open(config, at)
        scene = scenes()
        if jsonl:
            _speak_utf8()
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

    with _clear_errors():
        library, scenes = _open(config, "")
        questions = load_questions(file) if file is not None else library.current.questions
        if isinstance(questions, Refused):
            _fail("\n".join(str(fault) for fault in questions.faults))
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
            _fail("\n".join(short))


@cli.command("gaps")
def list_gaps(config: Config = DEFAULT_CONFIG) -> None:
    """Print, as a proposal for authors, the questions that the bot could not answer or answered wrongly."""
    from bot import proposing
    from bot.store import gaps

    with _clear_errors(), _store(config) as database:
        library, scenes = _open(config, "")
        scene, settings = scenes(), _settings(config)
        kept = database.read(gaps.all_kept)
        left = proposing.unsolved(kept, scene.world.interpreter)
        page = proposing.Page(
            scene.renderer,
            days=settings.file.retention.gap_days,
            people_at_least=settings.file.gaps.people_at_least,
            base=settings.knowledge_dir.name,
        )
        found = proposing.propose(left, scene.world.interpreter, library.current.questions)
        _speak_utf8()
        typer.echo(page.write(found, solved=len(kept) - len(left)))


@export_cli.command("sessions")
def export_sessions(config: Config = DEFAULT_CONFIG) -> None:
    """Print the dialogue sessions as YAML."""
    from bot import app, exporting

    with _clear_errors():
        settings = _settings(config)
        typer.echo(exporting.sessions(app.read_base(settings)), nl=False)


@export_cli.command("set-aside")
def export_set_aside(config: Config = DEFAULT_CONFIG) -> None:
    """Print the messages that could not be handled, as JSON lines: they hold what people wrote."""
    from bot import exporting

    with _clear_errors(), _store(config) as database:
        for line in exporting.set_aside(database):
            typer.echo(line)


@export_cli.command("dead-letters")
def export_dead_letters(config: Config = DEFAULT_CONFIG) -> None:
    """Print the messages that Telegram refused for good, as JSON lines."""
    from bot import exporting

    with _clear_errors(), _store(config) as database:
        for line in exporting.dead_letters(database):
            typer.echo(line)


@cli.command()
def migrate(config: Config = DEFAULT_CONFIG) -> None:
    """Bring the database to the schema of this version; `run` does it by itself."""
    from bot.store.schema import migrate as migrate_store

    with _clear_errors():
        settings = _settings(config)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        migrate_store(settings.database_url)
    typer.echo("the database is up to date")


def _speak_utf8() -> None:
    """Read and write UTF-8 whatever the terminal's language; bytes that are none reach the one line they stand in."""
    if isinstance(sys.stdin, io.TextIOWrapper) and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
        sys.stdout.reconfigure(encoding="utf-8")


def _settings(config: Path) -> Settings:
    """Read the configuration; one that was named must be there. Raises `BadConfig`."""
    from bot import config as configuration

    if config != DEFAULT_CONFIG and not config.exists():
        raise configuration.BadConfig([f"{config}: there is no such file"])
    return configuration.load(config, os.environ)


def _open(config: Path, at: str) -> tuple[Library, Scenes]:
    """Give the library and the scenes of the moment `at` (empty: now)."""
    from bot import app, clock
    from bot.scenes import open_scenes

    settings = _settings(config)
    app.configure_logging("error")
    library = app.open_library(settings)
    now = clock.fixed(at) if at else clock.real_now
    return library, open_scenes(settings, library, now)


@contextmanager
def _store(config: Path) -> Iterator[Database]:
    from bot import config as configuration
    from bot.store.database import Database

    database = Database(configuration.load(config, os.environ).database_url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Turn what an operator can mend into a message and exit code 1."""
    from bot.app import CannotStart
    from bot.clock import BadClock
    from bot.config import BadConfig
    from bot.store.database import AlreadyRunning, StoreError
    from bot.store.schema import UnknownSchema

    try:
        yield
    except AlreadyRunning:
        _fail("another process serves this database: stop it first")
    except StoreError as error:
        _fail(f"the database cannot be used: {error}")
    except (BadConfig, CannotStart, BadClock, UnknownSchema) as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename or 'file'}: {error.strerror}")


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


if __name__ == "__main__":
    cli()
