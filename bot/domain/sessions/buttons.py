"""Buttons about sessions in the staff group, and our names of the messages that a reply can be meant for."""

from dataclasses import dataclass

from bot.domain.offers import Offer, SessionAction
from bot.domain.texts import Text

# Callback data of a session's button, and of a proposal's: "s.<what>:<key>", "s.p.<what>:<id>".
SESSION = "s."
PROPOSAL = "s.p."
# Kinds of handles: "proposal:<id>" shows a proposal; "asked:<session key>:<what>[:<more>]" asks staff for something.
PROPOSED = "proposal"
ASKED = "asked"
# The key of no session: one that is being made.
NO_SESSION = 0

_ACTIONS = {one.value: one for one in SessionAction}
# What a 64-bit column surely takes.
_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button, taken apart."""

    action: SessionAction
    # Session key or proposal id.
    subject: int
    # Registration number, page, audience; empty: nothing more.
    about: str = ""


def parse(data: str) -> Pressed | None:
    """Take callback data apart; None for what is no button about sessions."""
    name, subject, about = (*data.split(":", 2), "", "")[:3]
    number = number_of(subject)
    return None if name not in _ACTIONS or number is None else Pressed(_ACTIONS[name], number, about)


def number_of(typed: str) -> int | None:
    """Read a number as we write it; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS else None


def button(label: Text, action: SessionAction, subject: int, about: str = "") -> Offer:
    """Make a button about a session or a proposal."""
    return Offer(label, action, f"{subject}:{about}" if about else str(subject))


def shown_proposal(proposal_id: int) -> str:
    """Name the message that shows a proposal."""
    return f"{PROPOSED}:{proposal_id}"


def asking(key: int, what: str) -> str:
    """Name a message that asks staff for something about a session; `what` may have further parts."""
    return f"{ASKED}:{key}:{what}"


def asked(handle: str) -> tuple[int, str] | None:
    """Give (session key, what is asked for) of such a message; None for any other."""
    kind, _, rest = handle.partition(":")
    key, _, what = rest.partition(":")
    number = number_of(key)
    return (number, what) if kind == ASKED and number is not None and what else None


def proposed(handle: str) -> int | None:
    """Give the id of the proposal that a message shows; None for any other message."""
    kind, _, rest = handle.partition(":")
    return number_of(rest) if kind == PROPOSED else None
