"""What the readers of moments read: tokens, and replacing several of them by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.moments.words import Role


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or several read together; what `value` and `detail` are, `Role` says."""

    role: Role
    value: int = 0
    detail: int = 0


OTHER = Token(Role.OTHER)

# What a rule makes of the beginning of some tokens and how many of them it takes; None: nothing.
Reading = tuple[Token, int] | None
Rule = Callable[[Sequence[Token], Sequence[Token]], Reading]

MINUTES_OF_DAY = 24 * 60
# Years that a date can be in.
YEARS = range(1900, 2200)
# No moment is said in more tokens.
WINDOW = 16

_MINUTES = 60
_TWELVE = 12
# Days of the months, as many as any year has.
_LONGEST = dict(enumerate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), start=1))


def rewrite(tokens: Sequence[Token], rule: Rule) -> list[Token]:
    """Replace what a rule recognises, from left to right.

    The rule gets the tokens already out and those ahead, and gives a token for the first of the latter and how many it
    stands for; `Role.FILLER` is left out.
    """
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token, size = rule(out, tokens[at : at + WINDOW]) or (tokens[at], 1)
        if token.role is not Role.FILLER:
            out.append(token)
        at += size
    return out


def clock(hour: int, minute: int, *, is_padded: bool = False) -> Token:
    """A time of day, `Role.OTHER` if there is none such; after 12 and with a zero in front it is surely of 24 hours."""
    minutes = hour * 60 + minute
    if minute >= _MINUTES or minutes > MINUTES_OF_DAY:
        return OTHER
    return Token(Role.CLOCK, minutes, int(1 <= hour <= _TWELVE and not is_padded))


def clock_of(number: Token, minute: int) -> Token:
    """The time of day whose hour a `Role.NUMBER` is."""
    return clock(number.value, minute, is_padded=number.detail > len(str(number.value)))


def is_day_month(day: int, month: int) -> bool:
    """Whether some year has such a day."""
    return month in _LONGEST and 1 <= day <= _LONGEST[month]
