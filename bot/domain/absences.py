"""The life of an absence: days on which a staff member is away. A transition table says which move leads where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import Enum
from types import MappingProxyType

from bot.domain.staff import Absence, AbsenceState


class AbsenceMove(Enum):
    """What can happen to an absence."""

    # Its first day has come.
    BEGIN = "begin"
    # Its last day is over.
    END = "end"
    # The member is not away after all, or comes back early.
    CANCEL = "cancel"


ABSENCE_MOVES: Mapping[tuple[AbsenceState, AbsenceMove], AbsenceState] = MappingProxyType(
    {
        (AbsenceState.PLANNED, AbsenceMove.BEGIN): AbsenceState.CURRENT,
        (AbsenceState.PLANNED, AbsenceMove.CANCEL): AbsenceState.CANCELLED,
        (AbsenceState.CURRENT, AbsenceMove.END): AbsenceState.OVER,
        (AbsenceState.CURRENT, AbsenceMove.CANCEL): AbsenceState.CANCELLED,
    }
)


class IllegalAbsenceMove(Exception):
    """The absence's state does not allow the move."""


def moved(absence: Absence, move: AbsenceMove) -> Absence:
    """Give the absence after a move. Raises `IllegalAbsenceMove`."""
    target = ABSENCE_MOVES.get((absence.state, move))
    if target is None:
        raise IllegalAbsenceMove(f"{move.value} is not possible in {absence.state.value}")
    return replace(absence, state=target)


def passed(absences: Iterable[Absence], today: date) -> Sequence[Absence]:
    """Give the absences that the days gone by have moved, as they are now; the others are left out."""
    changed = []
    for absence in absences:
        now = _by(absence, today)
        if now is not absence:
            changed.append(now)
    return changed


def _by(absence: Absence, today: date) -> Absence:
    if absence.state is AbsenceState.PLANNED and absence.first <= today:
        absence = moved(absence, AbsenceMove.BEGIN)
    if absence.state is AbsenceState.CURRENT and absence.last < today:
        absence = moved(absence, AbsenceMove.END)
    return absence


def next_change(absences: Iterable[Absence]) -> date | None:
    """Give the first local day on which one of the absences begins or is over; None: nothing is to come."""
    begin = {one.first for one in absences if one.state is AbsenceState.PLANNED}
    over = {date.fromordinal(one.last.toordinal() + 1) for one in absences if one.state is AbsenceState.CURRENT}
    return min(begin | over, default=None)
