"""Loads what a decision sees of sessions, in its transaction; the session whose seats may change hands is locked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.events import CitizenEvent, CitizenPressed, CitizenWrote, DeskEvent, GroupPressed, GroupSpoke
from bot.domain.knowledge import SessionStatus
from bot.domain.offers import Action
from bot.domain.registering.answering import waits_for
from bot.domain.registering.owning import INVITATION_LIVES
from bot.domain.sessions.agenda import Agenda
from bot.domain.sessions.buttons import ASKED, PROPOSAL, PROPOSED, SESSION
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.events import MailingSettled, RegistrationFellDue, SessionEvent, SessionFellDue, SessionsFiled
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.seats import Seats, seats
from bot.store import mailings, messages, registrations, sessions
from bot.store.dealings import Dealings
from bot.store.registrations import Tally


@dataclass(frozen=True, slots=True)
class Agendas:
    """Loads agendas; one-time codes are made by `new_code`."""

    new_code: Callable[[], str]

    def of_citizen(
        self,
        tx: Connection,
        chat_id: int,
        event: CitizenEvent,
        going_on: str | None,
        *,
        now: datetime,
        dealings: Dealings,
        is_erasing: bool = False,
    ) -> Agenda:
        """Load sessions as a citizen's turn finds them; `going_on` is the session of a form, or the number of a
        registration, that a message may go on with.

        `is_erasing`: everything of this person may be deleted now, so every session is locked whose seats that frees.
        """
        wanted = registrations.interests_of(tx, chat_id) if dealings.has_interests else ()
        if not dealings.is_any_session_confirmed and not dealings.has_registrations:
            return Agenda(interests=wanted)
        known = sessions.all_confirmed(tx)
        mine = registrations.of_account(tx, chat_id) if dealings.has_registrations else ()
        agenda = Agenda(
            confirmed=known,
            seats=_seats(tx, known),
            everybody=registrations.by_session(tx, {one.session_id for one in mine if one.is_active}),
            mine=mine,
            interests=wanted,
            code=self.new_code(),
        )
        if is_erasing:
            return _with_own_sessions(tx, agenda, chat_id)
        named = _session_about(event, mine, known)
        about = named or _session_named(going_on or "", mine, known) or waits_for(mine)
        return _invited(tx, _with_locked(tx, agenda, about, waits_for(mine), chat_id=chat_id), event, now)

    def of_desk(self, tx: Connection, event: DeskEvent) -> Agenda:
        """Load sessions as something in the staff group finds them; locked is the session that it is about."""
        agenda = _of_all(tx)
        match event:
            case GroupPressed(data=data) if data.startswith(PROPOSAL):
                return _with_proposal(tx, agenda, _number(_subject(data)))
            case GroupPressed(data=data) if data.startswith(SESSION):
                return _locked(tx, agenda, _number(_subject(data)))
            case GroupSpoke(chat_id=chat_id, reply_to=int(reply_to)):
                return _with_quoted(tx, agenda, messages.handle_of(tx, chat_id, reply_to) or "")
            case _:
                return agenda

    def of_event(self, tx: Connection, event: SessionEvent) -> Agenda:
        """Load sessions as the file, a due row or a finished mailing finds them."""
        agenda = _of_all(tx)
        match event:
            case SessionsFiled():
                return agenda
            case SessionFellDue(key=key):
                return _locked(tx, agenda, key)
            case RegistrationFellDue(number=number):
                return _with_registration(tx, agenda, number)
            case MailingSettled(mailing_id=mailing_id):
                counted = mailings.counts(tx, mailing_id)
                return replace(
                    agenda,
                    mailing=mailings.about(tx, mailing_id),
                    not_reached=mailings.not_reached(tx, mailing_id),
                    reached=counted.get(mailings.Fate.DELIVERED, 0),
                )


def _of_all(tx: Connection) -> Agenda:
    known = sessions.all_confirmed(tx)
    everybody = registrations.by_session(tx, known)
    return Agenda(
        confirmed=known,
        seats={name: seats(one.session, everybody[name]) for name, one in known.items()},
        everybody=everybody,
        proposals=sessions.open_proposals(tx),
        interests=registrations.all_interests(tx),
    )


def _with_proposal(tx: Connection, agenda: Agenda, proposal_id: int | None) -> Agenda:
    proposal = None if proposal_id is None else sessions.lock_proposal(tx, proposal_id)
    if proposal is None:
        return agenda
    return replace(_locked_named(tx, agenda, proposal.session_id), proposal=proposal)


def _with_quoted(tx: Connection, agenda: Agenda, handle: str) -> Agenda:
    """Load what a reply to one of the bot's questions about sessions needs."""
    kind, _, rest = handle.partition(":")
    number = _number(rest.partition(":")[0])
    if kind == PROPOSED:
        return _with_proposal(tx, agenda, number)
    return _locked(tx, agenda, number) if kind == ASKED else agenda


