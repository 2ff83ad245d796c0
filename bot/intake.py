"""One event → one transaction: seen already? load, decide, save, enqueue.

The only place where decisions meet the store. Deciders send nothing and read no clock; what they want becomes outbox
rows, due rows and notices here, in the words of the reader's language, and all of it commits together or not at all.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar, assert_never

import structlog
from sqlalchemy import Connection

from bot.domain import citizen, effects, groups
from bot.domain.effects import Action, Effect, Offers
from bot.domain.events import (
    CitizenBlocked,
    CitizenEvent,
    CitizenPressed,
    CitizenReturned,
    CitizenSentMedia,
    CitizenWrote,
    Event,
    FactsFellDue,
    GroupPressed,
    GroupSpoke,
    Ignored,
    LinesWaitedOut,
)
from bot.domain.review import review_facts
from bot.domain.texts import Text, text
from bot.domain.turns import World
from bot.domain.vcards import vcard
from bot.store import citizens, due, erasure, gaps, messages, operators, outbox, outgoing, updates
from bot.store.citizens import Citizen
from bot.store.database import Database
from bot.store.due import Due
from bot.store.operators import CodeKind
from bot.store.outbox import Priority
from bot.store.outgoing import Button, Rows
from bot.texts.texts import DEFAULT, Renderer

log = structlog.get_logger(__name__)
T = TypeVar("T")

# Kind of the due row that ends the waiting for more lines.
LINES = "lines"
# Kind of the due row that reminds of facts to be confirmed; it has no subject.
FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Scene:
    """What one decision sees, and the words for what it wants: one version of the base, one moment."""

    world: World
    renderer: Renderer


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

    async def take_update(self, update_id: int, event: Event, *, chat_id: int, pressed_message_id: int | None) -> bool:
        """Handle an update once; False when its effects were already committed.

        Raises `StoreError` when the store did not take it, and whatever the decision raised.
        """

        def work(tx: Connection) -> bool:
            if not updates.is_new(tx, update_id, received_at=self.real_now()):
                return False
            _Handling(self, tx, f"u{update_id}").handle(event, pressed_message_id)
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
                _Handling(self, tx, source).handle(_event_of(item), None)

        await self._write(work, key=item.subject)

    async def set_aside(self, update_id: int, *, chat_id: int | None, error: str, body: str) -> None:
        """Keep an update that cannot be handled for a person to see; tell its writer and the operator."""

        def work(tx: Connection) -> None:
            if not updates.is_new(tx, update_id, received_at=self.real_now()):
                return
            handling = _Handling(self, tx, f"u{update_id}")
            now = handling.scene.world.now
            updates.set_aside(tx, update_id, chat_id=chat_id, error=error, body=body, at=now)
            operators.keep_notice(
                tx, text("notice.set_aside", update=update_id, error=error), at=self.scene().world.now
            )
            if chat_id is not None:
                phones = handling.scene.world.answers.phones()
                handling.apply([effects.Say(chat_id, text("failure.set_aside", phones=phones))], DEFAULT)

        await self._write(work, key=chat_id or 0)
        log.error("update.set_aside", update=update_id, error=error)

    async def count_failure(self, update_id: int, *, chat_id: int | None, error: str) -> int:
        """Record that handling an update crashed; give how often it has."""

        def work(tx: Connection) -> int:
            return updates.count_failure(tx, update_id, chat_id=chat_id, error=error)

        return await asyncio.wrap_future(self.database.write(work, key=chat_id or 0))

    async def review_facts_now(self) -> None:
        """Begin the monthly reminder of facts to be confirmed, unless it is under way. Raises `StoreError`."""
        first = Due(FACTS, 0, at=self.scene().world.now, real=False)
        await self._write(lambda tx: due.set_if_absent(tx, first), key=0)

    async def notify(self, said: Text) -> None:
        """Keep what whoever looks after the bot should know; upkeep tells it. Raises `StoreError`."""
        await self._write(lambda tx: operators.keep_notice(tx, said, at=self.scene().world.now), key=0)

    async def _write(self, work: Callable[[Connection], T], *, key: int) -> T:
        done = await asyncio.wrap_future(self.database.write(work, key=key))
        self.on_commit()
        return done


def _event_of(item: Due) -> Event:
    if item.kind == LINES:
        return LinesWaitedOut(item.subject)
    if item.kind == FACTS:
        return FactsFellDue()
    raise ValueError(f"no event for a due row of kind {item.kind!r}")


class _Handling:
    """One event inside its transaction."""

    def __init__(self, intake: Intake, tx: Connection, source: str) -> None:
        self._intake = intake
        self._tx = tx
        # Names the messages that this event makes: one event, one prefix, so a repetition finds the same names.
        self._source = source
        self._made = 0
        self.scene = intake.scene()

    def handle(self, event: Event, pressed_message_id: int | None) -> None:
        """Decide an event and carry out what follows."""
        match event:
            case CitizenPressed():
                self._citizen(replace(event, handle=self._handle_of(event.chat_id, pressed_message_id)))
            case CitizenWrote() | CitizenSentMedia() | LinesWaitedOut():
                self._citizen(event)
            case CitizenBlocked(chat_id=chat_id):
                citizens.mark_blocked(self._tx, chat_id, self._intake.real_now())
            case CitizenReturned(chat_id=chat_id):
                citizens.mark_blocked(self._tx, chat_id, None)
            case GroupSpoke() | GroupPressed():
                self.apply(groups.decide(event, self.scene.world), DEFAULT)
            case FactsFellDue():
                self.apply(review_facts(self.scene.world.knowledge, self.scene.world.now), DEFAULT)
            case Ignored():
                pass
            case _:
                assert_never(event)

    def _citizen(self, event: CitizenEvent) -> None:
        now = self.scene.world.now
        known = citizens.lock(self._tx, event.chat_id, now=now)
        decision = citizen.decide(known.conversation, event, self._world_for(event))
        language = known.language
        for effect in decision.effects:
            if isinstance(effect, effects.UseLanguage):
                language = effect.language
        citizens.save(self._tx, Citizen(event.chat_id, language, decision.conversation), now=now)
        self.apply(decision.effects, language or DEFAULT)

    def _world_for(self, event: CitizenEvent) -> World:
        """Load what only a few commands need to know."""
        command = event.text.casefold() if isinstance(event, CitizenWrote) else ""
        world = self.scene.world
        if command.startswith("/operator"):
            code, known = operators.code(self._tx, CodeKind.OPERATOR), operators.all_operators(self._tx)
            return replace(world, operator_code=code, is_operator=event.chat_id in known)
        if command.startswith("/moje_dane"):
            return replace(world, missed_questions=gaps.of_citizen(self._tx, event.chat_id))
        return world

    def _handle_of(self, chat_id: int, message_id: int | None) -> str | None:
        if message_id is None:
            return None
        fresh = f"adopted:{chat_id}:{message_id}"
        at = self.scene.world.now
        return messages.adopt(self._tx, chat_id=chat_id, message_id=message_id, handle=fresh, at=at)

    def apply(self, wanted: Sequence[Effect], language: str) -> None:
        """Turn effects into rows."""
        for effect in wanted:
            self._apply(effect, language)

    def _apply(self, effect: Effect, language: str) -> None:  # noqa: PLR0912 - one branch for each effect
        tx, real_now = self._tx, self._intake.real_now()
        match effect:
            case effects.Say():
                self._say(effect, effect.language or language)
            case effects.Revise():
                html, rows = self._render(effect.text, effect.offers, language)
                self._put(outgoing.EditText(effect.chat_id, effect.handle, html, rows))
            case effects.ShowPin():
                place = effect.location
                self._put(outgoing.SendVenue(effect.chat_id, place.lat, place.lon, effect.title, effect.address))
            case effects.ShareContact():
                self._put(outgoing.SendContact(effect.chat_id, effect.name, effect.phone, vcard(effect)))
            case effects.AnswerPress():
                note = "" if effect.text is None else self.scene.renderer.plain(effect.text, language)
                self._put(outgoing.AnswerPress(effect.press_id, note), Priority.PRESS)
            case effects.JoinLinesWithin():
                due.set_due(tx, Due(LINES, effect.chat_id, at=real_now + effect.wait, real=True))
            case effects.StopJoining():
                due.drop(tx, LINES, effect.chat_id)
            case effects.LeaveGroup():
                self._put(outgoing.LeaveChat(effect.chat_id))
            case effects.KeepGap():
                gaps.keep(tx, effect, at=self.scene.world.now)
            case effects.ForgetCitizen():
                erasure.erase(tx, effect.chat_id)
            case effects.BecomeOperator():
                if not operators.use_code(tx, CodeKind.OPERATOR, effect.code):
                    raise CodeAlreadyUsed
                operators.add(tx, effect.chat_id, at=real_now)
            case effects.Notify():
                operators.keep_notice(tx, effect.text, at=real_now)
            case effects.ReviewFactsAt():
                due.set_due(tx, Due(FACTS, 0, at=effect.at, real=False))
            case effects.UseLanguage():
                pass  # kept with the citizen
            case _:
                assert_never(effect)

    def _say(self, effect: effects.Say, language: str) -> None:
        html, rows = self._render(effect.text, effect.offers, language)
        # Only a message with buttons is ever changed.
        handle = f"{self._source}:{self._made}" if rows else None
        self._made += 1
        self._put(outgoing.SendText(effect.chat_id, html, rows, effect.reply_to), handle=handle)

    def _render(self, said: Text, offers: Offers, language: str) -> tuple[str, Rows]:
        renderer = self.scene.renderer
        rows = tuple(
            tuple(Button(renderer.plain(one.label, language), callback_data(one.action, one.about)) for one in row)
            for row in offers
        )
        return renderer.markup(said, language), rows

    def _put(self, message: outgoing.Outgoing, priority: Priority = Priority.ANSWER, handle: str | None = None) -> None:
        outbox.put(self._tx, message, priority=priority, created_at=self._intake.real_now(), handle=handle)


class CodeAlreadyUsed(Exception):
    """Somebody else used the code between reading and using it; the turn is decided again."""


def callback_data(action: Action, about: str) -> str:
    """Give a button's data. Bot API: 1-64 bytes; entry, office and session ids are ASCII and at most 40 long."""
    return f"{action.value}:{about}" if about else action.value
