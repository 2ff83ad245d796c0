"""Lanes of the outbox: what is in one goes out in order, and one that is blocked delays no other."""

from collections.abc import Sequence

from bot.store.outgoing import AnswerPress, CopyMessage, Outgoing, SendText, SetReaction


def lane_of(message: Outgoing) -> str:
    """Give the lane of a message: its chat.

    Nothing waits behind a reminder; a call for help, the answer to a command, a press or a mark wait behind nothing.
    """
    match message:
        case AnswerPress():
            return f"press:{message.press_id[:70]}"
        case SetReaction():
            return _marks(message.chat_id)
        case SendText(urgent=True) | CopyMessage(urgent=True):
            return urgent_lane(message.chat_id)
        case SendText(patient=True):
            return _patient(message.chat_id)
        case _:
            return chat_lane(message.chat_id)


def chat_lane(chat_id: int) -> str:
    """Give the lane of what is said in a chat."""
    return f"chat:{chat_id}"


def urgent_lane(chat_id: int) -> str:
    """Give the lane of what goes before everything else in a chat."""
    return f"{URGENT}{chat_id}"


# Begins the name of every such lane.
URGENT = "urgent:"


def _marks(chat_id: int) -> str:
    return f"marks:{chat_id}"


def _patient(chat_id: int) -> str:
    return f"patient:{chat_id}"


def lanes_of_chat(chat_id: int) -> Sequence[str]:
    """Give every lane that leads to a chat."""
    return [urgent_lane(chat_id), chat_lane(chat_id), _marks(chat_id), _patient(chat_id)]
