"""Phrases asked of models that have not seen them: folds that imitate questions by other people.

Near-duplicate phrases of an entry share a fold, because a question is rarely a copy of a phrase. Where wanted, each fold
also leaves some entries out of training altogether, so that their phrases stand for questions that no entry answers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

FOLDS = 5
# Share of entries that a fold leaves out of training.
LEFT_OUT = 0.2
# Phrases of an entry at least this alike (rapidfuzz token_sort_ratio, 0…100) share a fold.
NEAR_DUPLICATE = 75.0


@dataclass(frozen=True, slots=True)
class Fold:
    """What to train on and what to ask."""

    # Phrase numbers.
    training: NDArray[np.intp]
    asked: NDArray[np.intp]


def folds(phrases: Sequence[str], targets: NDArray[np.intp], *, leave_entries_out: bool) -> Iterator[Fold]:
    """Folds over normalised phrases: each phrase is asked once, of a model trained on other folds."""
    parts = _parts(phrases, targets)
    entries = int(targets.max()) + 1
    order = np.random.default_rng(entries).permutation(entries)
    for number in range(FOLDS):
        left_out = (
            np.isin(targets, order[number :: round(1 / LEFT_OUT)])
            if leave_entries_out and entries > FOLDS
            else targets < 0
        )
        asked = parts == number
        yield Fold(np.flatnonzero(~asked & ~left_out), np.flatnonzero(asked))


def _parts(phrases: Sequence[str], targets: NDArray[np.intp]) -> NDArray[np.intp]:
    """The fold number of each phrase: groups of near-duplicates of an entry are dealt out, the largest first."""
    part = np.zeros(len(phrases), dtype=np.intp)
    random = np.random.default_rng(len(phrases))
    for entry in range(int(targets.max()) + 1):
        members = np.flatnonzero(targets == entry)
        sizes = random.random(FOLDS) * 0.5
        for group in _groups([phrases[at] for at in members]):
            least = int(sizes.argmin())
            part[members[group]] = least
            sizes[least] += len(group)
    return part


def _groups(phrases: Sequence[str]) -> list[list[int]]:
    """Near-duplicates joined transitively, as positions, the largest group first."""
    near = process.cdist(phrases, phrases, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR_DUPLICATE) > 0
    free = set(range(len(phrases)))
    found = []
    while free:
        group, frontier = [], [min(free)]
        free.discard(frontier[0])
        while frontier:
            at = frontier.pop()
            group.append(at)
            fresh = [int(other) for other in np.flatnonzero(near[at]) if int(other) in free]
            free.difference_update(fresh)
            frontier.extend(fresh)
        found.append(group)
    return sorted(found, key=len, reverse=True)
