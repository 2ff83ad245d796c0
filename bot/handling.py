"""One event inside its transaction: load what it concerns, decide, save, put the effects into rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy import Connection

from bot.agendas import Agendas
from bot.applying import Applying, Scene
from bot.cases import Cases
from bot.domain import citizen, erasing, groups
from bot.domain.cases import Case
from bot.domain.conversation import Conversation, Under
from bot.domain.desk import announcing
from bot.domain.desk import deciding as desk
from bot.domain.desk.buttons import adopted_handle
from bot.domain.effects import Effect, Say, UseLanguage
from bot.domain.enquiries import is_reminder
from bot.domain.events import (
    AbsencesFellDue,
    AlbumArrived,
    BotMoved,
    CitizenBlocked,
    CitizenEvent,
    CitizenPressed,
    CitizenReturned,
    CitizenSentMedia,
    CitizenUnreachable,
    CitizenWrote,
    DeskEvent,
    DeskOpened,
    EnquiryFellDue,
    Event,
    FactsFellDue,
    GroupMigrated,
    GroupPressed,
    GroupSpoke,
    Ignored,
    LineSettled,
    LinesWaitedOut,
    MemberChanged,
    Outlived,
)
from bot.domain.handoff import unless_outlived
from bot.domain.review import review_facts
from bot.domain.sessions import deciding
from bot.domain.sessions.agenda import Agenda
from bot.domain.sessions.events import (
    FormFellDue,
    MailingSettled,
    RegistrationFellDue,
    SessionEvent,
    SessionFellDue,
    SessionsFiled,
)
from bot.domain.world import World
from bot.store import citizens, dealings, enquiries, gaps, messages, operators, staff
from bot.store.citizens import Citizen
from bot.store.lanes import chat_lane
from bot.store.operators import CodeKind
from bot.texts.texts import DEFAULT


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every transaction needs from outside."""

    scene: Callable[[], Scene]
    cases: Cases
    agendas: Agendas
    real_now: Callable[[], datetime]


