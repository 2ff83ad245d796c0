"""The registration form as a transition table: one question a step, saved at each, nothing final before the summary.

What each step asks and accepts belongs to `registering`; here is only which step follows which.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from types import MappingProxyType

from bot.domain.sessions.registrations import Need, Sector


class FormStep(Enum):
    """What the form asks for."""

    ORGANISATION = "organisation"
    SECTOR = "sector"
    COUNTY = "county"
    PEOPLE = "people"
    CONTACT = "contact"
    # Telephone or e-mail.
    REACH = "reach"
    # The local problem that they want to raise.
    PROBLEM = "problem"
    NEEDS = "needs"
    NEED_IN_WORDS = "need_in_words"
    SUMMARY = "summary"


class FormMove(Enum):
    """What a turn does to the form."""

    ANSWER = "answer"
    BACK = "back"
    SKIP = "skip"
    # `Need.OTHER` was chosen: it is asked in words.
    SPECIFY = "specify"


_F, _M = FormStep, FormMove
FORM_MOVES: Mapping[tuple[FormStep, FormMove], FormStep] = MappingProxyType(
    {
        (_F.ORGANISATION, _M.ANSWER): _F.SECTOR,
        (_F.SECTOR, _M.ANSWER): _F.COUNTY,
        (_F.SECTOR, _M.BACK): _F.ORGANISATION,
        (_F.COUNTY, _M.ANSWER): _F.PEOPLE,
        (_F.COUNTY, _M.BACK): _F.SECTOR,
        (_F.PEOPLE, _M.ANSWER): _F.CONTACT,
        (_F.PEOPLE, _M.BACK): _F.COUNTY,
        (_F.CONTACT, _M.ANSWER): _F.REACH,
        (_F.CONTACT, _M.BACK): _F.PEOPLE,
        (_F.REACH, _M.ANSWER): _F.PROBLEM,
        (_F.REACH, _M.BACK): _F.CONTACT,
        (_F.PROBLEM, _M.ANSWER): _F.NEEDS,
        (_F.PROBLEM, _M.SKIP): _F.NEEDS,
        (_F.PROBLEM, _M.BACK): _F.REACH,
        (_F.NEEDS, _M.ANSWER): _F.SUMMARY,
        (_F.NEEDS, _M.SKIP): _F.SUMMARY,
        (_F.NEEDS, _M.SPECIFY): _F.NEED_IN_WORDS,
        (_F.NEEDS, _M.BACK): _F.PROBLEM,
        (_F.NEED_IN_WORDS, _M.ANSWER): _F.SUMMARY,
        (_F.NEED_IN_WORDS, _M.SKIP): _F.SUMMARY,
        (_F.NEED_IN_WORDS, _M.BACK): _F.NEEDS,
        (_F.SUMMARY, _M.BACK): _F.NEEDS,
    }
)


@dataclass(frozen=True, slots=True)
class Form:
    """A registration being written: what is known so far; None or empty is not known yet."""

    session_id: str
    step: FormStep = FormStep.ORGANISATION
    organisation: str = ""
    sector: Sector | None = None
    # County id.
    county: str = ""
    people: int = 0
    contact: str = ""
    # International, with spaces.
    phone: str = ""
    email: str = ""
    problem: str = ""
    needs: tuple[Need, ...] = ()
    need_in_words: str = ""
    # One line of the summary is being changed; the next answer leads back to the summary.
    is_changing: bool = False
    # Aware UTC.
    begun_at: datetime | None = None
    # The one nudge was sent.
    is_nudged: bool = False
    # Entered by this staff member for somebody who phoned; None: the account's own.
    entered_by: int | None = None


class IllegalFormMove(Exception):
    """The step does not allow the move."""


def next_step(form: Form, move: FormMove) -> FormStep:
    """Give the step after a move; from a line that is being changed always the summary. Raises `IllegalFormMove`."""
    if form.is_changing and move is not FormMove.SPECIFY:
        return FormStep.SUMMARY
    target = FORM_MOVES.get((form.step, move))
    if target is None:
        raise IllegalFormMove(f"{move.value} is not possible at {form.step.value}")
    return target
