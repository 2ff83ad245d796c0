"""Whether somebody can be reached at the moment a question speaks of, and what an answer needs to say besides.

Days are the days of the timetable's zone, instants are aware UTC. Wording belongs to `bot.texts`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.hours import Cause, Closing, Opening, Timetable, day_closing, next_open, opening, stretch
from bot.domain.knowledge import Span
from bot.domain.moments import Moment

_WHOLE_DAY = Span(time(0), time(0))


@dataclass(frozen=True, slots=True)
class Reach:
    """What is known about an asked moment."""

    # First and last day asked about, without those already over.
    day: date
    last_day: date
    # Whether an instant was asked about ("now", "at 8"); else a part of a day or whole days.
    is_instant: bool
    # Openings at the asked time, in order and whole: they may begin before it and end after it. Empty: nobody.
    openings: Sequence[Opening]
    # Why nobody can be reached, on `day`; None when somebody can.
    closing: Closing | None
    # First opening still ahead after `openings`, or after the asked time when there are none; None: none in sight.
    next: Opening | None
    # Wholly closed days between `day` (or today, if later) and the day of `next`, both excluded, in order. Empty when
    # somebody can be reached.
    closed_between: Sequence[Closing]

    @property
    def is_open(self) -> bool:
        """Whether somebody can be reached for some part of the asked time."""
        return bool(self.openings)


def reach(timetable: Timetable, asked: Moment | None, now: datetime) -> Reach:
    """Answer for an asked moment; None asks about now.

    `now` is aware. Of a part of a day or of whole days only what lies ahead counts, unless all of it is past.
    """
    now, here = now.astimezone(UTC), now.astimezone(timetable.zone)
    moment = asked or Moment(here.date(), here.date(), here.timetz().replace(tzinfo=None), is_day_explicit=False)
    stretches = _ahead([_stretch(day, moment.at, timetable) for day in _days(moment.day, moment.last_day)], now)
    first, last = (one.start.astimezone(timetable.zone).date() for one in (stretches[0], stretches[-1]))
    openings = [one for day in _days(first, last) for one in opening(timetable, day) if _meets(one, stretches)]
    following = next_open(timetable, max(now, openings[-1].end if openings else stretches[-1].end))
    return Reach(
        day=first,
        last_day=last,
        is_instant=isinstance(moment.at, time),
        openings=openings,
        closing=None if openings else _closing(timetable, first, stretches[0]),
        next=following,
        closed_between=() if openings else _closed_between(timetable, max(first, here.date()), following),
    )


def _stretch(day: date, at: time | Span | None, timetable: Timetable) -> Opening:
    """What is asked of one day; an instant starts and ends at once."""
    if isinstance(at, time):
        instant = datetime.combine(day, at, timetable.zone).astimezone(UTC)
        return Opening(instant, instant)
    return stretch(day, at or _WHOLE_DAY, timetable.zone)


def _ahead(stretches: Sequence[Opening], now: datetime) -> Sequence[Opening]:
    """What of the stretches is not over; all of them when everything is."""
    ahead = [Opening(max(one.start, now), one.end) for one in stretches if one.end > now]
    return ahead or [one for one in stretches if one.end == now] or stretches


def _meets(one: Opening, stretches: Sequence[Opening]) -> bool:
    return any(asked.start in one or asked.start < one.start < asked.end for asked in stretches)


def _closing(timetable: Timetable, day: date, asked: Opening) -> Closing:
    """Why nobody can be reached in a stretch that meets no opening of its day."""
    closed = day_closing(timetable, day)
    if closed is not None:
        return closed
    openings = opening(timetable, day)
    if asked.start >= openings[-1].end:
        return Closing(day, Cause.AFTER_CLOSING)
    return Closing(day, Cause.BEFORE_OPENING if asked.start < openings[0].start else Cause.BREAK)


def _closed_between(timetable: Timetable, day: date, following: Opening | None) -> Sequence[Closing]:
    if following is None:
        return ()
    days = list(_days(day, following.start.astimezone(timetable.zone).date()))[1:-1]
    return [closed for one in days if (closed := day_closing(timetable, one)) is not None]


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
