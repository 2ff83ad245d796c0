"""Why a text matched: which word spoke for which entry, and what made the match sure or doubtful."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.domain.matching.calibrating import Calibration
from bot.domain.matching.evidence import EVIDENCE
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
    """A match taken apart.

    The token shares of an entry add up to its logit, the evidence shares and the bias to that of the confidence.
    """

    # Best first, at most three.
    entries: Sequence[str]
    logits: Sequence[float]
    tokens: Sequence[TokenShare]
    evidence: Sequence[EvidenceShare]
    # The logit of the confidence without any evidence.
    bias: float
    # 0…1, that the first entry is right.
    confidence: float


def explain_reading(
    reading: Reading, entries: Sequence[str], evidence: Floats, calibration: Calibration
) -> Explanation:
    """Return the explanation of a reading; `entries` are the ids in the order of its logits."""
    best = np.argsort(-reading.logits, kind="stable")[:EXPLAINED_ENTRIES]
    return Explanation(
        entries=[entries[at] for at in best],
        logits=reading.logits[best].tolist(),
        tokens=[
            TokenShare(typed, corrected, share.tolist())
            for typed, corrected, share in zip(reading.tokens, reading.corrected, reading.shares[:, best], strict=True)
        ],
        evidence=[
            EvidenceShare(name, value, logit)
            for name, value, logit in zip(
                EVIDENCE, evidence.tolist(), calibration.shares(evidence).tolist(), strict=True
            )
        ],
        bias=calibration.constant,
        confidence=float(calibration.probabilities(evidence[None])[0]),
    )
