"""Intake on a real database, with clocks and a decision's surroundings that a test controls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.applying import Scene
from bot.domain.events import CitizenPressed, CitizenWrote, Event
from bot.domain.knowledge import Knowledge
from bot.domain.matching import Candidate, tokenise
from bot.domain.ranking import Matching
from bot.intake import Intake
from bot.sections import Retention
from bot.store import due, messages, operators, outbox
from bot.store.citizens import Citizen, lock
from bot.store.database import Database
from bot.store.operators import CodeKind
from bot.store.outgoing import Outgoing, SendText
from bot.store.tables import metadata
from bot.store.tables import outbox as outbox_table
from bot.upkeep import Upkeep
from tests.worlds import CHAT, NOW, renderer, world

PATIENCE_S = 20


class Crash(Exception):
    """A decision that went wrong."""


@dataclass(frozen=True, slots=True)
class Fragile:
    """Crashes at a word, so many times."""

    inner: Matching
    word: str
    crashes_left: list[None]

    def match_all(self, texts: Sequence[str]) -> Sequence[Sequence[Candidate]]:
        if self.crashes_left and any(self.word in tokenise(text) for text in texts):
            self.crashes_left.pop()
            raise Crash
        return self.inner.match_all(texts)


@dataclass
class Handled:
    """One bot without Telegram."""

    database: Database
    knowledge: Knowledge
    # The time the bot lives in, and real time: far apart, so that nothing can take one for the other.
    now: datetime = NOW
    real_now: datetime = NOW + timedelta(days=400)
    commits: int = 0
    # What crashes a decision, and how often.
    poison: str = "poison"
    crashes_left: list[None] = field(default_factory=list)
    _updates: int = 0

    @property
    def intake(self) -> Intake:
        return Intake(self.database, self.scene, lambda: self.real_now, self._committed, lambda: "group-code")

    @property
    def upkeep(self) -> Upkeep:
        return Upkeep(
            self.database,
            self.intake,
            lambda: renderer(self.knowledge),
            Retention(),
            lambda: self.now,
            lambda: self.real_now,
        )

    def scene(self) -> Scene:
        seen = world(self.knowledge, now=self.now)
        fragile = Fragile(seen.interpreter.matcher, self.poison, self.crashes_left)
        return Scene(replace(seen, interpreter=replace(seen.interpreter, matcher=fragile)), renderer(self.knowledge))

    def _committed(self) -> None:
        self.commits += 1

    async def take(self, event: Event, *, update_id: int | None = None, pressed: int | None = None) -> bool:
        """Take an event as the next update."""
        self._updates += 1
        chat_id = getattr(event, "chat_id", 0)
        return await self.intake.take_update(
            update_id or self._updates, event, chat_id=chat_id, pressed_message_id=pressed
        )

    async def write(self, text: str, *, chat_id: int = CHAT) -> bool:
        """Take a message."""
        return await self.take(CitizenWrote(chat_id, self._updates + 1, text))

    async def press(self, data: str, *, message_id: int | None = None, chat_id: int = CHAT) -> bool:
        """Take a press."""
        return await self.take(CitizenPressed(chat_id, "press", data, handle=None), pressed=message_id)

    async def erase(self) -> None:
        """Ask for erasure, and mean it."""
        await self.write("/usun")
        await self.press("erase")

    async def end_waits(self) -> None:
        """Let real time pass until waiting lines are answered."""
        self.real_now += timedelta(seconds=3)
        await self.upkeep.decide_due()

    def waiting(self) -> list[Outgoing]:
        """What waits in the outbox, in order."""
        statement = select(outbox_table.c.id).where(outbox_table.c.dead.is_(None)).order_by(outbox_table.c.id)
        ids = self.database.read(lambda tx: list(tx.execute(statement).scalars()))
        heads = {row.id: row.message for row in self.database.read(self._rows)}
        return [message for id_ in ids if (message := heads[id_]) is not None]

    def texts(self, chat_id: int = CHAT) -> list[str]:
        """The new messages that wait for a chat."""
        return [one.html for one in self.waiting() if isinstance(one, SendText) and one.chat_id == chat_id]

    def sent(self) -> None:
        """Take everything out of the outbox, as delivered: the n-th message of all is number 100 + n in its chat."""

        def work(tx: Any) -> None:
            for number, row in enumerate(self._rows(tx), start=101):
                if row.handle is not None and row.message is not None:
                    chat_id = getattr(row.message, "chat_id", 0)
                    messages.record(tx, chat_id=chat_id, message_id=number, handle=row.handle, at=self.real_now)
                outbox.done(tx, row.id)

        self.database.write(work).result(PATIENCE_S)

    def rows(self) -> Mapping[str, int]:
        """How many rows each table holds, empty ones left out."""
        counts = {name: len(self.table(name)) for name in metadata.tables}
        return {name: count for name, count in counts.items() if count}

    def table(self, name: str) -> list[Any]:
        """All rows of a table."""
        return self.database.read(lambda tx: list(tx.execute(select(metadata.tables[name]))))

    def citizen(self, chat_id: int = CHAT) -> Citizen:
        """What is kept about a person."""
        return self.database.write(lambda tx: lock(tx, chat_id, now=self.now)).result(PATIENCE_S)

    def make_operator(self, chat_id: int) -> None:
        """Make somebody an operator."""
        self.database.write(lambda tx: operators.add(tx, chat_id, at=self.now)).result(PATIENCE_S)

    def keep_code(self, code: str) -> None:
        """Keep a code for the next operator."""
        self.database.write(lambda tx: operators.keep_code(tx, CodeKind.OPERATOR, code, at=self.now)).result(PATIENCE_S)

    def due(self) -> list[due.Due]:
        """What is due some time."""
        never = datetime.max.replace(tzinfo=NOW.tzinfo)
        return list(self.database.read(lambda tx: due.ripe(tx, now=never, real_now=never)))

    @staticmethod
    def _rows(tx: Any) -> list[outbox.Row]:
        found = tx.execute(select(outbox_table).where(outbox_table.c.dead.is_(None)).order_by(outbox_table.c.id))
        return [outbox._row(record) for record in found]
