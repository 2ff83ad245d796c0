"""What became of a send: a closed set, told by who or what must change before the row can go out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.store.outgoing import Outgoing


@dataclass(frozen=True, slots=True)
class Target:
    """A message of ours as Telegram knows it."""

    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram took it."""

    # None for calls that make no message.
    message_id: int | None


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
class Refused:
    """Refused for a reason nobody foresaw; worth some more attempts."""

    error: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """Refused, and no repetition will change that."""

    error: str


Outcome = Sent | Wait | Unreachable | Gone | Migrated | Unformatted | Uneditable | Refused | NotSent
Send = Callable[[Outgoing, Target | None], Awaitable[Outcome]]
