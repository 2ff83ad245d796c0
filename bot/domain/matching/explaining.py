"""Why a text matched: which word spoke for which entry, and what made the match sure or doubtful."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.matching.calibrating import Calibration
from bot.domain.matching.features import Floats
from bot.domain.matching.model import Reading

EXPLAINED_ENTRIES = 3


@dataclass(frozen=True, slots=True)
class TokenShare:
    """What one token adds to the logits of the explained entries."""

    typed: str
    # The known word it was read as; the typed one where nothing was corrected.
    corrected: str
    # In the order of `Explanation.entries`; pairs of neighbours count half for each.
    logits: Sequence[float]


@dataclass(frozen=True, slots=True)
class EvidenceShare:
    """One number of the evidence, and what it adds to the logit of the confidence."""

    name: str
    value: float
    logit: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A match taken apart: the token shares of an entry add up to its logit, the evidence and the bias to the confidence."""

    # Best first, at most three.
    entries: Sequence[str]
    logits: Sequence[float]
    tokens: Sequence[TokenShare]
    evidence: Sequence[EvidenceShare]
    # Logit of the confidence when every evidence is average.
    bias: float
    # 0…1, that the first entry is right.
    confidence: float


def explain_reading(
    reading: Reading, entries: Sequence[str], names: Sequence[str], evidence: Floats, calibration: Calibration
) -> Explanation:
    """The explanation of a reading by the entries' ids in the order of its logits."""
    best = np.argsort(-reading.logits, kind="stable")[:EXPLAINED_ENTRIES]
    shares = _token_shares(reading)[:, best]
    return Explanation(
        entries=[entries[at] for at in best],
        logits=reading.logits[best].tolist(),
        tokens=[
            TokenShare(typed, corrected, share.tolist())
            for typed, corrected, share in zip(reading.tokens, reading.corrected, shares, strict=True)
        ],
        evidence=[
            EvidenceShare(name, float(value), float(logit))
            for name, value, logit in zip(names, evidence, calibration.shares(evidence), strict=True)
        ],
        bias=float(calibration.weights[-1]),
        confidence=float(calibration.probability(evidence)),
    )


def _token_shares(reading: Reading) -> NDArray[np.float32]:
    """Tokens × entries: each token's own contribution and half of that of each pair it stands in."""
    count = len(reading.tokens)
    shares = reading.contributions[:count].copy()
    halves = reading.contributions[count:] / 2
    if len(halves):
        shares[:-1] += halves
        shares[1:] += halves
    return shares
