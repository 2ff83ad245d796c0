"""Loads what a decision sees of the desk, in its transaction; what may change is locked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain import commands
from bot.domain.cases import Alarm, Case
from bot.domain.conversation import Under
from bot.domain.desk import buttons
from bot.domain.desk.replying import not_delivered_handle
from bot.domain.enquiries import Enquiry, is_alert, is_list, number_in
from bot.domain.events import (
    AbsencesFellDue,
    AlbumArrived,
    BotMoved,
    CitizenEvent,
    CitizenPressed,
    CitizenSentMedia,
    CitizenWrote,
    DeskEvent,
    DeskOpened,
    EnquiryFellDue,
    GroupMigrated,
    GroupPressed,
    GroupSpoke,
    LineSettled,
    LinesWaitedOut,
    MemberChanged,
    Reminder,
)
from bot.domain.lines import ASKED_ABOUT, Line
from bot.domain.matching import tokenise
from bot.domain.offers import Action
from bot.domain.sessions.events import FormFellDue
from bot.domain.staff import Staff
from bot.store import citizens, enquiries, lines, messages, operators, outbox, staff
from bot.store.citizens import Citizen
from bot.store.dealings import Dealings
from bot.store.operators import CodeKind
from bot.texts.texts import DEFAULT

# What Telegram said about a person in the group counts for so long (real time).
STANDING_LIVES = timedelta(seconds=60)
# Commands of the group that show or need a code, or the whole queue.
_PAIRING = frozenset({"polacz", "start"})


@dataclass(frozen=True, slots=True)
class Cases:
    """Loads cases; a group code that is missing is made by `new_code`."""

    real_now: Callable[[], datetime]
    new_code: Callable[[], str]

    def of_citizen(self, tx: Connection, citizen: Citizen, event: CitizenEvent, dealings: Dealings) -> Case:
        """Load the desk as a citizen's turn finds it."""
        enquiry = _newest(tx, citizen.chat_id) if dealings.has_enquiries else None
        is_paired = enquiry is not None or dealings.is_desk_paired
        people = staff.load(tx) if is_paired else Staff()
        case = Case(people, enquiry, notice_version=citizen.notice_version, language=citizen.language)
        if _concerns_everything(citizen, event):
            own = enquiries.of_citizen(tx, citizen.chat_id)
            known = [line for one in own for line in lines.of_enquiry(tx, one.number)]
            case = replace(case, own=own, lines=known, unsettled=lines.unsettled(tx, citizen.chat_id))
        if citizen.conversation.draft is not None:
            case = replace(case, next_number=enquiries.next_number(tx))
        match event:
            case CitizenPressed(data=data):
                about = _pressed_about(tx, citizen.chat_id, data) or enquiry
                return replace(case, enquiry=about, other_open=_other_open(tx, about))
            case CitizenWrote() | CitizenSentMedia():
                return self._of_message(tx, case, event)
            case AlbumArrived(chat_id=chat_id):
                return replace(case, lines=lines.held_album(tx, chat_id))
            case LinesWaitedOut() | FormFellDue():
                return case

    def _of_message(self, tx: Connection, case: Case, event: CitizenWrote | CitizenSentMedia) -> Case:
        if isinstance(event, CitizenWrote) and event.text.startswith("/"):
            return replace(case, group_code=self._code_to_show(tx, case, event))
        if case.enquiry is None:
            return case
        quoted, is_copy, _ = _quoted(tx, event.chat_id, event.reply_to)
        edited = lines.written(tx, event.chat_id, event.message_id) if event.is_edit else None
        written = lines.of_enquiry(tx, edited.number) if edited is not None else case.lines
        return replace(case, quoted=quoted, is_copy_quoted=is_copy, line=edited, lines=written)

    def _code_to_show(self, tx: Connection, case: Case, event: CitizenWrote) -> str | None:
        """Give the group code to whoever becomes the operator, while no group is paired."""
        command, typed = commands.parse(event.text)
        if command != "operator" or case.staff.group is not None:
            return None
        is_known = event.chat_id in operators.all_operators(tx)
        if not is_known and typed != operators.code(tx, CodeKind.OPERATOR):
            return None
        operators.keep_code(tx, CodeKind.GROUP, self.new_code(), at=self.real_now())
        return operators.code(tx, CodeKind.GROUP)

    def of_desk(self, tx: Connection, event: DeskEvent) -> Case:
        """Load the desk as what happens in the group, or is due, finds it."""
        case = Case(staff.load(tx), real_now=self.real_now())
        match event:
            case GroupSpoke():
                return self._of_speech(tx, case, event)
            case GroupPressed():
                return _about(tx, self._with_actor(case, event.user.user_id), *_pressed(tx, event))
            case MemberChanged(user=user):
                return replace(self._with_actor(case, user.user_id), queue=enquiries.owned_by(tx, user.user_id))
            case EnquiryFellDue(number=number, reminder=Reminder.FORGOTTEN_SWIPE):
                return _with_mine(tx, _about(tx, case, number, None))
            case EnquiryFellDue(number=number):
                return _about(tx, case, number, None)
            case LineSettled(line_id=line_id):
                line = lines.numbered(tx, line_id)
                return _about(tx, case, line.number if line is not None else None, line)
            case AlbumArrived(chat_id=chat_id):
                parts = _gathering(tx, chat_id)
                about = _about(tx, case, parts[0].number if parts else None, None)
                return replace(_with_mine(tx, about), lines=parts)
            case BotMoved(chat_id=chat_id):
                return _with_cards(tx, replace(case, queue=enquiries.all_open(tx)), chat_id)
            case GroupMigrated(new_chat_id=chat_id):
                return _with_cards(tx, replace(case, queue=enquiries.all_open(tx)), chat_id)
            case DeskOpened() | AbsencesFellDue():
                return replace(case, queue=enquiries.all_open(tx))

    def _of_speech(self, tx: Connection, case: Case, event: GroupSpoke) -> Case:
        case = self._with_actor(case, event.author.user_id)
        if event.text.startswith("/"):
            case = replace(case, queue=enquiries.all_open(tx))
            if commands.parse(event.text)[0] in _PAIRING:
                case = _with_cards(tx, replace(case, group_code=operators.code(tx, CodeKind.GROUP)), event.chat_id)
        else:
            case = replace(case, queue=enquiries.owned_by(tx, event.author.user_id))
        quoted, is_copy, handle = _quoted(tx, event.chat_id, event.reply_to)
        case = replace(case, quoted=quoted, is_copy_quoted=is_copy, quoted_handle=handle)
        line = lines.written(tx, event.chat_id, event.message_id)
        if event.album_id is not None and event.reply_to is None:
            begun = [one for one in _gathering(tx, event.chat_id) if one.album_id == event.album_id]
            case = replace(case, album=next(iter(begun), None))
        if telling := not_delivered_handle(event):
            is_told = outbox.is_named(tx, telling) or messages.find(tx, telling) is not None
            case = replace(case, is_album_refused=is_told)
        number = _spoken_about(tx, event, quoted or case.album, handle, line)
        if number is None and handle is not None and is_list(handle):
            number = _only_number(event.text)
        if number is None and handle is not None and is_alert(handle):
            return _with_alarm(tx, case, handle)
        return _about(tx, case, number, line)

    def _with_actor(self, case: Case, user_id: int) -> Case:
        actor = case.staff.members.get(user_id)
        is_fresh = actor is not None and actor.seen_at is not None and actor.seen_at > self.real_now() - STANDING_LIVES
        return replace(case, actor=actor, is_actor_uncertain=not is_fresh)


