"""What speaks for and against the best entry: the numbers from which its confidence is estimated.

Each has a direction fixed in advance, so that a base by one author cannot teach, say, that unknown words reassure.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p

import numpy as np
from rapidfuzz import fuzz, process

from bot.domain.matching.features import FeatureSpace, Floats
from bot.domain.matching.model import Numbers, Readings, Word

# Name → direction in the order that `gather` returns: 1 may only raise the confidence, -1 only lower it, 0 either.
EVIDENCE = {
    # The softmax probability of the best entry, and its logarithmic ratio to the runner-up.
    "probability": 1,
    "log_ratio": 1,
    # By how much some token prefers another entry: the strongest objection, the sum, and the share of objectors.
    "objection": -1,
    "objections": -1,
    "objectors": -1,
    # Inverse document frequencies of the tokens: the sum of the known ones (logarithm), the share of the unknown ones,
    # and the share of those that occur in the entry's phrases, also less the same for the runner-up.
    "known_mass": 0,
    "unknown": -1,
    "coverage": 1,
    "coverage_margin": 1,
    # Logarithm of the number of the text's pairs that the entry's phrases contain.
    "pairs": 1,
    # rapidfuzz token_sort_ratio to the nearest phrase of the entry that shares a word; less the same for the runner-up.
    "likeness": 1,
    "likeness_margin": 1,
}
# For a base too small to calibrate: the softmax at its word, less what is unknown.
UNTAUGHT = {"log_ratio": 1.0, "unknown": -6.0}
# Phrases that are enough to find a near one among, if they share the rarest words.
ENOUGH_COMPARED = 16
# The probability of the runner-up that a lone entry is taken to have.
LONE_RIVAL = 0.05


@dataclass(frozen=True, slots=True)
class Shelf:
    """The phrases of one entry in several forms."""

    phrases: Sequence[str]
    # The same with the tokens of each in alphabetical order.
    in_order: Sequence[str]
    # Token → numbers of the phrases that contain it.
    where: Mapping[str, Sequence[int]]
    # Eight features a byte, the first in its lowest bit: which of all features its pairs are. A set takes twenty times
    # the memory.
    pairs: bytes

    def pair_indices(self) -> list[int]:
        """Return the indices of its pairs in order."""
        marks = np.unpackbits(np.frombuffer(self.pairs, dtype=np.uint8), bitorder="little")
        return [int(at) for at in np.flatnonzero(marks)]

    def sharing(self, tokens: Sequence[str]) -> set[int]:
        """Return the numbers of phrases that share the rarest of the tokens, enough of them if there are any."""
        found: set[int] = set()
        for numbers in sorted((self.where[token] for token in dict.fromkeys(tokens) if token in self.where), key=len):
            if len(found) >= ENOUGH_COMPARED:
                break
            found.update(numbers)
        return found


def build_shelf(phrases: Sequence[Sequence[str]], space: FeatureSpace) -> Shelf:
    """Return the shelf of an entry's tokenised phrases in a space that was learnt from them."""
    found = [pair for tokens in phrases for near in space.pairs(tokens) for _, pair in near]
    return fill_shelf(phrases, found, len(space.index))


def fill_shelf(phrases: Sequence[Sequence[str]], pairs: Sequence[int], features: int) -> Shelf:
    """Return the shelf of an entry's tokenised phrases, whose pairs are known by their indices among so many."""
    where: dict[str, list[int]] = defaultdict(list)
    for number, tokens in enumerate(phrases):
        for token in dict.fromkeys(tokens):
            where[token].append(number)
    joined, in_order = ([" ".join(own) for own in listed] for listed in (phrases, map(sorted, phrases)))
    marks = np.zeros(features, dtype=bool)
    marks[np.asarray(pairs, dtype=np.intp)] = True
    return Shelf(joined, in_order, dict(where), np.packbits(marks, bitorder="little").tobytes())


def gather(shelves: Sequence[Shelf], readings: Readings) -> Floats:
    """Return the evidence for the best entry of each text, texts × EVIDENCE; shelves are by entry number."""
    firsts, seconds = _best_two(readings.chances)
    texts = np.arange(len(firsts))
    tops = readings.chances[texts, firsts]
    runners_up = np.where(seconds != firsts, readings.chances[texts, seconds], np.float32(LONE_RIVAL))
    compared = [
        _compared(words, pairs, shelves[first], shelves[second])
        for words, pairs, first, second in zip(
            readings.words, readings.pairs, firsts.tolist(), seconds.tolist(), strict=True
        )
    ]
    found = {
        "probability": tops,
        "log_ratio": np.log(tops / np.maximum(runners_up, np.float32(1e-9))),
        **_objections(readings, firsts, seconds),
        **dict(zip(COMPARED, zip(*compared, strict=True), strict=True)),
    }
    return np.array([found[name] for name in EVIDENCE], dtype=np.float32).T


def _best_two(chances: Floats) -> tuple[Numbers, Numbers]:
    """Return for each text the numbers of the best entry and of the next, the same one if there is no other."""
    firsts = chances.argmax(axis=1)
    others = chances.copy()
    others[np.arange(len(firsts)), firsts] = -1.0
    return firsts, others.argmax(axis=1)


def _objections(readings: Readings, firsts: Numbers, seconds: Numbers) -> dict[str, Floats]:
    shares, starts, lengths = readings.shares, readings.starts, readings.lengths
    rows = np.arange(len(shares))
    own = shares[rows, np.repeat(firsts, lengths)]
    objections = shares.max(axis=1) - own
    objectors = own < shares[rows, np.repeat(seconds, lengths)]
    return {
        "objection": np.maximum.reduceat(objections, starts),
        "objections": np.add.reduceat(objections, starts),
        "objectors": np.add.reduceat(objectors.astype(np.float32), starts) / lengths,
    }


# What `_compared` returns.
COMPARED = ("known_mass", "unknown", "coverage", "coverage_margin", "pairs", "likeness", "likeness_margin")


def _compared(words: Sequence[Word], pairs: Sequence[int], own: Shelf, rival: Shelf) -> tuple[float, ...]:
    """Return the evidence that comes from comparing a text with the phrases, in the order of COMPARED."""
    total = known = covered = rivalled = 0.0
    for word in words:
        total += word.mass
        known += word.mass if word.is_known else 0.0
        covered += word.mass if word.corrected in own.where else 0.0
        rivalled += word.mass if word.corrected in rival.where else 0.0
    total = total or 1.0
    shared_pairs = log1p(sum(own.pairs[pair >> 3] >> (pair & 7) & 1 for pair in pairs))
    return (
        *(log1p(known), 1 - known / total, covered / total, (covered - rivalled) / total),
        *(shared_pairs, *_likenesses([word.corrected for word in words], own, rival)),
    )


def _likenesses(tokens: Sequence[str], own: Shelf, rival: Shelf) -> tuple[float, float]:
    in_order = " ".join(sorted(tokens))
    likeness = _nearest(in_order, own, tokens)
    return likeness, likeness - _nearest(in_order, rival, tokens)


def _nearest(in_order: str, shelf: Shelf, tokens: Sequence[str]) -> float:
    """Return the likeness of the nearest phrase that shares a word, 0…1; 0 if none does.

    The ratio of tokens in order is rapidfuzz's token_sort_ratio, without sorting each phrase every time.
    """
    shared = [shelf.in_order[number] for number in shelf.sharing(tokens)]
    return process.extractOne(in_order, shared, scorer=fuzz.ratio)[1] / 100 if shared else 0.0
