"""A thousand registrants are told of a cancellation at Telegram's limits, and the process is killed on the way.

Each gets a letter and a calendar entry. What sends is a process of its own on a database file; it is ended by SIGKILL
when Telegram has accepted a send and before it knows. The pacer's clock is a variable, and the limits of the local Bot
API server run on the same clock (`tests/paced.py`). Counted is, at each kill, what was accepted and not recorded: only
so many may arrive twice. Nobody is left out, and it takes as long as the limits demand.
"""

import asyncio
import math
import multiprocessing
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from sqlalchemy import Connection

from bench.rig import base, folder, opened, quick_was_asked, table
from bot.applying import Applying, Scene
from bot.delivery import Delivery
from bot.domain.knowledge import SessionStatus
from bot.domain.sessions import proposing
from bot.domain.sessions.confirmed import ConfirmedSession, Origin, Proposal, ProposalKind
from bot.domain.texts import Text
from bot.log import configure_logging
from bot.outcomes import Outcome, Place, Sent
from bot.pacing import Pace, Pacer
from bot.store import mailings, outbox, sessions
from bot.store.outgoing import Outgoing
from bot.store.schema import migrate
from tests.desks import JAN
from tests.meetings import SESSION, meeting, registration
from tests.paced import StrictTelegram, deliver_until
from tests.worlds import NOW, renderer

REGISTRANTS, QUICK_REGISTRANTS = 1_000, 100
KILLS = 10
# A letter and an entry.
EACH = 2
START = datetime(2027, 3, 1, 9, tzinfo=UTC)
SLACK = 0.05


@dataclass
class Through(StrictTelegram):
    """Telegram as the sending process reaches it: through a pipe to the process that plays it."""

    pipe: Pipe | None = None

    async def send(self, message: Outgoing, place: Place) -> Outcome:
        """Hand a message over and wait for what became of it."""
        assert self.pipe is not None  # noqa: S101 - made with one
        self.pipe.send((self.now, message, place))
        outcome: Outcome = self.pipe.recv()
        return outcome


@dataclass
class Sending:
    """What has happened so far, seen from Telegram's side."""

    server: StrictTelegram
    # Numbers of taken sends after which the sender is killed.
    kills_after: set[int]
    # Over all kills.
    unrecorded: int = 0
    kills: int = 0
    # (chat, kind) of every send that was taken.
    taken: Counter[tuple[int, str]] = field(default_factory=Counter)


def main() -> None:
    """Measure and print; fails when somebody was left out or it took longer than the limits demand."""
    configure_logging("error")
    people = QUICK_REGISTRANTS if quick_was_asked(sys.argv[1:], __doc__) else REGISTRANTS
    done, left, settled = asyncio.run(send_all(people))
    server, got = done.server, Counter(chat_id for chat_id, _ in done.taken if chat_id > 0)
    twice = sum(count - 1 for count in done.taken.values())
    pace, took = Pace().overall, server.now
    # What goes out again has to keep the limits, too.
    allowed = (people * EACH + twice) / pace.count * pace.window_s
    counted = (people, len(server.taken), done.kills, done.unrecorded, twice, server.limits.refused_count)
    figures = (*counted, f"{took:.1f} s", f"{allowed:.1f} s")
    head = ("registrants", "sent", "kills", "not recorded", "twice", "429s", "took", "the limits demand")
    table("Telling everybody of a cancellation", [figures], head=head)
    is_whole = len(got) == people and all(count == EACH for count in got.values()) and left == 0 and settled == people
    if not is_whole or twice > done.unrecorded or took > allowed * (1 + SLACK):
        raise SystemExit("not everybody was told, or too often, or it took too long")


async def send_all(people: int) -> tuple[Sending, int, int]:
    """Confirm the cancellation and deliver; give what happened, what is left, and how many letters are settled."""
    step = people * EACH // (KILLS + 1)
    done = Sending(StrictTelegram(), {step * number for number in range(1, KILLS + 1)})
    with folder() as made:
        url = f"sqlite:///{made}/bot.sqlite3"
        migrate(url)
        with opened(url, 1) as (database,):
            await asyncio.wrap_future(database.write(lambda tx: confirm(tx, people)))
            total, _ = database.read(outbox.count)
        while not await _until_killed(url, done):
            done.kills += 1
            with opened(url, 1) as (database,):
                waiting, _ = database.read(outbox.count)
            done.unrecorded += len(done.taken) - (total - waiting)
        with opened(url, 1) as (database,):
            waiting, _ = database.read(outbox.count)
            settled = database.read(lambda tx: mailings.counts(tx, 1)).get(mailings.Fate.DELIVERED, 0)
    return done, waiting, settled


async def _until_killed(url: str, done: Sending) -> bool:
    """Let a new process send until it is killed, or nothing is left to be sent: then True."""
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=deliver, args=(url, theirs, done.server.now))
    process.start()
    theirs.close()
    try:
        while (asked := ours.recv()) is not None:
            done.server.now, message, place = asked
            outcome = await done.server.send(message, place)
            if isinstance(outcome, Sent):
                done.taken[message.chat_id, message.kind] += 1
            if len(done.server.taken) in done.kills_after:
                done.kills_after.discard(len(done.server.taken))
                process.kill()
                return False
            ours.send(outcome)
        return True
    finally:
        process.join()
        ours.close()


def deliver(url: str, pipe: Pipe, now: float) -> None:
    """Send what waits, as a new process: its pacer remembers nothing."""
    configure_logging("error")
    server = Through(pipe=pipe, now=now)
    with opened(url, 1) as (database,):
        delivery = Delivery(
            database,
            server.send,
            Pacer(Pace()),
            real_now=lambda: START + timedelta(seconds=server.now),
            monotonic=lambda: server.now,
        )
        asyncio.run(deliver_until(delivery, server, math.inf))
    pipe.send(None)


def confirm(tx: Connection, people: int) -> None:
    """Let a tap confirm the cancellation of a session with so many registrants."""
    session = replace(SESSION, capacity=None)
    sessions.keep(tx, ConfirmedSession(0, session))
    off = replace(session, status=SessionStatus.CANCELLED, reason="Choroba prowadzącej.")
    proposal = Proposal(0, session.id, ProposalKind.CHANGE, Origin.GROUP, NOW, session, off)
    kept = sessions.propose(tx, proposal)
    seen = meeting(base().knowledge, session, [registration(number) for number in range(1, people + 1)])
    done = proposing.confirm(kept, JAN, seen)
    if isinstance(done, Text):
        raise SystemExit(done.key)
    Applying(tx, Scene(seen, renderer(base().knowledge)), "bench", START).apply(done, "pl")


if __name__ == "__main__":
    main()
