"""Patterns of words that a text may contain, however they are spelt, ordered and filled in between.

A pattern is written as words: `a b`. A word may be a stem with an asterisk behind it (`a*`), a named class (`<name>`)
or a choice of these (`a|<name>|b*`); `a+b` are next to each other, `a .. b` far apart; a pattern that begins with `~`
matches in any order, one that ends with `$` at the end of a sentence only. Words are compared as `tokenise` gives them,
and one that nobody has declared to be ordinary may have one wrong letter. What a pattern means does not belong here.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from bot.domain.matching import tokenise
from bot.domain.spelling import STEM, Piece, Spelling

# Words that may stand between two pieces of a pattern, unless its maker says otherwise.
GAP = 3
# The same where a pattern says "..", and in a pattern that is the end of a sentence.
WIDE_GAP = 8
FINAL_GAP = 1
# What the end of a sentence counts for, in words. Line ends and ellipses count nothing: people break lines anywhere.
SENTENCE_END = 2
# Telegram: a message has at most 4096 characters; a longer text is cut here.
MOST_WORDS = 1500

# Words of patterns that are remembered as `tokenise` gives them, because classes come again and again.
_REMEMBERED = 1 << 13

SCATTERED, FAR, FINAL = "~", "..", "$"

_SENTENCE = re.compile(r"(?<!\.)[.!?]+(?=\s)")
_LINE = re.compile(r"[.!?…\n]+")
_CLASS = re.compile(r"<(\w+)>")

Classes = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Shape:
    """How the pieces of a pattern have to stand near each other."""

    # For each piece: how many words may stand between it and the one before; the first is not used.
    gaps: tuple[int, ...]
    is_ordered: bool = True
    # Whether it has to end with a sentence.
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """Pieces that have to stand near each other; not needed any more once a finder knows it."""

    source: str
    pieces: tuple[Piece, ...]
    shape: Shape


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a pattern was found."""

    # Number of the pattern.
    pattern: int
    # Numbers of the words, both included.
    first: int
    last: int

    def lies_in(self, other: "Occurrence") -> bool:
        """Whether the other covers all of this."""
        return other.first <= self.first and self.last <= other.last


@dataclass(frozen=True, slots=True)
class Found:
    """A text with every occurrence of every pattern."""

    words: Sequence[str]
    # For each word its distance from the beginning, sentence ends included.
    distances: Sequence[int]
    occurrences: Sequence[Occurrence]

    def excerpt(self, occurrence: Occurrence) -> str:
        """The words of the text from the first to the last of an occurrence, normalised."""
        return " ".join(self.words[occurrence.first : occurrence.last + 1])


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text as words."""

    words: Sequence[str]
    # As in `Found`.
    distances: Sequence[int]
    # Numbers of the words that end a line or sentence.
    ends: Collection[int]


def parse(source: str, classes: Classes, gap: int = GAP) -> Pattern:
    """The pattern that `source` writes; raises ValueError for an unknown class or a pattern without words."""
    text = source.strip().removesuffix(FINAL)
    is_ordered = not text.startswith(SCATTERED)
    gap = min(gap, FINAL_GAP) if source.endswith(FINAL) else gap
    pieces: list[Piece] = []
    gaps: list[int] = []
    reach = gap
    for group in text.removeprefix(SCATTERED).split():
        if group == FAR:
            reach = WIDE_GAP
            continue
        for at, piece in enumerate(group.split("+")):
            pieces.append(frozenset(_spellings(piece, classes)))
            gaps.append(0 if at else reach)
        reach = gap
    if not pieces or not all(pieces):
        raise ValueError(f"pattern {source!r} has a place without words")
    return Pattern(source, tuple(pieces), Shape(tuple(gaps), is_ordered, source.endswith(FINAL)))


def literal(phrase: str, gap: int) -> Pattern | None:
    """The pattern of a phrase as somebody would type it; None if it has no words."""
    words = tokenise(phrase)
    if not words:
        return None
    return Pattern(phrase, tuple(frozenset({word}) for word in words), Shape((gap,) * len(words)))


class Finder:
    """Looks for many patterns at once; its results never change, only a memory of the words it has seen grows."""

    def __init__(
        self,
        patterns: Iterable[Pattern],
        *,
        ordinary: Collection[str] = (),
        prefixes: Collection[str] = (),
        slips: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`ordinary`: words that are never misspelt others. `prefixes`: words often typed together with the next.

        `slips`: mistyped words, too short to be corrected otherwise, → what they were to be.
        """
        number: dict[Piece, int] = {}
        shapes: dict[Shape, Shape] = {}
        # Of each pattern what is kept; thousands have a few shapes.
        self._needed: list[tuple[int, ...]] = []
        self._shapes: list[Shape] = []
        for pattern in patterns:
            self._needed.append(tuple(number.setdefault(piece, len(number)) for piece in pattern.pieces))
            self._shapes.append(shapes.setdefault(pattern.shape, pattern.shape))
        # A piece of few patterns is seldom in a text; one of many is an everyday word.
        uses, sizes = Counter(piece for numbers in self._needed for piece in set(numbers)), list(map(len, number))
        self._by_rarest: dict[int, list[int]] = defaultdict(list)
        for at, numbers in enumerate(self._needed):
            self._by_rarest[min(numbers, key=lambda piece: (uses[piece], sizes[piece]))].append(at)
        self._spelling = Spelling(number, frozenset(ordinary))
        self._prefixes = tuple(prefixes)
        self._slips = slips

    def find(self, text: str) -> Found:
        """Every occurrence of every pattern, in the order of the patterns; one for each place of a first piece."""
        reading = self._read(text)
        pieces = [self._spelling.pieces(word) for word in reading.words]
        present = frozenset().union(*pieces)
        at_hand = (at for piece in present for at in self._by_rarest.get(piece, ()))
        possible = sorted(at for at in at_hand if present.issuperset(self._needed[at]))
        found = [Occurrence(at, *span) for at in possible for span in self._spans(at, pieces, reading)]
        return Found(reading.words, reading.distances, found)

    def _spans(self, at: int, pieces: Sequence[Collection[int]], reading: _Reading) -> Iterator[tuple[int, int]]:
        """Where a pattern whose pieces are all there begins and ends: for each first one that has the others near.

        `pieces`: those that each word of the text may be.
        """
        shape = self._shapes[at]
        search = _ordered if shape.is_ordered else _scattered
        where = [[place for place, own in enumerate(pieces) if number in own] for number in self._needed[at]]
        for start in where[0]:
            span = search(shape, where, reading, start)
            if span is not None:
                yield span

    def _read(self, text: str) -> _Reading:
        words: list[str] = []
        distances: list[int] = []
        ends: set[int] = set()
        for number, sentence in enumerate(_SENTENCE.split(text)):
            for line in _LINE.split(sentence):
                words.extend(part for word in tokenise(line) for part in self._divided(word))
                distances.extend(range(len(distances) + number * SENTENCE_END, len(words) + number * SENTENCE_END))
                ends.add(len(words) - 1)
        return _Reading(words[:MOST_WORDS], distances[:MOST_WORDS], ends)

    def _divided(self, word: str) -> Sequence[str]:
        """The word as it was to be, or prefixes and the rest if only so it means something."""
        word = self._slips.get(word, word)
        if self._spelling.is_certain(word):
            return (word,)
        for prefix in self._prefixes:
            rest = word.removeprefix(prefix)
            parts = self._divided(rest) if rest not in {word, ""} else ()
            if len(parts) > 1 or self._spelling.is_word(rest):
                return prefix, *parts
        return (word,)


