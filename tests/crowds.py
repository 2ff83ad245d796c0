"""Many organisations at once at the seats of one session, through real intake, on one or two sets of connections.

Two sets of connections meet in the database as two processes do; with processes of their own: `bench/last_seat.py`.

Nothing is simulated but Telegram: forms, presses, locks and commits are those of the bot.
"""

import asyncio
import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Connection, select

from bot.applying import Scene
from bot.domain.events import CitizenPressed
from bot.domain.knowledge import Knowledge, Session
from bot.domain.offers import Action
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration
from bot.intake import Intake
from bot.store import citizens, outbox, registrations, sessions
from bot.store.database import Database
from bot.store.outgoing import EditText, SendText
from bot.store.tables import outbox as outbox_table
from tests.handled import PATIENCE_S
from tests.meetings import SESSION, filling
from tests.worlds import NOW, renderer, world

FIRST_CHAT = 9000


@dataclass
class Crowd:
    """People before one bot, which has as many sets of connections as there are databases."""

    databases: Sequence[Database]
    knowledge: Knowledge
    # The session that everybody wants to come to.
    session: Session
    first_chat: int = FIRST_CHAT
    # Of an update.
    last_key: int = 0

    def gather(self, people: Sequence[int]) -> None:
        """Confirm the session, and let one account for each number of people have filled in the form for it."""

        def work(tx: Connection) -> None:
            sessions.keep(tx, ConfirmedSession(0, self.session))
            for chat_id, count in enumerate(people, start=self.first_chat):
                form = filling(people=count, organisation=_name(chat_id), session_id=self.session.id)
                known = citizens.lock(tx, chat_id, now=NOW)
                citizens.save(tx, replace(known, conversation=form), now=NOW)

        self.databases[0].write(work).result(PATIENCE_S)

    def press(self, presses: Sequence[tuple[int, Action, str]]) -> None:
        """Let everybody (chat id, button, what it is about) press at the same moment."""

        keys = itertools.count(self.last_key + 1)
        self.last_key += len(presses)

        async def together() -> None:
            intakes = [self._intake(one) for one in self.databases]
            turns = zip(itertools.cycle(intakes), keys, presses, strict=False)
            await asyncio.gather(*(self._take(intake, key, *press) for intake, key, press in turns))

        asyncio.run(together())

    async def _take(self, intake: Intake, key: int, chat_id: int, action: Action, about: str) -> None:
        event = CitizenPressed(chat_id, "press", f"{action.value}:{about}", handle=None)
        await intake.take_update(key, event, chat_id=chat_id, pressed_message_id=None)

    def _intake(self, database: Database) -> Intake:
        scene = Scene(world(self.knowledge), renderer(self.knowledge))
        return Intake(database, lambda: scene, lambda: NOW + timedelta(days=400), lambda: None, lambda: "code")

    def answered(self) -> set[int]:
        """Give whom something waits to be told."""
        messages = self.databases[0].read(lambda tx: [row.message for row in map(outbox._row, tx.execute(_ALL))])
        return {one.chat_id for one in messages if isinstance(one, SendText | EditText)}

    def registered(self) -> Sequence[Registration]:
        """Give every registration for the session."""
        return self.databases[0].read(lambda tx: registrations.of_session(tx, self.session.id))

    def chats_in(self, state: RegistrationState) -> Sequence[tuple[int, int]]:
        """Give (chat id, registration's number) of everybody in a state."""
        found = [one for one in self.registered() if one.state is state]
        return [(one.chat_id, one.number) for one in found if one.chat_id is not None]


_ALL = select(outbox_table).where(outbox_table.c.dead.is_(None))


def _name(chat_id: int) -> str:
    """Give an organisation a name that is like no other's: the bot asks about names that are alike."""
    return hashlib.sha256(str(chat_id).encode()).hexdigest()


def session_for(capacity: int, name: str = SESSION.id) -> Session:
    """Give a session with so many seats."""
    return replace(SESSION, id=name, capacity=capacity)
