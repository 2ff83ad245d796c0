"""The list of sessions ahead, a page at a time: each page fits into one message, together they leave nothing out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.counties import around
from bot.domain.knowledge import Knowledge, Session, SessionStatus
from bot.domain.sessions.seats import Seats
from bot.domain.sessions.shown import Standing, free_seats, standing
from bot.domain.texts import Param, Text, text


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the list."""

    said: Text
    # All sessions of the list that have a number, in the order of their numbers, from 1.
    sessions: Sequence[Session]
    # Those of them that this page shows, by their numbers.
    numbered: Mapping[int, Session]
    # Where the next page begins. None: this is the last one.
    following: int | None


# Sessions of a page: each has a button. Fewer where their names are long, so that an answer around them finds room.
LONGEST = 8
_MOST_UNITS = 1200
# UTF-16 units of a line besides what the base says: its number, day and hour, county, seats.
_REST_OF_A_LINE = 130


def page(
    knowledge: Knowledge, now: datetime, seats: Mapping[str, Seats], counties: Sequence[str] = (), *, start: int = 0
) -> Page:
    """Give the page that begins behind the first `start` of the list; where a county has none, says so and lists all.

    What is cancelled is named after the rest until its day; it is neither counted nor numbered.
    """
    everything, here = _ahead(knowledge, now), _ahead(knowledge, now, counties)
    here = here or _ahead(knowledge, now, around(counties, knowledge))
    sessions, cancelled = here or everything, _cancelled(knowledge, now, counties)
    listed = [*sessions, *cancelled]
    begins = start if 0 < start < len(listed) else 0
    ends = _end(listed, begins)
    numbered = {number: one for number, one in enumerate(sessions, start=1) if begins < number <= ends}
    off = [_line_cancelled(one, knowledge) for one in cancelled if one in listed[begins:ends]]
    lines = [_line(one, number, knowledge, now, seats) for number, one in numbered.items()]
    head = text("live.sessions.next", lines=lines) if begins else _head(lines, len(sessions), knowledge, counties, here)
    said = text("live.sessions.with_cancelled", list=head, cancelled=off) if off else head
    return Page(said, sessions, numbered, ends if ends < len(listed) else None)


def _ahead(knowledge: Knowledge, now: datetime, counties: Sequence[str] = ()) -> Sequence[Session]:
    """Give the sessions that will take place, the next to which one can still come first; of some counties only."""
    kept = [one for one in _not_over(knowledge, now, counties) if one.status is not SessionStatus.CANCELLED]
    return sorted(kept, key=lambda one: (standing(one, now) is Standing.CLOSED, one.start, one.id))


def _cancelled(knowledge: Knowledge, now: datetime, counties: Sequence[str]) -> Sequence[Session]:
    return [one for one in _not_over(knowledge, now, counties) if one.status is SessionStatus.CANCELLED]


def _not_over(knowledge: Knowledge, now: datetime, counties: Sequence[str]) -> Sequence[Session]:
    found = [one for one in knowledge.sessions.values() if one.end > now and one.status is not SessionStatus.HELD]
    kept = [one for one in found if not counties or one.county in counties]
    return sorted(kept, key=lambda one: (one.start, one.id))


def _end(listed: Sequence[Session], begins: int) -> int:
    """Give where the page ends that begins at a place: one session fits always."""
    end, room = begins, _MOST_UNITS
    while end < min(len(listed), begins + LONGEST):
        room -= _units(listed[end])
        if room < 0 and end > begins:
            break
        end += 1
    return end


def _units(session: Session) -> int:
    """Give how long the line of a session can get, in UTF-16 units."""
    words = [session.place, session.address, session.reason]
    return _REST_OF_A_LINE + sum(map(_length, words)) + max(map(_length, session.title.values()))


def _length(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


def _head(
    lines: Sequence[Text], count: int, knowledge: Knowledge, counties: Sequence[str], here: Sequence[Session]
) -> Text:
    """Give the first page's lines below what they are."""
    if not count:
        return text("live.sessions.none")
    if here or not counties:
        return text("live.sessions.list", count=count, lines=lines)
    named = [text("live.sessions.county", county=knowledge.counties[one].name) for one in counties]
    return text("live.sessions.none_here", counties=named[0], lines=lines)


def _line(session: Session, number: int, knowledge: Knowledge, now: datetime, seats: Mapping[str, Seats]) -> Text:
    """Give the line of a session ahead in a list."""
    facts: dict[str, Param] = {
        "number": number,
        "start": session.start,
        "county": knowledge.counties[session.county].name,
        "title": session.title,
        "place": session.place,
        "address": session.address,
    }
    match standing(session, now):
        case Standing.OPEN if session.id in seats:
            return text("live.sessions.line_open", seats=free_seats(seats[session.id]), **facts)
        case Standing.OPEN:
            return text("live.sessions.line", **facts)
        case Standing.NOT_YET:
            return text("live.sessions.line_not_yet", **facts)
        case Standing.CLOSED | Standing.OVER | Standing.CANCELLED:
            return text("live.sessions.line_closed", **facts)


def _line_cancelled(session: Session, knowledge: Knowledge) -> Text:
    return text(
        "live.sessions.line_cancelled",
        start=session.start,
        county=knowledge.counties[session.county].name,
        title=session.title,
        reason=session.reason,
    )