def _spellings(piece: str, classes: Classes) -> Iterator[str]:
    for choice in piece.split("|"):
        name = _CLASS.fullmatch(choice)
        if name is None:
            yield _spelling(choice)
        elif name.group(1) in classes:
            yield from map(_spelling, classes[name.group(1)])
        else:
            raise ValueError(f"no class of words is called {choice}")


@lru_cache(_REMEMBERED)
def _spelling(word: str) -> str:
    tokens = tokenise(word)
    if len(tokens) != 1:
        raise ValueError(f"{word!r} is not one word")
    return tokens[0] + (STEM if word.strip().endswith(STEM) else "")


def _ordered(shape: Shape, places: Sequence[Sequence[int]], reading: _Reading, start: int) -> tuple[int, int] | None:
    """The start and the first place where the last piece may stand; None if a piece is not near the one before."""
    frontier = [start]
    for at in range(1, len(places)):
        reach = shape.gaps[at] + 1
        frontier = sorted({place for last in frontier for place in _following(places[at], last, reading, reach)})
    if shape.is_final:
        frontier = [place for place in frontier if place in reading.ends]
    return (start, frontier[0]) if frontier else None


def _following(places: Sequence[int], last: int, reading: _Reading, reach: int) -> Iterator[int]:
    for place in places[bisect_right(places, last) :]:
        if reading.distances[place] - reading.distances[last] > reach:
            return
        yield place


def _scattered(shape: Shape, places: Sequence[Sequence[int]], reading: _Reading, start: int) -> tuple[int, int] | None:
    """The first and last of different places for all pieces, as near the start as can be; None if they are too far."""
    reach = sum(gap + 1 for gap in shape.gaps[1:])
    taken = _gathered(places, reading, [start], reach)
    if taken is None or (shape.is_final and max(taken) not in reading.ends):
        return None
    return min(taken), max(taken)


def _gathered(places: Sequence[Sequence[int]], reading: _Reading, taken: list[int], reach: int) -> list[int] | None:
    """The taken places with different ones for the remaining pieces, no two further apart than `reach`."""
    if len(taken) == len(places):
        return taken
    start, candidates = taken[0], places[len(taken)]
    near = candidates[bisect_left(candidates, start - reach) : bisect_right(candidates, start + reach)]
    for place in sorted(near, key=lambda place: abs(place - start)):
        span = [*taken, place]
        if place not in taken and reading.distances[max(span)] - reading.distances[min(span)] <= reach:
            found = _gathered(places, reading, span, reach)
            if found is not None:
                return found
    return None
