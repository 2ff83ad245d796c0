"""Unknown words and the known words that they are probably misspellings of.

Candidates come from a deletion index and are confirmed by the optimal string alignment distance, so the cost does not
grow with the number of phrases.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.matching.deletions import Deletions

# Shorter words have too many neighbours that mean something else.
SHORTEST = 3
# From this length on two edits are allowed that one deletion in each word undoes, below it one edit.
LONG = 8
# A word of at least this length that has no such neighbour may be two edits from one that begins alike.
LONG_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Corrector:
    """A vocabulary that can be searched for near spellings."""

    # Words by number, most frequent first.
    words: Sequence[str]
    deletions: Deletions
    # The same words by their first letter and length, for what is further away; empty for one that does not look there.
    by_size: Mapping[tuple[str, int], Sequence[str]]

    def correct(self, word: str) -> str | None:
        """Return the nearest known word, the more frequent of equals; None if it is too short or nothing is near."""
        if len(word) < SHORTEST:
            return None
        allowed = _allowed(len(word))
        best = None
        for number in sorted(self.deletions.near(word)):
            distance = OSA.distance(word, self.words[number], score_cutoff=allowed)
            if distance <= allowed and (best is None or distance < best[0]):
                best = (distance, number)
        return self._further(word) if best is None else self.words[best[1]]

    def _further(self, word: str) -> str | None:
        """Return the nearest word two edits away that begins alike; the first letter is seldom mistyped."""
        if len(word) < LONG_ENOUGH:
            return None
        sizes = range(len(word) - 2, len(word) + 3)
        alike = [other for size in sizes for other in self.by_size.get((word[0], size), ())]
        found = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=2)
        return None if found is None else found[0]


def build_corrector(counts: Mapping[str, int], *, looks_further: bool = False) -> Corrector:
    """Return a corrector to the words counted; short ones and numbers are no targets.

    One that looks further needs a vocabulary of all that people say: to a few words, everything else seems a slip.
    """
    words = sorted((word for word in counts if len(word) >= SHORTEST and word.isalpha()), key=lambda w: (-counts[w], w))
    by_size: dict[tuple[str, int], list[str]] = defaultdict(list)
    for word in words if looks_further else ():
        by_size[word[0], len(word)].append(word)
    return Corrector(words, Deletions.of(words), dict(by_size))


def _allowed(length: int) -> int:
    """Return how many edits a word of this many letters may have."""
    return 2 if length >= LONG else 1
