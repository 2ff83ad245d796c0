"""A thousand registrants are told of a cancellation at Telegram's limits, and the process dies on the way.

Each gets a letter and a calendar entry. The pacer's clock is a variable and the limits of the local Bot API server run
on the same clock (`tests/paced.py`). A death takes a send that Telegram has accepted and nobody has recorded: only such
ones may arrive twice. Nobody is left out, and it takes as long as the limits demand.
"""

import asyncio
import math
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from sqlalchemy import Connection

from bench.rig import base, folder, quick_was_asked, table
from bot.applying import Applying, Scene
from bot.delivery import Delivery
from bot.domain.knowledge import SessionStatus
from bot.domain.sessions import proposing
from bot.domain.sessions.confirmed import ConfirmedSession, Origin, Proposal, ProposalKind
from bot.domain.texts import Text
from bot.log import configure_logging
from bot.outcomes import Outcome, Place
from bot.pacing import Pace, Pacer
from bot.store import mailings, outbox, sessions
from bot.store.database import Database
from bot.store.outgoing import Outgoing
from bot.store.schema import migrate
from tests.desks import JAN
from tests.meetings import SESSION, meeting, registration
from tests.paced import StrictTelegram, deliver_until
from tests.worlds import NOW, renderer

REGISTRANTS, QUICK_REGISTRANTS = 1_000, 100
DEATHS = 10
# A letter and an entry.
EACH = 2
START = datetime(2027, 3, 1, 9, tzinfo=UTC)
SLACK = 0.05


class Died(BaseException):
    """The process is gone: nothing that it was about to do happens."""


@dataclass
class Fatal(StrictTelegram):
    """Takes a send, and the process that sent it dies before it knows."""

    dies_after: set[int] = field(default_factory=set)
    is_dead: bool = False

    async def send(self, message: Outgoing, place: Place) -> Outcome:
        """Take a message, unless its sender is dead; perhaps the sender dies of it."""
        if self.is_dead:
            raise Died
        outcome = await super().send(message, place)
        if len(self.taken) in self.dies_after:
            self.dies_after.discard(len(self.taken))
            self.is_dead = True
            raise Died
        return outcome


def main() -> None:
    """Measure and print; fails when somebody was left out or it took longer than the limits demand."""
    configure_logging("error")
    people = QUICK_REGISTRANTS if quick_was_asked(sys.argv[1:], __doc__) else REGISTRANTS
    server, left, settled = asyncio.run(send_all(people))
    got = Counter(one.chat_id for _, _, one in server.taken if hasattr(one, "chat_id") and one.chat_id > 0)
    twice = sum(count - EACH for count in got.values())
    took, allowed = server.now, people * EACH / Pace().overall.count * Pace().overall.window_s
    refused = server.limits.refused_count
    rows = [(people, len(server.taken), DEATHS, twice, refused, f"{took:.1f} s", f"{allowed:.1f} s")]
    head = ("registrants", "sent", "deaths", "twice", "429s", "took", "the limits demand")
    table("Telling everybody of a cancellation", rows, head=head)
    is_whole = len(got) == people and all(count >= EACH for count in got.values()) and left == 0 and settled == people
    if not is_whole or twice > DEATHS or took > allowed * (1 + SLACK):
        raise SystemExit("not everybody was told, or it took too long")


async def send_all(people: int) -> tuple[Fatal, int, int]:
    """Confirm the cancellation and deliver; give the server, what is left in the outbox, and how many are settled."""
    step = people * EACH // (DEATHS + 1)
    server = Fatal(dies_after={step * number for number in range(1, DEATHS + 1)})
    with folder() as made:
        url = f"sqlite:///{made}/bot.sqlite3"
        migrate(url)
        database = Database(url)
        await asyncio.wrap_future(database.write(lambda tx: confirm(tx, people)))
        while True:
            server.is_dead = False
            await deliver_until(_delivery(database, server), server, math.inf, is_over=lambda: server.is_dead)
            if not server.is_dead:
                break
        waiting, _ = database.read(outbox.count)
        settled = database.read(lambda tx: mailings.counts(tx, 1)).get(mailings.Fate.DELIVERED, 0)
        database.close()
    return server, waiting, settled


def _delivery(database: Database, server: StrictTelegram) -> Delivery:
    """Give what a new process sends with: its pacer remembers nothing."""
    return Delivery(
        database,
        server.send,
        Pacer(Pace()),
        real_now=lambda: START + timedelta(seconds=server.now),
        monotonic=lambda: server.now,
    )


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
