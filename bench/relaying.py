"""Ten minutes of relaying at Telegram's limits: how many messages go, how many a strict server refuses (429).

The pacer's clock is a variable, so that ten minutes pass quickly, and the limits of the local Bot API server run on the
same clock; what leaves at one moment arrives up to 50 ms later. Everything else is real: the outbox, its order, its
commits. In the first run everything is at its limit; in the second only the group is, which must not delay citizens.
The last run has no pacing and shows that the server does refuse.
"""

import asyncio
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

from sqlalchemy import Connection

from bench.rig import SEED, folder, quick_was_asked, table
from bot.delivery import Delivery
from bot.log import configure_logging
from bot.outcomes import Outcome, Place, Sent, Wait
from bot.pacing import Limit, Pace, Pacer
from bot.sandbox.limits import RateLimits
from bot.store import outbox
from bot.store.database import Database
from bot.store.outbox import Priority
from bot.store.outgoing import AlbumItem, EditText, Outgoing, SendAlbum, SendText, SetReaction
from bot.store.schema import migrate

MINUTES, QUICK_MINUTES = 10, 1
GROUP = -1001
CITIZENS = range(1, 301)
CARDS = 20
# Longest way of a call to the server, in seconds.
JITTER_S = 0.05
UNPACED = Pace(Limit(0, 1.0), Limit(0, 1.0), Limit(0, 1.0))
START = datetime(2027, 3, 1, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Load:
    """What is wanted every second."""

    answers: int
    # To the group, besides one changed card and one mark; every tenth second an album.
    copies: int


FULL, GROUP_ONLY = Load(answers=35, copies=1), Load(answers=8, copies=1)


@dataclass
class Server:
    """Takes what the limits allow, on the clock that it is given."""

    limits: RateLimits = field(default_factory=lambda: RateLimits(is_on=True))
    random: Random = field(default_factory=lambda: Random(SEED))
    now: float = 0.0
    arrived: float = 0.0
    to_group: list[float] = field(default_factory=list)
    to_citizens: int = 0
    waits: list[float] = field(default_factory=list)

    async def send(self, message: Outgoing, _place: Place) -> Outcome:
        """Take a message or refuse it."""
        if isinstance(message, SetReaction):
            return Sent()
        count = len(message.items) if isinstance(message, SendAlbum) else 1
        chat_id = getattr(message, "chat_id", 0)
        self.arrived = max(self.arrived, self.now + self.random.uniform(0, JITTER_S))
        wait_s = self.limits.retry_after(chat_id, self.arrived, count)
        if wait_s is not None:
            return Wait(timedelta(seconds=wait_s))
        if chat_id == GROUP:
            self.to_group += [self.arrived] * count
        else:
            self.to_citizens += 1
            self.waits.append(self.now - float(getattr(message, "html", 0)))
        return Sent(tuple(range(len(self.to_group) * 100 + 1, len(self.to_group) * 100 + 1 + count)))

    @property
    def busiest_minute(self) -> int:
        """The most that arrived in the group within 60 seconds."""
        return max((sum(at <= one < at + 60 for one in self.to_group) for at in self.to_group), default=0)


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


async def relay(load: Load, pace: Pace, minutes: int) -> Server:
    """Relay for so many minutes of the clock; give the server."""
    server, random = Server(), Random(SEED)
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


async def deliver_until(delivery: Delivery, server: Server, end: float) -> None:
    """Send all that may go until then, moving the clock to each moment at which something may."""
    while True:
        delivery._work_waits.clear()  # noqa: SLF001 - a step of `Delivery.run` on a clock that does not run by itself
        await delivery._start()  # noqa: SLF001
        await delivery.drain()
        if delivery._work_waits.is_set():  # noqa: SLF001
            continue
        following = delivery._rests.next_end(server.now)  # noqa: SLF001
        if following is None or following >= end:
            return
        server.now = following + 0.001


def report(minutes: int, runs: Sequence[tuple[str, Server]]) -> None:
    """Print what went, what was refused, and how long citizens waited."""
    rows = [
        (
            name,
            server.to_citizens + len(server.to_group),
            len(server.to_group),
            server.busiest_minute,
            f"{statistics.median(server.waits):.2f} s",
            f"{statistics.quantiles(server.waits, n=100)[98]:.2f} s",
            server.limits.refused_count,
        )
        for name, server in runs
    ]
    head = ("", "relayed", "to the group", "its busiest minute", "an answer waited", "99 of 100", "429s")
    table(f"Relaying for {minutes} minutes of the pacer's clock", rows, head=head)


if __name__ == "__main__":
    main()