def _newest(tx: Connection, chat_id: int) -> Enquiry | None:
    """Give a citizen's open or newest enquiry, locked; a call for help that nobody answered hides none before it."""
    found = enquiries.lock_newest(tx, chat_id)
    if found is None or not found.is_alert_only:
        return found
    asked = next((one for one in enquiries.of_citizen(tx, chat_id) if not one.is_alert_only), None)
    return None if asked is None else enquiries.lock(tx, asked.number)


# Commands that show or delete everything that is kept about a citizen.
_EVERYTHING = frozenset({"moje", "moje_dane", "usun"})


def _concerns_everything(citizen: Citizen, event: CitizenEvent) -> bool:
    """Tell whether a turn may show or delete all that a citizen has sent."""
    if isinstance(event, CitizenPressed):
        return event.data.partition(":")[0] == Action.ERASE.value
    if not isinstance(event, CitizenWrote):
        return False
    command = commands.parse(event.text)[0] if event.text.startswith("/") else ""
    return command in _EVERYTHING or citizen.conversation.under is Under.ERASURE


def _with_cards(tx: Connection, case: Case, chat_id: int) -> Case:
    """Add which enquiries of the queue have a card in a chat already, what was written of all, what is held."""
    sent = {one.number for one in case.queue if _has_card(tx, chat_id, one)}
    behind = [one for one in enquiries.behind_their_cards(tx) if _has_card(tx, chat_id, one)]
    written = [line for one in case.queue for line in lines.of_enquiry(tx, one.number)]
    waiting = [(line, enquiries.lock(tx, line.number)) for line in lines.held_by_staff(tx)]
    held = [(line, enquiry) for line, enquiry in waiting if enquiry is not None]
    left_over = messages.left_over(tx, chat_id)
    return replace(case, carded=frozenset(sent), behind=behind, left_over=left_over, lines=written, held=held)


