"""The moment that a question speaks of, put together from its day and its time."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.knowledge import Span
from bot.domain.moments.clock import Now, TimeOfDay, read_time
from bot.domain.moments.days import Calendar, Days, read_days
from bot.domain.moments.moment import Moment
from bot.domain.moments.reading import may_be_only_a_moment, tokenise
from bot.domain.moments.words import MomentWords, Role


def asked_moment(
    text: str, now: datetime, zone: ZoneInfo, holidays: Mapping[date, str], words: MomentWords
) -> Moment | None:
    """Give the moment, not before today, that a question speaks of; None when it speaks of none.

    Of several moments the first is meant. A weekday is the next one, today included while the asked time is not over; a
    date without a year is the next one; an hour up to six without a part of the day is in the afternoon.
    `now` is aware; `holidays` are needed for movable feasts.
    """
    here = now.astimezone(zone)
    tokens, days = read_days(tokenise(text, words), Calendar(here.date(), holidays, words))
    at = read_time(tokens, words)
    if days is not None:
        return _on_days(days, None if isinstance(at, Now) else at, here)
    return _without_day(at, here)


def is_only_a_moment(text: str, words: MomentWords) -> bool:
    """Tell whether a text has no word but those that name a day or an hour."""
    if not may_be_only_a_moment(text, words):
        return False
    roles = {token.role for token in tokenise(text, words)}
    return bool(roles) and not roles & {Role.OTHER, Role.COUNTED, Role.LABEL, Role.STREET}


def _on_days(days: Days, at: time | Span | None, here: datetime) -> Moment:
    first, last = days.first, days.last
    if days.is_weekday and first == here.date() and _is_over(at, here):
        first, last = first + timedelta(days=7), last + timedelta(days=7)
    return Moment(first, last, at, is_day_explicit=True)


def _without_day(at: TimeOfDay | None, here: datetime) -> Moment | None:
    match at:
        case None:
            return None
        case Now(minutes):
            then = (here.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(here.tzinfo)
            return Moment(then.date(), then.date(), then.time(), is_day_explicit=True)
        case _:
            day = here.date() + timedelta(days=int(_is_over(at, here)))
            return Moment(day, day, at, is_day_explicit=False)


def _is_over(at: time | Span | None, here: datetime) -> bool:
    match at:
        case time():
            return at < here.time()
        case Span(_, end):
            return time(0) < end <= here.time()
        case _:
            return False
