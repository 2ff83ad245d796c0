"""Buttons of the staff group: which stand under a card, and what a pressed one names.

Whether the person who presses one may do so is judged in `presses`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.effects import Effect
from bot.domain.enquiries import Enquiry, State
from bot.domain.lines import relay_handle
from bot.domain.offers import DeskAction, Offer, Offers
from bot.domain.staff import Member
from bot.domain.texts import Text, text
from bot.domain.world import World

# Under a message that was held back until somebody says what it is; their third part is that message's id.
ON_HELD = frozenset({DeskAction.SEND_AND_TAKE, DeskAction.SEND_AS_SUPPORT, DeskAction.IS_NOTE, DeskAction.SEND_TO})
# About people, not about an enquiry: their second part is no enquiry's number.
ABOUT_PEOPLE = frozenset({DeskAction.CONFIRM, DeskAction.SUBSTITUTE})

LABELS: Mapping[DeskAction, Text] = {
    DeskAction.CLAIM: text("button.claim"),
    DeskAction.HAND_OVER: text("button.hand_over"),
    DeskAction.RELEASE: text("button.release"),
    DeskAction.TEMPLATE: text("button.template"),
    DeskAction.NEW_PROMISE: text("button.new_promise"),
    DeskAction.PHONED: text("button.phoned"),
    DeskAction.CLOSE: text("button.close"),
    DeskAction.SPAM: text("button.spam"),
    DeskAction.UNDO: text("button.undo"),
    DeskAction.SEND_AND_TAKE: text("button.send_and_take"),
    DeskAction.SEND_AS_SUPPORT: text("button.send_as_support"),
    DeskAction.IS_NOTE: text("button.is_note"),
}

_ROWS: Mapping[State, tuple[tuple[DeskAction, ...], ...]] = {
    State.WAITING: ((DeskAction.CLAIM, DeskAction.HAND_OVER), (DeskAction.PHONED,), (DeskAction.SPAM,)),
    State.TAKEN: (
        (DeskAction.TEMPLATE, DeskAction.NEW_PROMISE),
        (DeskAction.HAND_OVER, DeskAction.RELEASE),
        (DeskAction.PHONED,),
        (DeskAction.CLOSE, DeskAction.SPAM),
    ),
    State.CLOSING: ((DeskAction.PHONED,),),
    State.CLOSED: ((DeskAction.CLAIM,),),
}


def under_card(enquiry: Enquiry) -> Offers:
    """Give the buttons of an enquiry's card, by its state; the last reply can be taken back as long as it is open."""
    rows = [[Offer(LABELS[one], one, str(enquiry.number)) for one in row] for row in _ROWS[enquiry.state]]
    if not enquiry.last_reply or not enquiry.is_open:
        return rows
    undo = Offer(LABELS[DeskAction.UNDO], DeskAction.UNDO, f"{enquiry.number}:{key_of(enquiry.last_reply)}")
    return [[undo], *rows]


def key_of(handle: str) -> str:
    """Give the part of a line's handle that tells it apart within its enquiry."""
    return handle.rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button, taken apart."""

    action: DeskAction
    # Enquiry number, or the id of a person or absence.
    subject: str = ""
    # Message id, user id, template id or choice.
    about: str = ""

    @property
    def number(self) -> int | None:
        """The enquiry that it is about; None for what is about people."""
        is_number = self.subject.isascii() and self.subject.isdecimal() and len(self.subject) <= _DIGITS
        return int(self.subject) if is_number and self.action not in ABOUT_PEOPLE else None


# What a press leads to, or why it leads to nothing; and what does it.
Done = Sequence[Effect] | Text
Obey = Callable[[Enquiry, Pressed, Member, World], Done]

# Within this time a button that sends something and is pressed again means the same press.
TWICE_WITHIN = timedelta(minutes=1)

# What a 64-bit column surely takes.
_DIGITS = 18
_ACTIONS = {one.value: one for one in DeskAction}


def parse(data: str) -> Pressed | None:
    """Take callback data apart: `action[:subject[:about]]`; None for what is no button of the staff group."""
    name, subject, about = (*data.split(":", 2), "", "")[:3]
    return Pressed(_ACTIONS[name], subject, about) if name in _ACTIONS else None


def adopted_handle(data: str, chat_id: int, message_id: int) -> str:
    """Name a pressed message that was sent just before a crash, so that it can be changed like any other."""
    button = parse(data)
    if button is None or button.number is None or button.action is DeskAction.SHOW_CARD:
        return f"adopted:{chat_id}:{message_id}"
    if button.action in ON_HELD:
        is_id = button.about.isascii() and button.about.isdecimal()
        return held_handle(relay_handle(chat_id, int(button.about) if is_id else message_id))
    return f"card:{button.number}"


def held_handle(handle: str) -> str:
    """Name the message that asks what a held message is, whose line has this handle."""
    return f"{_HELD}{handle}"


def held_line(handle: str) -> str | None:
    """Give the handle of the line that a question with this name asks about; None for any other name."""
    return handle.removeprefix(_HELD) if handle.startswith(_HELD) else None


_HELD = "held:"
