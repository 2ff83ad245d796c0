"""Opening times, the next opening, and arithmetic in working time.

Hours are written as local wall time and leave this module as aware UTC instants. Where the clock is changed, a span
that begins or ends in the repeated hour contains all of it, and a time that the clock skips stands for the moment of
the skip.
What to say about an asked moment belongs to `bot.domain.reach`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from bot.domain.knowledge import Centre, Days, Knowledge, Office, Span, Specialist, WeeklyHours

# A search gives up after so many successive days without working time.
HORIZON_DAYS = 366

_DAY = timedelta(days=1)
_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Opening:
    """A stretch of time, start included, end excluded; aware UTC."""

    start: datetime
    end: datetime

    def __contains__(self, at: datetime) -> bool:
        return self.start <= at < self.end


@dataclass(frozen=True, slots=True)
class Duty:
    """The working time of one person or place, before the rules of the centre."""

    # Local wall time; an end of 00:00 is the end of the day.
    hours: WeeklyHours
    absences: Sequence[Days] = ()


@dataclass(frozen=True, slots=True)
class Timetable:
    """Working time by all rules; open when at least one duty is."""

    duties: Sequence[Duty]
    # Monday = 0; hours written for other weekdays do not count.
    working_days: frozenset[int]
    closures: Sequence[Days]
    # Day -> name.
    holidays: Mapping[date, str]
    zone: ZoneInfo


class Cause(Enum):
    """Why nobody can be reached; of several causes the first in this order is named."""

    HOLIDAY = "holiday"
    CLOSURE = "closure"
    # Everybody who would work that day is away.
    ABSENCE = "absence"
    # A weekday that is not a working day of the centre.
    WEEKEND = "weekend"
    # A working day without hours in the timetable.
    NO_HOURS = "no_hours"
    BEFORE_OPENING = "before_opening"
    AFTER_CLOSING = "after_closing"
    # Between two openings of one day.
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Closing:
    """Why nobody can be reached on a local day, or at some time of it."""

    day: date
    cause: Cause
    # The name of a holiday or the reason of a closure; else empty: why a person is absent is nobody's business.
    name: str = ""
    # Last day, included, of a closure or an absence.
    until: date | None = None


def specialist_timetable(knowledge: Knowledge, specialist: Specialist, zone: ZoneInfo) -> Timetable:
    """Give when one person works."""
    return timetable([Duty(specialist.hours, specialist.absences)], knowledge.centre, knowledge.holidays, zone)


def office_timetable(knowledge: Knowledge, office: Office, zone: ZoneInfo) -> Timetable | None:
    """Give when an office is open; None when the knowledge base does not say."""
    if office.hours is None:
        return None
    return timetable([Duty(office.hours)], knowledge.centre, knowledge.holidays, zone)


def centre_timetable(knowledge: Knowledge, zone: ZoneInfo) -> Timetable:
    """Give when at least one specialist works: the working time in which promises are counted."""
    duties = [Duty(one.hours, one.absences) for one in knowledge.specialists.values()]
    return timetable(duties, knowledge.centre, knowledge.holidays, zone)


def timetable(duties: Sequence[Duty], centre: Centre, holidays: Mapping[date, str], zone: ZoneInfo) -> Timetable:
    """Put duties under the rules of the centre."""
    return Timetable(duties, centre.working_days, centre.closures, holidays, zone)


def opening(timetable: Timetable, day: date) -> Sequence[Opening]:
    """Give the openings of a local day in order, apart from each other; empty when it is closed."""
    if _rule_against(timetable, day) is not None:
        return ()
    present = [duty for duty in timetable.duties if _absence(duty, day) is None]
    spans = [span for duty in present for span in duty.hours.get(day.weekday(), ())]
    return _joined(stretch(day, span, timetable.zone) for span in spans)


def day_closing(timetable: Timetable, day: date) -> Closing | None:
    """Give why a local day has no opening at all; None when it has one."""
    rule = _rule_against(timetable, day)
    if rule is not None and rule.cause is not Cause.WEEKEND:
        return rule
    if opening(timetable, day):
        return None
    expected = [duty for duty in timetable.duties if rule is not None or duty.hours.get(day.weekday())]
    absences = [absence for duty in expected if (absence := _absence(duty, day)) is not None]
    if expected and len(absences) == len(expected):
        return Closing(day, Cause.ABSENCE, until=min(absence.last for absence in absences))
    return rule or Closing(day, Cause.NO_HOURS)


def is_reachable(timetable: Timetable, at: datetime) -> bool:
    """Tell whether an aware instant is working time."""
    return any(at in one for one in opening(timetable, at.astimezone(timetable.zone).date()))


def next_open(timetable: Timetable, after: datetime) -> Opening | None:
    """Give the first opening that starts at or after an aware instant; None: none within `HORIZON_DAYS`."""
    return next((one for one in _onward(timetable, after) if one.start >= after), None)


def add_working_time(timetable: Timetable, start: datetime, amount: timedelta) -> datetime | None:
    """Give the earliest instant at which `amount` of working time has passed since the aware `start`, in UTC.

    So eight hours from Monday's opening at 8:00 end on Monday at 16:00, not on Tuesday at 8:00. A negative amount goes
    back, to the latest such instant; zero gives `start` itself. None: `HORIZON_DAYS` without working time came first.
    """
    if amount < _NOTHING:
        return _subtract(timetable, start, -amount)
    start, left = start.astimezone(UTC), amount
    if not left:
        return start
    for one in _onward(timetable, start):
        since = max(one.start, start)
        if left <= one.end - since:
            return since + left
        left -= one.end - since
    return None


def working_time_between(timetable: Timetable, start: datetime, end: datetime) -> timedelta:
    """Give how much working time lies between two aware instants; negative when `end` comes first."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if end < start:
        return -working_time_between(timetable, end, start)
    openings = (one for day in _days(timetable, start, end) for one in opening(timetable, day))
    parts = (min(one.end, end) - max(one.start, start) for one in openings)
    return sum((part for part in parts if part > _NOTHING), _NOTHING)


