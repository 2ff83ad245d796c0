"""From evidence to a probability."""

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.domain.matching.calibrating import Calibration, fit_calibration

RANDOM = np.random.default_rng(1)
EVIDENCE = RANDOM.normal(size=(2000, 3)).astype(np.float32)
# The first number speaks for, the second against, the third says nothing.
RIGHT = RANDOM.random(2000) < 1 / (1 + np.exp(-(2 * EVIDENCE[:, 0] - EVIDENCE[:, 1])))


def calibrate(
    directions: list[int], *, right: NDArray[np.bool_] = RIGHT, answerable: NDArray[np.bool_] | None = None
) -> Calibration:
    known = np.ones_like(right) if answerable is None else answerable
    return fit_calibration(
        EVIDENCE[: len(right)], right=right, answerable=known, directions=directions, untaught=[1.0, 0.0, 0.0]
    )


def test_a_probability_is_the_share_that_is_right():
    found = calibrate([1, -1, 0])
    chances = found.probabilities(EVIDENCE)
    for low, high in ((0.1, 0.4), (0.4, 0.6), (0.6, 0.9)):
        inside = (chances > low) & (chances <= high)
        assert RIGHT[inside].mean() == pytest.approx(chances[inside].mean(), abs=0.06)


def test_a_probability_is_rather_too_low_than_too_high_where_it_is_high():
    found = calibrate([1, -1, 0])
    chances = found.probabilities(EVIDENCE)
    sure = chances > 0.9
    assert RIGHT[sure].mean() >= chances[sure].mean()


def test_evidence_against_its_direction_counts_nothing():
    weights = calibrate([-1, -1, 1]).weights
    assert weights[0] == 0
    assert weights[1] < 0


def test_without_examples_of_both_kinds_the_given_weights_are_used():
    assert calibrate([1, -1, 0], right=np.ones(50, dtype=bool)).weights.tolist() == [1.0, 0.0, 0.0]


def test_what_the_first_leaves_is_shared_only_as_far_as_an_answer_existed():
    answerable = RIGHT | (np.arange(len(RIGHT)) % 4 == 0)
    assert calibrate([1, -1, 0], answerable=answerable).elsewhere == pytest.approx(0.25, abs=0.03)
