"""Loads what a decision sees of sessions, in its transaction; the session whose seats may change hands is locked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.domain.events import CitizenEvent, CitizenPressed, CitizenWrote, GroupPressed
from bot.domain.sessions.agenda import Agenda
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.events import MailingSettled, RegistrationFellDue, SessionEvent, SessionFellDue, SessionsFiled
from bot.domain.sessions.interests import Interest
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.seats import Seats, seats
from bot.store import mailings, registrations, sessions


@dataclass(frozen=True, slots=True)
class Agendas:
    """Loads agendas; one-time codes are made by `new_code`."""

    new_code: Callable[[], str]

    def of_citizen(self, tx: Connection, chat_id: int, event: CitizenEvent, form_session: str | None) -> Agenda:
        """Load sessions as a citizen's turn finds them; `form_session` is the one of a form in progress."""
        known = sessions.all_confirmed(tx)
        mine = registrations.of_account(tx, chat_id)
        if not known and not mine:
            return Agenda(interests=registrations.interests_of(tx, chat_id))
        agenda = Agenda(
            confirmed=known,
            seats=_seats(tx, known),
            mine=mine,
            interests=registrations.interests_of(tx, chat_id),
            code=self.new_code(),
        )
        named = _session_about(event, mine)
        about = named if named in known else form_session
        locked = None if about is None else sessions.lock(tx, about)
        if locked is None:
            return self._invited(tx, agenda, event)
        return self._invited(tx, _with_locked(tx, agenda, locked, chat_id), event)

    def _invited(self, tx: Connection, agenda: Agenda, event: CitizenEvent) -> Agenda:
        """Load the registration that a one-time link opens (`/start k_<code>`)."""
        if not isinstance(event, CitizenWrote):
            return agenda
        payload = event.text.partition(" ")[2].strip()
        if not payload.startswith(LINK):
            return agenda
        return replace(agenda, invited_to=registrations.invited_to(tx, payload.removeprefix(LINK)))

    def of_group(self, tx: Connection, event: GroupPressed | None) -> Agenda:
        """Load sessions as something in the staff group finds them."""
        known = sessions.all_confirmed(tx)
        agenda = Agenda(
            confirmed=known,
            seats=_seats(tx, known),
            proposals=sessions.open_proposals(tx),
            next_number=registrations.next_number(tx),
            code=self.new_code(),
        )
        number = _number(event.data.split(":")[1]) if event is not None and ":" in event.data else None
        if event is None or number is None or not event.data.startswith("s."):
            return agenda
        if event.data.startswith("s.p."):
            return self._with_proposal(tx, agenda, number)
        return self._with_session(tx, agenda, number)

    def _with_proposal(self, tx: Connection, agenda: Agenda, proposal_id: int) -> Agenda:
        proposal = sessions.lock_proposal(tx, proposal_id)
        if proposal is None:
            return agenda
        sessions.lock(tx, proposal.session_id)
        return replace(
            agenda,
            proposal=proposal,
            registrations=registrations.of_session(tx, proposal.session_id),
            interests=_interested(tx, agenda.confirmed, proposal.session_id),
        )

    def _with_session(self, tx: Connection, agenda: Agenda, key: int) -> Agenda:
        found = sessions.lock_keyed(tx, key)
        if found is None:
            return agenda
        return replace(agenda, registrations=registrations.of_session(tx, found.session.id))

    def of_event(self, tx: Connection, event: SessionEvent) -> Agenda:
        """Load sessions as the file, a due row or a finished mailing finds them."""
        known = sessions.all_confirmed(tx)
        agenda = Agenda(confirmed=known, seats=_seats(tx, known), proposals=sessions.open_proposals(tx))
        match event:
            case SessionsFiled():
                return replace(agenda, interests=registrations.all_interests(tx))
            case SessionFellDue(key=key):
                return self._with_session(tx, agenda, key)
            case RegistrationFellDue(number=number):
                return self._with_registration(tx, agenda, number)
            case MailingSettled(mailing_id=mailing_id):
                counted = mailings.counts(tx, mailing_id)
                return replace(
                    agenda,
                    not_reached=mailings.not_reached(tx, mailing_id),
                    reached=counted.get(mailings.Fate.DELIVERED, 0),
                )

    def _with_registration(self, tx: Connection, agenda: Agenda, number: int) -> Agenda:
        found = registrations.numbered(tx, number)
        if found is None:
            return agenda
        sessions.lock(tx, found.session_id)
        everybody = registrations.of_session(tx, found.session_id)
        locked = next((one for one in everybody if one.number == number), None)
        return replace(agenda, registration=locked, registrations=everybody)


def _with_locked(tx: Connection, agenda: Agenda, locked: ConfirmedSession, chat_id: int) -> Agenda:
    """See a session as it is now that nobody else can change it."""
    name = locked.session.id
    everybody = registrations.of_session(tx, name)
    return replace(
        agenda,
        confirmed={**agenda.confirmed, name: locked},
        seats={**agenda.seats, name: seats(locked.session, everybody)},
        registrations=everybody,
        mine=registrations.of_account(tx, chat_id),
        next_number=registrations.next_number(tx),
    )


# Begins the payload of a one-time link to a registration.
LINK = "k_"


def _seats(tx: Connection, known: Mapping[str, ConfirmedSession]) -> Mapping[str, Seats]:
    return {name: seats(one.session, registrations.of_session(tx, name)) for name, one in known.items()}


def _interested(tx: Connection, known: Mapping[str, ConfirmedSession], session_id: str) -> Sequence[Interest]:
    found = known.get(session_id)
    return () if found is None else registrations.interested(tx, found.session.county)


def _session_about(event: CitizenEvent, mine: Sequence[Registration]) -> str | None:
    """Give the session that a press names: `<action>:<session id>` or `<action>:<registration number>`."""
    if not isinstance(event, CitizenPressed):
        return None
    about = event.data.partition(":")[2].partition(":")[0]
    number = _number(about)
    if number is None:
        return about or None
    return next((one.session_id for one in mine if one.number == number), None)


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS else None


# What a 64-bit column surely takes.
_DIGITS = 18
