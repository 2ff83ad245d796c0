"""The composition root: wires everything and serves; the real clock and randomness enter here and nowhere else."""

import asyncio
import contextlib
import ctypes
import gc
import secrets
import signal
import sys
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from telegram import Bot
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot import delivery
from bot.clock import AheadClock, FileClock, real_now
from bot.config import Settings
from bot.delivery import Delivery
from bot.domain.knowledge import Knowledge
from bot.domain.texts import text
from bot.edits import Edits
from bot.intake import Intake
from bot.knowledge.loading import Refused, load
from bot.knowledge.watching import Library
from bot.log import configure_logging
from bot.pacing import Pacer, paced
from bot.papers.branding import read_strip
from bot.scenes import open_scenes
from bot.store import operators
from bot.store.database import AlreadyRunning, Database, Lock, StoreError, lock
from bot.store.operators import CodeKind
from bot.store.schema import migrate
from bot.telegram.handing import Handing
from bot.telegram.naming import name_of
from bot.telegram.profile import keep_published
from bot.telegram.receiving import poll
from bot.telegram.requesting import AiohttpRequest
from bot.telegram.sending import send
from bot.telegram.waiting import wait_of
from bot.upkeep import Upkeep

if TYPE_CHECKING:
    from bot.demo import Demo

log = structlog.get_logger(__name__)

# How long a process that is being replaced may take to let go of the database.
LOCK_WAIT_S = 5
# How soon it is noticed that a database server has forgotten whose place it is.
KEEP_PLACE_EVERY_S = 2.0
# What is in flight at a graceful stop may still arrive.
DRAIN_S = 5.0
# Longer than Telegram ever takes: an answer given up on is a message sent twice.
SEND_TIMEOUT_S = 30.0
# The thread that decides computes; the one that sends must not wait the usual 5 ms for every answer of Telegram.
SWITCH_S = 0.0005
# New objects after which garbage is looked for; the usual 700 are made by a message or two.
GARBAGE_AT = 10_000

# By these the operator asks the program to end.
_STOPPING = (signal.SIGTERM, signal.SIGINT)

# Makes a one-time code that nobody guesses.
new_code = partial(secrets.token_urlsafe, 9)


class CannotStart(Exception):
    """The program cannot serve; the message tells the operator what to do."""


def serve(
    settings: Settings, token: str, *, clock_file: Path | None = None, demo_ahead: timedelta | None = None
) -> None:
    """Serve until SIGTERM or SIGINT; with `demo_ahead` as a demo, that much ahead of real time.

    Raises `CannotStart`, `AlreadyRunning`, `StoreError`, `BadClock`.
    """
    configure_logging(settings.file.log_level)
    sys.setswitchinterval(SWITCH_S)
    for number in _STOPPING:
        signal.signal(number, _leave)
    if not settings.is_api_local and (clock_file is not None or demo_ahead is not None):
        raise CannotStart("--clock and --demo work only with a Bot API server on this machine")
    if demo_ahead is not None:
        from bot.demo import Demo
        from bot.witnessing import Witness

        clock = AheadClock(real_now, demo_ahead)
        demo = Demo(clock, new_code(), Witness(clock))
        asyncio.run(_serve(settings, token, demo.clock, demo))
        return
    now = FileClock(clock_file) if clock_file is not None else real_now
    asyncio.run(_serve(settings, token, now, None))


async def _serve(settings: Settings, token: str, now: Callable[[], datetime], demo: "Demo | None") -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    try:
        held = lock(database, wait_s=LOCK_WAIT_S)
        try:
            migrate(settings.database_url)
            await _run(settings, token, database, held, now, demo=demo)
        finally:
            held.release()
    finally:
        database.close()


async def _run(
    settings: Settings, token: str, database: Database, held: Lock, now: Callable[[], datetime], *, demo: "Demo | None"
) -> None:
    apart = None if demo is None else settings.data_dir / demo.folder
    library = open_library(settings, apart=apart)
    scenes = open_scenes(settings, library, now, read_strip(settings.branding_dir))
    scenes()  # the first citizen need not wait for what is made once a version
    _spare_the_base()
    stop = _stop_signal()
    async with _telegram(settings, token, stop) as bot:
        if stop.is_set():
            return
        scenes.username = bot.username
        pacer = Pacer(paced(settings.file.pacing))
        sender = Delivery(database, lambda row, place: send(bot, row, place), pacer, real_now=real_now, now=now)
        intake = Intake(database, scenes, real_now, sender.wake, new_code)
        if demo is not None:
            intake = demo.watched(intake)
        upkeep = Upkeep(database, intake, scenes.renderer, settings.file.retention, now, real_now)
        edits = Edits(intake)
        await intake.file_sessions(library.current.knowledge.sessions)
        await intake.review_facts_now()
        await upkeep.decide_due()  # what fell due while the bot was away comes before what people wrote meanwhile
        loops = [
            asyncio.create_task(loop)
            for loop in (
                _poll(settings, bot, intake),
                sender.run(),
                upkeep.run(),
                library.watch(on_accepted=edits.accepted, on_refused=edits.refused),
                keep_published(bot, scenes.renderer),
                _keep_place(held),
                *(() if demo is None else demo.loops(library, settings.knowledge_dir)),
            )
        ]
        _announce(database)
        await _until_stopped(stop, loops)
        await _stop(loops, sender)


