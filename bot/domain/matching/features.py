"""What a token is made of: character n-grams, the word, its prefix, and the prefixes of neighbours.

A phrase is a bag of *units*: its tokens and its pairs of adjacent tokens. Each unit has a sparse vector of features
weighted by inverse document frequency; a phrase is the sum of its units over the root of their squared lengths.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int32]
Floats = NDArray[np.float32]

# Feature weights before idf: a word is worth half an n-gram because its n-grams repeat it.
NGRAM_WEIGHT = 1.0
WORD_WEIGHT = 1.0
PREFIX_WEIGHT = 1.0
PAIR_WEIGHT = 1.1
GAP_WEIGHT = 0.7
NGRAM_LENGTHS = (2, 3, 4)
PREFIX_LENGTH = 4

# Between the halves of a pair and before the kind of a feature; never part of a token.
SEPARATOR = " "


@dataclass(frozen=True, slots=True)
class FeatureSpace:
    """The features seen in training, each with its inverse document frequency."""

    index: dict[str, int]
    idf: Floats

    def vector(self, unit: str) -> tuple[Indices, Floats]:
        """Indices and values of the known features of a unit; both empty if none is known."""
        known = [(self.index[name], weight) for name, weight in features(unit) if name in self.index]
        indices = np.array([index for index, _ in known], dtype=np.int32)
        return indices, np.array([weight for _, weight in known], dtype=np.float32) * self.idf[indices]


def units(tokens: Sequence[str]) -> list[str]:
    """The tokens, then the pairs of adjacent tokens as joined prefixes."""
    pairs = zip(tokens, tokens[1:], strict=False)
    return [*tokens, *(f"{left[:PREFIX_LENGTH]}{SEPARATOR}{right[:PREFIX_LENGTH]}" for left, right in pairs)]


def is_pair(unit: str) -> bool:
    """Whether the unit joins two neighbours."""
    return SEPARATOR in unit


def features(unit: str) -> list[tuple[str, float]]:
    """Names and weights of the features of a unit; n-grams of " token " know where the word begins and ends."""
    if is_pair(unit):
        return [(f"2{unit}", PAIR_WEIGHT)]
    padded = f"{SEPARATOR}{unit}{SEPARATOR}"
    counts = Counter(padded[at : at + size] for size in NGRAM_LENGTHS for at in range(len(padded) - size + 1))
    found = [(f"g{gram}", NGRAM_WEIGHT * count) for gram, count in counts.items()]
    return [*found, (f"w{unit}", WORD_WEIGHT), (f"p{unit[:PREFIX_LENGTH]}", PREFIX_WEIGHT)]


def learn_space(phrases: Sequence[Sequence[str]]) -> FeatureSpace:
    """The features of tokenised phrases; idf = ln((1+n)/(1+df)) + 1 (Pedregosa et al. 2011, smoothed)."""
    document_frequency: Counter[str] = Counter()
    names_of: dict[str, list[str]] = {}
    for tokens in phrases:
        present: set[str] = set()
        for unit in units(tokens):
            if unit not in names_of:
                names_of[unit] = [name for name, _ in features(unit)]
            present.update(names_of[unit])
        document_frequency.update(present)
    names = sorted(document_frequency)
    total = len(phrases)
    idf = [log((1 + total) / (1 + document_frequency[name])) + 1 for name in names]
    return FeatureSpace({name: at for at, name in enumerate(names)}, np.array(idf, dtype=np.float32))
