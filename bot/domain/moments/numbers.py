"""Which numbers may be moments: counts, labels and streets are put aside, two numbers become a date or an hour."""

from collections.abc import Sequence

from bot.domain.moments.tokens import OTHER, YEARS, Reading, Token, clock, is_day_month
from bot.domain.moments.words import Role

# Units from now; what is farther is no question about opening times.
_FARTHEST = 100
_TENS = range(20, 60, 10)
_ONES = range(1, 10)
_PAIRS = frozenset({Role.DOTTED, Role.DOTTED_SHORT, Role.DECIMAL})
_NUMBERS = _PAIRS | {Role.NUMBER, Role.CARDINAL, Role.HOUR, Role.DAY_MONTH}
_JOINTS = frozenset({Role.DASH, Role.UNTIL, Role.AND})
_UNITS = frozenset({Role.DAYS, Role.WEEKS, Role.MONTHS, Role.HOURS, Role.MINUTES})
_COUNTED = _UNITS | {Role.COUNTED}
# After a number that follows a date, these make it something else than the number of a house.
_NO_HOUSE = _COUNTED | {Role.DASH, Role.UNTIL, Role.PART}
_HOUR_WORDS = frozenset({Role.AT, Role.HOURS})
_DAY_WORDS = frozenset({Role.FROM, Role.UNTIL, Role.AFTER, Role.BEFORE, Role.WEEKDAY, Role.DAYS_AHEAD})


def _compound(_: Sequence[Token], ahead: Sequence[Token]) -> Reading:
    """Numbers of two words ("twenty" "fourth"), endings after digits, and a day and month after a preposition."""
    match ahead:
        case [Token(Role.HOUR, 20), Token(Role.HOUR, 1 | 2 | 3 as ones), *_]:
            return Token(Role.HOUR, 20 + ones), 2
        case [Token(Role.ORDINAL | Role.CARDINAL as role, tens), Token(last, ones), *_] if last is role:
            return (Token(role, tens + ones), 2) if tens in _TENS and ones in _ONES else None
        case [Token(Role.NUMBER) as number, Token(Role.DASH), Token(Role.ENDING | Role.THIS), *_]:
            return number, 3
        case [Token(Role.NUMBER) as number, Token(Role.ENDING), *_]:
            return number, 2
        case [Token(Role.NUMBER) as number, Token(Role.THIS), Token(Role.MONTH), *_]:
            return number, 2
        case [Token(Role.FILLER), Token(Role.DOTTED_SHORT, day, month), *_] if is_day_month(day, month):
            return Token(Role.DAY_MONTH, day, month), 2
    return None


def _offset(_: Sequence[Token], ahead: Sequence[Token]) -> Reading:
    """So many units from now; without a number it is one."""
    match ahead:
        case [Token(Role.IN), Token(Role.NUMBER | Role.CARDINAL, number), Token(unit), *_] if unit in _UNITS:
            return _from_now(number, unit), 3
        case [Token(Role.IN), Token(unit), *_] if unit in _UNITS:
            return _from_now(1, unit), 2
        case [Token(Role.IN), Token(Role.QUARTER, minutes), after, *_] if after.role is not Role.HOUR:
            return Token(Role.MINUTES_AHEAD, minutes), 2
        case [Token(Role.IN), Token(Role.QUARTER, minutes)]:
            return Token(Role.MINUTES_AHEAD, minutes), 2
    return None


def _from_now(number: int, unit: Role) -> Token:
    if number > _FARTHEST:
        return OTHER
    match unit:
        case Role.MONTHS:
            return Token(Role.MONTHS_AHEAD, number)
        case Role.HOURS | Role.MINUTES:
            return Token(Role.MINUTES_AHEAD, number * (60 if unit is Role.HOURS else 1))
        case _:
            return Token(Role.DAYS_AHEAD, number * (7 if unit is Role.WEEKS else 1))


def _inert(out: Sequence[Token], ahead: Sequence[Token]) -> Reading:
    """Counts, labelled numbers, and dates that are the names of streets."""
    if _is_year(ahead[0]):
        return None
    match ahead:
        case [Token(first), Token(joint), Token(last), *rest] if (
            {first, last} <= _NUMBERS and _joins(joint, out) and _counts(rest)
        ):
            return OTHER, 3
        case [Token(number), *rest] if number in _NUMBERS and _counts(rest):
            return OTHER, 1
        case [Token(Role.LABEL), Token(number), *_] if number in _NUMBERS:
            return OTHER, 2
        case [Token(Role.STREET), Token(Role.NUMBER | Role.ORDINAL), Token(Role.MONTH), *_]:
            return OTHER, 3
        case [Token(Role.NUMBER | Role.ORDINAL), Token(Role.MONTH), Token(Role.NUMBER) as house, *rest] if not _is_year(
            house
        ) and not (rest and rest[0].role in _NO_HOUSE):
            return OTHER, 3
    return None


def _counts(rest: Sequence[Token]) -> bool:
    """Whether a noun that can be counted comes next; "hour" before a number announces that one instead."""
    match rest:
        case [Token(Role.HOURS), Token(Role.NUMBER | Role.CLOCK | Role.DOTTED | Role.HOUR), *_]:
            return False
        case [Token(noun), *_]:
            return noun in _COUNTED
    return False


def _joins(joint: Role, out: Sequence[Token]) -> bool:
    return joint in {Role.DASH, Role.UNTIL} or (joint is Role.AND and bool(out) and out[-1].role is Role.BETWEEN)


def _is_year(token: Token) -> bool:
    return token.role is Role.NUMBER and token.value in YEARS


def _pair(out: Sequence[Token], ahead: Sequence[Token]) -> Reading:
    """Two numbers as an hour where an hour is expected, else as a day and month, else as an hour if it can be one."""
    if ahead[0].role not in _PAIRS:
        return None
    before = out[-1].role if out else Role.OTHER
    first, second = ahead[0].value, ahead[0].detail
    hour = clock(first, second)
    day = Token(Role.DAY_MONTH, first, second) if is_day_month(first, second) else OTHER
    match ahead[0].role:
        case Role.DECIMAL:
            return (hour if before in _HOUR_WORDS else OTHER), 1
        case Role.DOTTED_SHORT:
            return (day if before in _DAY_WORDS else OTHER), 1
        case _:
            return (hour if before in _HOUR_WORDS or _ends_hours(out) or day is OTHER else day), 1


def _ends_hours(out: Sequence[Token]) -> bool:
    """Whether a range of hours has been begun."""
    return len(out) > 1 and out[-2].role is Role.CLOCK and out[-1].role in _JOINTS


# To be applied in this order.
RULES = (_compound, _offset, _inert, _pair)