def _spare_the_base() -> None:
    """Give back what reading the base has freed (glibc can), and look for no garbage in what it has made."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
    gc.freeze()
    gc.set_threshold(GARBAGE_AT)
    gc.enable()


async def _keep_place(held: Lock) -> None:
    """See to it that no second process serves the same database, also after its server was away."""
    while True:
        await asyncio.sleep(KEEP_PLACE_EVERY_S)
        try:
            await asyncio.to_thread(held.keep)
        except StoreError as error:
            log.error("place.store_down", error=str(error))


async def _poll(settings: Settings, bot: Bot, intake: Intake) -> None:
    async def tell_of_conflict() -> None:
        await bot.delete_webhook()  # the other receiver may be a webhook set by mistake
        await intake.notify(text("notice.other_process"))

    handing = Handing(bot, intake)
    await poll(bot, handing.take, poll_timeout_s=settings.file.poll_timeout_s, on_conflict=tell_of_conflict)


def name_in_telegram(settings: Settings, token: str) -> str:
    """Ask Telegram for the bot's name, without "@"; empty: it does not tell."""
    return asyncio.run(name_of(token, settings.api_url, is_direct=settings.is_api_local)) or ""


def open_library(settings: Settings, *, apart: Path | None = None) -> Library:
    """Read the knowledge base and its model; what is learnt of later edits is kept in the folder `apart`, if given.

    Raises `CannotStart` with every fault.
    """
    log.info("knowledge.opening", hint="learning new phrases takes a minute or two")
    learnt_in = settings.data_dir if apart is None else apart
    library = Library.open(settings.knowledge_dir, learnt_in, first_in=settings.data_dir)
    if isinstance(library, Refused):
        raise CannotStart("\n".join(str(fault) for fault in library.faults))
    return library


def read_base(settings: Settings) -> Knowledge:
    """Read the knowledge base without its model. Raises `CannotStart` with every fault."""
    outcome = load(settings.knowledge_dir)
    if isinstance(outcome, Refused):
        raise CannotStart("\n".join(str(fault) for fault in outcome.faults))
    return outcome.knowledge


@asynccontextmanager
async def _telegram(settings: Settings, token: str, stop: asyncio.Event) -> AsyncIterator[Bot]:
    """Give a bot that knows its own name, unless `stop` came first. Raises `CannotStart` for a refused token."""
    # A proxy of the environment is for the world outside, not for a server on this machine.
    is_direct = settings.is_api_local
    bot = Bot(
        token,
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=AiohttpRequest(delivery.IN_FLIGHT + 4, timeout_s=SEND_TIMEOUT_S, is_direct=is_direct),
        get_updates_request=AiohttpRequest(2, timeout_s=SEND_TIMEOUT_S, is_direct=is_direct),
    )
    rest_s = 0.25
    while not stop.is_set() and (asked_s := await _introduce(bot)) is not None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), max(rest_s, asked_s))
        rest_s = min(rest_s * 2, 10.0)
    try:
        yield bot
    finally:
        await bot.shutdown()


async def _introduce(bot: Bot) -> float | None:
    """Learn the bot's own name; while that fails, give the seconds to wait that Telegram asks for (0: it is away)."""
    try:
        await bot.initialize()
        # Bot API: getUpdates is refused while a webhook is set; what waits for it is kept.
        await bot.delete_webhook()
    except InvalidToken:
        raise CannotStart("Telegram refuses the token: check BOT_TOKEN (and api_url, if it is set)") from None
    except TelegramError as error:
        log.error("telegram.unreachable_at_start", error=type(error).__name__)
        return wait_of(error).total_seconds() if isinstance(error, RetryAfter) else 0.0
    return None


def _announce(database: Database) -> None:
    """Print the line that says the bot serves, and the operator code while there is no operator."""
    print("bot: polling", flush=True)  # noqa: T201 - the contract's line
    if not database.read(operators.all_operators):
        code = new_code()
        database.write(lambda tx: operators.keep_code(tx, CodeKind.OPERATOR, code, at=real_now())).result()
        kept = database.read(lambda tx: operators.code(tx, CodeKind.OPERATOR))
        print(f"bot: operator code: /operator {kept}", flush=True)  # noqa: T201 - the contract's line


def _leave(_number: int, _frame: object) -> None:
    """End before anybody is served: learning holds up the loop for minutes, and loses nothing by being broken off."""
    raise SystemExit(0)


def _stop_signal() -> asyncio.Event:
    """Give what is set when the operator asks the program to end."""
    stop = asyncio.Event()
    for number in _STOPPING:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def _until_stopped(stop: asyncio.Event, loops: list[asyncio.Task[None]]) -> None:
    """Wait for the signal, or for a loop that fails: nothing works without any of them."""
    waiting = asyncio.create_task(stop.wait())
    await asyncio.wait([*loops, waiting], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()


async def _stop(loops: list[asyncio.Task[None]], sender: Delivery) -> None:
    """End the loops and let what is in flight arrive.

    Raises `AlreadyRunning` when another process has taken the place, `CannotStart` when a loop failed by itself.
    """
    failures = [failure for loop in loops if loop.done() and (failure := loop.exception()) is not None]
    for loop in loops:
        loop.cancel()
    await asyncio.gather(*loops, return_exceptions=True)
    try:
        await asyncio.wait_for(sender.drain(), DRAIN_S)
    except TimeoutError:
        log.warning("stop.sends_left", why="they go out again at the next start")
    for failure in failures:
        if isinstance(failure, AlreadyRunning):
            raise failure
        # Where, but not what: the message of an exception may quote what a person wrote.
        frame = traceback.extract_tb(failure.__traceback__)[-1]
        log.error("loop.failed", error=type(failure).__name__, at=f"{Path(frame.filename).name}:{frame.lineno}")
    log.info("stopped")
    if failures:
        raise CannotStart("the program stopped because of a fault of its own: see the log; start it again")
