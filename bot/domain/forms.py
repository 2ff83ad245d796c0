"""The registration form as a transition table: one question a step, saved at each, nothing final before the summary.

What each step asks and accepts belongs to `registering`; here is only which step follows which.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    # The same account's last registration answers.
    AS_LAST = "as_last"
    # `Need.OTHER` was chosen: it is asked in words.
    SPECIFY = "specify"


_F, _M = FormStep, FormMove
FORM_MOVES: Mapping[tuple[FormStep, FormMove], FormStep] = MappingProxyType(
    {
        (_F.ORGANISATION, _M.ANSWER): _F.SECTOR,
        (_F.ORGANISATION, _M.AS_LAST): _F.PEOPLE,
        (_F.SECTOR, _M.ANSWER): _F.COUNTY,
        (_F.SECTOR, _M.BACK): _F.ORGANISATION,
        (_F.COUNTY, _M.ANSWER): _F.PEOPLE,
        (_F.COUNTY, _M.BACK): _F.SECTOR,
        (_F.PEOPLE, _M.ANSWER): _F.CONTACT,
        (_F.PEOPLE, _M.BACK): _F.COUNTY,
        (_F.CONTACT, _M.ANSWER): _F.REACH,
        (_F.CONTACT, _M.AS_LAST): _F.PROBLEM,
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
# Line of the summary -> the step that asks for it; also the "2" of "2/6".
LINES: Mapping[int, FormStep] = MappingProxyType(
    {1: _F.ORGANISATION, 2: _F.COUNTY, 3: _F.PEOPLE, 4: _F.CONTACT, 5: _F.PROBLEM, 6: _F.NEEDS}
)
# Steps that ask for more of the line before them.
_SAME_LINE: Mapping[FormStep, FormStep] = MappingProxyType(
    {_F.SECTOR: _F.ORGANISATION, _F.REACH: _F.CONTACT, _F.NEED_IN_WORDS: _F.NEEDS}
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
    # Counties that the organisation's name or an answer may mean, in the order of their buttons.
    proposed: tuple[str, ...] = ()
    people: int = 0
    contact: str = ""
    # International, with spaces.
    phone: str = ""
    email: str = ""
    problem: str = ""
    needs: tuple[Need, ...] = ()
    need_in_words: str = ""
    # One line of the summary is being changed; the last answer for it leads back to the summary.
    is_changing: bool = False
    # `Przerwij`: it is kept, but what is typed is not for it.
    is_paused: bool = False
    # It is paused because a call for help broke in: where that was a mistake, the form comes back.
    is_interrupted: bool = False
    # The last answer speaks of violence or suicide: the emergency number and a way to help stand above the form.
    is_delicate: bool = False
    # There were no free seats when it was shown last.
    was_full: bool = False
    # The organisation has a registration of another account, and more people are to be registered nevertheless.
    is_for_more: bool = False
    # Our name of the message that shows it.
    handle: str = ""
    # Counts the messages that showed it.
    shown: int = 0
    # When it was begun, and when it was answered last. Aware UTC.
    begun_at: datetime | None = None
    touched_at: datetime | None = None
    # The one nudge was sent.
    is_nudged: bool = False
    # Entered by this staff member for somebody who phoned; None: the account's own.
    entered_by: int | None = None


class IllegalFormMove(Exception):
    """The step does not allow the move."""


def may(form: Form, move: FormMove) -> bool:
    """Tell whether the step allows a move."""
    return (form.step, move) in FORM_MOVES or (form.is_changing and move is FormMove.BACK)


def next_step(form: Form, move: FormMove) -> FormStep:
    """Give the step after a move; from a line that is being changed the summary. Raises `IllegalFormMove`."""
    if form.is_changing and move is FormMove.BACK:
        return FormStep.SUMMARY
    target = FORM_MOVES.get((form.step, move))
    if target is None:
        raise IllegalFormMove(f"{move.value} is not possible at {form.step.value}")
    is_same_line = move in {FormMove.ANSWER, FormMove.SPECIFY} and _SAME_LINE.get(target) is form.step
    return target if is_same_line or not form.is_changing else FormStep.SUMMARY


def moved(form: Form, move: FormMove) -> Form:
    """Give the form after a move. Raises `IllegalFormMove`."""
    step = next_step(form, move)
    return replace(form, step=step, is_changing=form.is_changing and step is not FormStep.SUMMARY)


def changing(form: Form, line: int) -> Form:
    """Give the form with a line of its summary asked anew. Raises KeyError for a line that is not there."""
    return replace(form, step=LINES[line], is_changing=True)


def line_of(step: FormStep) -> int:
    """Give the line of the summary that a step asks for; 0 for the summary itself."""
    asked = _SAME_LINE.get(step, step)
    return next((line for line, own in LINES.items() if own is asked), 0)
