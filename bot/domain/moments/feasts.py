"""When the next feast, or the next day of a date, is."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from bot.domain.matching.normalising import fold
from bot.domain.moments.words import Feast, FeastDays

# 29 February comes within so many years.
_LONGEST_WAIT = 8


def feast_days(feast: Feast, today: date, holidays: Mapping[date, str]) -> tuple[date, date] | None:
    """Give the first and last day of a feast that is not over; None when `holidays` do not reach it."""
    found = (days for one in feast.days for days in _occurrences(one, today, holidays) if days[1] >= today)
    return min(found, default=None)


def upcoming(month: int, day: int, today: date) -> date | None:
    """Give the next such day, today included; None if there is no such day."""
    days = (existing(today.year + years, month, day) for years in range(_LONGEST_WAIT + 1))
    return next((one for one in days if one is not None and one >= today), None)


def existing(year: int, month: int, day: int) -> date | None:
    """Give a day if there is such a day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _occurrences(days: FeastDays, today: date, holidays: Mapping[date, str]) -> Iterator[tuple[date, date]]:
    if days.first is None or days.last is None:
        yield from _by_name(days, holidays)
        return
    for year in (today.year - 1, today.year, today.year + 1):
        first, last = date(year, *days.first), date(year, *days.last)
        yield first, last if last >= first else last.replace(year=year + 1)


def _by_name(days: FeastDays, holidays: Mapping[date, str]) -> Iterator[tuple[date, date]]:
    """Successive holidays whose names contain a word are one feast."""
    named = {day + timedelta(days=days.shift) for day, name in holidays.items() if days.named in fold(name.lower())}
    for day in named:
        if day - timedelta(days=1) in named:
            continue
        last = day
        while last + timedelta(days=1) in named:
            last += timedelta(days=1)
        yield day, last
