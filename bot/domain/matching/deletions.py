"""Words that are near a word: those that share with it what one deletion or none leaves of either.

The symmetric delete index of Garbe ("SymSpell", 2012) and Bocek et al. (2007), kept as numbers: what is left of a word
is known by a polynomial hash (Karp and Rabin 1987), which follows for all deletions from two sums. Words of one hash by
chance are for the caller to rule out, who compares spellings anyway.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

# Odd, so that it has an inverse modulo 2^64, where all of this is computed; large, so that hashes spread.
_BASE = 0x9E3779B97F4A7C15
_INVERSE = np.uint64(pow(_BASE, -1, 1 << 64))
# Longer words are known by this many letters.
_LONGEST = 64
_POWERS: Hashes = np.array([pow(_BASE, at, 1 << 64) for at in range(_LONGEST)], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Deletions:
    """An index of words by what deletions leave of them."""

    # Hashes of what is left, ascending, and for each the number of its word.
    left: Hashes
    numbers: NDArray[np.int32]

    @classmethod
    def of(cls, words: Sequence[str]) -> "Deletions":
        """Return the index of words by their numbers; costs their letters once."""
        by_length: dict[int, list[int]] = defaultdict(list)
        for number, word in enumerate(words):
            by_length[min(len(word), _LONGEST)].append(number)
        left = [_left([words[number] for number in numbers], length) for length, numbers in by_length.items()]
        numbers = [np.repeat(numbers, length + 1) for length, numbers in by_length.items()]
        if not left:
            return cls(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int32))
        hashes = np.concatenate([own.ravel() for own in left])
        order = np.argsort(hashes, kind="stable")
        return cls(hashes[order], np.concatenate(numbers)[order].astype(np.int32))

    def near(self, word: str) -> set[int]:
        """Return the numbers of the words that share something with it; two edits away at most, but for chance."""
        hashes = _left([word], min(len(word), _LONGEST))[0]
        starts, ends = self.left.searchsorted(hashes), self.left.searchsorted(hashes, side="right")
        return {
            number
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
            if start < end
            for number in self.numbers[start:end].tolist()
        }


def _left(words: Sequence[str], length: int) -> Hashes:
    """Return words of one length × the hashes of each without its letters in turn, and last of the whole."""
    letters = "".join(word[:length] for word in words).encode("utf-32-le")
    terms = np.frombuffer(letters, dtype="<u4").reshape(len(words), length).astype(np.uint64) * _POWERS[:length]
    before = np.zeros((len(words), length + 1), dtype=np.uint64)
    np.cumsum(terms, axis=1, out=before[:, 1:])
    whole = before[:, -1:]
    # What stands behind a deleted letter moves one place to the front.
    return np.concatenate([before[:, :-1] + (whole - before[:, 1:]) * _INVERSE, whole], axis=1)
