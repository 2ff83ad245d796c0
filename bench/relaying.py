"""Ten minutes of relaying at Telegram's limits: how many messages go, how many a strict server refuses (429).

The pacer's clock is a variable, so that ten minutes pass quickly, and the limits of the local Bot API server run on the
same clock (`tests/paced.py`). In the first run everything is at its limit; in the second only the group is, which must
not delay citizens. The last run has no pacing and shows that the server does refuse.
"""

import asyncio
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

from sqlalchemy import Connection

from bench.rig import SEED, folder, quick_was_asked, table
from bot.delivery import Delivery
from bot.log import configure_logging
from bot.pacing import Limit, Pace, Pacer
from bot.store import outbox
from bot.store.database import Database
from bot.store.outbox import Priority
from bot.store.outgoing import AlbumItem, EditText, Outgoing, SendAlbum, SendText, SetReaction
from bot.store.schema import migrate
from tests.paced import StrictTelegram, count_of, deliver_until, goes_to

MINUTES, QUICK_MINUTES = 10, 1
GROUP = -1001
CITIZENS = range(1, 301)
CARDS = 20
UNPACED = Pace(Limit(0, 1.0), Limit(0, 1.0), Limit(0, 1.0))
START = datetime(2027, 3, 1, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Load:
    """What is wanted every second."""

    answers: int
    # To the group, besides one changed card and one mark; every tenth second an album.
    copies: int


FULL, GROUP_ONLY = Load(answers=35, copies=1), Load(answers=8, copies=1)


def main() -> None:
    """Measure and print."""
    configure_logging("error")
    minutes = QUICK_MINUTES if quick_was_asked(sys.argv[1:], __doc__) else MINUTES
    runs = [
        ("everything at its limit", asyncio.run(relay(FULL, Pace(), minutes))),
        ("only the group at its limit", asyncio.run(relay(GROUP_ONLY, Pace(), minutes))),
        ("without pacing, one minute", asyncio.run(relay(FULL, UNPACED, 1))),
    ]
    report(minutes, runs)
    if any(server.limits.refused_count for _, server in runs[:2]):
        raise SystemExit("a paced run was told to wait")


async def relay(load: Load, pace: Pace, minutes: int) -> StrictTelegram:
    """Relay for so many minutes of the clock; give what took it."""
    server, random = StrictTelegram(), Random(SEED)
    with folder() as made:
        url = f"sqlite:///{made}/bot.sqlite3"
        migrate(url)
        database = Database(url)
        delivery = Delivery(
            database,
            server.send,
            Pacer(pace),
            real_now=lambda: START + timedelta(seconds=server.now),
            monotonic=lambda: server.now,
        )
        for second in range(60 * minutes):
            server.now = float(second)
            wanted = messages(load, second, random)
            await asyncio.wrap_future(database.write(partial(put, wanted=wanted, second=second)))
            await deliver_until(delivery, server, second + 1.0)
        database.close()
    return server


def messages(load: Load, second: int, random: Random) -> Sequence[Outgoing]:
    """Give what is wanted in one second; an answer says when that was."""
    answers = [SendText(chat_id, str(second)) for chat_id in random.sample(CITIZENS, load.answers)]
    copies = [SendText(GROUP, f"copy {second}", quotes="card:1") for _ in range(load.copies if second % 2 else 0)]
    card = EditText(GROUP, f"card:{random.randrange(CARDS)}", f"card at {second}")
    album = [SendAlbum(GROUP, tuple(AlbumItem("photo", "f", f"relay:1:{second}{n}") for n in range(3)))]
    return [*answers, *copies, card, SetReaction(GROUP, second + 1, "👌", "x"), *(album if second % 10 == 0 else [])]


def put(tx: Connection, wanted: Sequence[Outgoing], second: int) -> None:
    """Put messages into the outbox, as a decision does."""
    for message in wanted:
        outbox.put(tx, message, priority=Priority.ANSWER, created_at=START + timedelta(seconds=second))


def report(minutes: int, runs: Sequence[tuple[str, StrictTelegram]]) -> None:
    """Print what went, what was refused, and how long citizens waited."""
    rows = [(name, *figures(server), server.limits.refused_count) for name, server in runs]
    head = ("", "relayed", "to the group", "its busiest minute", "an answer waited", "99 of 100", "429s")
    table(f"Relaying for {minutes} minutes of the pacer's clock", rows, head=head)


def figures(server: StrictTelegram) -> Sequence[object]:
    """Give what went in all, what of it to the group and at most in a minute, and how long answers waited."""
    to_group = sum(count_of(one) for _, _, one in server.taken if goes_to(GROUP, one))
    waits = [left - float(one.html) for left, _, one in server.taken if isinstance(one, SendText) and one.chat_id > 0]
    ninety_nine = statistics.quantiles(waits, n=100)[98]
    busiest = server.busiest_minute(GROUP)
    return len(waits) + to_group, to_group, busiest, f"{statistics.median(waits):.2f} s", f"{ninety_nine:.2f} s"


if __name__ == "__main__":
    main()
