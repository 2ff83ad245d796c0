"""One event → one transaction: seen already? load, decide, save, enqueue.

The only place where decisions meet the store. Deciders send nothing and read no clock; what they want becomes outbox
rows, due rows and notices, in the words of the reader's language, and all of it commits together or not at all.
What happens inside the transaction stands in `handling`.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import structlog
from sqlalchemy import Connection

from bot.agendas import Agendas
from bot.applying import ALBUM, DRAFT, FACTS, LINES, Scene
from bot.cases import STANDING_LIVES, Cases
from bot.domain import effects
from bot.domain.events import (
    AbsencesFellDue,
    AlbumArrived,
    BotMoved,
    CitizenUnreachable,
    DeskOpened,
    EnquiryFellDue,
    Event,
    FactsFellDue,
    GroupMigrated,
    GroupPressed,
    GroupSpoke,
    LineSettled,
    LinesWaitedOut,
    MemberChanged,
    Outlived,
    Person,
    Reminder,
)
from bot.domain.knowledge import Session
from bot.domain.sessions.events import FormFellDue, MailingSettled, RegistrationFellDue, SessionFellDue, SessionsFiled
from bot.domain.sessions.reminders import FormReminder, RegistrationReminder, SessionReminder
from bot.domain.texts import Text, text
from bot.handling import Handling, Surroundings
from bot.recording import MIGRATED, THROWN_OUT, UNREACHABLE
from bot.store import citizens, due, mailings, operators, staff, updates
from bot.store.database import Database
from bot.store.due import Due
from bot.store.lines import SETTLED
from bot.storing import ABSENCES, DESK_OPENS
from bot.texts.texts import DEFAULT

log = structlog.get_logger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Intake:
    """Turns events into committed effects."""

    database: Database
    # The scene of now.
    scene: Callable[[], Scene]
    # Real time, for pacing and joining lines.
    real_now: Callable[[], datetime]
    # Called after a commit that put something into the outbox.
    on_commit: Callable[[], None]
    # Makes a one-time code nobody can guess.
    new_code: Callable[[], str]

    async def take_update(self, update_id: int, event: Event, *, chat_id: int, pressed_message_id: int | None) -> bool:
        """Handle an update once; False when its effects were already committed.

        Raises `StoreError` when the store did not take it, and whatever the decision raised.
        """

        def work(tx: Connection) -> bool:
            if not updates.is_new(tx, update_id, received_at=self.real_now()):
                return False
            self._handling(tx, f"u{update_id}").handle(event, pressed_message_id)
            return True

        is_new = await self._write(work, key=chat_id)
        log.info("update.handled", update=update_id, kind=type(event).__name__, new=is_new)
        return is_new

    async def take_due(self, item: Due) -> None:
        """Decide what is due, once. Raises `StoreError`, and whatever the decision raised."""

        def work(tx: Connection) -> None:
            if due.take(tx, item):
                # With the time: what falls due again for the same subject makes other messages.
                source = f"{item.kind}:{item.subject}:{item.at.timestamp():.6f}"
                self._handling(tx, source).handle(_event_of(item), None)

        await self._write(work, key=item.subject)

    async def take_reminders(self, items: Sequence[Due]) -> None:
        """Decide what is due about several enquiries, once, and in one commit. Raises as `take_due` does."""

        def work(tx: Connection) -> None:
            first = items[0]
            # One that an earlier one has set anew or made needless is not there any more when its turn comes.
            taken = (EnquiryFellDue(one.subject, Reminder(one.kind)) for one in _in_order(items) if due.take(tx, one))
            self._handling(tx, f"together:{first.kind}:{first.subject}:{first.at.timestamp():.6f}").fell_due(taken)

        await self._write(work, key=0)

    async def tell_of_crashes(self, item: Due, error: str) -> None:
        """Tell the operator that something due cannot be decided, and who waits for an answer. Raises `StoreError`."""

        def work(tx: Connection) -> None:
            handling = self._handling(tx, f"crash:{item.kind}:{item.subject}:{item.at.timestamp():.6f}")
            said = text("notice.due_failed", kind=item.kind, subject=item.subject, error=error)
            operators.keep_notice(tx, said, at=handling.scene.world.now)
            if item.kind == LINES:
                phones = handling.scene.world.answers.phones()
                handling.apply([effects.Say(item.subject, text("failure.lines", phones=phones))], DEFAULT)

        await self._write(work, key=item.subject)

    async def set_aside(
        self, update_id: int, *, chat_id: int | None, error: str, body: str, spoken: tuple[int, int] | None = None
    ) -> None:
        """Keep an update that cannot be handled for a person to see; tell its writer and the operator.

        `spoken` is the group and the id of a message in it: in the staff group it is marked as not delivered.
        """

        def work(tx: Connection) -> None:
            if not updates.is_new(tx, update_id, received_at=self.real_now()):
                return
            handling = self._handling(tx, f"u{update_id}")
            now = handling.scene.world.now
            updates.set_aside(tx, update_id, chat_id=chat_id, error=error, body=body, at=now)
            operators.keep_notice(tx, text("notice.set_aside", update=update_id, error=error), at=now)
            if chat_id is not None:
                phones = handling.scene.world.answers.phones()
                handling.apply([effects.Say(chat_id, text("failure.set_aside", phones=phones))], DEFAULT)
            group = staff.group(tx)
            if spoken is not None and group is not None and group.chat_id == spoken[0]:
                said = text("mark.not_delivered", why=text("mark.why.crashed"))
                handling.apply([effects.Say(spoken[0], said, reply_to=spoken[1])], DEFAULT)

        await self._write(work, key=chat_id or 0)
        log.error("update.set_aside", update=update_id, error=error)

    async def count_failure(self, update_id: int, *, chat_id: int | None, error: str) -> int:
        """Record that handling an update crashed; give how often it has."""

        def work(tx: Connection) -> int:
            return updates.count_failure(tx, update_id, chat_id=chat_id, error=error)

        return await asyncio.wrap_future(self.database.write(work, key=chat_id or 0))

    async def whose_standing_is_needed(self, event: Event) -> Person | None:
        """Give the person of the staff group about whom Telegram must be asked before the event is decided."""
        match event:
            case GroupSpoke(author=person) if _may_ask_for_something(event):
                pass
            case GroupPressed(user=person):
                pass
            case _:
                return None
        since = self.real_now() - STANDING_LIVES

        def is_needed(tx: Connection) -> bool:
            group = staff.group(tx)
            is_ours = group is not None and group.chat_id == event.chat_id
            return is_ours and not person.is_anonymous and staff.is_stale(tx, person.user_id, since=since)

        return person if await asyncio.to_thread(self.database.read, is_needed) else None

    async def note_standing(self, seen: MemberChanged) -> None:
        """Keep what Telegram said about a person in the group. Raises `StoreError`."""
        await self._write(lambda tx: self._handling(tx, "standing").handle(seen, None), key=seen.chat_id)

    async def file_sessions(self, filed: Mapping[str, Session]) -> None:
        """Compare the file of sessions with what is confirmed. Raises `StoreError`."""
        event = SessionsFiled(filed)
        source = f"filed:{self.real_now().timestamp():.6f}"
        await self._write(lambda tx: self._handling(tx, source).handle(event, None), key=0)

    async def review_facts_now(self) -> None:
        """Begin the monthly reminder of facts to be confirmed, unless it is under way. Raises `StoreError`."""
        first = Due(FACTS, 0, at=self.scene().world.now, real=False)
        await self._write(lambda tx: due.set_if_absent(tx, first), key=0)

    async def notify(self, said: Text) -> None:
        """Keep what whoever looks after the bot should know; upkeep tells it. Raises `StoreError`."""
        await self._write(lambda tx: operators.keep_notice(tx, said, at=self.scene().world.now), key=0)

    def _handling(self, tx: Connection, source: str) -> Handling:
        outside = Surroundings(self.scene, Cases(self.real_now, self.new_code), Agendas(self.new_code), self.real_now)
        return Handling(outside, tx, source)

    async def _write(self, work: Callable[[Connection], T], *, key: int) -> T:
        done = await asyncio.wrap_future(self.database.write(work, key=key))
        self.on_commit()
        return done


def _in_order(items: Sequence[Due]) -> Sequence[Due]:
    """Give due rows by enquiry, as every transaction locks those, and those of one by time."""
    return sorted(items, key=lambda one: (one.subject, one.at))


def _may_ask_for_something(event: GroupSpoke) -> bool:
    """Tell a message that may go to a citizen, or is a command, from other talk."""
    return event.reply_to is not None or event.thread_id is not None or event.text.startswith("/")


def _event_of(item: Due) -> Event:  # noqa: PLR0912 - one branch for each kind of due row
    match item.kind:
        case kind if kind == LINES:
            return LinesWaitedOut(item.subject)
        case kind if kind == ALBUM:
            return AlbumArrived(item.subject)
        case kind if kind == DRAFT:
            return Outlived(item.subject)
        case kind if kind == citizens.OUTLIVED:
            return Outlived(item.subject, is_conversation=True)
        case kind if kind == FACTS:
            return FactsFellDue()
        case kind if kind == DESK_OPENS:
            return DeskOpened()
        case kind if kind == ABSENCES:
            return AbsencesFellDue()
        case kind if kind == SETTLED:
            return LineSettled(item.subject)
        case kind if kind == UNREACHABLE:
            return CitizenUnreachable(item.subject)
        case kind if kind == THROWN_OUT:
            nobody = Person(0, "")
            return BotMoved(item.subject, is_present=False, is_administrator=False, is_forum=False, by=nobody)
        case kind if kind.startswith(MIGRATED):
            return GroupMigrated(item.subject, int(kind.removeprefix(MIGRATED)))
        case kind if kind == mailings.SETTLED:
            return MailingSettled(item.subject)
        case kind if kind.startswith("session."):
            return SessionFellDue(item.subject, SessionReminder(kind))
        case kind if kind.startswith("registration."):
            return RegistrationFellDue(item.subject, RegistrationReminder(kind))
        case kind if kind.startswith("form."):
            return FormFellDue(item.subject, FormReminder(kind))
    return EnquiryFellDue(item.subject, Reminder(item.kind))
