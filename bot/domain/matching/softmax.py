"""Multinomial logistic regression over entries, trained by stochastic gradient descent on batches of sparse phrases.

The rate falls linearly to zero and few passes are the regularisation: early stopping acts as an L2 penalty (Yao,
Rosasco and Caponnetto 2007). A rate per feature (AdaGrad) favours rare features and cost two points: decision 0005.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.matching.features import FeatureSpace, Floats, Indices, units

# Passes over the phrases; fewer over a large base, where each phrase has more neighbours that say the same.
EPOCHS = 12
FEWEST_EPOCHS = 4
MOST_VISITS = 60_000
# Small enough that OpenBLAS keeps to one thread: on a busy machine its threads spin and cost thirty times the work.
BATCH = 8
RATE = 3.0
# Any number: it fixes the order of the phrases, so that the same base gives the same model.
SEED = 20160226

# Indices and values of a sparse vector.
Sparse = tuple[Indices, Floats]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some phrases as a dense block over the features that occur in them."""

    # Feature index of each column.
    columns: Indices
    # phrases × columns.
    block: Floats
    # Entry number of each phrase.
    targets: NDArray[np.intp]


def train_softmax(space: FeatureSpace, phrases: Sequence[Sequence[str]], targets: NDArray[np.intp]) -> Floats:
    """Return weights, features × entries, from tokenised phrases and their entry numbers 0…max; deterministic."""
    importance = _class_weights(targets)
    weights = np.zeros((len(space.idf), len(importance)), dtype=np.float32)
    random = np.random.default_rng(SEED)
    batches = _batches(_phrase_vectors(space, phrases), targets, random.permutation(len(phrases)))
    epochs = max(FEWEST_EPOCHS, min(EPOCHS, MOST_VISITS // len(phrases)))
    steps = np.concatenate([random.permutation(len(batches)) for _ in range(epochs)])
    for step, at in enumerate(steps):
        _descend(weights, batches[at], importance, RATE * (1 - step / len(steps)))
    return weights


def softmax(logits: Floats) -> Floats:
    """Return probabilities along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def _class_weights(targets: NDArray[np.intp]) -> Floats:
    """Return count^-¼ by entry, scaled to a mean of one over phrases: between equal phrases and equal entries."""
    raw = np.maximum(np.bincount(targets), 1) ** -0.25
    return np.asarray(raw / raw[targets].mean(), dtype=np.float32)


def _phrase_vectors(space: FeatureSpace, phrases: Sequence[Sequence[str]]) -> list[Sparse]:
    """Return each phrase as the sum of its units over the root of the sum of their squared lengths."""
    known: dict[str, Sparse] = {}
    found = []
    for tokens in phrases:
        for unit in units(tokens):
            if unit not in known:
                known[unit] = space.vector(unit)
        parts = [known[unit] for unit in units(tokens)]
        indices = np.concatenate([np.zeros(0, np.int32), *(indices for indices, _ in parts)])
        values = np.concatenate([np.zeros(0, np.float32), *(values for _, values in parts)])
        length = sum(float(values @ values) for _, values in parts) ** 0.5 or 1.0
        found.append((indices, np.asarray(values / length, dtype=np.float32)))
    return found


def _batches(vectors: Sequence[Sparse], targets: NDArray[np.intp], order: NDArray[np.intp]) -> list[Batch]:
    """Return the phrases in the given order, cut into blocks."""
    found = []
    for start in range(0, len(order), BATCH):
        members = order[start : start + BATCH]
        columns, where = np.unique(np.concatenate([vectors[at][0] for at in members]), return_inverse=True)
        rows = np.repeat(np.arange(len(members)), [len(vectors[at][0]) for at in members])
        block = np.zeros((len(members), len(columns)), dtype=np.float32)
        np.add.at(block, (rows, where), np.concatenate([vectors[at][1] for at in members]))
        found.append(Batch(columns, block, targets[members]))
    return found


def _descend(weights: Floats, batch: Batch, importance: Floats, rate: float) -> None:
    """Take one gradient step on the cross-entropy of a batch; changes the weights in place."""
    local = weights[batch.columns]
    slope = softmax(batch.block @ local)
    slope[np.arange(len(batch.targets)), batch.targets] -= 1
    slope *= importance[batch.targets][:, None] * np.float32(rate)
    weights[batch.columns] = local - batch.block.T @ slope
