"""What is wanted: a closed set of effects, imperative; intake turns them into rows in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.domain.conversation import Missed
from bot.domain.knowledge import Localised, Location
from bot.domain.texts import Text


class Action(Enum):
    """What a button asks for; the first part of its callback data."""

    HELPED = "ok"
    NOT_IT = "no"
    HUMAN = "human"
    # Typed only: no thanks.
    NO_HUMAN = "nobody"
    # With an entry id.
    CHOOSE = "pick"
    RELATED = "more"
    NONE_OF_THESE = "none"
    # With an office id.
    MAP = "map"
    # With a specialist id.
    CONTACT = "card"
    NOT_A_CRISIS = "mistake"
    OFFICES = "offices"
    SESSIONS = "sessions"
    # With a language.
    LANGUAGE = "lang"


@dataclass(frozen=True, slots=True)
class Offer:
    """A button."""

    label: Text | Localised
    action: Action
    # Entry, office or specialist id, or a language.
    about: str = ""


Offers = Sequence[Sequence[Offer]]


@dataclass(frozen=True, slots=True)
class Say:
    """Send a new message."""

    chat_id: int
    text: Text
    offers: Offers = ()
    # Message id in that chat to quote.
    reply_to: int | None = None
    # None: the reader's own.
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Revise:
    """Change a message of ours; where that is no longer possible, send it anew."""

    chat_id: int
    handle: str
    text: Text
    offers: Offers = ()


@dataclass(frozen=True, slots=True)
class ShowPin:
    """Send a place on the map."""

    chat_id: int
    location: Location
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class ShareContact:
    """Send a contact card."""

    chat_id: int
    name: str
    phone: str
    email: str
    organisation: str


@dataclass(frozen=True, slots=True)
class AnswerPress:
    """End the waiting sign on a button, with a short note or without."""

    press_id: str
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class JoinLinesWithin:
    """Wait for the next line, in real time; `LinesWaitedOut` comes when none follows."""

    chat_id: int
    wait: timedelta


@dataclass(frozen=True, slots=True)
class StopJoining:
    """The lines that waited have been answered."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class UseLanguage:
    """Speak another language with this person from now on, this turn included."""

    language: str


@dataclass(frozen=True, slots=True)
class KeepGap:
    """Keep a question that the bot failed, for the authors of the base; the same person's same question is one."""

    chat_id: int
    # Masked: without what leads to a person, as far as rules can tell.
    question: str
    missed: Missed
    # Entries that the person turned down.
    refused: tuple[str, ...]
    # The entry that the person took afterwards. None: none so far.
    chosen: str | None


@dataclass(frozen=True, slots=True)
class ForgetCitizen:
    """Delete what is kept about a person."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class BecomeOperator:
    """Make the sender an operator and use the code up."""

    chat_id: int
    code: str


@dataclass(frozen=True, slots=True)
class LeaveGroup:
    """Go out of a group."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Notify:
    """Tell whoever looks after the bot; kept until there is somebody. Ids and counts only."""

    text: Text


@dataclass(frozen=True, slots=True)
class ReviewFactsAt:
    """Look again, at this time, which facts await confirmation."""

    at: datetime


Effect = (
    Say
    | Revise
    | ShowPin
    | ShareContact
    | AnswerPress
    | JoinLinesWithin
    | StopJoining
    | UseLanguage
    | KeepGap
    | ForgetCitizen
    | BecomeOperator
    | LeaveGroup
    | Notify
    | ReviewFactsAt
)
