"""Multinomial logistic regression over entries, trained by stochastic gradient descent on batches of sparse phrases.

The rate falls linearly to zero; few passes are the regularisation (early stopping acts as an L2 penalty: Yao, Rosasco
and Caponnetto 2007). Rates per feature (AdaGrad) were measured and cost two points: decision 0005.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.matching.features import FeatureSpace, Floats, Indices, units

EPOCHS = 20
BATCH = 32
RATE = 2.0
SEED = 20160226


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
    """Weights, features × entries, from tokenised phrases and their entry numbers 0…max; the same input, the same bits."""
    entries = int(targets.max()) + 1
    importance = _class_weights(targets, entries)
    weights = np.zeros((len(space.idf), entries), dtype=np.float32)
    random = np.random.default_rng(SEED)
    vectors = [phrase_vector(space, tokens) for tokens in phrases]
    batches = _batches(vectors, targets, random.permutation(len(vectors)))
    steps = np.concatenate([random.permutation(len(batches)) for _ in range(EPOCHS)])
    for step, at in enumerate(steps):
        _step(weights, batches[at], importance, RATE * (1 - step / len(steps)))
    return weights


def phrase_vector(space: FeatureSpace, tokens: Sequence[str]) -> tuple[Indices, Floats]:
    """The sum of the vectors of a phrase's units over the root of the sum of their squared lengths."""
    vectors = [space.vector(unit) for unit in units(tokens)]
    if not vectors:
        return np.zeros(0, np.int32), np.zeros(0, np.float32)
    indices = np.concatenate([indices for indices, _ in vectors])
    values = np.concatenate([values for _, values in vectors])
    length = float(np.sqrt(sum(float(values @ values) for _, values in vectors)))
    return indices, values / np.float32(length or 1.0)


def softmax(logits: Floats) -> Floats:
    """Probabilities along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def _class_weights(targets: NDArray[np.intp], entries: int) -> Floats:
    """count^-½ scaled to a mean of one over the phrases: between every phrase alike and every entry alike."""
    counts = np.maximum(np.bincount(targets, minlength=entries), 1)
    raw = counts**-0.5
    return np.asarray(raw / raw[targets].mean(), dtype=np.float32)


def _batches(
    vectors: Sequence[tuple[Indices, Floats]], targets: NDArray[np.intp], order: NDArray[np.intp]
) -> list[Batch]:
    """The phrases in the given order, cut into blocks."""
    found = []
    for start in range(0, len(order), BATCH):
        members = order[start : start + BATCH]
        columns, where = np.unique(np.concatenate([vectors[at][0] for at in members]), return_inverse=True)
        block = np.zeros((len(members), len(columns)), dtype=np.float32)
        rows = np.repeat(np.arange(len(members)), [len(vectors[at][0]) for at in members])
        np.add.at(block, (rows, where), np.concatenate([vectors[at][1] for at in members]))
        found.append(Batch(columns.astype(np.int32), block, targets[members]))
    return found


def _step(weights: Floats, batch: Batch, importance: Floats, rate: float) -> None:
    """One gradient step on the cross-entropy of a batch; changes the weights in place."""
    local = weights[batch.columns]
    slope = softmax(batch.block @ local)
    slope[np.arange(len(batch.targets)), batch.targets] -= 1
    slope *= importance[batch.targets][:, None] * np.float32(rate)
    weights[batch.columns] = local - batch.block.T @ slope
