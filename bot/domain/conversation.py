"""What the next turn needs of the turns before: small, kept with the citizen, emptied by retention."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from bot.domain.events import AlbumPart, Media


class Under(Enum):
    """Which buttons stand under the bot's last message; what "tak", "1" or "nie" then mean."""

    NOTHING = "nothing"
    # It helped, it was not that, write to a specialist.
    ANSWER = "answer"
    # Entries to choose from, and: none of these.
    CHOICE = "choice"
    # The way to a human.
    HUMAN = "human"
    CRISIS = "crisis"
    # The preview of what would be sent to the specialists, or a step before it.
    DRAFT = "draft"
    # One's own enquiry.
    ENQUIRY = "enquiry"
    # Whether it helped, about an enquiry that is to be closed.
    CLOSING = "closing"
    # Whether to delete everything.
    ERASURE = "erasure"


class Step(Enum):
    """What the next text does to a draft."""

    # The preview stands: what is typed is added, unless it is a button.
    PREVIEW = "preview"
    # Replaces the text.
    FIXING = "fixing"
    # Gives the telephone number for a call back.
    PHONE = "phone"
    # Says when to call.
    PHONE_WHEN = "phone_when"


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something besides text that is to be sent along: a message of this chat."""

    message_id: int
    media: Media
    part: AlbumPart | None = None
    album_id: str | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that the citizen may send to the specialists; nothing is sent before they say so."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    step: Step = Step.PREVIEW
    phone: str | None = None
    phone_when: str = ""
    # When it was begun: it is kept for a while, then forgotten.
    begun_at: datetime | None = None


class Missed(Enum):
    """How the bot failed a question."""

    # Nothing fitted, or what was offered was turned down.
    UNANSWERED = "unanswered"
    # It was answered, and the person said that the answer was not what was meant.
    NOT_IT = "not_it"


@dataclass(frozen=True, slots=True)
class Conversation:
    """One citizen's conversation."""

    # Entry that the last answer came from: what "a telefon?" is about.
    previous: str | None = None
    # Entry that the last answer showed, a greeting or a refusal too: what a typed "to nie to" turns down.
    answered: str | None = None
    # The last question as it was typed; what a specialist would be sent.
    question: str = ""
    under: Under = Under.NOTHING
    # Entry ids offered by the last choice, in the order of their buttons; for an answer, its related entries.
    offered: tuple[str, ...] = ()
    # Entries that the person has turned down for `question`.
    refused: tuple[str, ...] = ()
    # How `question` was failed. None: not that anybody knows.
    missed: Missed | None = None
    # Choices shown in a row.
    clarifications: int = 0
    # Lines that wait to be joined with the next.
    lines: tuple[str, ...] = ()
    # Bot API media group id of the last album: its later parts belong to the same turn.
    album_id: str | None = None
    # No menu is shown before this moment. None: no crisis.
    crisis_until: datetime | None = None
    # The language of the call for help; None: the reader's own.
    crisis_language: str | None = None
    # What may be sent to the specialists; None: nothing is being prepared.
    draft: Draft | None = None

    def asking(self, question: str) -> "Conversation":
        """Begin anew with another question."""
        return replace(self, question=question, refused=(), missed=None)