def _locked(tx: Connection, agenda: Agenda, key: int | None) -> Agenda:
    found = next((name for name, one in agenda.confirmed.items() if one.key == key), None)
    return agenda if found is None else _locked_named(tx, agenda, found)


def _locked_named(tx: Connection, agenda: Agenda, name: str) -> Agenda:
    """See a session, and who comes to it, as they are now that nobody else can change them."""
    locked = sessions.lock(tx, name)
    if locked is None:
        return agenda
    people = registrations.of_session(tx, name)
    return replace(
        agenda,
        confirmed={**agenda.confirmed, name: locked},
        seats={**agenda.seats, name: seats(locked.session, people)},
        everybody={**agenda.everybody, name: people},
        registrations=people,
        next_number=registrations.next_number(tx),
    )


def _with_registration(tx: Connection, agenda: Agenda, number: int) -> Agenda:
    found = registrations.numbered(tx, number)
    if found is None:
        return agenda
    seen = _locked_named(tx, agenda, found.session_id)
    return replace(seen, registration=next((one for one in seen.registrations if one.number == number), None))


def _subject(data: str) -> str:
    """Give the second part of callback data."""
    return (*data.split(":"), "")[1]


def _with_locked(tx: Connection, agenda: Agenda, about: str | None, other: str | None, *, chat_id: int) -> Agenda:
    """See the session that a turn is about, and another that it may change, as they are now that nobody else can
    change them; always locked in the same order.
    """
    for name in sorted({name for name in (about, other) if name is not None}):
        locked = sessions.lock(tx, name)
        if locked is None:
            continue
        people = registrations.of_session(tx, name)
        agenda = replace(
            agenda,
            confirmed={**agenda.confirmed, name: locked},
            seats={**agenda.seats, name: seats(locked.session, people)},
            everybody={**agenda.everybody, name: people},
            registrations=people if name == about else agenda.registrations,
            mine=registrations.of_account(tx, chat_id),
            next_number=registrations.next_number(tx),
        )
    return agenda


def _with_own_sessions(tx: Connection, agenda: Agenda, chat_id: int) -> Agenda:
    """Lock every session of an account's registrations, always in the same order, and see who comes to them."""
    names = sorted({one.session_id for one in agenda.mine})
    locked = [one for one in (sessions.lock(tx, name) for name in names) if one is not None]
    theirs = {one.session.id: registrations.of_session(tx, one.session.id) for one in locked}
    return replace(agenda, mine=registrations.of_account(tx, chat_id), everybody={**agenda.everybody, **theirs})


def _invited(tx: Connection, agenda: Agenda, event: CitizenEvent, now: datetime) -> Agenda:
    """Load the registration that a one-time link opens (`/start k_<code>`)."""
    if not isinstance(event, CitizenWrote):
        return agenda
    payload = event.text.partition(" ")[2].strip()
    if not payload.startswith(LINK):
        return agenda
    found = registrations.invited_to(tx, payload.removeprefix(LINK), since=now - INVITATION_LIVES)
    if found is None:
        return agenda
    sessions.lock(tx, found.session_id)
    people = {**agenda.everybody, found.session_id: registrations.of_session(tx, found.session_id)}
    return replace(agenda, everybody=people, invited_to=registrations.numbered(tx, found.number))


# Begins the payload of a one-time link to a registration.
LINK = "k_"


def _seats(tx: Connection, known: Mapping[str, ConfirmedSession]) -> Mapping[str, Seats]:
    """Count the seats of each session that may still take place: only there they are shown."""
    is_on = {name: one.session for name, one in known.items() if one.session.status not in _NOT_ON}
    counted = registrations.tallies(tx, is_on)
    nobody = Tally(0, 0)
    tallies = {name: counted.get(name, nobody) for name in is_on}
    return {name: Seats(is_on[name].capacity, one.held, one.waiting) for name, one in tallies.items()}


_NOT_ON = frozenset({SessionStatus.CANCELLED, SessionStatus.HELD})


def _session_about(
    event: CitizenEvent, mine: Sequence[Registration], known: Mapping[str, ConfirmedSession]
) -> str | None:
    """Give the session that a press names: `<action>:<session id>` or `<action>:<registration number>`.

    The button that registers for fewer names their number, and means the session of the form.
    """
    if not isinstance(event, CitizenPressed) or event.data.startswith(f"{Action.FORM_FOR_FEWER.value}:"):
        return None
    return _session_named(event.data.partition(":")[2].partition(":")[0], mine, known)


def _session_named(about: str, mine: Sequence[Registration], known: Mapping[str, ConfirmedSession]) -> str | None:
    """Give the session that is named by its id, which may be all digits, or by the number of a registration of this
    account.
    """
    if about in known:
        return about
    return next((one.session_id for one in mine if one.number == _number(about)), None)


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS else None


# What a 64-bit column surely takes.
_DIGITS = 18
