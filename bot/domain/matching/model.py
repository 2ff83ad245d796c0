"""The trained scorer: from a text to what each of its tokens adds to the logit of each entry."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from bot.domain.matching.arrays import Arrays, pack_strings, unpack_strings
from bot.domain.matching.correcting import Corrector, build_corrector
from bot.domain.matching.features import FeatureSpace, Floats, features, learn_space, pairs
from bot.domain.matching.softmax import softmax, train_softmax

# The share of the typed spelling in the mixture that a corrected word is read as: twice the share of letters changed.
DOUBT = 2.0
MOST_DOUBT = 0.5

# What a unit adds to each entry before the text's length is taken into account, and its squared length.
Projection = tuple[Floats, float]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the model sees it."""

    tokens: Sequence[str]
    # The tokens, each unknown one that has a near spelling replaced by it.
    corrected: Sequence[str]
    # Tokens × entries; a pair of tokens counts half for each. The columns add up to the logits.
    shares: Floats
    logits: Floats
    # Softmax of the logits.
    chances: Floats


@dataclass(frozen=True, slots=True)
class Model:
    """Weights, features × entries, with the vocabulary they were learnt from."""

    space: FeatureSpace
    weights: Floats
    # Token → number of phrases that contain it.
    vocabulary: Mapping[str, int]
    corrector: Corrector
    # Projections of known tokens, filled as they are met.
    projections: dict[str, Projection] = field(default_factory=dict)

    def read(self, tokens: Sequence[str]) -> Reading:
        """Return what each token of a text adds to each logit; costs tokens × entries."""
        corrected = [self._nearest(token) for token in tokens]
        parts = [self._blended(typed, meant) for typed, meant in zip(tokens, corrected, strict=True)]
        shares = np.array([row for row, _ in parts], dtype=np.float32).reshape(-1, self.weights.shape[1])
        square = sum(square for _, square in parts) + self._add_pairs(shares, corrected)
        shares /= np.float32(square**0.5 or 1.0)
        logits = shares.sum(axis=0)
        return Reading(tokens, corrected, shares, logits, softmax(logits))

    def to_arrays(self) -> Arrays:
        """Return everything that `restore_model` needs."""
        return {
            **pack_strings("features", list(self.space.index)),
            "features.idf": self.space.idf,
            "features.phrases": np.array(self.space.phrases),
            "weights": self.weights,
            **pack_strings("vocabulary", list(self.vocabulary)),
            "vocabulary.counts": np.array(list(self.vocabulary.values()), dtype=np.int64),
        }

    def _nearest(self, token: str) -> str:
        if token in self.vocabulary:
            return token
        return self.corrector.correct(token) or token

    def _blended(self, typed: str, meant: str) -> Projection:
        """Return the projection of a token; of a corrected one a mixture of both spellings, as either may be right."""
        if typed == meant:
            return self._projection(typed)
        doubt = min(MOST_DOUBT, DOUBT * OSA.distance(typed, meant) / len(typed))
        (one, one_square), (other, other_square) = self._projection(typed), self._projection(meant)
        mixed = np.float32(doubt) * one + np.float32(1 - doubt) * other
        return np.asarray(mixed), doubt * one_square + (1 - doubt) * other_square

    def _projection(self, token: str) -> Projection:
        found = self.projections.get(token)
        if found is None:
            indices, values = self.space.vector(token)
            found = (values @ self.weights[indices], float(values @ values))
            if token in self.vocabulary:
                self.projections[token] = found
        return found

    def _add_pairs(self, shares: Floats, corrected: Sequence[str]) -> float:
        """Add half of each known pair's projection to both its tokens' shares; return the pairs' squared length."""
        square = 0.0
        for at, pair in enumerate(pairs(corrected)):
            ((name, weight),) = features(pair)
            index = self.space.index.get(name)
            if index is None:
                continue
            value = weight * float(self.space.idf[index])
            half = self.weights[index] * np.float32(value / 2)
            left = at if at < len(corrected) - 1 else at - (len(corrected) - 1)
            shares[left] += half
            shares[left + (1 if at < len(corrected) - 1 else 2)] += half
            square += value * value
        return square


def train(phrases: Sequence[Sequence[str]], targets: NDArray[np.intp]) -> Model:
    """Return the model of tokenised phrases and their entry numbers 0…max; deterministic."""
    space = learn_space(phrases)
    vocabulary = Counter(token for tokens in phrases for token in dict.fromkeys(tokens))
    return Model(space, train_softmax(space, phrases, targets), dict(vocabulary), build_corrector(vocabulary))


def restore_model(arrays: Mapping[str, NDArray[np.generic]]) -> Model:
    """Return the model that `Model.to_arrays` wrote; raises KeyError or ValueError for anything else."""
    names = unpack_strings(arrays, "features")
    idf, weights = arrays["features.idf"].astype(np.float32), arrays["weights"].astype(np.float32)
    if len(names) != len(idf) or len(names) != len(weights):
        raise ValueError("features, idf and weights differ in number")
    space = FeatureSpace({name: at for at, name in enumerate(names)}, idf, int(arrays["features.phrases"].astype(int)))
    counts = arrays["vocabulary.counts"].astype(np.int64).tolist()
    vocabulary = dict(zip(unpack_strings(arrays, "vocabulary"), counts, strict=True))
    return Model(space, weights, vocabulary, build_corrector(vocabulary))
