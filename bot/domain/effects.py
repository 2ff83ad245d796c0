"""What is wanted: a closed set of effects, imperative; intake turns them into rows in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.conversation import Missed
from bot.domain.emptying import ClearAll, Empty, EmptyLater
from bot.domain.keeping import Keeping
from bot.domain.knowledge import Location
from bot.domain.lines import Line
from bot.domain.marks import Mark
from bot.domain.offers import Offers
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.papers import Paper
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.writing import Writing
from bot.domain.texts import Text


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
    # Our name of the new message; one ending with a colon gets an end of its own; empty: made up above buttons.
    handle: str = ""
    # Makes no sound.
    is_silent: bool = False
    # Our name of a message of the same chat to quote, once that one is there.
    quotes: str = ""
    # Our name of the forum topic to stand in, where there is one.
    topic: str = ""
    # Waits behind everything else that is for the same chat.
    is_patient: bool = False
    # Goes before everything else that is for the same chat.
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Relay:
    """Send the copy of a line to the other side, under the line's handle; `LineSettled` tells what became of it.

    Text goes as `text`, an album as one message, everything else is copied by Telegram with `text` as its caption.
    """

    chat_id: int
    # All lines of one album, else one.
    lines: Sequence[Line]
    # Text or caption, with whatever stands before it; None: no caption.
    text: Text | None = None
    # Captions of an album's files after the first; empty: they have none.
    captions: Sequence[Text | None] = ()
    is_silent: bool = False
    topic: str = ""
    # None: the language of whoever the event came from.
    language: str | None = None
    # Goes before everything else that is for the same chat; an album keeps its place.
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Recaption:
    """Change the text or caption of a line's copy in place."""

    chat_id: int
    line: Line
    text: Text
    language: str | None = None


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Delete a message of ours on the other side."""

    chat_id: int
    handle: str


@dataclass(frozen=True, slots=True)
class React:
    """Put a reaction on somebody's message; where reactions are refused, say it as a short reply."""

    chat_id: int
    message_id: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class OpenTopic:
    """Make a forum topic in the staff group, under a handle; where that fails, everything stays in the plain group."""

    chat_id: int
    handle: str
    name: Text


@dataclass(frozen=True, slots=True)
class SendFile:
    """Send a text file."""

    chat_id: int
    file_name: str
    content: Text
    caption: Text


@dataclass(frozen=True, slots=True)
class SendPaper:
    """Make a file of a session and send it."""

    chat_id: int
    paper: Paper
    confirmed: ConfirmedSession
    # All of the session, by number; a calendar entry needs none.
    registrations: Sequence[Registration] = ()
    # What a report or a brief says; None: what follows from the session and its registrations alone.
    writing: Writing | None = None
    caption: Text | None = None
    # Our name of the message; one that ends with a colon gets an end of its own.
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Revise:
    """Change a message of ours; where that is no longer possible, send it anew."""

    chat_id: int
    handle: str
    text: Text
    offers: Offers = ()
    language: str | None = None
    # Empties it: what is not there needs no emptying, what cannot be changed is deleted, and nothing is sent.
    is_emptying: bool = False


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
class WaitForAlbum:
    """Wait for the other parts of an album, in real time; `AlbumArrived` comes when no more follow."""

    chat_id: int
    wait: timedelta


@dataclass(frozen=True, slots=True)
class ForgetDraftAt:
    """Forget a question that is not sent by this time, of the time the bot lives in; an earlier wish gives way."""

    chat_id: int
    at: datetime


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
    | Relay
    | Recaption
    | TakeBack
    | Empty
    | ClearAll
    | EmptyLater
    | React
    | OpenTopic
    | SendFile
    | SendPaper
    | ShowPin
    | ShareContact
    | AnswerPress
    | JoinLinesWithin
    | StopJoining
    | WaitForAlbum
    | ForgetDraftAt
    | UseLanguage
    | KeepGap
    | ForgetCitizen
    | BecomeOperator
    | LeaveGroup
    | Notify
    | ReviewFactsAt
    | Keeping
)