def _has_card(tx: Connection, chat_id: int, enquiry: Enquiry) -> bool:
    return messages.find_in(tx, chat_id, enquiry.card) is not None


def _about(tx: Connection, case: Case, number: int | None, line: Line | None) -> Case:
    """Add the enquiry that something is about, with its correspondence."""
    if number is None:
        return replace(case, line=line)
    enquiry = enquiries.lock(tx, number)
    known = replace(case, enquiry=enquiry, other_open=_other_open(tx, enquiry))
    written = [*lines.of_enquiry(tx, number)]
    if line is not None and line.number != number:
        written += lines.of_enquiry(tx, line.number)
    return replace(known, lines=written, line=line)


def _with_mine(tx: Connection, case: Case) -> Case:
    """Add all that the owner of the enquiry has."""
    owner_id = case.enquiry.owner_id if case.enquiry is not None else None
    return case if owner_id is None else replace(case, queue=enquiries.owned_by(tx, owner_id))


def _gathering(tx: Connection, chat_id: int) -> Sequence[Line]:
    """Give the parts of albums that wait for others, without those about which staff have been asked."""
    return [one for one in lines.held_album(tx, chat_id) if one.why not in ASKED_ABOUT]


def _with_alarm(tx: Connection, case: Case, handle: str) -> Case:
    """Add who wrote what an alert shows; what answered it already is an enquiry."""
    citizen = citizens.alerted_by(tx, handle)
    if citizen is None:
        return case
    known = enquiries.of_citizen(tx, citizen.chat_id)
    answered = next((one.number for one in known if one.alert == handle), None)
    if answered is not None:
        return _about(tx, case, answered, None)
    alarm = Alarm(handle, citizen.chat_id, citizen.conversation.crisis_words, citizen.language or DEFAULT)
    return replace(case, alarm=alarm, next_number=enquiries.next_number(tx))


def _other_open(tx: Connection, enquiry: Enquiry | None) -> Enquiry | None:
    """Give the enquiry that the citizen of a closed one has open."""
    return enquiries.open_of(tx, enquiry.citizen_chat_id) if enquiry is not None and not enquiry.is_open else None


def _quoted(tx: Connection, chat_id: int, reply_to: int | None) -> tuple[Line | None, bool, str | None]:
    """Give (the line that a message quotes, whether it quotes our copy of it, our name of the quoted message)."""
    if reply_to is None:
        return None, False, None
    handle = messages.handle_of(tx, chat_id, reply_to)
    if handle is not None:
        return lines.named(tx, buttons.held_line(handle) or handle), True, handle
    return lines.written(tx, chat_id, reply_to), False, None


def _spoken_about(
    tx: Connection, event: GroupSpoke, quoted: Line | None, handle: str | None, line: Line | None
) -> int | None:
    """Give the number of the enquiry that a group's message belongs to, by stored ids only."""
    if line is not None:
        return line.number
    if quoted is not None:
        return quoted.number
    if handle is not None and (number := number_in(handle)) is not None:
        return number
    if event.thread_id is None:
        return None
    # Bot API: a topic's thread id is the id of the message that made it.
    topic = messages.handle_of(tx, event.chat_id, event.thread_id)
    return number_in(topic) if topic is not None else None


def _only_number(typed: str) -> int | None:
    """Give the number in the words of a button that say which of several enquiries it is for."""
    numbers = [one for one in tokenise(typed) if _is_key(one)]
    return int(numbers[0]) if numbers else None


def _pressed(tx: Connection, event: GroupPressed) -> tuple[int | None, Line | None]:
    """Give (number, line) that a button of the group names."""
    button = buttons.parse(event.data)
    if button is None or button.number is None:
        return None, None
    if button.action not in buttons.ON_HELD:
        return button.number, None
    if (held := buttons.held_line(event.handle or "")) is not None:
        return button.number, lines.named(tx, held)
    return button.number, lines.written(tx, event.chat_id, int(button.about)) if _is_key(button.about) else None


def _pressed_about(tx: Connection, chat_id: int, data: str) -> Enquiry | None:
    """Give the citizen's own enquiry that a button names; None for anybody else's."""
    number = data.partition(":")[2]
    found = enquiries.lock(tx, int(number)) if _is_key(number) else None
    return found if found is not None and found.citizen_chat_id == chat_id else None


def _is_key(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) <= _KEY_DIGITS


# What a 64-bit column surely takes.
_KEY_DIGITS = 18
