"""In which lane a message waits, so that it overtakes neither what it changes nor what it quotes.

A call for help goes in a lane of its own: what belongs to it follows it there, and what it quotes goes there before it.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Select, bindparam, exists, or_, select, update

from bot.store.lanes import chat_lane, lane_of, urgent_lane
from bot.store.outgoing import CopyMessage, Delete, EditCaption, EditText, Empty, Outgoing, SendAlbum, SendText
from bot.store.tables import outbox


def lane_for(tx: Connection, message: Outgoing) -> str:
    """Give the lane that a message is to wait in; writes where it makes others go before it."""
    if isinstance(message, EditText | EditCaption | Delete | Empty):
        return _following(tx, message.chat_id, message.target, _MAKES_OR_CHANGES) or lane_of(message)
    if isinstance(message, SendText | CopyMessage | SendAlbum) and message.quotes:
        lane = _following(tx, message.chat_id, message.quotes, _MAKES) or lane_of(message)
        if lane == urgent_lane(message.chat_id):
            _bring_forward(tx, message.chat_id, message.quotes)
        return lane
    return lane_of(message)


def _following(tx: Connection, chat_id: int, handle: str, waits: Select[bool]) -> str | None:
    """Give the lane of a call for help that has not gone and has to do with this name; None: there is none."""
    lane = urgent_lane(chat_id)
    return lane if tx.execute(waits, {"lane": lane, "target": handle}).scalar_one() else None


# Made once: to make a statement takes several times as long as to run it.
_in_lane = (outbox.c.lane == bindparam("lane"), outbox.c.dead.is_(None))
_is_target = outbox.c.handle == bindparam("target")
_MAKES = select(exists().where(*_in_lane, _is_target))
_MAKES_OR_CHANGES = select(exists().where(*_in_lane, or_(_is_target, outbox.c.coalesce == bindparam("target"))))


def _bring_forward(tx: Connection, chat_id: int, quoted: str) -> None:
    """Let a message that an urgent one quotes go before that; with a card all that waits below it."""
    lane, kind_number = chat_lane(chat_id), quoted.split(":")[:2]
    card = f"card:{kind_number[-1]}"
    waits = (outbox.c.lane == lane, outbox.c.dead.is_(None))
    has_card = kind_number[0] in _OF_ENQUIRIES and tx.execute(_MAKES, {"lane": lane, "target": card}).scalar_one()
    concerned = or_(*_of_enquiry(kind_number[-1])) if has_card else outbox.c.handle == quoted
    # The highest urgency there is; the order of ids holds in the other lane, too.
    tx.execute(update(outbox).where(*waits, concerned).values(lane=urgent_lane(chat_id), priority=0))


_OF_ENQUIRIES = frozenset({"card", "relay"})


def _of_enquiry(number: str) -> Sequence[ColumnElement[bool]]:
    """Tell what makes, changes or quotes the card, topic and copies of an enquiry."""
    names = [f"{one}:{number}" for one in ("card", "topic", "question")]
    said = [f'"{one}"' for one in names] + [f'"relay:{number}:']
    copies = outbox.c.handle.startswith(f"relay:{number}:", autoescape=True)
    return [outbox.c.handle.in_(names), copies, *(outbox.c.message.contains(one, autoescape=True) for one in said)]
