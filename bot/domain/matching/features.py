"""What a token is made of: character n-grams, the word, its prefix, and the prefixes of neighbours.

A phrase is a bag of *units*: its tokens, its pairs of neighbours and its pairs around one token. Each unit has a sparse
vector of features weighted by inverse document frequency; a phrase is the sum of its units over the root of their
summed squared lengths.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int32]
Floats = NDArray[np.float32]

# Feature weights before idf, chosen in decision 0005; the figures move by less than a point between half and double.
NGRAM_WEIGHT = 1.0
WORD_WEIGHT = 1.0
PREFIX_WEIGHT = 1.0
NEAR_WEIGHT = 1.1
APART_WEIGHT = 0.7
NGRAM_LENGTHS = (2, 3, 4)
PREFIX_LENGTH = 4

# Between the halves of a pair of neighbours and of a pair around one token; neither is ever part of a token.
NEAR = " "
APART = "_"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far apart the tokens of a pair are, what stands between their prefixes, and what the pair weighs."""

    tokens: int
    sign: str
    weight: float


# Pairs of tokens as (number of the left one, index of the feature).
Pairs = list[tuple[int, int]]
REACHES = (Reach(1, NEAR, NEAR_WEIGHT), Reach(2, APART, APART_WEIGHT))


@dataclass(frozen=True, slots=True)
class FeatureSpace:
    """The features seen in training, each with its inverse document frequency."""

    index: dict[str, int]
    idf: Floats
    # Number of phrases it was learnt from.
    phrases: int

    @property
    def unseen_idf(self) -> float:
        """The inverse document frequency of what no phrase contains."""
        return log(1 + self.phrases) + 1

    def vector(self, unit: str) -> tuple[Indices, Floats]:
        """Return indices and values of the known features of a unit; both empty if none is known."""
        known = [(self.index[name], weight) for name, weight in features(unit) if name in self.index]
        indices = np.array([index for index, _ in known], dtype=np.int32)
        return indices, np.array([weight for _, weight in known], dtype=np.float32) * self.idf[indices]

    def pairs(self, tokens: Sequence[str]) -> list[Pairs]:
        """Return the known pairs of a text for each of REACHES."""
        heads = [token[:PREFIX_LENGTH] for token in tokens]
        return [
            [
                (at, index)
                for at, (left, right) in enumerate(zip(heads, heads[reach.tokens :], strict=False))
                if (index := self.index.get(f"2{left}{reach.sign}{right}")) is not None
            ]
            for reach in REACHES
        ]

    def has_pair(self, left: str, right: str) -> bool:
        """Return whether words that begin like these two stand side by side in some phrase."""
        return f"2{left[:PREFIX_LENGTH]}{NEAR}{right[:PREFIX_LENGTH]}" in self.index

    def word_idf(self, token: str) -> float:
        """Return the inverse document frequency of a token as a word."""
        at = self.index.get(_word_name(token))
        return self.unseen_idf if at is None else float(self.idf[at])


def units(tokens: Sequence[str]) -> list[str]:
    """Return the n tokens, then their n - 1 pairs of neighbours, then their n - 2 pairs around one token."""
    return [*tokens, *pairs(tokens)]


def all_units(phrases: Sequence[Sequence[str]]) -> set[str]:
    """Return the units of all phrases, each once."""
    return {unit for tokens in phrases for unit in units(tokens)}


def pairs(tokens: Sequence[str]) -> list[str]:
    """Return the pairs of neighbours, then the pairs around one token, as joined prefixes."""
    heads = [token[:PREFIX_LENGTH] for token in tokens]
    return [
        f"{left}{reach.sign}{right}"
        for reach in REACHES
        for left, right in zip(heads, heads[reach.tokens :], strict=False)
    ]


def features(unit: str) -> tuple[tuple[str, float], ...]:
    """Return names and weights of a unit's features; n-grams of " token " know where the word begins and ends."""
    if NEAR in unit:
        return ((f"2{unit}", NEAR_WEIGHT),)
    if APART in unit:
        return ((f"2{unit}", APART_WEIGHT),)
    padded = f" {unit} "
    counts = Counter(padded[at : at + size] for size in NGRAM_LENGTHS for at in range(len(padded) - size + 1))
    grams = ((f"g{gram}", NGRAM_WEIGHT * count) for gram, count in counts.items())
    return (*grams, (_word_name(unit), WORD_WEIGHT), (f"p{unit[:PREFIX_LENGTH]}", PREFIX_WEIGHT))


def learn_space(phrases: Sequence[Sequence[str]]) -> FeatureSpace:
    """Return the features of tokenised phrases; idf = ln((1+n)/(1+df)) + 1 (Pedregosa et al. 2011, smoothed)."""
    taken_apart = {unit: [name for name, _ in features(unit)] for unit in all_units(phrases)}
    frequency: Counter[str] = Counter()
    for tokens in phrases:
        frequency.update({name for unit in units(tokens) for name in taken_apart[unit]})
    names = sorted(frequency)
    idf = [log((1 + len(phrases)) / (1 + frequency[name])) + 1 for name in names]
    return FeatureSpace({name: at for at, name in enumerate(names)}, np.array(idf, dtype=np.float32), len(phrases))


def _word_name(token: str) -> str:
    return f"w{token}"
