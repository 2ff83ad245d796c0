"""What has happened: a closed set of facts, in the past tense, as the decisions see them."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class CitizenWrote:
    """A person wrote in private."""

    chat_id: int
    message_id: int
    text: str
    # The text of an earlier message was changed.
    is_edit: bool = False
    # IETF tag of the person's Telegram, a hint at best.
    language_code: str | None = None


class Media(Enum):
    """What a message carries instead of text."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    VIDEO = "video"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CitizenSentMedia:
    """A person sent something that is not text, in private."""

    chat_id: int
    message_id: int
    media: Media
    caption: str = ""
    # Parts of one album share it.
    album_id: str | None = None
    is_edit: bool = False


@dataclass(frozen=True, slots=True)
class CitizenPressed:
    """A person pressed a button in private."""

    chat_id: int
    press_id: str
    data: str
    # Our name of the message with the button; None when Telegram no longer shows it to us.
    handle: str | None


@dataclass(frozen=True, slots=True)
class CitizenBlocked:
    """A person blocked the bot."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class CitizenReturned:
    """A person unblocked the bot."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class LinesWaitedOut:
    """Nothing followed the lines that waited to be joined."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class GroupSpoke:
    """Somebody wrote in a group."""

    chat_id: int
    message_id: int
    # Without the mention of the bot.
    text: str
    # The bot was commanded, mentioned or replied to.
    is_addressed: bool


@dataclass(frozen=True, slots=True)
class GroupPressed:
    """Somebody pressed a button in a group."""

    chat_id: int
    press_id: str


@dataclass(frozen=True, slots=True)
class FactsFellDue:
    """It is time to see which facts await confirmation."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """An update that asks for nothing: a kind unknown to the bot, a service message, its own membership."""

    kind: str


CitizenEvent = CitizenWrote | CitizenSentMedia | CitizenPressed | LinesWaitedOut
GroupEvent = GroupSpoke | GroupPressed
Event = CitizenEvent | CitizenBlocked | CitizenReturned | GroupEvent | FactsFellDue | Ignored
