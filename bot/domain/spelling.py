"""Which declared words and stems a typed word may be, one wrong letter included.

Only spelling belongs here; what stands near what is in `bot.domain.patterns`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.domain.matching.deletions import Deletions

# Shorter words and stems are taken as typed, because too many others are one letter away.
SHORTEST_MISSPELT_WORD = 4
SHORTEST_MISSPELT_STEM = 5
# Words whose reading is remembered, because the same ones come again and again; about 10 MB.
MOST_REMEMBERED = 50_000

STEM = "*"

# The words, and the stems with an asterisk behind them, that may stand in one place.
Piece = frozenset[str]


class Spelling:
    """From a typed word to the numbers of the pieces that it may be; only its memory of seen words ever changes."""

    def __init__(self, pieces: Iterable[Piece], ordinary: Collection[str]) -> None:
        """`ordinary`: words that are never misspelt others."""
        self._ordinary = ordinary
        self._words: dict[str, list[int]] = defaultdict(list)
        self._stems: dict[str, list[int]] = defaultdict(list)
        for number, piece in enumerate(pieces):
            for spelling in sorted(piece):
                (self._stems if spelling.endswith(STEM) else self._words)[spelling.removesuffix(STEM)].append(number)
        self._longest = max(map(len, self._stems), default=0)
        self._near_words = _Near.of(word for word in self._words if len(word) >= SHORTEST_MISSPELT_WORD)
        self._near_stems = _Near.of(stem for stem in self._stems if len(stem) >= SHORTEST_MISSPELT_STEM)
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
        for near in self._near_words.neighbours(word):
            found.update(self._words[near])
        for beginning in self._beginnings(word, SHORTEST_MISSPELT_STEM - 1):
            for near in self._near_stems.neighbours(beginning):
                found.update(self._stems[near])
        return found

    def _beginnings(self, word: str, shortest: int) -> Iterator[str]:
        return (word[:length] for length in range(shortest, min(len(word), self._longest + 1) + 1))


@dataclass(frozen=True, slots=True)
class _Near:
    """Spellings that can be searched for near ones."""

    spellings: Sequence[str]
    deletions: Deletions

    @classmethod
    def of(cls, spellings: Iterable[str]) -> "_Near":
        listed = list(spellings)
        return cls(listed, Deletions.of(listed))

    def neighbours(self, word: str) -> Iterator[str]:
        """Those one edit away, inside: the first letter is seldom mistyped, and another last one is another form."""
        for number in self.deletions.near(word):
            near = self.spellings[number]
            if _differs_inside(word, near) and OSA.distance(word, near, score_cutoff=1) <= 1:
                yield near


def _differs_inside(one: str, other: str) -> bool:
    shortest = min(len(one), len(other)) - 1
    return one[0] == other[0] and one[:shortest] != other[:shortest]
