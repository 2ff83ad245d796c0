"""Fifty organisations press `Wysyłam zgłoszenie` for the last seat at the same moment, again and again.

Real intake, locks and commits, without Telegram: on SQLite in a file, and on a PostgreSQL server of its own. What takes
the presses are processes of their own, one or two, each with half of the people. Counted is who got the seat, and how
long it took until everybody had an answer.
"""

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.rig import base, folder, opened, quick_was_asked, table
from bot.domain.offers import Action
from bot.log import configure_logging
from bot.store.database import Database
from bot.store.schema import migrate
from tests.crowds import FIRST_CHAT, Crowd, session_for
from tests.postgres import postgres

RUNNERS, SEATS = 50, 1
ROUNDS, QUICK_ROUNDS = 50, 3


@dataclass(frozen=True, slots=True)
class Round:
    """What became of one race."""

    # Seats given.
    given: int
    answered: int
    wall_s: float


def main() -> None:
    """Measure and print."""
    rounds = QUICK_ROUNDS if quick_was_asked(sys.argv[1:], __doc__) else ROUNDS
    configure_logging("error")
    with folder() as made, postgres() as server:
        places: Sequence[tuple[str, Callable[[], str], int]] = (
            ("SQLite, one process", lambda: f"sqlite:///{made / 'bot.sqlite3'}", 1),
            ("PostgreSQL, one process", server.fresh, 1),
            ("PostgreSQL, two processes", server.fresh, 2),
        )
        found = [(name, [*races(url(), processes, rounds)]) for name, url, processes in places]
    report(found)


def races(url: str, processes: int, rounds: int) -> Iterator[Round]:
    """Run races for the last seat of one session after the other."""
    migrate(url)
    with opened(url, 1) as (database,), takers(url, processes) as pipes:
        for number in range(rounds):
            yield race(database, pipes, number)


@contextmanager
def takers(url: str, processes: int) -> Iterator[Sequence[Pipe]]:
    """Start so many processes that take presses, and end them."""
    spawning = multiprocessing.get_context("spawn")
    pairs = [spawning.Pipe() for _ in range(processes)]
    started = [spawning.Process(target=take_presses, args=(url, theirs)) for _, theirs in pairs]
    for one in started:
        one.start()
    pipes = [ours for ours, _ in pairs]
    try:
        for pipe in pipes:
            pipe.recv()  # it is ready
        yield pipes
    finally:
        for pipe in pipes:
            pipe.send(None)
        for one in started:
            one.join()


def take_presses(url: str, pipe: Pipe) -> None:
    """Take presses as a process of the bot does: each round (its number, the update before, the chats that press)."""
    configure_logging("error")
    with opened(url, 1) as (database,):
        base()
        pipe.send(None)
        while (asked := pipe.recv()) is not None:
            number, last_key, chats = asked
            crowd = crowd_of(database, number, last_key=last_key)
            crowd.press([(chat_id, Action.FORM_SEND, crowd.session.id) for chat_id in chats])
            pipe.send(None)


def crowd_of(database: Database, number: int, *, last_key: int = 0) -> Crowd:
    """Give the people of one race."""
    first_chat = FIRST_CHAT + number * RUNNERS
    return Crowd([database], base().knowledge, session_for(SEATS, f"s_{number}"), first_chat, last_key)


def race(database: Database, pipes: Sequence[Pipe], number: int) -> Round:
    """Let everybody press at once, each in one of the processes."""
    crowd = crowd_of(database, number)
    crowd.gather([1] * RUNNERS)
    people = range(crowd.first_chat, crowd.first_chat + RUNNERS)
    shares = [people[at :: len(pipes)] for at in range(len(pipes))]
    last_key = number * RUNNERS
    started = time.perf_counter()
    for pipe, chats in zip(pipes, shares, strict=True):
        pipe.send((number, last_key, list(chats)))
        last_key += len(chats)
    for pipe in pipes:
        pipe.recv()
    wall_s = time.perf_counter() - started
    given = sum(one.held for one in crowd.registered())
    return Round(given, len(crowd.answered().intersection(people)), wall_s)


def report(found: Sequence[tuple[str, Sequence[Round]]]) -> None:
    """Print the figures beside the aims."""
    table(
        f"{RUNNERS} organisations at once for the last seat",
        [(name, *_figures(rounds)) for name, rounds in found],
        head=("", "races", "seats given, fewest", "most (aim 1)", "answered, fewest (aim 50)", "median s", "longest s"),
    )


def _figures(rounds: Sequence[Round]) -> tuple[object, ...]:
    given, walls = [one.given for one in rounds], [one.wall_s for one in rounds]
    fewest = min(one.answered for one in rounds)
    return len(rounds), min(given), max(given), fewest, f"{median(walls):.2f}", f"{max(walls):.2f}"


if __name__ == "__main__":
    main()
