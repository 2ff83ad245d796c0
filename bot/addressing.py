"""What the names in a row stand for when its turn comes: the message to change or to quote, the topic to stand in.

Names are resolved in the row's own chat only. A name that stands for nothing there costs the message nothing but its
quote or its topic.
"""

from sqlalchemy import Connection

from bot.domain.enquiries import card_of
from bot.outcomes import NOWHERE, Place
from bot.store import messages
from bot.store.outgoing import (
    CopyMessage,
    Delete,
    EditCaption,
    EditText,
    Empty,
    Outgoing,
    SendAlbum,
    SendText,
)

# Kinds that stand somewhere, and kinds that change something.
Placed = SendText | CopyMessage | SendAlbum
Changing = EditText | EditCaption | Delete | Empty


def needs_names(message: Outgoing) -> bool:
    """Tell whether a row has names to be resolved."""
    return isinstance(message, Changing) or (isinstance(message, Placed) and bool(message.quotes or message.topic))


def place_of(tx: Connection, message: Outgoing) -> Place:
    """Resolve the names of a row."""
    match message:
        case EditText() | EditCaption() | Delete() | Empty():
            found = messages.find_in(tx, message.chat_id, message.target)
            return Place(target=found[0] if found is not None else None)
        case SendText() | CopyMessage() | SendAlbum():
            thread_id = _thread_of(tx, message)
            return Place(quotes=_quoted(tx, message, thread_id), thread_id=thread_id)
        case _:
            return NOWHERE


def _thread_of(tx: Connection, message: Placed) -> int | None:
    found = messages.find_in(tx, message.chat_id, message.topic) if message.topic else None
    return found[0] if found is not None else None


def _quoted(tx: Connection, message: Placed, thread_id: int | None) -> int | None:
    """Give the message to quote: the one wished for, else in the plain group the card of the topic that is not there.

    Telegram takes no quote from one topic into another.
    """
    for handle in (message.quotes, card_of(message.topic)):
        found = messages.find_in(tx, message.chat_id, handle) if handle else None
        if found is not None and found[1] == thread_id:
            return found[0]
    return None
