"""How phrases are dealt out to be asked of models that have not seen them."""

import numpy as np
import pytest

from bot.domain.matching import tokenise
from bot.domain.matching.building import number_entries
from bot.domain.matching.folding import FOLDS, folds


@pytest.fixture(scope="module")
def base(phrases):
    _, targets = number_entries(phrases)
    return [tokenise(phrase) for _, phrase in phrases], targets


def test_each_phrase_is_asked_once_a_round(base):
    phrases, targets = base
    asked = np.concatenate([fold.asked for fold in folds(phrases, targets, leave_entries_out=True, rounds=2)])
    assert np.bincount(asked).tolist() == [2] * len(phrases)


def test_nothing_is_asked_of_a_model_that_has_seen_it(base):
    for fold in folds(*base, leave_entries_out=False):
        assert not set(fold.asked) & set(fold.training)


def test_some_entries_are_left_out_of_training_altogether(base):
    phrases, targets = base
    missing = [
        set(targets.tolist()) - set(targets[fold.training].tolist())
        for fold in folds(phrases, targets, leave_entries_out=True)
    ]
    assert set.union(*missing) == set(targets.tolist())
    assert all(missing)


def test_near_duplicates_are_asked_together():
    phrases = [["lost", "card"], ["card", "lost"], ["new", "reader"], ["sign", "up"], ["member"], ["renew"]]
    targets = np.zeros(len(phrases), dtype=np.intp)
    for fold in folds(phrases, targets, leave_entries_out=False):
        assert (0 in fold.asked) == (1 in fold.asked)


def test_a_round_has_at_most_five_folds_and_none_without_training():
    found = list(folds([["card"]], np.zeros(1, dtype=np.intp), leave_entries_out=True))
    assert len(found) == FOLDS - 1
    assert all(len(fold.training) for fold in found)
