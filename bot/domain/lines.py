"""One message of an enquiry's correspondence, whoever wrote it, and what became of it.

Routing goes by the ids and handles kept here, never by what a text says.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.domain.events import AlbumPart, Media


class Author(Enum):
    """Who wrote a line."""

    CITIZEN = "citizen"
    STAFF = "staff"
    # The automatic answer that went to the citizen while nobody had written yet.
    BOT = "bot"


class Fate(Enum):
    """What became of a line."""

    # Waits for staff to say whether it goes to the citizen.
    HELD = "held"
    # Kept among staff: never goes to the citizen.
    NOTE = "note"
    # On its way to the other side.
    QUEUED = "queued"
    DELIVERED = "delivered"
    FAILED = "failed"
    # Taken back after it was delivered.
    UNDONE = "undone"


# Why a line is held: staff have been asked what it is, or which of several citizens it is for.
ASKED, WHICH = "asked", "which"
ASKED_ABOUT = frozenset({ASKED, WHICH})


# Why a line of a citizen is kept and nothing more: there is no staff group that it could go to. The next one gets it.
NO_GROUP = "NoGroup"


@dataclass(frozen=True, slots=True)
class Line:
    """One message. Its copy on the other side is called `handle`."""

    # Of the enquiry.
    number: int
    # Our name of the copy; unique.
    handle: str
    author: Author
    fate: Fate
    at: datetime
    # Where it was written; None for what the bot or a template said.
    chat_id: int | None = None
    message_id: int | None = None
    # Telegram user id of the staff member; None for anybody else.
    staff_id: int | None = None
    # The text or caption, with personal numbers masked where staff read it.
    text: str = ""
    # What the text was before it was changed; empty: it was not.
    earlier: str = ""
    # None: text alone.
    media: Media | None = None
    # How to send it within an album.
    part: AlbumPart | None = None
    album_id: str | None = None
    # What the copy quotes: our name of a message on the other side, or the number of one.
    quotes: str | int | None = None
    # Why it failed, as delivery names it: "Gone" (the reader has blocked the bot, or is no more), "SourceGone" (the
    # message was deleted before it could be copied), "Uncopyable" (Telegram copies no such message, or not from there),
    # "VoiceForbidden" (the reader takes no voice messages), `NO_GROUP`, else the class of an error.
    why: str = ""


def relay_handle(source: int, message_id: int) -> str:
    """Name the copy of a message: the same message has the same name, whenever it is read.

    `source` is the enquiry's number for what its citizen wrote, so that the name leads to nobody, and the chat id of
    the group, which is negative, for what staff wrote.
    """
    return f"relay:{source}:{message_id}"


def is_on_card(line: Line) -> bool:
    """Tell whether a line of the citizen has no copy of its own: it is part of the question, which the card shows."""
    return line.quotes is None
