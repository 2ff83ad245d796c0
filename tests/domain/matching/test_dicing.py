"""Chance that depends on what it is thrown for and on nothing else."""

import numpy as np

from bot.domain.matching.dicing import keys, throw

PHRASES = [[str(number), "lost", "card"] for number in range(4_000)]


def test_a_phrase_keeps_its_share_whatever_stands_beside_it():
    assert throw(keys(PHRASES), 3)[2_000:].tolist() == throw(keys(PHRASES[2_000:]), 3).tolist()


def test_shares_are_spread_evenly_and_differ_by_salt():
    one, other = (throw(keys(PHRASES), salt) for salt in (0, 1))
    for shares in (one, other):
        assert np.abs(np.bincount((shares * 10).astype(int)) - 400).max() < 80
    assert abs(float(np.corrcoef(one, other)[0, 1])) < 0.05
