"""What has happened: a closed set of facts, in the past tense, as the decisions see them."""

from dataclasses import dataclass
from enum import Enum

from bot.domain.sessions.events import FormFellDue, SessionEvent


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts in a group."""

    # Telegram user id; for an anonymous administrator the id of the chat they speak for.
    user_id: int
    # As Telegram shows it, without control characters.
    name: str
    username: str | None = None
    # Speaks as the group or as a channel: nobody can tell who it is.
    is_anonymous: bool = False


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
    # As Telegram shows it.
    name: str = ""
    # The message of this chat that it quotes.
    reply_to: int | None = None


class AlbumKind(Enum):
    """What Telegram lets stand in one album (Bot API, InputMedia)."""

    PHOTO = "photo"
    VIDEO = "video"
    DOCUMENT = "document"
    AUDIO = "audio"


@dataclass(frozen=True, slots=True)
class AlbumPart:
    """A file as Telegram names it, to be sent again within an album."""

    kind: AlbumKind
    file_id: str


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
    # How to send it within an album; None for what Telegram lets stand in none.
    part: AlbumPart | None = None
    # As Telegram shows it.
    name: str = ""
    # The message of this chat that it quotes.
    reply_to: int | None = None
    # Of a contact card.
    phone: str = ""


@dataclass(frozen=True, slots=True)
class CitizenPressed:
    """A person pressed a button in private."""

    chat_id: int
    press_id: str
    data: str
    # Our name of the message with the button; None when Telegram no longer shows it to us.
    handle: str | None
    # As Telegram shows the person.
    name: str = ""


@dataclass(frozen=True, slots=True)
class CitizenBlocked:
    """A person blocked the bot."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class CitizenReturned:
    """A person unblocked the bot."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class CitizenUnreachable:
    """A message to a person was refused: they have blocked the bot, unless they have let it in again since."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class LinesWaitedOut:
    """Nothing followed the lines that waited to be joined."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class AlbumArrived:
    """No more parts of the albums in this chat come: what waits can go on as one message."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Outlived:
    """A question that nobody sent may be kept no longer, or the whole conversation of who called for help."""

    chat_id: int
    is_conversation: bool = False


@dataclass(frozen=True, slots=True)
class GroupSpoke:
    """Somebody wrote in a group, or sent something there."""

    chat_id: int
    message_id: int
    # The text or caption, without the mention of the bot.
    text: str
    # The bot was commanded, mentioned or replied to.
    is_addressed: bool
    author: Person = Person(0, "")
    is_edit: bool = False
    # The message of this group that it quotes; None for one that only stands in a topic.
    reply_to: int | None = None
    # The forum topic that it stands in.
    thread_id: int | None = None
    # None: text alone.
    media: Media | None = None
    album_id: str | None = None
    part: AlbumPart | None = None
    # The group has forum topics.
    is_forum: bool = False
    # Asked of Telegram only for a message that pairs the group.
    bot_is_administrator: bool = False
    author_is_administrator: bool = False


@dataclass(frozen=True, slots=True)
class GroupPressed:
    """Somebody pressed a button in a group."""

    chat_id: int
    press_id: str
    data: str = ""
    user: Person = Person(0, "")
    # The pressed message; None when Telegram no longer shows it to us.
    message_id: int | None = None
    # Our name of it.
    handle: str | None = None


@dataclass(frozen=True, slots=True)
class MemberChanged:
    """Somebody came into a group, left it, or became or ceased to be its administrator."""

    chat_id: int
    user: Person
    is_present: bool
    is_administrator: bool


@dataclass(frozen=True, slots=True)
class BotMoved:
    """The bot itself came into a group, left it, or became or ceased to be its administrator."""

    chat_id: int
    is_present: bool
    is_administrator: bool
    # The group has forum topics.
    is_forum: bool
    # Who did it; nobody (id 0) where a refused message told that the bot is out.
    by: Person


@dataclass(frozen=True, slots=True)
class GroupMigrated:
    """A group became a supergroup: its id changed, and its messages are numbered anew."""

    chat_id: int
    new_chat_id: int


class Reminder(Enum):
    """What is due about an enquiry; also the kind of its due row. Times are working time unless it says otherwise."""

    # Nobody has taken it for a while.
    UNTAKEN = "enquiry.untaken"
    # Still nobody: the coordinators are called.
    ESCALATE = "enquiry.escalate"
    # Two working hours before the promised time, its owner has not written.
    OWNER_SILENT = "enquiry.owner_silent"
    # The promised time has come.
    PROMISE_BROKEN = "enquiry.promise_broken"
    # The owner wrote beside the thread what reads like an answer, and has not said since what it was.
    FORGOTTEN_SWIPE = "enquiry.forgotten_swipe"
    # It is answered, and nobody has written or closed it for long.
    IDLE = "enquiry.idle"
    # Tomorrow it closes by itself.
    CLOSES_TOMORROW = "enquiry.closes_tomorrow"
    # The citizen has not said whether it helped.
    CLOSES = "enquiry.closes"
    # A message to the citizen that had to wait until the quiet hours are over (asking whether it helped).
    MORNING = "enquiry.morning"
    # It was closed so long ago that it may be kept no longer.
    OUTLIVED = "enquiry.outlived"


@dataclass(frozen=True, slots=True)
class EnquiryFellDue:
    """It is time to look after an enquiry."""

    number: int
    reminder: Reminder


@dataclass(frozen=True, slots=True)
class LineSettled:
    """A line of an enquiry was delivered to the other side, or could not be."""

    # Key of the line in the store.
    line_id: int


@dataclass(frozen=True, slots=True)
class AbsencesFellDue:
    """A day has come on which somebody's absence begins or is over."""


@dataclass(frozen=True, slots=True)
class DeskOpened:
    """Working time begins: what came in the meantime is summed up."""


@dataclass(frozen=True, slots=True)
class FactsFellDue:
    """It is time to see which facts await confirmation."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """An update that asks for nothing: a kind unknown to the bot, a service message, its own membership."""

    kind: str


CitizenEvent = CitizenWrote | CitizenSentMedia | CitizenPressed | LinesWaitedOut | AlbumArrived | FormFellDue
GroupEvent = GroupSpoke | GroupPressed
# What the desk decides about when it happens in the staff group, or to it.
DeskEvent = (
    GroupEvent
    | MemberChanged
    | BotMoved
    | GroupMigrated
    | AlbumArrived
    | EnquiryFellDue
    | LineSettled
    | DeskOpened
    | AbsencesFellDue
)
# What befalls a conversation without a turn of its citizen.
WithoutTurn = CitizenBlocked | CitizenReturned | CitizenUnreachable | Outlived
Event = CitizenEvent | WithoutTurn | DeskEvent | SessionEvent | FactsFellDue | Ignored
