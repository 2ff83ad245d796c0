"""Patterns of words that a text may contain, however they are spelt, ordered and filled in between.

A pattern is written as words: `nie <want> żyć`. A word may be a stem (`zabij*`), a named class (`<want>`) or a choice
(`bez|<want>|zabij*`); `a+b` are next to each other, `a .. b` far apart; a pattern that begins with `~` matches in any
order, one that ends with `$` at the end of a sentence only. Words are as `tokenise` gives them, and a word that nobody has declared to be ordinary may have one wrong letter. What a pattern
means does not belong here.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.domain.matching import tokenise

# Words that may stand between two pieces of a pattern, unless its maker says otherwise.
GAP = 3
# The same where a pattern says "..", and in a pattern that is the end of a sentence.
WIDE_GAP = 8
FINAL_GAP = 1
# What the end of a sentence counts for, in words. Line ends and ellipses count nothing: people break lines anywhere.
SENTENCE_END = 2
# Telegram: a message has at most 4096 characters; a longer text is cut here.
MOST_WORDS = 1500
# Words and stems shorter than this are taken as typed, because too many others are one letter away.
SHORTEST_MISSPELT_WORD = 6
SHORTEST_MISSPELT_STEM = 6
# Words whose reading is remembered, because the same ones come again and again; about 10 MB.
MOST_REMEMBERED = 50_000

SCATTERED, FAR, FINAL = "~", "..", "$"

_SENTENCE = re.compile(r"(?<!\.)[.!?]+(?=\s)")
_LINE = re.compile(r"[.!?…\n]+")
_CLASS = re.compile(r"<(\w+)>")

Classes = Mapping[str, Sequence[str]]
# One place of a pattern: the words and stems ("zabij*") that may stand there.
Piece = frozenset[str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Pieces that have to stand near each other."""

    source: str
    pieces: tuple[Piece, ...]
    # For each piece: how many words may stand between it and the one before; the first is not used.
    gaps: tuple[int, ...]
    is_ordered: bool = True
    # Whether it has to end with a sentence.
    is_final: bool = False


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
    return Pattern(source, tuple(pieces), tuple(gaps), is_ordered, source.endswith(FINAL))


def literal(phrase: str, gap: int) -> Pattern | None:
    """The pattern of a phrase as somebody would type it; None if it has no words."""
    words = tokenise(phrase)
    if not words:
        return None
    return Pattern(phrase, tuple(frozenset({word}) for word in words), tuple(gap for _ in words))


class Finder:
    """Looks for many patterns at once; its results never change, only a memory of the words it has seen grows."""

    def __init__(
        self, patterns: Sequence[Pattern], *, ordinary: Collection[str] = (), prefixes: Collection[str] = ()
    ) -> None:
        """`ordinary`: words that are never misspelt others. `prefixes`: words that people write together with the next."""
        pieces = sorted({piece for pattern in patterns for piece in pattern.pieces}, key=sorted)
        number = {piece: at for at, piece in enumerate(pieces)}
        self._patterns = [(pattern, tuple(number[piece] for piece in pattern.pieces)) for pattern in patterns]
        self._by_rarest: dict[int, list[int]] = defaultdict(list)
        for at, pattern in enumerate(patterns):
            self._by_rarest[number[min(pattern.pieces, key=len)]].append(at)
        self._spelling = _Spelling(pieces, frozenset(ordinary))
        self._prefixes = tuple(prefixes)

    def find(self, text: str) -> Found:
        """Every occurrence of every pattern, in the order of the patterns; at most one for each place of a first piece."""
        words, distances, ends = self._words(text)
        places: dict[int, list[int]] = defaultdict(list)
        for at, word in enumerate(words):
            for piece in self._spelling.pieces(word):
                places[piece].append(at)
        possible = sorted(at for piece in places for at in self._by_rarest.get(piece, ()))
        found = [
            Occurrence(at, min(span), max(span))
            for at in possible
            for span in self._spans(at, places, distances)
            if not self._patterns[at][0].is_final or max(span) in ends
        ]
        return Found(words, distances, found)

    def _spans(self, at: int, places: Mapping[int, Sequence[int]], distances: Sequence[int]) -> Iterator[list[int]]:
        """For each place of the first piece of a pattern, the places of all its pieces if the rest is near enough."""
        pattern, numbers = self._patterns[at]
        if not all(number in places for number in numbers):
            return
        search = _ordered if pattern.is_ordered else _scattered
        where = [places[number] for number in numbers]
        for start in where[0]:
            span = search(pattern, where, distances, [start])
            if span is not None:
                yield span

    def _words(self, text: str) -> tuple[list[str], list[int], set[int]]:
        """The words, the distance of each from the beginning, and the numbers of those that end a line or sentence."""
        words: list[str] = []
        distances: list[int] = []
        ends: set[int] = set()
        for number, sentence in enumerate(_SENTENCE.split(text)):
            for line in _LINE.split(sentence):
                fresh = [part for word in tokenise(line) for part in self._divided(word)]
                distances.extend(
                    range(len(words) + number * SENTENCE_END, len(words) + len(fresh) + number * SENTENCE_END)
                )
                words.extend(fresh)
                ends.add(len(words) - 1)
        return words[:MOST_WORDS], distances[:MOST_WORDS], ends

    def _divided(self, word: str) -> Sequence[str]:
        """The word, or a prefix and the rest if only so it means something."""
        if self._spelling.is_certain(word):
            return (word,)
        for prefix in self._prefixes:
            rest = word.removeprefix(prefix)
            if rest != word and self._spelling.is_word(rest):
                return prefix, rest
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


