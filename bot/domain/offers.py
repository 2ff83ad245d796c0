"""Buttons: what each asks for, and how they stand under a message.

The first part of a button's callback data is its action; Bot API: at most 64 bytes in all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.domain.knowledge import Localised
from bot.domain.texts import Text


class Action(Enum):
    """What a button asks for; the first part of its callback data."""

    HELPED = "ok"
    NOT_IT = "no"
    HUMAN = "human"
    # Typed only: no thanks.
    NO_HUMAN = "nobody"
    # With an entry id.
    CHOOSE = "pick"
    RELATED = "more"
    NONE_OF_THESE = "none"
    # With an office id.
    MAP = "map"
    # With a specialist id.
    CONTACT = "card"
    NOT_A_CRISIS = "mistake"
    OFFICES = "offices"
    SESSIONS = "sessions"
    # With a language.
    LANGUAGE = "lang"
    # Hand-off: what is done with the preview.
    SEND = "send"
    SEND_UNSIGNED = "unsigned"
    FIX = "fix"
    DO_NOT_SEND = "nosend"
    CALL_ME = "callme"
    # One step back; only typed.
    BACK = "back"
    # One's own enquiry, with its number.
    ADD = "add"
    END = "end"
    WITHDRAW = "withdraw"
    ASK_BOT = "askbot"
    # Whether it helped, with the enquiry's number.
    YES = "yes"
    PARTLY = "partly"
    NOT_YET = "notyet"
    # Erasure on request, asked once.
    ERASE = "erase"
    KEEP = "keep"


class DeskAction(Enum):
    """What a button in the staff group asks for; in its callback data an enquiry's number comes second."""

    CLAIM = "d.claim"
    HAND_OVER = "d.pass"
    # With number and user id.
    HAND_OVER_TO = "d.to"
    RELEASE = "d.release"
    TEMPLATE = "d.tpl"
    # With number and template id: shows what would be sent.
    PREVIEW = "d.show"
    # With number and template id.
    SEND_TEMPLATE = "d.tplsend"
    NEW_PROMISE = "d.promise"
    # With number and choice.
    PROMISE_FOR = "d.until"
    PHONED = "d.phoned"
    CLOSE = "d.close"
    SPAM = "d.spam"
    # With number and message id of the reply that was held back.
    SEND_AND_TAKE = "d.sendtake"
    SEND_AS_SUPPORT = "d.support"
    IS_NOTE = "d.note"
    # With number and message id of the reply that was sent.
    UNDO = "d.undo"
    # Nothing of what was shown.
    BACK = "d.back"
    # With a user id: lets that person work at the desk.
    CONFIRM = "d.confirm"
    # With an absence's key and a user id.
    SUBSTITUTE = "d.sub"


@dataclass(frozen=True, slots=True)
class Offer:
    """A button."""

    label: Text | Localised
    action: Action | DeskAction
    # Ids, separated by colons: of an entry, office, specialist, enquiry, message or user; or a language.
    about: str = ""


Offers = Sequence[Sequence[Offer]]
