"""The trained scorer: from a text to one logit per entry, and what is known about the tokens on the way."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.domain.matching.arrays import Arrays, pack_strings, unpack_strings
from bot.domain.matching.correcting import Corrector, build_corrector
from bot.domain.matching.features import FeatureSpace, Floats, features, is_pair, learn_space, units
from bot.domain.matching.normalising import tokenise
from bot.domain.matching.softmax import train_softmax


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the model sees it."""

    tokens: Sequence[str]
    # The tokens, each unknown one that has a near spelling replaced by it.
    corrected: Sequence[str]
    # units × entries: what each unit adds to each logit.
    contributions: Floats
    # Units of the corrected tokens, in the order of the contributions.
    units: Sequence[str]

    @property
    def logits(self) -> Floats:
        """One per entry."""
        return np.asarray(self.contributions.sum(axis=0))


@dataclass(frozen=True, slots=True)
class Model:
    """Weights, features × entries, with the vocabulary they were learnt from."""

    space: FeatureSpace
    weights: Floats
    # Token → number of phrases that contain it.
    vocabulary: dict[str, int]
    corrector: Corrector
    # Unit → its projection on the entries and its squared length; grows with known units only.
    cache: dict[str, tuple[Floats, float]] = field(default_factory=dict)

    def read(self, text: str) -> Reading:
        """The text's tokens, their corrections and their share in each entry's logit."""
        tokens = tokenise(text)
        corrected = [self._nearest(token) for token in tokens]
        parts = [self._unit(unit) for unit in units(corrected)]
        for at, (typed, meant) in enumerate(zip(tokens, corrected, strict=True)):
            if typed != meant:
                parts[at] = _halfway(self._unit(typed), parts[at])
        length = float(np.sqrt(sum(square for _, square in parts))) or 1.0
        rows = [row for row, _ in parts] or [np.zeros(self.weights.shape[1], np.float32)]
        return Reading(tokens, corrected, np.stack(rows) / np.float32(length), units(corrected))

    def to_arrays(self) -> Arrays:
        """Everything that `restore_model` needs."""
        return {
            **pack_strings("features", sorted(self.space.index, key=self.space.index.__getitem__)),
            "features.idf": self.space.idf,
            "weights": self.weights,
            **pack_strings("vocabulary", list(self.vocabulary)),
            "vocabulary.counts": np.array(list(self.vocabulary.values()), dtype=np.int64),
        }

    def _nearest(self, token: str) -> str:
        if token in self.vocabulary:
            return token
        return self.corrector.correct(token) or token

    def _unit(self, unit: str) -> tuple[Floats, float]:
        """Projection on the entries and squared length."""
        found = self.cache.get(unit)
        if found is None:
            indices, values = self.space.vector(unit)
            found = (values @ self.weights[indices], float(values @ values))
            if unit in self.vocabulary:
                self.cache[unit] = found
        return found


def train(phrases: Sequence[str], targets: NDArray[np.intp]) -> Model:
    """The model of phrases and their entry numbers 0…max; deterministic."""
    tokenised = [tokenise(phrase) for phrase in phrases]
    space = learn_space(tokenised)
    vocabulary = Counter(token for tokens in tokenised for token in set(tokens))
    return Model(space, train_softmax(space, tokenised, targets), dict(vocabulary), build_corrector(vocabulary))


def restore_model(arrays: Mapping[str, NDArray[np.generic]]) -> Model:
    """The model that `Model.to_arrays` wrote; raises KeyError or ValueError for anything else."""
    names = unpack_strings(arrays, "features")
    idf, weights = arrays["features.idf"].astype(np.float32), arrays["weights"].astype(np.float32)
    if len(names) != len(idf) or len(names) != len(weights):
        raise ValueError("features, idf and weights differ in number")
    counts = arrays["vocabulary.counts"].astype(np.int64).tolist()
    vocabulary = dict(zip(unpack_strings(arrays, "vocabulary"), counts, strict=True))
    index = {name: at for at, name in enumerate(names)}
    return Model(FeatureSpace(index, idf), weights, vocabulary, build_corrector(vocabulary))


def known_share(model: Model, word: str) -> float:
    """Share of a word's features that occur in the phrases, 0…1."""
    names = [name for name, _ in features(word)]
    return sum(name in model.space.index for name in names) / len(names) if not is_pair(word) else 0.0


def _halfway(typed: tuple[Floats, float], meant: tuple[Floats, float]) -> tuple[Floats, float]:
    """The mean of two units: the correction may be wrong, the misspelling alone says little."""
    return (typed[0] + meant[0]) / 2, (typed[1] + meant[1]) / 2
