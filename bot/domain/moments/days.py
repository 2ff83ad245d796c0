"""The local day or days that tokens speak of, today or ahead: nobody asks to reach somebody in the past."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.moments.feasts import existing, feast_days, upcoming
from bot.domain.moments.tokens import WINDOW, YEARS, Token
from bot.domain.moments.words import MomentWords, Role

_SATURDAY, _SUNDAY = 5, 6
_WEEK = timedelta(days=7)
# Tokens from a mention of days to another that says the same.
_BESIDE = 2


@dataclass(frozen=True, slots=True)
class Calendar:
    """What days are counted from and looked up in."""

    today: date
    holidays: Mapping[date, str]
    words: MomentWords


@dataclass(frozen=True, slots=True)
class Days:
    """Days as they were said."""

    first: date
    # Included.
    last: date
    # How many tokens said it.
    size: int
    # Whether it was the bare name of a weekday, so that the next one can be meant.
    is_weekday: bool = False


def read_days(tokens: Sequence[Token], calendar: Calendar) -> tuple[list[Token], Days | None]:
    """Give the first days ahead that tokens speak of, and the tokens with each mention of days as one `Role.DAY`.

    What follows a mention of days already over, up to the next mention, is told of them and left out.
    """
    found: list[tuple[int, Days]] = []
    out: list[Token] = []
    at, is_past = 0, False
    while at < len(tokens):
        days = None if _is_hours(tokens, at) else _range_at(tokens, at, calendar)
        if days is None:
            out.extend(() if is_past else [tokens[at]])
            at += 1
            continue
        if out and out[-1].role in {Role.AFTER, Role.BEFORE}:
            days = _beside(days, out.pop().role)
        is_past = days.last < calendar.today
        if not is_past:
            found.append((len(out), replace(days, first=max(days.first, calendar.today))))
            out.append(Token(Role.DAY))
        at += days.size
    return out, _meant(found)


def _meant(found: Sequence[tuple[int, Days]]) -> Days | None:
    """The first days found; but a date or feast next to a weekday says which one, so it counts."""
    if not found:
        return None
    at, days = found[0]
    if days.is_weekday and len(found) > 1 and found[1][0] - at <= _BESIDE and not found[1][1].is_weekday:
        return found[1][1]
    return days


def _is_hours(tokens: Sequence[Token], at: int) -> bool:
    """Whether two numbers are announced as hours ("hours 08-10")."""
    return tokens[at].role is Role.DAY_MONTH and at > 0 and tokens[at - 1].role in {Role.AT, Role.HOURS}


def _beside(days: Days, side: Role) -> Days:
    """The day after or before."""
    day = days.last + timedelta(days=1) if side is Role.AFTER else days.first - timedelta(days=1)
    return replace(days, first=day, last=day, is_weekday=False)


def _range_at(tokens: Sequence[Token], at: int, calendar: Calendar) -> Days | None:
    """Days from one to another, or one mention of days."""
    first = _days_at(tokens[at : at + WINDOW], calendar)
    if first is None or at + first.size >= len(tokens):
        return first
    if tokens[at + first.size].role not in {Role.UNTIL, Role.DASH}:
        return first
    last = _days_at(tokens[at + first.size + 1 :][:WINDOW], calendar)
    if last is None:
        return first
    end = last.last + _WEEK if last.is_weekday and last.last < first.first else last.last
    return Days(first.first, end, first.size + 1 + last.size) if end >= first.first else first


def _days_at(ahead: Sequence[Token], calendar: Calendar) -> Days | None:
    """One mention of days, as the first tokens say it."""
    return (
        _date(ahead, calendar.today)
        or _weekday(ahead, calendar.today)
        or _week_or_month(ahead, calendar.today)
        or _ahead_or_feast(ahead, calendar)
    )


def _date(ahead: Sequence[Token], today: date) -> Days | None:
    """A day of a month, or two of the same month, with or without the year."""
    match ahead:
        case [Token(Role.DATE, ordinal), *_]:
            return _one(date.fromordinal(ordinal), 1)
        case [Token(Role.DAY_MONTH, day, month), *_]:
            return _one(upcoming(month, day, today), 1)
        case [Token(Role.NUMBER | Role.ORDINAL, day), Token(Role.MONTH, month), Token(Role.NUMBER, year), *_] if (
            year in YEARS
        ):
            return _one(existing(year, month, day), 3)
        case [Token(Role.NUMBER | Role.ORDINAL, day), Token(Role.MONTH, month), *_]:
            return _one(upcoming(month, day, today), 2)
        case [
            Token(Role.NUMBER, start),
            Token(Role.DASH | Role.UNTIL),
            Token(Role.NUMBER, end),
            Token(Role.MONTH, month),
            *_,
        ]:
            last = upcoming(month, end, today)
            first = existing(last.year, month, start) if last else None
            return Days(first, last, 4) if first and last and first <= last else None
    return None


def _weekday(ahead: Sequence[Token], today: date) -> Days | None:
    """A weekday; "next" and a number of weeks mean the week from Monday to Sunday that is so far ahead."""
    match ahead:
        case [Token(Role.WEEKDAY, weekday), Token(Role.DAYS_AHEAD, days), *_] | [
            Token(Role.DAYS_AHEAD, days),
            Token(Role.WEEKDAY, weekday),
            *_,
        ] if days and days % 7 == 0:
            return _one(_in_week(today + timedelta(days=days), weekday), 2)
        case [Token(Role.WEEKDAY, weekday), Token(Role.NEXT), Token(Role.WEEKS), *_] | [
            Token(Role.NEXT),
            Token(Role.WEEKS),
            Token(Role.WEEKDAY, weekday),
            *_,
        ]:
            return _one(_in_week(today + _WEEK, weekday), 3)
        case [Token(Role.NEXT), Token(Role.WEEKDAY, weekday), *_]:
            return _one(_in_week(today + _WEEK, weekday), 2)
        case [Token(Role.NEAREST), Token(Role.WEEKDAY, weekday), *_]:
            return _one(_coming(today + timedelta(days=1), weekday), 2)
        case [Token(Role.THIS), Token(Role.WEEKDAY, weekday), *_]:
            return _one(_coming(today, weekday), 2)
        case [Token(Role.LAST), Token(Role.WEEKDAY | Role.WEEKS | Role.WEEKEND | Role.MONTHS), *_]:
            return _one(today - timedelta(days=1), 2)
        case [Token(Role.WEEKDAY, weekday), *_]:
            day = _coming(today, weekday)
            return Days(day, day, 1, is_weekday=True)
    return None


def _week_or_month(ahead: Sequence[Token], today: date) -> Days | None:
    """A weekend, a week or a month; this one lasts from today, the next one begins with its Monday or first day."""
    match ahead:
        case [Token(Role.NEXT), Token(Role.WEEKEND), *_]:
            return Days(_in_week(today + _WEEK, _SATURDAY), _in_week(today + _WEEK, _SUNDAY), 2)
        case [Token(Role.THIS | Role.NEAREST), Token(Role.WEEKEND), *_]:
            return Days(_in_week(today, _SATURDAY), _in_week(today, _SUNDAY), 2)
        case [Token(Role.WEEKEND), *_]:
            return Days(_in_week(today, _SATURDAY), _in_week(today, _SUNDAY), 1)
        case [Token(Role.NEXT), Token(Role.WEEKS), *_]:
            return Days(_in_week(today + _WEEK, 0), _in_week(today + _WEEK, _SUNDAY), 2)
        case [Token(Role.THIS), Token(Role.WEEKS), *_]:
            return Days(today, _in_week(today, _SUNDAY), 2)
        case [Token(Role.THIS), Token(Role.MONTHS), *_]:
            return Days(today, _month_end(today), 2)
        case [Token(Role.NEXT), Token(Role.MONTHS), *_]:
            first = _month_end(today) + timedelta(days=1)
            return Days(first, _month_end(first), 2)
        case [Token(Role.IN_MONTH, month), Token(Role.NUMBER, year), *_] if year in YEARS:
            named = existing(year, month, 1)
            return Days(named, _month_end(named), 2) if named else None
        case [Token(Role.IN_MONTH, month), *_]:
            first = date(today.year + (month < today.month), month, 1)
            return Days(first, _month_end(first), 1)
    return None


def _ahead_or_feast(ahead: Sequence[Token], calendar: Calendar) -> Days | None:
    """So many days or months from today, or a time of the year with a name."""
    today = calendar.today
    match ahead:
        case [Token(Role.DAYS_AHEAD, number), *_]:
            return _one(today + timedelta(days=number), 1)
        case [Token(Role.MONTHS_AHEAD, number), *_]:
            year, month = divmod(today.year * 12 + today.month - 1 + number, 12)
            return _one(date(year, month + 1, min(today.day, monthrange(year, month + 1)[1])), 1)
        case [Token(Role.FEAST, number), *_]:
            feast = feast_days(calendar.words.feasts[number], today, calendar.holidays)
            return Days(*feast, size=1) if feast else None
    return None


def _one(day: date | None, size: int) -> Days | None:
    return Days(day, day, size) if day else None


def _in_week(day: date, weekday: int) -> date:
    """The weekday of the week, from Monday to Sunday, that a day is in."""
    return day + timedelta(days=weekday - day.weekday())


def _coming(day: date, weekday: int) -> date:
    """The first such weekday, the day itself included."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
