"""What waits in the outbox: the closed set of messages and calls, rendered and ready for Telegram.

Kept as JSON; a row written by an older version must still be readable, so new fields need defaults.
"""

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import Discriminator, TypeAdapter


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: a press sends `data` back, or a link is opened."""

    label: str
    # Bot API: 1-64 bytes. None for links.
    data: str | None = None
    url: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class SendText:
    """A new message."""

    chat_id: int
    html: str
    buttons: Rows = ()
    # A message of this chat that it answers; sent without the quote when that one is gone.
    reply_to: int | None = None
    silent: bool = False
    kind: Literal["send_text"] = "send_text"


@dataclass(frozen=True, slots=True)
class EditText:
    """Another text in a message of ours; sent as a new one where that can no longer be changed."""

    chat_id: int
    # Our name of the message to change.
    target: str
    html: str
    buttons: Rows = ()
    kind: Literal["edit_text"] = "edit_text"


@dataclass(frozen=True, slots=True)
class SendVenue:
    """A pin on the map, with a title and an address."""

    chat_id: int
    lat: float
    lon: float
    title: str
    address: str
    kind: Literal["send_venue"] = "send_venue"


@dataclass(frozen=True, slots=True)
class SendContact:
    """A contact card that a phone can save."""

    chat_id: int
    name: str
    phone: str
    # vCard 3.0.
    vcard: str
    kind: Literal["send_contact"] = "send_contact"


@dataclass(frozen=True, slots=True)
class AnswerPress:
    """The end of the waiting sign on a pressed button, with a short note or without."""

    press_id: str
    text: str = ""
    kind: Literal["answer_press"] = "answer_press"


@dataclass(frozen=True, slots=True)
class LeaveChat:
    """The bot goes out of a group."""

    chat_id: int
    kind: Literal["leave_chat"] = "leave_chat"


Outgoing = SendText | EditText | SendVenue | SendContact | AnswerPress | LeaveChat


def dump(message: Outgoing) -> str:
    """Give the JSON that the outbox keeps."""
    return _adapter().dump_json(message, exclude_defaults=False).decode()


def parse(message: str) -> Outgoing:
    """Read what `dump` wrote. Raises `pydantic.ValidationError` for anything else."""
    return _adapter().validate_json(message)


@cache
def _adapter() -> TypeAdapter[Outgoing]:
    return TypeAdapter(Annotated[Outgoing, Discriminator("kind")])
