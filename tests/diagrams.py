"""Draws the life cycles from their transition tables: `python -m tests.diagrams > docs/life-cycles.md`."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from bot.domain.absences import ABSENCE_MOVES
from bot.domain.enquiries import MOVES, State
from bot.domain.forms import FORM_MOVES, FormStep
from bot.domain.knowledge import SessionStatus
from bot.domain.sessions.lives import OFFER_MOVES, REGISTRATION_MOVES, SESSION_MOVES, OfferState, RegistrationState
from bot.domain.staff import AbsenceState

HEAD = """# Life cycles

Drawn from the transition tables in `bot/domain`; a test compares. Anew: `make diagrams`.
"""


def document() -> str:
    """The whole page."""
    parts = [
        HEAD,
        section("Enquiry", "enquiries.py", MOVES, State.WAITING),
        section("Absence", "absences.py", ABSENCE_MOVES, AbsenceState.PLANNED),
        section("Dialogue session", "sessions/lives.py", SESSION_MOVES, SessionStatus.PLANNED),
        section("Registration", "sessions/lives.py", REGISTRATION_MOVES, RegistrationState.WAITING),
        section("Offer of freed seats", "sessions/lives.py", OFFER_MOVES, OfferState.MADE),
        section("Registration form", "forms.py", FORM_MOVES, FormStep.ORGANISATION),
    ]
    return "\n".join(parts)


def section(title: str, module: str, moves: Mapping[tuple[Any, Any], Any], first: Enum) -> str:
    """One table as a Mermaid state diagram."""
    arrows = [f"    {start.value} --> {end.value}: {move.value}" for (start, move), end in moves.items()]
    lines = [
        f"## {title}",
        "",
        f"`bot/domain/{module}`",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {first.value}",
    ]
    return "\n".join([*lines, *arrows, "```", ""])


if __name__ == "__main__":
    print(document(), end="")  # noqa: T201 - the page
