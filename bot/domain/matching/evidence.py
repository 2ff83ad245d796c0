"""What speaks for and against the best entry: the numbers from which its confidence is estimated.

Each has a direction fixed in advance, so that a base by one author cannot teach, say, that unknown words reassure.
"""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from math import log, log1p

import numpy as np
from rapidfuzz import fuzz, process

from bot.domain.matching.features import FeatureSpace, Floats, pairs
from bot.domain.matching.model import Model, Reading

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
    # rapidfuzz token_sort_ratio to the nearest phrase of the entry; ratio to it less ratio to the runner-up's.
    "likeness": 1,
    "likeness_margin": 1,
}
# For a base too small to calibrate: the softmax at its word, less what is unknown.
UNTAUGHT = {"log_ratio": 1.0, "unknown": -6.0}
# The probability of the runner-up that a lone entry is taken to have.
LONE_RIVAL = 0.05


@dataclass(frozen=True, slots=True)
class Shelf:
    """The phrases of one entry in three forms."""

    phrases: Sequence[str]
    words: frozenset[str]
    pairs: frozenset[str]


def build_shelf(phrases: Sequence[Sequence[str]]) -> Shelf:
    """Return the shelf of an entry's tokenised phrases."""
    return Shelf(
        [" ".join(tokens) for tokens in phrases],
        frozenset(token for tokens in phrases for token in tokens),
        frozenset(pair for tokens in phrases for pair in pairs(tokens)),
    )


def gather(model: Model, shelves: Sequence[Shelf], reading: Reading) -> Floats:
    """Return the evidence for the best entry of a reading in the order of EVIDENCE; shelves are by entry number."""
    first, second = _best_two(reading.chances)
    top = float(reading.chances[first])
    runner_up = float(reading.chances[second]) if second != first else LONE_RIVAL
    found = {
        "probability": top,
        "log_ratio": log(top / max(runner_up, 1e-9)),
        **_objections(reading, first, second),
        **_masses(model.space, model.vocabulary, reading, shelves[first], shelves[second]),
        **_likenesses(" ".join(reading.corrected), shelves[first], shelves[second]),
        "pairs": log1p(sum(pair in shelves[first].pairs for pair in pairs(reading.corrected))),
    }
    return np.array([found[name] for name in EVIDENCE], dtype=np.float32)


def _best_two(chances: Floats) -> tuple[int, int]:
    """Return the numbers of the best entry and of the next, which is the same one if there is no other."""
    first = int(chances.argmax())
    others = chances.copy()
    others[first] = -1.0
    return first, int(others.argmax())


def _objections(reading: Reading, first: int, second: int) -> dict[str, float]:
    if not reading.tokens:
        return {"objection": 0.0, "objections": 0.0, "objectors": 0.0}
    own = reading.shares[:, first]
    objections = reading.shares.max(axis=1) - own
    return {
        "objection": float(objections.max()),
        "objections": float(objections.sum()),
        "objectors": float((own < reading.shares[:, second]).mean()),
    }


def _masses(
    space: FeatureSpace, vocabulary: Container[str], reading: Reading, own: Shelf, rival: Shelf
) -> dict[str, float]:
    masses = {token: space.word_idf(token) for token in reading.corrected}

    def mass(known: Container[str]) -> float:
        return sum(masses[token] for token in reading.corrected if token in known)

    total = sum(masses[token] for token in reading.corrected) or 1.0
    return {
        "known_mass": log1p(mass(vocabulary)),
        "unknown": 1 - mass(vocabulary) / total,
        "coverage": mass(own.words) / total,
        "coverage_margin": (mass(own.words) - mass(rival.words)) / total,
    }


def _likenesses(text: str, own: Shelf, rival: Shelf) -> dict[str, float]:
    return {
        "likeness": _nearest(text, own, fuzz.token_sort_ratio),
        "likeness_margin": _nearest(text, own, fuzz.ratio) - _nearest(text, rival, fuzz.ratio),
    }


def _nearest(text: str, shelf: Shelf, scorer: Callable[..., float]) -> float:
    """Return the likeness of the nearest phrase, 0…1."""
    best = process.extractOne(text, shelf.phrases, scorer=scorer)
    return best[1] / 100 if best else 0.0
