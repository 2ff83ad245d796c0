"""From scores to an honest probability: logistic regression on evidence from phrases that the model had not seen.

Platt scaling (Platt 1999) with several inputs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.matching.features import Floats

RIDGE = 2.0
NEWTON_STEPS = 25


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression on standardised evidence."""

    means: Floats
    scales: Floats
    # One per feature, then the constant.
    weights: Floats

    def shares(self, evidence: Floats) -> Floats:
        """What each number of the evidence adds to the logit of the probability; the constant comes on top."""
        return np.asarray((evidence - self.means) / self.scales * self.weights[:-1], dtype=np.float32)

    def probability(self, evidence: Floats) -> Floats:
        """Probability that the best entry is right, for evidence of shape (…, features)."""
        logits = self.shares(evidence).sum(axis=-1) + self.weights[-1]
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)


def fit_calibration(evidence: Floats, right: NDArray[np.bool_]) -> Calibration:
    """The calibration of asked phrases (rows) by ridge logistic regression, Newton's method."""
    means = evidence.mean(axis=0)
    scales = evidence.std(axis=0) + np.float32(1e-6)
    inputs = np.hstack([(evidence - means) / scales, np.ones((len(evidence), 1), dtype=np.float32)]).astype(np.float64)
    penalty = np.full(inputs.shape[1], RIDGE)
    penalty[-1] = 1e-6
    weights = np.zeros(inputs.shape[1])
    for _ in range(NEWTON_STEPS):
        probability = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (probability - right) + penalty * weights
        curvature = (inputs * (probability * (1 - probability))[:, None]).T @ inputs + np.diag(penalty)
        weights -= np.linalg.solve(curvature, slope)
    return Calibration(means, scales, weights.astype(np.float32))
