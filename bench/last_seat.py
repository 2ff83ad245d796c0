"""Fifty organisations press `Wysyłam zgłoszenie` for the last seat at the same moment, again and again.

Real intake, locks and commits, without Telegram: on SQLite in a file, and on a PostgreSQL server of its own with one
process and with two. Counted is who got the seat, and how long it took until everybody had an answer.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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
    with opened(url, processes) as databases:
        for number in range(rounds):
            yield race(databases, number)


def race(databases: Sequence[Database], number: int) -> Round:
    """Let everybody press at once."""
    first_chat = FIRST_CHAT + number * RUNNERS
    crowd = Crowd(databases, base().knowledge, session_for(SEATS, f"s_{number}"), first_chat, number * RUNNERS)
    crowd.gather([1] * RUNNERS)
    started = time.perf_counter()
    crowd.press([(first_chat + one, Action.FORM_SEND, crowd.session.id) for one in range(RUNNERS)])
    wall_s = time.perf_counter() - started
    given = sum(one.held for one in crowd.registered())
    people = range(first_chat, first_chat + RUNNERS)
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
