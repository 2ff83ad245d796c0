"""What happens to sessions, registrations and forms without anybody's turn: part of the closed set of events."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.knowledge import Session
from bot.domain.sessions.reminders import FormReminder, RegistrationReminder, SessionReminder


@dataclass(frozen=True, slots=True)
class SessionsFiled:
    """The file of sessions was read: at the start, and after each good edit."""

    # By session id.
    sessions: Mapping[str, Session]


@dataclass(frozen=True, slots=True)
class SessionFellDue:
    """It is time to look after a session."""

    key: int
    reminder: SessionReminder


@dataclass(frozen=True, slots=True)
class RegistrationFellDue:
    """It is time to look after a registration."""

    number: int
    reminder: RegistrationReminder


@dataclass(frozen=True, slots=True)
class FormFellDue:
    """It is time to look after a form that somebody has begun."""

    chat_id: int
    reminder: FormReminder


@dataclass(frozen=True, slots=True)
class MailingSettled:
    """The last of a mailing's messages has gone out or was given up."""

    mailing_id: int


SessionEvent = SessionsFiled | SessionFellDue | RegistrationFellDue | MailingSettled
