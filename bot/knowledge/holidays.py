"""Public holidays of Poland: the law's list, and the feasts that move with Easter."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from bot.texts import shipped

# Wide enough that neither a clock nor a yearly chore is needed.
YEARS = range(2019, 2061)

_SUNDAY = 6


@cache
def public_holidays() -> Mapping[date, str]:
    """Day -> name in Polish, for `YEARS`, in order; 14 a year from 2025 on, when 24 December became one."""
    content = shipped.read("holidays.pl.yaml")
    return dict(sorted(each for year in YEARS for each in _of_year(year, content)))


def _of_year(year: int, content: Mapping[str, Any]) -> Iterator[tuple[date, str]]:
    for one in content["fixed"]:
        if one.get("since", year) <= year:
            yield date(year, one["month"], one["day"]), one["name"]
    for after, name in content["movable"].items():
        yield _easter(year) + timedelta(days=after), name


def _easter(year: int) -> date:
    """The Sunday after the first full moon of spring, as the Gregorian calendar reckons it in 1900…2199."""
    golden = year % 19
    age = (19 * golden + 24) % 30
    # The latest moon, and in the later years of its cycle the one before, are taken a day earlier.
    age -= (age + golden // 11) // 29
    full_moon = date(year, 3, 21) + timedelta(days=age)
    return full_moon + timedelta(days=_SUNDAY - full_moon.weekday() or 7)
