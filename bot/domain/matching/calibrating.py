"""From evidence to an honest probability: logistic regression on phrases that the model had not seen.

Platt scaling (Platt 1999) of several inputs. The penalty is strong, because one author's phrases teach little about
other people's; what it takes from the scale is given back by a second, unpenalised regression on the sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.matching.features import Floats

RIDGE = 50.0
NEWTON_STEPS = 25
# Logits are shrunk by this, because a fold still speaks in the voice of the author of the others (decision 0005).
PRUDENCE = 0.9
# With fewer right or fewer wrong answers than this there is nothing to learn from.
FEWEST = 10

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression on evidence; its logit is the constant plus the evidence times the weights."""

    weights: Floats
    constant: float
    # Probability that a wrong best entry hides a right one further down.
    elsewhere: float

    def shares(self, evidence: Floats) -> Floats:
        """Return what each number of the evidence adds to the logit."""
        return np.asarray(evidence * self.weights)

    def probabilities(self, evidence: Floats) -> Doubles:
        """Return the probability, 0…1, that the best entry of each text is right; `evidence` has a row for each."""
        return _logistic((evidence @ self.weights).astype(np.float64) + self.constant)


def fit_calibration(
    evidence: Floats,
    *,
    right: NDArray[np.bool_],
    answerable: NDArray[np.bool_],
    directions: Sequence[int],
    untaught: Sequence[float],
) -> Calibration:
    """Return the calibration of asked phrases (rows of evidence).

    `answerable` tells which had their entry in the model. A weight against its direction (1, -1, 0 = either) becomes
    zero. `untaught` are the weights to use if the phrases are too few to learn from.
    """
    wrong = ~right
    elsewhere = float((answerable & wrong).sum() + 1) / float(wrong.sum() + 2)
    if min(right.sum(), wrong.sum()) < FEWEST:
        return Calibration(np.array(untaught, dtype=np.float32), 0.0, elsewhere)
    inputs, hits = evidence.astype(np.float64), right.astype(np.float64)
    means, scales = inputs.mean(axis=0), inputs.std(axis=0) + 1e-6
    weights = _directed((inputs - means) / scales, hits, np.array(directions)) / scales
    ((slope,), constant) = _regress(((inputs - means) @ weights)[:, None], hits, ridge=1e-6)
    scaled = weights * slope * PRUDENCE
    return Calibration(scaled.astype(np.float32), float(constant * PRUDENCE - means @ scaled), elsewhere)


def _directed(inputs: Doubles, hits: Doubles, directions: NDArray[np.intp]) -> Doubles:
    """Return penalised weights; those against their direction are left out one round after another until none is."""
    weights = np.zeros(inputs.shape[1])
    kept = np.arange(inputs.shape[1])
    while len(kept):
        found, _ = _regress(inputs[:, kept], hits, ridge=RIDGE)
        allowed = found * directions[kept] >= 0
        if allowed.all():
            weights[kept] = found
            break
        kept = kept[allowed]
    return weights


def _regress(inputs: Doubles, hits: Doubles, *, ridge: float) -> tuple[Doubles, float]:
    """Return weights and constant of a ridge logistic regression, by Newton's method; the constant is not penalised."""
    columns = np.hstack([inputs, np.ones((len(inputs), 1))])
    penalty = np.append(np.full(inputs.shape[1], ridge), 1e-9)
    weights = np.zeros(len(penalty))
    for _ in range(NEWTON_STEPS):
        chances = _logistic(columns @ weights)
        slope = columns.T @ (chances - hits) + penalty * weights
        curvature = (columns * (chances * (1 - chances))[:, None]).T @ columns + np.diag(penalty)
        weights -= np.linalg.solve(curvature, slope)
    return weights[:-1], float(weights[-1])


def _logistic(logits: Doubles) -> Doubles:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))
