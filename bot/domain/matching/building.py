"""From phrases to a matcher: train on all of them, calibrate on what models without them would have answered."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.domain.matching.calibrating import Calibration, fit_calibration
from bot.domain.matching.evidence import EVIDENCE, UNTAUGHT, Shelf, build_shelf, gather
from bot.domain.matching.features import FeatureSpace, Floats
from bot.domain.matching.folding import FOLDS, Fold, Numbers, folds
from bot.domain.matching.matcher import Matcher
from bot.domain.matching.model import MISTYPED, train
from bot.domain.matching.normalising import tokenise
from bot.domain.matching.slips import slipped

# Questions asked in all to calibrate, in at most so many rounds: more changes nothing but the time.
ENOUGH_ASKED = 6_000
MOST_ROUNDS = 4
# Phrases asked in one call.
READ_TOGETHER = 32

Tokens = Sequence[str]


def build(phrases: Sequence[tuple[str, str]]) -> Matcher:
    """Return the matcher of (entry id, phrase) pairs: trained and calibrated from them alone, deterministic.

    Raises ValueError without phrases.
    """
    if not phrases:
        raise ValueError("no phrases to learn from")
    entries, targets = number_entries(phrases)
    tokenised = [tokenise(phrase) for _, phrase in phrases]
    model = train(tokenised, targets)
    return Matcher(entries, model, _shelves(tokenised, targets, model.space), _calibrate(tokenised, targets))


def number_entries(phrases: Sequence[tuple[str, str]]) -> tuple[list[str], Numbers]:
    """Return the sorted entry ids and the entry number of each phrase."""
    entries = sorted({entry for entry, _ in phrases})
    number = {entry: at for at, entry in enumerate(entries)}
    return entries, np.array([number[entry] for entry, _ in phrases], dtype=np.intp)


def _shelves(phrases: Sequence[Tokens], targets: Numbers, space: FeatureSpace) -> list[Shelf]:
    own: list[list[Tokens]] = [[] for _ in range(int(targets.max()) + 1)]
    for tokens, target in zip(phrases, targets.tolist(), strict=True):
        own[target].append(tokens)
    return [build_shelf(tokens, space) for tokens in own]


def _calibrate(phrases: Sequence[Tokens], targets: Numbers) -> Calibration:
    """Return the calibration from phrases asked of models that were trained without them and some entries."""
    rows: list[Floats] = []
    right: list[NDArray[np.bool_]] = []
    answerable: list[NDArray[np.bool_]] = []
    for fold in _enough_folds(phrases, targets):
        kept, training = np.unique(targets[fold.training], return_inverse=True)
        learnt = [phrases[at] for at in fold.training]
        model = train(learnt, training)
        shelves = _shelves(learnt, training, model.space)
        for start in range(0, len(fold.asked), READ_TOGETHER):
            asked = fold.asked[start : start + READ_TOGETHER]
            typed = [phrases[at] for at in asked]
            # Each as it stands, and every other one mistyped.
            readings = model.read_all([*typed, *(slipped(tokens, MISTYPED) for tokens in typed[::2])])
            wanted = targets[np.concatenate([asked, asked[::2]])]
            rows.append(gather(shelves, readings))
            right.append(kept[readings.logits.argmax(axis=1)] == wanted)
            answerable.append(np.isin(wanted, kept))
    return fit_calibration(
        np.concatenate(rows or [np.zeros((0, len(EVIDENCE)), dtype=np.float32)]),
        right=np.concatenate([np.zeros(0, dtype=bool), *right]),
        answerable=np.concatenate([np.zeros(0, dtype=bool), *answerable]),
        directions=list(EVIDENCE.values()),
        untaught=[UNTAUGHT.get(name, 0.0) for name in EVIDENCE],
    )


def _enough_folds(phrases: Sequence[Tokens], targets: Numbers) -> list[Fold]:
    """Return the first folds that together ask enough; never less than one."""
    wanted = max(1, min(MOST_ROUNDS * FOLDS, ENOUGH_ASKED * FOLDS // len(phrases)))
    found = list(folds(phrases, targets, leave_entries_out=True, rounds=-(-wanted // FOLDS)))
    return found[:wanted]
