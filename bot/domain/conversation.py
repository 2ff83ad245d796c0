"""What the next turn needs of the turns before: small, kept with the citizen, emptied by retention."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from bot.domain.events import AlbumPart, Media
from bot.domain.forms import Form


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
    # Sessions to choose from, and below them the answer's own buttons.
    SESSIONS = "sessions"
    # One session.
    SESSION = "session"
    # The registration form.
    FORM = "form"
    # One's own registration, or what is asked to change it: `offered` holds what is asked and its number.
    REGISTRATION = "registration"
    # The county, or the problem, of somebody who wants to hear of sessions.
    WISH = "wish"


class Step(Enum):
    """What the next text does to a draft."""

    # The preview stands: what is typed is added, unless it is a button.
    PREVIEW = "preview"
    # Replaces the text, or is the text where there is none yet.
    WRITING = "writing"
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
class Part:
    """One message of a draft's text."""

    text: str
    # In this chat; None: not known any more.
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that the citizen may send to the specialists; nothing is sent before they say so."""

    parts: tuple[Part, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    step: Step = Step.PREVIEW
    # The signature, as Telegram shows the person.
    name: str = ""
    # None: the reader's own.
    language: str | None = None
    phone: str | None = None
    phone_when: str = ""
    # The entry that the bot had answered the question with, and whether it was sure.
    answered: str | None = None
    was_sure: bool = False
    # When it was begun: it is kept for a while, then forgotten.
    begun_at: datetime | None = None
    # Counts its changes: only the buttons under the newest preview send it.
    revision: int = 0

    @property
    def text(self) -> str:
        """The whole question, with what stands under what is sent along."""
        return "\n".join(
            [*(part.text for part in self.parts), *(one.caption for one in self.attachments if one.caption)]
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to send."""
        return not self.parts and not self.attachments


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
    # The entries that the same answer showed besides, where it answered several questions.
    also_answered: tuple[str, ...] = ()
    # That answer was to `question`, and sure.
    was_sure: bool = False
    # The last question as it was typed; what a specialist would be sent.
    question: str = ""
    # The message that it ended with; None: not known.
    question_id: int | None = None
    # What came with it besides text.
    sent: tuple[Attachment, ...] = ()
    under: Under = Under.NOTHING
    # Entry ids offered by the last choice, in the order of their buttons; for an answer, its related entries; for
    # sessions, theirs; for a wish, counties.
    offered: tuple[str, ...] = ()
    # Under sessions: what the button for the next page of their list asks for. Empty: there is none.
    next_page: str = ""
    # Entries that the person has turned down for `question`.
    refused: tuple[str, ...] = ()
    # How `question` was failed. None: not that anybody knows.
    missed: Missed | None = None
    # Choices shown in a row.
    clarifications: int = 0
    # Lines that wait to be joined with the next.
    lines: tuple[str, ...] = ()
    # The messages that they are, in the same order.
    line_ids: tuple[int, ...] = ()
    # Bot API media group id of the last album: its later parts belong to the same turn.
    album_id: str | None = None
    # No menu is shown before this moment. None: no crisis.
    crisis_until: datetime | None = None
    # When the person was asked last whether everything is to be erased.
    erasure_asked_at: datetime | None = None
    # After the call the helplines were given once more: from then on one line of numbers is enough.
    is_comforted: bool = False
    # The language of the call for help; None: the reader's own.
    crisis_language: str | None = None
    # Our names of the messages that told staff of calls for help.
    crisis_alerts: tuple[str, ...] = ()
    # What the last of them shows of what the person wrote.
    crisis_words: str = ""
    # As Telegram shows the person; kept only while lines wait, for the signature of what may come of them.
    name: str = ""
    # What may be sent to the specialists; None: nothing is being prepared.
    draft: Draft | None = None
    # The registration being written; None: none is.
    form: Form | None = None
    # County of whom the problem is asked that they would like to raise there; empty: the county itself is asked.
    # Below a list of sessions: the one county that it is of.
    wish: str = ""

    def asking(self, question: str, *, lines: tuple[str, ...] | None = None) -> "Conversation":
        """Begin anew with another question; `lines` wait then, None: those that do now."""
        waiting = self.lines if lines is None else lines
        return replace(self, question=question, refused=(), missed=None, answered=None, was_sure=False, lines=waiting)
