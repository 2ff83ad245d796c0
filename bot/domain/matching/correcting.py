"""Unknown words and the known words that they are probably misspellings of.

Candidates come from a deletion index and are confirmed by the optimal string alignment distance, so the cost does not
grow with the number of phrases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.domain.matching.deletions import Deletions

# Shorter words have too many neighbours that mean something else.
SHORTEST = 3
# From this length on two edits are allowed, below it one; of two edits those that one deletion in each word undoes.
LONG = 8


@dataclass(frozen=True, slots=True)
class Corrector:
    """A vocabulary that can be searched for near spellings."""

    # Words by number, most frequent first.
    words: Sequence[str]
    deletions: Deletions

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
        return None if best is None else self.words[best[1]]


def build_corrector(counts: Mapping[str, int]) -> Corrector:
    """Return a corrector to the words counted; short ones and numbers are no targets."""
    words = sorted((word for word in counts if len(word) >= SHORTEST and word.isalpha()), key=lambda w: (-counts[w], w))
    return Corrector(words, Deletions.of(words))


def _allowed(length: int) -> int:
    """Return how many edits a word of this many letters may have."""
    return 2 if length >= LONG else 1
