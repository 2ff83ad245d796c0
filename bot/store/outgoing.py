"""What waits in the outbox: the closed set of messages and calls, rendered and ready for Telegram.

Kept as JSON; a row written by an older version must still be readable, so new fields need defaults.
"""

import base64
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import Discriminator, TypeAdapter

from bot.domain.emptying import Way


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
    # Our name of a message of this chat that it quotes; without the quote where that one was never sent.
    quotes: str = ""
    # Our name of a forum topic to stand in; in the plain group where there is none.
    topic: str = ""
    # Waits in a lane of its own, behind everything else that is for the chat.
    patient: bool = False
    # Goes in a lane of its own, before everything else that is for the chat.
    urgent: bool = False
    kind: Literal["send_text"] = "send_text"


@dataclass(frozen=True, slots=True)
class EditText:
    """Another text in a message of ours; sent as a new one where that can no longer be changed."""

    chat_id: int
    # Our name of the message to change.
    target: str
    html: str
    buttons: Rows = ()
    # Deleted, not sent as a new one, where it can no longer be changed.
    is_emptying: bool = False
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


@dataclass(frozen=True, slots=True)
class CopyMessage:
    """The copy of a message that somebody wrote to the bot, without a word of whose it is (Bot API, copyMessage)."""

    chat_id: int
    from_chat_id: int
    message_id: int
    # None: the caption stays; what has none cannot be given one.
    caption: str | None = None
    buttons: Rows = ()
    reply_to: int | None = None
    quotes: str = ""
    topic: str = ""
    silent: bool = False
    urgent: bool = False
    kind: Literal["copy_message"] = "copy_message"


@dataclass(frozen=True, slots=True)
class AlbumItem:
    """One file of an album."""

    # photo, video, document or audio.
    type: str
    file_id: str
    # Our name of the message that it becomes.
    handle: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class SendAlbum:
    """Several files that stay together (Bot API, sendMediaGroup: 2 to 10)."""

    chat_id: int
    items: tuple[AlbumItem, ...]
    reply_to: int | None = None
    quotes: str = ""
    topic: str = ""
    silent: bool = False
    kind: Literal["send_album"] = "send_album"


@dataclass(frozen=True, slots=True)
class SendDocument:
    """A file that the bot made."""

    chat_id: int
    file_name: str
    # Base64.
    content: str
    caption: str = ""
    kind: Literal["send_document"] = "send_document"


@dataclass(frozen=True, slots=True)
class EditCaption:
    """Another caption under a file of ours; where that can no longer be changed it is sent as a text that quotes it."""

    chat_id: int
    target: str
    html: str
    kind: Literal["edit_caption"] = "edit_caption"


@dataclass(frozen=True, slots=True)
class Delete:
    """A message of ours disappears; one that is too old for that stays."""

    chat_id: int
    target: str
    kind: Literal["delete"] = "delete"


@dataclass(frozen=True, slots=True)
class Empty:
    """A message of ours loses what it says, by the first of the ways that Telegram takes for it."""

    chat_id: int
    target: str
    # Those not tried yet, in their order; not empty.
    ways: tuple[Way, ...]
    # What stands in its place.
    html: str
    # What asks staff to delete it themselves, when there is no way left.
    by_hand: str
    # Of the file that stands in the place of a file.
    file_name: str
    kind: Literal["empty"] = "empty"


@dataclass(frozen=True, slots=True)
class SetReaction:
    """A reaction on somebody's message; where reactions are refused, a short reply says the same."""

    chat_id: int
    message_id: int
    emoji: str
    # What the reply says.
    html: str
    kind: Literal["set_reaction"] = "set_reaction"


@dataclass(frozen=True, slots=True)
class CreateTopic:
    """A forum topic; its thread is kept under the row's handle. Where it is refused, there is none."""

    chat_id: int
    # Bot API: 1-128 characters.
    name: str
    kind: Literal["create_topic"] = "create_topic"


@dataclass(frozen=True, slots=True)
class SetCommands:
    """The commands that Telegram offers in one chat."""

    chat_id: int
    # (name without the slash, description).
    commands: tuple[tuple[str, str], ...]
    kind: Literal["set_commands"] = "set_commands"


Outgoing = (
    SendText
    | EditText
    | CopyMessage
    | SendAlbum
    | SendDocument
    | EditCaption
    | Delete
    | Empty
    | SetReaction
    | CreateTopic
    | SetCommands
    | SendVenue
    | SendContact
    | AnswerPress
    | LeaveChat
)


def document(chat_id: int, file_name: str, content: bytes, caption: str) -> SendDocument:
    """Make a file."""
    return SendDocument(chat_id, file_name, base64.b64encode(content).decode(), caption)


def dump(message: Outgoing) -> str:
    """Give the JSON that the outbox keeps."""
    return _adapter().dump_json(message, exclude_defaults=False).decode()


def parse(message: str) -> Outgoing:
    """Read what `dump` wrote. Raises `pydantic.ValidationError` for anything else."""
    return _adapter().validate_json(message)


@cache
def _adapter() -> TypeAdapter[Outgoing]:
    return TypeAdapter(Annotated[Outgoing, Discriminator("kind")])
