"""Words that are near a word: those that share with it what one deletion or none leaves of either.

The symmetric delete index of Garbe ("SymSpell", 2012) and Bocek et al. (2007), with numbers for what is left: a
polynomial hash (Karp and Rabin 1987), which follows for all deletions from the sums before and behind them. So it is
made for a whole vocabulary at once and needs no strings. Words of one hash by chance are for the caller to rule out,
who compares spellings anyway.
"""

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

# All is computed modulo 2^64. The base is odd, so that it has an inverse there, and large, so that hashes spread.
_BITS = (1 << 64) - 1
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
# Longer words are known by this many letters.
_LONGEST = 64
_POWERS = [pow(_BASE, at, 1 << 64) for at in range(_LONGEST)]


@dataclass(frozen=True, slots=True)
class Deletions:
    """An index of words by what deletions leave of them."""

    # Hash of what is left → number of the run of its words; where the runs begin, and the end of the last.
    runs: Mapping[int, int]
    bounds: Sequence[int]
    # Words by number, run after run.
    numbers: Sequence[int]

    @classmethod
    def of(cls, words: Sequence[str]) -> "Deletions":
        """Return the index of words by their numbers."""
        by_length: dict[int, list[int]] = defaultdict(list)
        for number, word in enumerate(words):
            by_length[min(len(word), _LONGEST)].append(number)
        lefts = [_lefts([words[number] for number in numbers], length) for length, numbers in by_length.items()]
        repeated = [np.repeat(numbers, length + 1) for length, numbers in by_length.items()]
        hashes = np.concatenate([np.zeros(0, dtype=np.uint64), *map(np.ravel, lefts)])
        order = np.argsort(hashes, kind="stable")
        runs, starts = np.unique(hashes[order], return_index=True)
        numbers = np.concatenate([np.zeros(0, dtype=np.intp), *repeated])[order]
        bounds = [*starts.tolist(), len(numbers)]
        return cls(dict(zip(runs.tolist(), range(len(runs)), strict=True)), bounds, numbers.tolist())

    def near(self, word: str) -> set[int]:
        """Return the numbers of the words that share something with it; two edits away at most, but for chance."""
        runs = {run for left in _left(word) if (run := self.runs.get(left)) is not None}
        return {number for run in runs for number in self.numbers[self.bounds[run] : self.bounds[run + 1]]}


def _left(word: str) -> list[int]:
    """Return the hashes of a word without its letters in turn, and last of the whole."""
    before = [0]
    for letter, power in zip(word, _POWERS, strict=False):
        before.append(before[-1] + ord(letter) * power & _BITS)
    whole = before[-1]
    # What stands behind a deleted letter moves one place to the front.
    return [
        *((one + (whole - other) * _INVERSE) & _BITS for one, other in itertools.pairwise(before)),
        whole,
    ]


def _lefts(words: Sequence[str], length: int) -> Hashes:
    """Return words of one length × `_left` of each."""
    letters = "".join(word[:length] for word in words).encode("utf-32-le")
    codes = np.frombuffer(letters, dtype="<u4").reshape(len(words), length).astype(np.uint64)
    before = np.zeros((len(words), length + 1), dtype=np.uint64)
    np.cumsum(codes * np.array(_POWERS[:length], dtype=np.uint64), axis=1, out=before[:, 1:])
    whole = before[:, -1:]
    return np.concatenate([before[:, :-1] + (whole - before[:, 1:]) * np.uint64(_INVERSE), whole], axis=1)