def stretch(day: date, span: Span, zone: ZoneInfo) -> Opening:
    """Give the time that a span of wall time covers on a local day; empty when the clock skips all of it."""
    last_day = day if span.end > time(0) else day + _DAY
    return Opening(_instant(day, span.start, zone, is_end=False), _instant(last_day, span.end, zone, is_end=True))


def _instant(day: date, at: time, zone: ZoneInfo, *, is_end: bool) -> datetime:
    """Of a repeated wall time the first instant, or the second for an end; of a skipped one the skip (PEP 495)."""
    first, second = (datetime.combine(day, at.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1))
    if second < first:
        return _skip(second, first, zone)
    return second if is_end else first


def _skip(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Find the instant between two others at which the zone's offset changes."""
    offset = after.astimezone(zone).utcoffset()
    seconds = [before + timedelta(seconds=second) for second in range(int((after - before).total_seconds()))]
    at = bisect_left(seconds, 1, key=lambda instant: instant.astimezone(zone).utcoffset() == offset)
    return before + timedelta(seconds=at)


def _rule_against(timetable: Timetable, day: date) -> Closing | None:
    """Why the centre as a whole is closed on a day."""
    if day in timetable.holidays:
        return Closing(day, Cause.HOLIDAY, timetable.holidays[day])
    for closure in timetable.closures:
        if day in closure:
            return Closing(day, Cause.CLOSURE, closure.reason, closure.last)
    return None if day.weekday() in timetable.working_days else Closing(day, Cause.WEEKEND)


def _absence(duty: Duty, day: date) -> Days | None:
    return next((absence for absence in duty.absences if day in absence), None)


def _joined(stretches: Iterable[Opening]) -> Sequence[Opening]:
    """Give the union of stretches; empty ones fall away."""
    joined: list[Opening] = []
    for one in sorted(stretches, key=lambda one: one.start):
        if one.start >= one.end:
            continue
        if joined and one.start <= joined[-1].end:
            joined[-1] = Opening(joined[-1].start, max(joined[-1].end, one.end))
        else:
            joined.append(one)
    return joined


def _subtract(timetable: Timetable, end: datetime, amount: timedelta) -> datetime | None:
    end, left = end.astimezone(UTC), amount
    for one in _back(timetable, end):
        until = min(one.end, end)
        if left <= until - one.start:
            return until - left
        left -= until - one.start
    return None


def _onward(timetable: Timetable, start: datetime) -> Iterator[Opening]:
    """Give the openings that end after `start`, in order, until `HORIZON_DAYS` have none."""
    day = start.astimezone(timetable.zone).date()
    last = day + HORIZON_DAYS * _DAY
    while day <= last:
        for one in opening(timetable, day):
            if one.end > start:
                last = day + HORIZON_DAYS * _DAY
                yield one
        day += _DAY


def _back(timetable: Timetable, end: datetime) -> Iterator[Opening]:
    """Give the openings that start before `end`, the latest first, until `HORIZON_DAYS` have none."""
    day = end.astimezone(timetable.zone).date()
    first = day - HORIZON_DAYS * _DAY
    while day >= first:
        for one in reversed(opening(timetable, day)):
            if one.start < end:
                first = day - HORIZON_DAYS * _DAY
                yield one
        day -= _DAY


def _days(timetable: Timetable, start: datetime, end: datetime) -> Iterator[date]:
    day, last = (at.astimezone(timetable.zone).date() for at in (start, end))
    while day <= last:
        yield day
        day += _DAY
