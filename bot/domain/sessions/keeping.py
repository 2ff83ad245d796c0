"""What is to be stored of sessions: the part of the effects that nobody sees at once, and what goes to many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.offers import Offers
from bot.domain.sessions.confirmed import ConfirmedSession, Proposal, ProposalState
from bot.domain.sessions.interests import Interest
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.reminders import FormReminder, RegistrationReminder, SessionReminder
from bot.domain.texts import Text


@dataclass(frozen=True, slots=True)
class KeepSession:
    """Store a session as it is now confirmed, or what the file now says of it."""

    confirmed: ConfirmedSession


@dataclass(frozen=True, slots=True)
class Propose:
    """Store a proposal and show it to staff with its buttons.

    Its buttons name it, so what is shown is made when its number is known: `shown` says it, `offers` are completed
    with the number.
    """

    proposal: Proposal
    # None: there is no group to show it in yet.
    chat_id: int | None
    shown: Text
    offers: Offers = ()


@dataclass(frozen=True, slots=True)
class SettleProposal:
    """Close an open proposal; the turn is decided again when somebody was faster."""

    proposal_id: int
    state: ProposalState


@dataclass(frozen=True, slots=True)
class KeepRegistration:
    """Store a registration as it is now; a number that is new makes it."""

    registration: Registration


@dataclass(frozen=True, slots=True)
class ForgetRegistration:
    """Delete a registration, and what waits to be sent or done about it."""

    number: int


@dataclass(frozen=True, slots=True)
class ForgetRegistrations:
    """Delete who came to a session, and who was told of it."""

    session_id: str


@dataclass(frozen=True, slots=True)
class Invite:
    """Make a one-time link to a registration."""

    code: str
    number: int


@dataclass(frozen=True, slots=True)
class UseInvitation:
    """Use a one-time link up."""

    code: str


@dataclass(frozen=True, slots=True)
class DropInvitations:
    """Let no link to a registration work any more."""

    number: int


@dataclass(frozen=True, slots=True)
class KeepInterest:
    """Store who wants to hear of sessions in a county."""

    interest: Interest


@dataclass(frozen=True, slots=True)
class DropInterest:
    """Forget it."""

    chat_id: int
    county: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What one of many is told."""

    chat_id: int
    said: Text
    language: str
    offers: Offers = ()
    # The session whose .ics file goes with it; None: no file.
    calendar: ConfirmedSession | None = None
    # Registration number; None: interested only.
    number: int | None = None


@dataclass(frozen=True, slots=True)
class SendToMany:
    """Send letters, each exactly once, behind what people wait for; `MailingSettled` comes after the last."""

    session_id: str
    # `MailingKind` by value.
    kind: str
    letters: Sequence[Letter]


@dataclass(frozen=True, slots=True)
class KeepOutcome:
    """Store what the bot says of a session that was held, in the words of the knowledge base's language."""

    confirmed: ConfirmedSession
    outcome: Text


@dataclass(frozen=True, slots=True)
class SessionDueAt:
    """Look after a session at this time, of the time the bot lives in; None: not any more."""

    session_id: str
    reminder: SessionReminder
    at: datetime | None


@dataclass(frozen=True, slots=True)
class RegistrationDueAt:
    """Look after a registration at this time, of the time the bot lives in; None: not any more."""

    number: int
    reminder: RegistrationReminder
    at: datetime | None


@dataclass(frozen=True, slots=True)
class FormDueAt:
    """Look after a form at this time, of the time the bot lives in; None: nothing is due any more."""

    chat_id: int
    reminder: FormReminder
    at: datetime | None


SessionKeeping = (
    KeepSession
    | Propose
    | SettleProposal
    | KeepRegistration
    | ForgetRegistration
    | ForgetRegistrations
    | Invite
    | UseInvitation
    | DropInvitations
    | KeepInterest
    | DropInterest
    | SendToMany
    | KeepOutcome
    | SessionDueAt
    | RegistrationDueAt
    | FormDueAt
)