class Handling:
    """One event inside its transaction."""

    def __init__(self, outside: Surroundings, tx: Connection, source: str) -> None:
        """`source` names the messages that this event makes: the same event, repeated, makes the same names."""
        self.scene = outside.scene()
        self._outside = outside
        self._tx = tx
        self._applying = Applying(tx, self.scene, source, outside.real_now())

    def handle(self, event: Event, pressed_message_id: int | None) -> None:  # noqa: PLR0912 - one branch for each event
        """Decide an event and carry out what follows."""
        match event:
            case CitizenPressed():
                self._citizen(replace(event, handle=self._handle_of(event.chat_id, pressed_message_id)))
            case CitizenWrote() | CitizenSentMedia() | LinesWaitedOut() | FormFellDue():
                self._citizen(event)
            case AlbumArrived(chat_id=chat_id):
                self._citizen(event) if chat_id > 0 else self._group(event)
            case CitizenBlocked(chat_id=chat_id):
                self._moved(chat_id, has_blocked=True)
            case CitizenReturned(chat_id=chat_id):
                self._moved(chat_id, has_blocked=False)
            case CitizenUnreachable(chat_id=chat_id):
                self._moved(chat_id, has_blocked=citizens.is_blocked(self._tx, chat_id))
            case Outlived(chat_id=chat_id, is_conversation=is_all):
                self._forget_conversation(chat_id) if is_all else self._forget_draft(chat_id)
            case GroupSpoke():
                self._group(event)
            case GroupPressed():
                self._group(replace(event, handle=self._handle_of(event.chat_id, event.message_id, event.data)))
            case (
                MemberChanged()
                | BotMoved()
                | GroupMigrated()
                | EnquiryFellDue()
                | LineSettled()
                | DeskOpened()
                | AbsencesFellDue()
            ):
                self._desk(event)
            case SessionsFiled() | SessionFellDue() | RegistrationFellDue() | MailingSettled():
                self._sessions(event)
            case FactsFellDue():
                self.apply(review_facts(self.scene.world.knowledge, self.scene.world.now), DEFAULT)
            case Ignored():
                pass
            case _:
                assert_never(event)

    def apply(self, wanted: Sequence[Effect], language: str) -> None:
        """Turn effects into rows."""
        self._applying.apply(wanted, language)

    def _citizen(self, event: CitizenEvent) -> None:
        now = self.scene.world.now
        known = citizens.lock(self._tx, event.chat_id, now=now)
        has = dealings.of_citizen(self._tx, event.chat_id)
        if not has.has_patient_lane:
            self._applying.note_even(chat_lane(event.chat_id))
        case = self._outside.cases.of_citizen(self._tx, known, event, has)
        agenda = self._outside.agendas.of_citizen(
            self._tx,
            event.chat_id,
            event,
            _in_progress(known.conversation),
            now=now,
            dealings=has,
            is_erasing=erasing.may_erase(known.conversation, event),
        )
        seen = replace(self._world_for(event), case=case, last_turn_at=known.last_turn_at)
        world = _with_sessions(seen, agenda)
        decision = citizen.decide(known.conversation, event, world)
        language = known.language
        for effect in decision.effects:
            if isinstance(effect, UseLanguage):
                language = effect.language
        citizens.save(self._tx, Citizen(event.chat_id, language, decision.conversation), now=now)
        self.apply(decision.effects, language or DEFAULT)

    def _forget_draft(self, chat_id: int) -> None:
        """Forget a question that was not sent; nobody had a turn, so how long the rest is kept does not change."""
        conversation = citizens.find(self._tx, chat_id)
        if conversation is not None:
            citizens.keep_conversation(self._tx, chat_id, unless_outlived(conversation, self.scene.world))

    def _forget_conversation(self, chat_id: int) -> None:
        """Forget a conversation whose time is over, unless its citizen has come back meanwhile."""
        scene = self.scene
        over = scene.world.now - timedelta(days=scene.world.rules.conversation_days)
        conversation = citizens.find_outlived(self._tx, chat_id, over)
        if conversation is None:
            return
        case = Case(staff.load(self._tx), own=enquiries.of_citizen(self._tx, chat_id))
        self.apply(erasing.outlived(conversation, replace(scene.world, case=case)), DEFAULT)
        citizens.forget(self._tx, chat_id)

    def _moved(self, chat_id: int, *, has_blocked: bool) -> None:
        """Note that a citizen has blocked the bot or let it in again, on their enquiry's card, too."""
        citizens.mark_blocked(self._tx, chat_id, self._outside.real_now() if has_blocked else None)
        enquiry = enquiries.lock_newest(self._tx, chat_id)
        if enquiry is not None and enquiry.is_open and enquiry.is_unreachable is not has_blocked:
            people = staff.load(self._tx)
            world = replace(self.scene.world, case=replace(self.scene.world.case, staff=people, enquiry=enquiry))
            self.apply(desk.reached(world, is_reached=not has_blocked), DEFAULT)

    def _group(self, event: GroupSpoke | GroupPressed | AlbumArrived) -> None:
        """Let the desk decide in its own group and about pairing; everywhere else the bot is a guest."""
        group = staff.group(self._tx)
        if (group is not None and group.chat_id == event.chat_id) or desk.is_pairing(event):
            self._desk(event)
        else:
            self.apply(groups.decide(event, self.scene.world), DEFAULT)

    def fell_due(self, events: Iterable[EnquiryFellDue]) -> None:
        """Decide what is due about several enquiries; the staff group is told of them together."""
        reminders: list[Say] = []
        for event in events:
            wanted = self._decided(event)
            said = [one for one in wanted if isinstance(one, Say) and is_reminder(one.handle)]
            self.apply([one for one in wanted if one not in said], DEFAULT)
            reminders += said
        self.apply(list(announcing.together(reminders, self.scene.world)), DEFAULT)

    def _desk(self, event: DeskEvent) -> None:
        self.apply(self._decided(event), DEFAULT)

    def _decided(self, event: DeskEvent) -> Sequence[Effect]:
        case = self._outside.cases.of_desk(self._tx, event)
        agenda = self._outside.agendas.of_desk(self._tx, event)
        world = _with_sessions(replace(self.scene.world, case=case), agenda)
        return desk.decide(event, world)

    def _sessions(self, event: SessionEvent) -> None:
        case = Case(staff.load(self._tx), real_now=self._outside.real_now())
        world = replace(self.scene.world, case=case)
        agenda = self._outside.agendas.of_event(self._tx, event)
        self.apply(deciding.decide(event, _with_sessions(world, agenda)), DEFAULT)

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

    def _handle_of(self, chat_id: int, message_id: int | None, data: str = "") -> str | None:
        """Give our name of a pressed message; one sent just before a crash gets the name that its button tells."""
        if message_id is None:
            return None
        fresh = adopted_handle(data, chat_id, message_id)
        at = self.scene.world.now
        return messages.adopt(self._tx, chat_id=chat_id, message_id=message_id, handle=fresh, at=at)


def _in_progress(conversation: Conversation) -> str | None:
    """Give what a message may go on with: the session of a form, or the number of a registration that is changed."""
    if conversation.under is Under.REGISTRATION:
        return (*conversation.offered, "", "")[1]
    return conversation.form.session_id if conversation.form is not None else None


def _with_sessions(world: World, agenda: Agenda) -> World:
    """Let the decision see sessions as staff have confirmed them, not as the file has them."""
    confirmed = {name: one.session for name, one in agenda.confirmed.items()}
    return replace(world, knowledge=replace(world.knowledge, sessions=confirmed), agenda=agenda)
