"""Words that are near a word: those that share with it what one deletion or none leaves of either.

The symmetric delete index of Garbe ("SymSpell", 2012) and Bocek et al. (2007), with numbers for what is left: a
polynomial hash (Karp and Rabin 1987), which follows for all deletions from the sums before and behind them. So it is
made for a whole vocabulary at once and needs no strings. Words of one hash by chance are for the caller to rule out,
who compares spellings anyway.
"""

import itertools
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
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
# Bits of a hash by which it is looked up, and of the rest.
_BEGINNING = 16
_REST = 64 - _BEGINNING


@dataclass(frozen=True, slots=True)
class Deletions:
    """An index of words by what deletions leave of them."""

    # Hashes of what is left, in order, and for each the number of its word. A mapping would take ten times the memory.
    hashes: "array[int]"
    numbers: "array[int]"
    # Where the hashes of each beginning start, and the end of the last: most beginnings have one or none.
    starts: "array[int]"

    @classmethod
    def of(cls, words: Sequence[str]) -> "Deletions":
        """Return the index of words by their numbers."""
        by_length: dict[int, list[int]] = defaultdict(list)
        for number, word in enumerate(words):
            by_length[min(len(word), _LONGEST)].append(number)
        lefts = [_lefts([words[number] for number in numbers], length) for length, numbers in by_length.items()]
        repeated = [np.repeat(numbers, length + 1) for length, numbers in by_length.items()]
        hashes = np.concatenate([np.zeros(0, dtype=np.uint64), *map(np.ravel, lefts)])
        numbers = np.concatenate([np.zeros(0, dtype=np.intp), *repeated])
        order = np.argsort(hashes, kind="stable")
        uses = np.bincount((hashes >> np.uint64(_REST)).astype(np.intp), minlength=1 << _BEGINNING)
        starts = np.concatenate([[0], np.cumsum(uses)])
        return cls(_packed("Q", hashes[order]), _packed("I", numbers[order]), _packed("I", starts))

    def near(self, word: str) -> set[int]:
        """Return the numbers of the words that share something with it; two edits away at most, but for chance."""
        hashes, numbers, starts = self.hashes, self.numbers, self.starts
        found: set[int] = set()
        for left in _left(word):
            beginning = left >> _REST
            end = starts[beginning + 1]
            at = bisect_left(hashes, left, starts[beginning], end)
            while at < end and hashes[at] == left:
                found.add(numbers[at])
                at += 1
        return found


def _packed(kind: str, numbers: NDArray[np.generic]) -> "array[int]":
    packed = array(kind)
    packed.frombytes(numbers.astype(kind).tobytes())
    return packed


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
