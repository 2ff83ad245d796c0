"""The time of day that tokens speak of: an instant, a part of the day, now, or some minutes from now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from bot.domain.knowledge import Span
from bot.domain.moments.tokens import MINUTES_OF_DAY, OTHER, WINDOW, Reading, Token, clock, clock_of, rewrite
from bot.domain.moments.words import MomentWords, Role

_HALF = 30
_NOON = 12 * 60
_NOON_TIME = time(12)
# An hour up to this one, said without a part of the day, is in the afternoon.
_LAST_AFTERNOON_HOUR = 6

# Fewer minutes are not said; smaller numbers next to an hour mean something else ("one after the second").
_FEWEST_MINUTES = 5

_HOURS = frozenset({Role.NUMBER, Role.HOUR, Role.CLOCK, Role.HALF_TO, Role.QUARTER})
_RANGE = frozenset({Role.UNTIL, Role.DASH})
_ANNOUNCING = frozenset({Role.AT, Role.HOURS, Role.DAY, Role.FROM})


@dataclass(frozen=True, slots=True)
class Now:
    """So many minutes from now."""

    minutes_ahead: int = 0


TimeOfDay = time | Span | Now


@dataclass(frozen=True, slots=True)
class _Hours:
    """A range of hours as said; None: open on that side."""

    first: Token | None
    last: Token | None


def read_time(tokens: Sequence[Token], words: MomentWords) -> TimeOfDay | None:
    """Give the first time of day; a part of the day only if no hour is said, for then it tells which half is meant."""
    part = next((words.parts[token.value] for token in tokens if token.role is Role.PART), None)
    tokens = rewrite(tokens, lambda _, ahead: _with_part(ahead, words))
    for at in range(len(tokens)):
        found = _time_at(tokens[at : at + WINDOW], tokens[at - 1].role if at else Role.OTHER)
        if isinstance(found, Now):
            return found
        if found is not None:
            return _settled(found, part)
    if isinstance(part, Span) and part.start >= part.end:
        return Span(part.start, time(0))
    return part


def _with_part(ahead: Sequence[Token], words: MomentWords) -> Reading:
    """An hour and the part of the day said after it, as a time of 24 hours."""
    hour = _hour(ahead) if ahead[0].role in _HOURS else None
    if hour is None or hour[0].role is not Role.CLOCK or len(ahead) <= hour[1] or ahead[hour[1]].role is not Role.PART:
        return None
    return Token(Role.CLOCK, _minutes(hour[0], words.parts[ahead[hour[1]].value])), hour[1] + 1


def _time_at(ahead: Sequence[Token], before: Role) -> Token | _Hours | Now | None:
    """What the first tokens say, if it is a time that needs no more context than the token before them."""
    match ahead:
        case [Token(Role.NOW), *_]:
            return Now()
        case [Token(Role.MINUTES_AHEAD, minutes), *_]:
            return Now(minutes)
        case [Token(Role.AT | Role.HOURS), Token(Role.DAY_MONTH, first, last), *_]:
            return _Hours(clock(first, 0), clock(last, 0))
        case [Token(Role.AT | Role.HOURS), *rest]:
            return _range(rest, _RANGE) or _instant(rest)
        case [Token(Role.CLOCK), *_]:
            return _range(ahead, _RANGE) or _instant(ahead)
        case [Token(Role.NUMBER), *_]:
            found = _range(ahead, _RANGE) if before in _ANNOUNCING else None
            return found or (_instant(ahead) if _says_minutes(ahead) else None)
        case [Token(Role.ABOUT), Token(Role.NUMBER), *_] | [Token(Role.ABOUT), Token(Role.HOUR), Token(Role.OTHER), *_]:
            return _instant(ahead[1:]) if before is Role.DAY else None
        case [Token(Role.ABOUT), *rest]:
            return _instant(rest)
    return _after_preposition(ahead) or (_instant(ahead) if _says_minutes(ahead) else None)


def _after_preposition(ahead: Sequence[Token]) -> _Hours | None:
    match ahead:
        case [Token(Role.BETWEEN), *rest]:
            return _range(rest, _RANGE | {Role.AND})
        case [Token(Role.FROM), *rest]:
            return _range(rest, _RANGE) or _one_sided(_instant(rest), None)
        case [Token(Role.AFTER), *rest]:
            return _one_sided(_instant(rest), None)
        case [Token(Role.BEFORE | Role.UNTIL), *rest]:
            last = _hour(rest)
            return _one_sided(None, last[0] if last else None)
    return None


def _says_minutes(ahead: Sequence[Token]) -> bool:
    """Whether an hour said with its minutes stands here, which nothing needs to announce."""
    match ahead:
        case [Token(Role.HALF_TO), *_] | [Token(Role.QUARTER), Token(Role.AFTER), *_]:
            return True
        case [Token(Role.NUMBER | Role.CARDINAL, minutes), Token(Role.AFTER), Token(Role.HOUR), *_]:
            return minutes >= _FEWEST_MINUTES
        case [Token(Role.IN), Token(Role.NUMBER | Role.CARDINAL | Role.QUARTER), Token(Role.HOUR), *_]:
            return True
    return False


def _hour(ahead: Sequence[Token]) -> tuple[Token, int] | None:
    """The time of day that the first tokens say, as a `Role.CLOCK` or `OTHER`, and how many they are."""
    match ahead:
        case [Token(Role.AT | Role.HOURS), *rest]:
            return _longer(_hour(rest), 0, 1)
        case [Token(Role.HALF_TO), *rest]:
            return _longer(_hour(rest), -_HALF, 1)
        case [Token(Role.QUARTER | Role.NUMBER | Role.CARDINAL, minutes), Token(Role.AFTER), Token(Role.HOUR), *_]:
            return _longer(_hour(ahead[2:]), minutes, 2)
        case [Token(Role.QUARTER, minutes), Token(Role.AFTER), *rest]:
            return _longer(_hour(rest), minutes, 2)
        case [Token(Role.IN), Token(Role.QUARTER | Role.NUMBER | Role.CARDINAL, minutes), Token(Role.HOUR, hour), *_]:
            return _longer((clock(hour, 0), 1), -minutes, 2)
        case [Token(Role.CLOCK) as exact, *_]:
            return exact, 1
        case [Token(Role.HOUR, hour), Token(Role.CARDINAL, minute), *_] if minute >= _FEWEST_MINUTES:
            return clock(hour, minute), 2
        case [Token(Role.HOUR, hour), *_]:
            return clock(hour, 0), 1
        case [Token(Role.NUMBER, _, 1 | 2) as number, Token(Role.NUMBER, minute, 2), *_]:
            return clock_of(number, minute), 2
        case [Token(Role.NUMBER, _, 1 | 2) as number, *_]:
            return clock_of(number, 0), 1
    return None


def _longer(found: tuple[Token, int] | None, minutes: int, tokens: int) -> tuple[Token, int] | None:
    """An hour moved by some minutes, and longer by some tokens."""
    if found is None or found[0] is OTHER:
        return found
    moved = (found[0].value + minutes) % MINUTES_OF_DAY
    return Token(Role.CLOCK, moved, found[0].detail), found[1] + tokens


def _instant(ahead: Sequence[Token]) -> Token | None:
    found = _hour(ahead)
    return None if found is None or found[0].role is not Role.CLOCK or found[0].value == MINUTES_OF_DAY else found[0]


def _range(ahead: Sequence[Token], joints: frozenset[Role]) -> _Hours | None:
    first = _hour(ahead)
    if first is None or len(ahead) <= first[1] or ahead[first[1]].role not in joints:
        return None
    last = _hour(ahead[first[1] + 1 :])
    if last is None or Role.OTHER in {first[0].role, last[0].role}:
        return None
    return _Hours(first[0], last[0])


def _one_sided(first: Token | None, last: Token | None) -> _Hours | None:
    said = first or last
    return None if said is None or said.role is not Role.CLOCK else _Hours(first, last)


def _settled(found: Token | _Hours, part: Span | time | None) -> time | Span | None:
    """The wall time that is meant, with the half of the day decided."""
    if isinstance(found, Token):
        return _wall(_minutes(found, part))
    first = _minutes(found.first, part) if found.first else 0
    last = _minutes(found.last, part) if found.last else MINUTES_OF_DAY
    if first >= last and found.last and found.last.detail and last < _NOON:
        last += _NOON
    if first >= last and found.first:
        first = found.first.value
    return Span(_wall(first), _wall(last)) if first < last else None


def _minutes(said: Token, part: Span | time | None) -> int:
    if not said.detail:
        return said.value
    morning, evening = said.value % _NOON, said.value % _NOON + _NOON
    fitting = [minutes for minutes in (morning, evening) if _is_within(minutes, part)]
    if len(fitting) == 1:
        return fitting[0]
    if isinstance(part, Span):
        return evening if part.start >= _NOON_TIME else said.value
    return evening if said.value < (_LAST_AFTERNOON_HOUR + 1) * 60 else said.value


def _is_within(minutes: int, part: Span | time | None) -> bool:
    if not isinstance(part, Span):
        return False
    at = _wall(minutes)
    if part.start < part.end:
        return part.start <= at < part.end
    return at >= part.start or at < part.end


def _wall(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