def _spelling(word: str) -> str:
    tokens = tokenise(word)
    if len(tokens) != 1:
        raise ValueError(f"{word!r} is not one word")
    return tokens[0] + ("*" if word.strip().endswith("*") else "")


class _Spelling:
    """From a typed word to the pieces that it may be."""

    def __init__(self, pieces: Iterable[Piece], ordinary: Collection[str]) -> None:
        self._ordinary = ordinary
        self._words: dict[str, list[int]] = defaultdict(list)
        self._stems: dict[str, list[int]] = defaultdict(list)
        for number, piece in enumerate(pieces):
            for spelling in sorted(piece):
                (self._stems if spelling.endswith("*") else self._words)[spelling.rstrip("*")].append(number)
        self._longest = max(map(len, self._stems), default=0)
        self._near_words = _shapes_of(word for word in self._words if len(word) >= SHORTEST_MISSPELT_WORD)
        self._near_stems = _shapes_of(stem for stem in self._stems if len(stem) >= SHORTEST_MISSPELT_STEM)
        self._seen: dict[str, frozenset[int]] = {}

    def is_word(self, word: str) -> bool:
        """Whether the word is in a pattern as typed."""
        return word in self._words or any(beginning in self._stems for beginning in self._beginnings(word, 2))

    def is_certain(self, word: str) -> bool:
        """Whether the word is known as typed, in a pattern or as ordinary."""
        return word in self._ordinary or self.is_word(word)

    def pieces(self, word: str) -> frozenset[int]:
        """Numbers of the pieces that the word, or else the word with one letter corrected, may be."""
        found = self._seen.get(word)
        if found is None:
            exact = self._exactly(word)
            found = frozenset(exact if exact or word in self._ordinary else self._nearly(word))
            if len(self._seen) < MOST_REMEMBERED:
                self._seen[word] = found
        return found

    def _exactly(self, word: str) -> set[int]:
        found = set(self._words.get(word, ()))
        for beginning in self._beginnings(word, 2):
            found.update(self._stems.get(beginning, ()))
        return found

    def _nearly(self, word: str) -> set[int]:
        if len(word) < SHORTEST_MISSPELT_WORD:
            return set()
        found: set[int] = set()
        for near in _neighbours(word, self._near_words):
            found.update(self._words[near])
        for beginning in self._beginnings(word, SHORTEST_MISSPELT_STEM - 1):
            for near in _neighbours(beginning, self._near_stems):
                found.update(self._stems[near])
        return found

    def _beginnings(self, word: str, shortest: int) -> Iterator[str]:
        return (word[:length] for length in range(shortest, min(len(word), self._longest + 1) + 1))


def _neighbours(word: str, shapes: Mapping[str, Sequence[str]]) -> set[str]:
    """Words one edit away, inside: the first letter is seldom mistyped, and another last one is another form."""
    candidates = {near for shape in _shapes(word) for near in shapes.get(shape, ())}
    return {
        near for near in candidates if _differs_inside(word, near) and OSA.distance(word, near, score_cutoff=1) <= 1
    }


def _differs_inside(one: str, other: str) -> bool:
    shortest = min(len(one), len(other)) - 1
    return one[0] == other[0] and one[:shortest] != other[:shortest]


def _shapes_of(words: Iterable[str]) -> dict[str, list[str]]:
    shapes: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for shape in _shapes(word):
            shapes[shape].append(word)
    return shapes


def _shapes(word: str) -> set[str]:
    """The word and the word without one of its letters: words one edit apart share a shape (Garbe, "SymSpell", 2012)."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _ordered(
    pattern: Pattern, places: Sequence[Sequence[int]], distances: Sequence[int], taken: list[int]
) -> list[int] | None:
    """The taken places with the nearest following ones for the remaining pieces; None if there are none."""
    at = len(taken)
    if at == len(places):
        return taken
    last = taken[-1]
    for place in places[at][bisect_right(places[at], last) :]:
        if distances[place] - distances[last] > pattern.gaps[at] + 1:
            return None
        span = _ordered(pattern, places, distances, [*taken, place])
        if span is not None:
            return span
    return None


def _scattered(
    pattern: Pattern, places: Sequence[Sequence[int]], distances: Sequence[int], taken: list[int]
) -> list[int] | None:
    """The taken places with different ones for the remaining pieces, all near each other; None if there are none."""
    at = len(taken)
    if at == len(places):
        return taken
    first, reach = taken[0], sum(gap + 1 for gap in pattern.gaps[1:])
    near = places[at][bisect_left(places[at], first - reach) : bisect_right(places[at], first + reach)]
    for place in sorted(near, key=lambda place: abs(place - first)):
        span = [*taken, place]
        if place not in taken and distances[max(span)] - distances[min(span)] <= reach:
            found = _scattered(pattern, places, distances, span)
            if found is not None:
                return found
    return None
