"""Answers that are worked out when they are shown: who can be reached, which sessions are ahead.

Hours and moments are computed in `reach` and `hours`; here they become texts.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.domain.hours import Cause, Closing, specialist_timetable
from bot.domain.knowledge import Entry, Knowledge, Live, Span, Specialist
from bot.domain.moments import Moment
from bot.domain.reach import Reach, reach
from bot.domain.sessions import pages
from bot.domain.sessions.seats import Seats
from bot.domain.texts import Text, text


def live_text(
    entry: Entry,
    knowledge: Knowledge,
    asked: Moment | None,
    now: datetime,
    *,
    seats: Mapping[str, Seats] = MappingProxyType({}),
    counties: Sequence[str] = (),
) -> Text | None:
    """Give what stands for `{live}` in an entry's answer; None for an entry without it.

    `counties` are those of which sessions are asked for; empty: all.
    """
    match entry.live:
        case Live.REACHABLE:
            return reachable(people(entry, knowledge), knowledge, asked, now)
        case Live.SESSIONS:
            return pages.page(knowledge, now, seats, counties).said
        case None:
            return None


def people(entry: Entry, knowledge: Knowledge) -> Sequence[Specialist]:
    """Give whose availability an entry's answer works out; nobody for any other entry."""
    if entry.live is not Live.REACHABLE:
        return ()
    return [one for one in knowledge.specialists.values() if entry.live_about in {None, one.id}]


def reachable(people: Sequence[Specialist], knowledge: Knowledge, asked: Moment | None, now: datetime) -> Text:
    """Say for each person whether they can be reached at the asked moment (None: now), and when next if not."""
    zone = ZoneInfo(knowledge.centre.timezone)
    reaches = [(person, reach(specialist_timetable(knowledge, person, zone), asked, now)) for person in people]
    if not reaches:
        return text("live.nobody")
    telling = _Telling(asked, now.astimezone(zone), knowledge.centre.working_days)
    shared = _shared_closing([found for _, found in reaches])
    if shared is not None and len(people) > 1:
        lines = [telling.next_of(person.name, found) for person, found in reaches]
        return text("live.everyone_closed", why=telling.why_for_everyone(shared, reaches[0][1]), people=lines)
    return text("live.people", people=[telling.person(person.name, found) for person, found in reaches])


def state(person: Specialist, knowledge: Knowledge, now: datetime) -> Text:
    """Say whether one person can be reached now, and when next if not."""
    zone = ZoneInfo(knowledge.centre.timezone)
    found = reach(specialist_timetable(knowledge, person, zone), None, now)
    return _Telling(None, now.astimezone(zone), knowledge.centre.working_days).state(found)


# Closings that hold for everybody alike.
_FOR_ALL = frozenset({Cause.HOLIDAY, Cause.CLOSURE, Cause.WEEKEND})
# Closings that have to be said when they put an opening off.
_UNEXPECTED = frozenset({Cause.HOLIDAY, Cause.CLOSURE, Cause.ABSENCE})


def _shared_closing(reaches: Sequence[Reach]) -> Closing | None:
    first = reaches[0].closing
    is_shared = first is not None and first.cause in _FOR_ALL
    return first if is_shared and all(one.closing == first for one in reaches) else None


class _Telling:
    """Words for one asked moment, seen from one local now."""

    def __init__(self, asked: Moment | None, now: datetime, working_days: Collection[int]) -> None:
        self._now = now
        self._working_days = working_days
        is_now = asked is not None and (asked.day, asked.at) == (now.date(), now.time().replace(tzinfo=None))
        self._asked = None if is_now else asked

    def person(self, name: str, found: Reach) -> Text:
        return text("live.person", name=name, state=self.state(found))

    def next_of(self, name: str, found: Reach) -> Text:
        if found.next is None:
            return text("live.person_never", name=name)
        return text("live.person_from", name=name, when=self.when(found.next.start), start=found.next.start)

    def when(self, moment: date) -> Text:
        """Name a day as one would say it today."""
        day = moment.astimezone(self._now.tzinfo).date() if isinstance(moment, datetime) else moment
        today = self._now.date()
        if day == today:
            return text("calendar.today")
        return text("calendar.tomorrow") if day == today + timedelta(days=1) else text("calendar.on_day", day=day)

    def why_for_everyone(self, closing: Closing, found: Reach) -> Text:
        return self._and_then(self.why(closing, everyone=True), found)

    def _and_then(self, why: Text, found: Reach) -> Text:
        """Name the holiday, closure or absence on a working day that puts the next opening off."""
        working = (one for one in found.closed_between if one.day.weekday() in self._working_days)
        between = next((one for one in working if one.cause in _UNEXPECTED), None)
        if between is None:
            return why
        return text("live.why.and_then", why=why, then=self.why(between, everyone=between.cause in _FOR_ALL))

    def why(self, closing: Closing, *, everyone: bool = False) -> Text:
        prefix = "live.why.everyone" if everyone else "live.why"
        when = self.when(closing.day)
        match closing.cause:
            case Cause.HOLIDAY:
                return text(f"{prefix}.holiday", when=when, name=closing.name)
            case Cause.CLOSURE if closing.name:
                return text(f"{prefix}.closure", when=when, name=closing.name)
            case Cause.CLOSURE:
                return text(f"{prefix}.closure_plain", when=when)
            case Cause.WEEKEND:
                return text(f"{prefix}.weekend", when=when)
            case Cause.ABSENCE | Cause.NO_HOURS:
                return text(f"live.why.{closing.cause.value}", when=when)
            case Cause.BEFORE_OPENING | Cause.AFTER_CLOSING | Cause.BREAK:
                return self._why_at_this_time(closing)

    def _why_at_this_time(self, closing: Closing) -> Text:
        asked = None if self._asked is None else self._asked.at
        if asked is None:
            names = {Cause.BEFORE_OPENING: "before_now", Cause.AFTER_CLOSING: "after_now", Cause.BREAK: "break_now"}
            return text(f"live.why.{names[closing.cause]}")
        if isinstance(asked, Span):
            return text("live.why.at_that_time", when=self.when(closing.day))
        at = datetime.combine(closing.day, asked, self._now.tzinfo)
        return text(f"live.why.{closing.cause.value}", when=self.when(closing.day), at=at)

    def state(self, found: Reach) -> Text:
        if not found.is_open:
            return self._closed(found)
        opening = found.openings[0]
        if self._asked is None:
            return text("live.now_until", end=opening.end)
        if isinstance(self._asked.at, time):
            at = datetime.combine(found.day, self._asked.at, self._now.tzinfo)
            return text("live.open_at", when=self.when(found.day), at=at, end=opening.end)
        if isinstance(self._asked.at, Span):
            asked_from = datetime.combine(found.day, self._asked.at.start, self._now.tzinfo)
            if opening.start < asked_from < opening.end:
                return text("live.open_until", when=self.when(opening.start), end=opening.end)
        start = max(opening.start, self._now)
        if start > opening.start and self.when(opening.start) == text("calendar.today"):
            return text("live.now_until", end=opening.end)
        return text("live.open_from", when=self.when(opening.start), start=opening.start, end=opening.end)

    def _closed(self, found: Reach) -> Text:
        why = self.why(found.closing) if found.closing is not None else text("live.why.after_now")
        if found.next is None:
            return text("live.closed_forever", why=why)
        if self._asked is not None and self.when(found.next.start) == self.when(found.day):
            return text("live.closed_until", why=why, start=found.next.start)
        why = self._and_then(why, found)
        return text("live.closed", why=why, when=self.when(found.next.start), start=found.next.start)
