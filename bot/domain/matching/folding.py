"""Phrases asked of models that have not seen them: folds that imitate questions by other people.

Near-duplicate phrases of an entry share a fold, because a question is rarely a copy of a phrase. Where wanted, each
fold also leaves some entries out of training altogether: their phrases stand for questions that no entry answers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.domain.matching.dicing import Doubles, keys, throw

Numbers = NDArray[np.intp]

FOLDS = 5
# One entry in this many is left out of training: a fifth of the questions then have no answer.
LEFT_OUT_EVERY = 5
# Phrases of an entry at least this alike (rapidfuzz token_sort_ratio, 0…100) share a fold.
NEAR_DUPLICATE = 75.0


@dataclass(frozen=True, slots=True)
class Fold:
    """What to train on and what to ask, as phrase numbers."""

    training: Numbers
    asked: Numbers


def folds(
    phrases: Sequence[Sequence[str]], targets: Numbers, *, leave_entries_out: bool, rounds: int = 1
) -> Iterator[Fold]:
    """Return five folds a round over tokenised phrases; a round asks each phrase once, of a model of the other folds.

    Rounds differ in how phrases are dealt out and in which entries are left out together. One phrase more moves few
    others.
    """
    groups, of_phrases = _groups([" ".join(tokens) for tokens in phrases], targets), keys(phrases)
    entries = int(targets.max()) + 1
    for number in range(rounds):
        parts = _deal(groups, throw(of_phrases, number))
        order = np.random.default_rng(number).permutation(entries)
        for fold in range(FOLDS):
            out = order[fold::LEFT_OUT_EVERY] if leave_entries_out and entries > LEFT_OUT_EVERY else order[:0]
            training = np.flatnonzero((parts != fold) & ~np.isin(targets, out))
            if len(training):
                yield Fold(training, np.flatnonzero(parts == fold))


def _deal(groups: Sequence[Sequence[Sequence[int]]], shares: Doubles) -> Numbers:
    """Return the fold of each phrase: an entry's groups stand in the order of their shares, and every fold gets a part.

    Where the first part begins differs by entry, so that small ones are not all asked together.
    """
    part = np.zeros(len(shares), dtype=np.intp)
    for entry in groups:
        in_order = sorted(entry, key=lambda group: shares[group].min())
        start, total, before = shares[in_order[0]].min() * len(in_order), sum(map(len, in_order)), 0
        for group in in_order:
            middle = (before + len(group) / 2) / total
            part[group] = int((start + middle) % 1 * FOLDS)
            before += len(group)
    return part


def _groups(phrases: Sequence[str], targets: Numbers) -> list[list[list[int]]]:
    """Return for each entry its groups of near-duplicates as phrase numbers."""
    found = []
    for entry in range(int(targets.max()) + 1):
        members = np.flatnonzero(targets == entry).tolist()
        groups = _alike([phrases[at] for at in members])
        found.append([[members[at] for at in group] for group in groups])
    return found


def _alike(phrases: Sequence[str]) -> list[list[int]]:
    """Return near-duplicates joined transitively, as positions."""
    near = process.cdist(phrases, phrases, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR_DUPLICATE) > 0
    free = set(range(len(phrases)))
    found = []
    while free:
        group, frontier = [], [min(free)]
        free.discard(frontier[0])
        while frontier:
            at = frontier.pop()
            group.append(at)
            fresh = [other for other in np.flatnonzero(near[at]).tolist() if other in free]
            free.difference_update(fresh)
            frontier.extend(fresh)
        found.append(group)
    return found
