"""Multinomial logistic regression over entries, trained by stochastic gradient descent on batches of sparse phrases.

The rate falls linearly to zero and few passes are the regularisation: early stopping acts as an L2 penalty (Yao,
Rosasco and Caponnetto 2007). Each pass blanks out some units of each phrase, because other people leave out other words
(van der Maaten, Chen, Tyree and Weinberger 2013), and a little of each target is shared among all entries (Szegedy et
al. 2016), because the phrases of one entry by one author are too sure of it. For a small base the mean of some such
models is steadier than one (Breiman 1996) and costs nothing to ask, as it is linear too. What each gave: decision 0008.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

import numpy as np
from numpy.typing import NDArray

from bot.domain.matching.dicing import Doubles, Keys, keys, throw
from bot.domain.matching.features import FeatureSpace, Floats, Indices, all_units, units

# Passes over the phrases; fewer over a large base, where each phrase has more neighbours that say the same.
EPOCHS = 12
FEWEST_EPOCHS = 3
MOST_VISITS = 60_000
# Small enough that OpenBLAS keeps to one thread: on a busy machine its threads spin and cost thirty times the work.
BATCH = 8
RATE = 3.0
# Share of a phrase's units that a pass leaves out.
BLANKED = 0.04
# Share of a target that all entries get alike.
SMOOTHING = 0.1
# Models of a small base, of which the mean is taken; a large one has the visits for a single model only.
MODELS = 2

Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A tokenised phrase as features of its units, before it is scaled to its length."""

    indices: Indices
    values: Floats
    # Position among the phrase's units of each feature.
    unit: Numbers
    # Squared length of each unit.
    squares: Floats
    # What its chance depends on, for each unit.
    keys: Keys


@dataclass(frozen=True, slots=True)
class Batch:
    """Some phrases as a dense block over the features that occur in them."""

    # Feature index of each column.
    columns: Indices
    # phrases × columns.
    block: Floats
    # Entry number of each phrase.
    targets: Numbers


def train_softmax(space: FeatureSpace, phrases: Sequence[Sequence[str]], targets: Numbers) -> Floats:
    """Return weights, features × entries, from tokenised phrases and their entry numbers 0…max; deterministic."""
    taken_apart, of_phrases = _phrases(space, phrases), keys(phrases)
    epochs = max(FEWEST_EPOCHS, min(EPOCHS, MOST_VISITS // len(phrases)))
    models = max(1, min(MODELS, MOST_VISITS // (epochs * len(phrases))))
    total = np.zeros((len(space.idf), int(targets.max()) + 1), dtype=np.float32)
    for model in range(models):
        passes = range(model * epochs, (model + 1) * epochs)
        total += _train_one(taken_apart, of_phrases, targets, np.zeros_like(total), passes)
    return total / np.float32(models)


def _train_one(phrases: Sequence[Phrase], of_phrases: Keys, targets: Numbers, weights: Floats, passes: range) -> Floats:
    """Return the weights, changed in place, after passes of these numbers."""
    importance = _class_weights(targets)
    for done, number in enumerate(passes):
        dealt = _batches(throw(of_phrases, number))
        for at, members in enumerate(dealt):
            batch = _batch([phrases[at] for at in members], targets[members], number)
            _descend(weights, batch, importance, RATE * (1 - (done + at / len(dealt)) / len(passes)))
    return weights


def _batches(shares: Doubles) -> list[Numbers]:
    """Return the phrases, by their numbers, in batches in the order of their shares.

    Their number is a power of two, so that with one phrase more all but one batch stay as they are.
    """
    batches = 1 << max(0, round(log2(len(shares) / BATCH)))
    order = np.argsort(shares, kind="stable")
    ends = np.searchsorted(shares[order], np.arange(1, batches) / batches)
    return [members for members in np.split(order, ends) if len(members)]


def softmax(logits: Floats) -> Floats:
    """Return probabilities along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def _class_weights(targets: Numbers) -> Floats:
    """Return count^-¼ by entry, scaled to a mean of one over phrases: between equal phrases and equal entries."""
    raw = np.maximum(np.bincount(targets), 1) ** -0.25
    return np.asarray(raw / raw[targets].mean(), dtype=np.float32)


def _phrases(space: FeatureSpace, phrases: Sequence[Sequence[str]]) -> list[Phrase]:
    of_phrases = keys(phrases)
    known = {unit: space.vector(unit) for unit in all_units(phrases)}
    found = []
    for tokens, key in zip(phrases, of_phrases, strict=True):
        parts = [known[unit] for unit in units(tokens)]
        found.append(
            Phrase(
                np.concatenate([np.zeros(0, np.int32), *(indices for indices, _ in parts)]),
                np.concatenate([np.zeros(0, np.float32), *(values for _, values in parts)]),
                np.repeat(np.arange(len(parts)), [len(indices) for indices, _ in parts]),
                np.array([values @ values for _, values in parts], dtype=np.float32),
                key + np.arange(len(parts), dtype=np.uint64) * np.uint64(0xD1342543DE82EF95),
            )
        )
    return found


def _batch(phrases: Sequence[Phrase], targets: Numbers, number: int) -> Batch:
    """Return phrases with some units blanked out, each over the root of the summed squared lengths of the rest."""
    columns, where = np.unique(np.concatenate([phrase.indices for phrase in phrases]), return_inverse=True)
    rows = np.repeat(np.arange(len(phrases)), [len(phrase.indices) for phrase in phrases])
    block = np.zeros((len(phrases), len(columns)), dtype=np.float32)
    np.add.at(block, (rows, where), np.concatenate([_blanked(phrase, number) for phrase in phrases]))
    return Batch(columns, block, targets)


def _blanked(phrase: Phrase, number: int) -> Floats:
    kept = throw(phrase.keys, number) >= BLANKED
    length = float(phrase.squares[kept].sum()) ** 0.5 or 1.0
    return np.asarray(phrase.values * kept[phrase.unit] / np.float32(length), dtype=np.float32)


def _descend(weights: Floats, batch: Batch, importance: Floats, rate: float) -> None:
    """Take one gradient step on the cross-entropy of a batch; changes the weights in place."""
    local = weights[batch.columns]
    slope = softmax(batch.block @ local) - np.float32(SMOOTHING / weights.shape[1])
    slope[np.arange(len(batch.targets)), batch.targets] -= np.float32(1 - SMOOTHING)
    slope *= importance[batch.targets][:, None] * np.float32(rate)
    weights[batch.columns] = local - batch.block.T @ slope
