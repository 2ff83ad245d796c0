"""What became of a send: a closed set, told by who or what must change before the row can go out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.store.outgoing import Outgoing


@dataclass(frozen=True, slots=True)
class Place:
    """What the names in a row stand for now, as message ids of the row's chat; None: not there, or not asked for."""

    # The message to change.
    target: int | None = None
    # The message to quote.
    quotes: int | None = None
    # The forum topic to stand in.
    thread_id: int | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram took it."""

    # Of the messages that it made, in order; of a forum topic its thread id. Empty for calls that make nothing.
    message_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """Telegram asks to wait (429)."""

    time: timedelta


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Telegram did not answer or was down; the call may have been carried out."""

    error: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The reader has blocked the bot or no longer exists."""

    why: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group has become a supergroup with another id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Unformatted:
    """The text's markup was refused; as plain text it can go."""


@dataclass(frozen=True, slots=True)
class Uneditable:
    """The message to change is gone; what it should say can go as a new one."""


@dataclass(frozen=True, slots=True)
class TooLong:
    """Longer than one message or caption may be; in pieces it can go."""


@dataclass(frozen=True, slots=True)
class Unreactable:
    """Reactions are refused there; a short reply says the same."""


@dataclass(frozen=True, slots=True)
class Threadless:
    """The forum topic is closed or gone; in the plain group the message can go."""

    is_gone: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """Refused for a reason nobody foresaw; worth some more attempts."""

    error: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """Refused, and no repetition will change that."""

    error: str


# Errors of `NotSent` that tell more than a class of error: staff read them in words of their own.
SOURCE_GONE = "SourceGone"
UNCOPYABLE = "Uncopyable"
VOICE_FORBIDDEN = "VoiceForbidden"

Outcome = (
    Sent
    | Wait
    | Unreachable
    | Gone
    | Migrated
    | Unformatted
    | Uneditable
    | TooLong
    | Unreactable
    | Threadless
    | Refused
    | NotSent
)
Send = Callable[[Outgoing, Place], Awaitable[Outcome]]


def why(outcome: Outcome) -> str:
    """Name what became of a row that was given up: for notices, logs and `bot.domain.lines.Line.why`."""
    return outcome.error if isinstance(outcome, Refused | NotSent | Unreachable) else type(outcome).__name__
