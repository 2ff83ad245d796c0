"""The vocabulary of moments: which word plays which part. The words themselves are data."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from enum import Enum, auto

from bot.domain.knowledge import Span
from bot.domain.matching.correcting import Corrector, build_corrector
from bot.domain.matching.normalising import fold


class Role(Enum):
    """The part that a word or number plays in speaking of a moment; `value` of its meaning in brackets."""

    # Words.
    NOW = auto()
    # "today", "tomorrow" (days from today).
    DAYS_AHEAD = auto()
    # (Monday = 0.)
    WEEKDAY = auto()
    WEEKEND = auto()
    # A month after a number of a day, and a month by itself (1..12).
    MONTH = auto()
    IN_MONTH = auto()
    THIS = auto()
    NEAREST = auto()
    # Of the next week or month, of the one before.
    NEXT = auto()
    LAST = auto()
    # A day of a month as an ordinal number (1..31).
    ORDINAL = auto()
    # An hour as an ordinal number (0..23).
    HOUR = auto()
    # "Half past", said as half before the hour named next.
    HALF_TO = auto()
    # (Minutes.)
    QUARTER = auto()
    # A number in a word (the number).
    CARDINAL = auto()
    # A part of the day (its place in `MomentWords.parts`).
    PART = auto()
    # A feast (its place in `MomentWords.feasts`).
    FEAST = auto()
    # Units after "in"; HOURS announces an hour as well ("hour 8").
    DAYS = auto()
    WEEKS = auto()
    MONTHS = auto()
    HOURS = auto()
    MINUTES = auto()
    # Prepositions: before an hour; a vague one before an hour; after, before, since, until, between, and, in.
    AT = auto()
    ABOUT = auto()
    AFTER = auto()
    BEFORE = auto()
    FROM = auto()
    UNTIL = auto()
    BETWEEN = auto()
    AND = auto()
    IN = auto()
    # What may stand anywhere in a moment and says nothing.
    FILLER = auto()
    # An ending written after a number.
    ENDING = auto()
    # What can be counted: a number before it is no moment.
    COUNTED = auto()
    # What numbers can label, and what can carry a date as its name: numbers after it are no moments.
    LABEL = auto()
    STREET = auto()
    # Says something else, though its words look like a moment.
    OTHER = auto()

    # Numbers as written.
    # (The number; detail: its digits.)
    NUMBER = auto()
    # (Minutes since midnight; detail 1: of twelve hours or of 24, detail 0: surely of 24.)
    CLOCK = auto()
    # Two numbers, maybe a day and month, maybe an hour and minute: after a dot two digits, or one; after a comma two.
    DOTTED = auto()
    DOTTED_SHORT = auto()
    DECIMAL = auto()
    # (Day; detail: month.)
    DAY_MONTH = auto()
    # (Proleptic Gregorian ordinal.)
    DATE = auto()
    DASH = auto()

    # Several words read together.
    # (Months from this one, minutes from now.)
    MONTHS_AHEAD = auto()
    MINUTES_AHEAD = auto()
    # Days that have been read.
    DAY = auto()


# Words of these roles are recognised when misspelt; the rest is too short or too much like other words.
_CORRECTED = frozenset(
    {
        *(Role.NOW, Role.DAYS_AHEAD, Role.WEEKDAY, Role.WEEKEND, Role.MONTH, Role.IN_MONTH, Role.NEXT, Role.NEAREST),
        *(Role.ORDINAL, Role.HOUR, Role.PART, Role.FEAST, Role.DAYS, Role.WEEKS),
    }
)
SHORTEST_CORRECTED = 5


@dataclass(frozen=True, slots=True)
class Meaning:
    """The role of a word or phrase, and its value where the role has one."""

    role: Role
    value: int = 0


@dataclass(frozen=True, slots=True)
class FeastDays:
    """When a feast is: between two days of each year, or on the holidays of a name."""

    # (Month, day), both included, the last maybe in the next year; None: found by name.
    first: tuple[int, int] | None = None
    last: tuple[int, int] | None = None
    # Folded; a part of the names of holidays, successive days are one feast.
    named: str = ""
    # Days from the holidays of that name.
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Feast:
    """A time of the year with a name; of several days the next ones are meant."""

    days: Sequence[FeastDays]


@dataclass(frozen=True, slots=True)
class MomentWords:
    """A language's vocabulary; made by `build_words`."""

    # Folded words joined by single spaces.
    meanings: Mapping[str, Meaning]
    # Words in the longest phrase.
    longest: int
    # Folded beginnings of nouns that can be counted.
    counted: tuple[str, ...]
    # Folded word -> as it is spelt.
    spellings: Mapping[str, Collection[str]]
    corrector: Corrector
    # Folded words that are right as they stand, however near another they are.
    unlike: Collection[str]
    # An instant, or a span that may cross midnight.
    parts: Sequence[Span | time]
    feasts: Sequence[Feast]


def build_words(
    phrases: Iterable[tuple[str, Meaning]],
    *,
    parts: Sequence[Span | time],
    feasts: Sequence[Feast],
    counted: Iterable[str],
    unlike: Iterable[str],
) -> MomentWords:
    """Index a vocabulary, spelt as in a dictionary. Raises ValueError for a phrase with two meanings."""
    meanings: dict[str, Meaning] = {}
    spellings: dict[str, set[str]] = {}
    for phrase, meaning in phrases:
        if meanings.setdefault(fold(phrase.lower()), meaning) != meaning:
            raise ValueError(f"{phrase!r} means {meaning} and {meanings[fold(phrase.lower())]}; leave one")
        for word in phrase.lower().split():
            spellings.setdefault(fold(word), set()).add(word)
    return MomentWords(
        meanings=meanings,
        longest=max(len(phrase.split()) for phrase in meanings),
        counted=tuple(fold(word) for word in counted),
        spellings=spellings,
        corrector=build_corrector(Counter(_correctable(meanings))),
        unlike=frozenset(fold(word) for word in unlike),
        parts=parts,
        feasts=feasts,
    )


def _correctable(meanings: Mapping[str, Meaning]) -> Iterable[str]:
    for phrase, meaning in meanings.items():
        for word in phrase.split() if meaning.role in _CORRECTED else ():
            alone = meanings.get(word)
            if len(word) >= SHORTEST_CORRECTED and (alone is None or alone.role in _CORRECTED):
                yield word
