"""A Telegram that does as it is told: it takes a message, refuses it, or takes it while the bot is killed."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from sqlalchemy import Connection

from bot.addressing import place_of
from bot.outcomes import Gone, Migrated, NotSent, Outcome, Place, Refused, Sent, Threadless, Uneditable, Unreactable
from bot.recording import Recording
from bot.store import outbox
from bot.store.outgoing import (
    AnswerPress,
    CopyMessage,
    CreateTopic,
    Delete,
    EditCaption,
    EditText,
    Empty,
    Outgoing,
    SendAlbum,
    SendText,
    SetReaction,
)


class Fortune(Enum):
    """What becomes of one send."""

    GOES = "goes"
    # Telegram took it, and the program was killed before it knew.
    UNRECORDED = "unrecorded"
    # Refused for now.
    STUMBLES = "stumbles"
    # Refused for ever.
    FAILS = "fails"
    # The reader has blocked the bot.
    BLOCKED = "blocked"
    # Not in this shape.
    RESHAPED = "reshaped"


@dataclass
class Chat:
    """What somebody sees who looks at a chat."""

    # Message id -> the bot's words there.
    shown: dict[int, str] = field(default_factory=dict)
    # Everything that ever stood there.
    history: list[str] = field(default_factory=list)
    # (message id replied to, words) of the bot's replies.
    replies: list[tuple[int, str]] = field(default_factory=list)
    # Message id -> the bot's reaction.
    reactions: dict[int, str] = field(default_factory=dict)


class Telegram:
    """Some chats, and what the bot has done in them."""

    def __init__(self, tx: Connection, *, now: Callable[[], datetime], real_now: Callable[[], datetime]) -> None:
        self.chats: dict[int, Chat] = defaultdict(Chat)
        # What was taken without the bot's knowing.
        self.unrecorded: list[Outgoing] = []
        self.sends = 0
        # Thread ids of topics, and those that are closed or deleted.
        self.topics: list[int] = []
        self.closed: set[int] = set()
        self.deleted: set[int] = set()
        # Groups that have become another.
        self.moved: dict[int, int] = {}
        self._tx = tx
        self._recording = Recording(now, real_now)
        self._last_id = 1000

    def new_id(self) -> int:
        """Number a message."""
        self._last_id += 1
        return self._last_id

    def deliver(self, at: int, fortune: Fortune) -> None:
        """Let one of the messages that may go now go, and so fare."""
        heads = outbox.heads(self._tx, limit=16)
        if not heads:
            return
        row = heads[at % len(heads)]
        assert row.message is not None
        self.sends += 1
        place = place_of(self._tx, row.message)
        outcome = self._outcome(row.message, place, fortune)
        if isinstance(outcome, Sent):
            is_refused = isinstance(row.message, CreateTopic) and fortune in {Fortune.FAILS, Fortune.RESHAPED}
            outcome = Sent() if is_refused else Sent(self._carry_out(row.message, place))
            if fortune is Fortune.UNRECORDED:
                self.unrecorded.append(row.message)
                return
        self._recording.record(self._tx, row, outcome, place)

    def _outcome(self, message: Outgoing, place: Place, fortune: Fortune) -> Outcome:
        chat_id = getattr(message, "chat_id", 0)
        is_for_citizen = chat_id > 0
        if chat_id in self.moved:
            return Migrated(self.moved[chat_id])
        if place.thread_id in self.closed | self.deleted:
            return Threadless(is_gone=place.thread_id in self.deleted)
        if isinstance(message, EditText | EditCaption) and place.target is None:
            return Uneditable()
        match fortune, message:
            case Fortune.STUMBLES, _:
                return Refused("BadRequest")
            case Fortune.FAILS, CopyMessage():
                return NotSent("Uncopyable")
            case Fortune.FAILS, SendText() | SendAlbum() if is_for_citizen:
                return NotSent("BadRequest")
            case Fortune.BLOCKED, SendText() | CopyMessage() | SendAlbum() | EditText() if is_for_citizen:
                return Gone("Forbidden")
            case ((Fortune.FAILS | Fortune.RESHAPED), CreateTopic()):
                return Sent()  # no topic is made, and nothing waits for it
            case Fortune.RESHAPED, SetReaction():
                return Unreactable()
            case Fortune.RESHAPED, EditText() | EditCaption():
                return Uneditable()
            case _:
                return Sent()

    def _carry_out(self, message: Outgoing, place: Place) -> tuple[int, ...]:
        """Do in a chat what a call asks for; give the messages that it made."""
        if isinstance(message, AnswerPress):
            return ()
        chat = self.chats[message.chat_id]
        match message:
            case SendText() | CopyMessage() | SendAlbum():
                words, made = words_of(message), tuple(self.new_id() for _ in range(_count(message)))
                chat.shown[made[0]] = words
                chat.history.append(words)
                chat.replies += [(message.reply_to, words)] if message.reply_to is not None else []
                return made
            case CreateTopic():
                self.topics.append(self.new_id())
                return (self.topics[-1],)
            case EditText(html=html) | EditCaption(html=html) if place.target is not None:
                chat.shown[place.target] = html
                chat.history.append(html)
            case Delete() | Empty() if place.target is not None:
                chat.shown.pop(place.target, None)
            case SetReaction():
                chat.reactions[message.message_id] = message.emoji
        return ()


def _count(message: SendText | CopyMessage | SendAlbum) -> int:
    return len(message.items) if isinstance(message, SendAlbum) else 1


def words_of(message: Outgoing) -> str:
    """Give the words of a message; empty for what has none."""
    match message:
        case SendText(html=html) | EditText(html=html) | EditCaption(html=html):
            return html
        case CopyMessage(caption=caption):
            return caption or ""
        case SendAlbum(items=items):
            return "\n".join(one.caption for one in items)
        case _:
            return ""
