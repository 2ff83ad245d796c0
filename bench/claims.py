"""Fifty people press `Biorę` under one card at the same moment, again and again.

Real intake, locks and commits, without Telegram, in one process: on SQLite in a file, and on a PostgreSQL server of
its own, opened once and twice, each time with threads and connections of its own. Counted is whoever was told that they
have the enquiry, or has it as the store tells, who was told that another has it, and how long it took until everybody
had an answer.
"""

import asyncio
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))

from sqlalchemy import Connection

from bench.rig import base, folder, opened, quick_was_asked, table
from bot.domain.events import GroupPressed
from bot.domain.staff import Member, Standing
from bot.log import configure_logging
from bot.store import enquiries, outbox, staff
from bot.store.outgoing import AnswerPress
from bot.store.schema import migrate
from tests.desks import GROUP, enquiry, who
from tests.handled import PATIENCE_S, Handled
from tests.postgres import postgres

PEOPLE = [Member(100 + number, f"Osoba {number}", Standing.MEMBER, is_confirmed=True) for number in range(50)]
ROUNDS, QUICK_ROUNDS = 50, 3


@dataclass(frozen=True, slots=True)
class Round:
    """What became of one race."""

    # People who were told that they have it, and who has it as the store tells.
    owners: int
    # People who were told that somebody else has it.
    late: int
    wall_s: float


def main() -> None:
    """Measure and print."""
    rounds = QUICK_ROUNDS if quick_was_asked(sys.argv[1:], __doc__) else ROUNDS
    configure_logging("error")
    with folder() as made, postgres() as server:
        places: Sequence[tuple[str, Callable[[], str], int]] = (
            ("SQLite", lambda: f"sqlite:///{made / 'bot.sqlite3'}", 1),
            ("PostgreSQL, opened once", server.fresh, 1),
            ("PostgreSQL, opened twice", server.fresh, 2),
        )
        found = [(name, [*races(url(), times, rounds)]) for name, url, times in places]
    report(found)


def races(url: str, times: int, rounds: int) -> Iterator[Round]:
    """Run races for one enquiry after the other."""
    migrate(url)
    with opened(url, times) as databases:
        bots = [Handled(one, base().knowledge) for one in databases]
        databases[0].write(lambda tx: _pair(tx, bots[0])).result(PATIENCE_S)
        for number in range(1, rounds + 1):
            yield asyncio.run(race(bots, number))


def _pair(tx: Connection, bot: Handled) -> None:
    staff.pair(tx, GROUP)
    for member in PEOPLE:
        staff.keep_member(tx, replace(member, seen_at=bot.real_now + timedelta(days=1)))


async def race(bots: Sequence[Handled], number: int) -> Round:
    """Let everybody press at once."""
    asked = replace(enquiry(), number=number, citizen_chat_id=5000 + number)
    await asyncio.wrap_future(bots[0].database.write(lambda tx: enquiries.keep(tx, asked)))
    started = time.perf_counter()
    await asyncio.gather(*(press(bots[at % len(bots)], number, at) for at in range(len(PEOPLE))))
    wall_s = time.perf_counter() - started
    return await asyncio.wrap_future(bots[0].database.write(lambda tx: _counted(tx, number, wall_s)))


async def press(bot: Handled, number: int, at: int) -> None:
    """Let somebody press, in a line of their own: their presses wait for nobody's but the enquiry's."""
    pressed = GroupPressed(GROUP.chat_id, f"press {number} {at}", f"d.claim:{number}", who(PEOPLE[at]))
    await bot.intake.take_update(number * 100 + at, pressed, chat_id=at, pressed_message_id=None)


def _counted(tx: Connection, number: int, wall_s: float) -> Round:
    """Count owners and answers, and take everything out of the outbox."""
    known, notes = enquiries.lock(tx, number), dict[str, str]()
    while rows := outbox.heads(tx, limit=100):
        for row in rows:
            notes |= {row.message.press_id: row.message.text} if isinstance(row.message, AnswerPress) else {}
            outbox.done(tx, row.id)
    told = {PEOPLE[int(press_id.split()[-1])].user_id for press_id, note in notes.items() if not note}
    kept = {known.owner_id} if known is not None else set()
    return Round(len(told | kept), sum(bool(note) for note in notes.values()), wall_s)


def report(found: Sequence[tuple[str, Sequence[Round]]]) -> None:
    """Print the figures beside the aims."""
    for name, rounds in found:
        print(f"{name}, owners in each race: {' '.join(str(one.owners) for one in rounds)}")
    table(
        f"{len(PEOPLE)} people at once for one enquiry",
        [(name, *_figures(rounds)) for name, rounds in found],
        head=("", "races", "owners, fewest", "most (aim 1)", "told who, fewest (aim 49)", "median s", "longest s"),
    )


def _figures(rounds: Sequence[Round]) -> tuple[object, ...]:
    owners, walls = [one.owners for one in rounds], [one.wall_s for one in rounds]
    late = min(one.late for one in rounds)
    return len(rounds), min(owners), max(owners), late, f"{median(walls):.2f}", f"{max(walls):.2f}"


if __name__ == "__main__":
    main()
