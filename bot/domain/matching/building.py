"""From phrases to a matcher: train on all of them, calibrate on what models without them would have answered."""

from collections.abc import Sequence

import numpy as np

from bot.domain.matching.calibrating import Calibration, fit_calibration
from bot.domain.matching.evidence import EVIDENCE, UNTAUGHT, Shelf, build_shelf, gather
from bot.domain.matching.features import Floats
from bot.domain.matching.folding import FOLDS, Fold, Numbers, folds
from bot.domain.matching.matcher import Matcher
from bot.domain.matching.model import train
from bot.domain.matching.normalising import tokenise

# Questions asked in all to calibrate, in at most so many rounds: more changes nothing but the time.
ENOUGH_ASKED = 6_000
MOST_ROUNDS = 4

Tokens = Sequence[str]


def build(phrases: Sequence[tuple[str, str]]) -> Matcher:
    """Return the matcher of (entry id, phrase) pairs: trained and calibrated from them alone, deterministic.

    Raises ValueError without phrases.
    """
    if not phrases:
        raise ValueError("no phrases to learn from")
    entries, targets = number_entries(phrases)
    tokenised = [tokenise(phrase) for _, phrase in phrases]
    return Matcher(entries, train(tokenised, targets), _shelves(tokenised, targets), _calibrate(tokenised, targets))


def number_entries(phrases: Sequence[tuple[str, str]]) -> tuple[list[str], Numbers]:
    """Return the sorted entry ids and the entry number of each phrase."""
    entries = sorted({entry for entry, _ in phrases})
    number = {entry: at for at, entry in enumerate(entries)}
    return entries, np.array([number[entry] for entry, _ in phrases], dtype=np.intp)


def _shelves(phrases: Sequence[Tokens], targets: Numbers) -> list[Shelf]:
    own: list[list[Tokens]] = [[] for _ in range(int(targets.max()) + 1)]
    for tokens, target in zip(phrases, targets.tolist(), strict=True):
        own[target].append(tokens)
    return [build_shelf(tokens) for tokens in own]


def _calibrate(phrases: Sequence[Tokens], targets: Numbers) -> Calibration:
    """Return the calibration from phrases asked of models that were trained without them and some entries."""
    rows: list[Floats] = []
    right: list[bool] = []
    answerable: list[bool] = []
    for fold in _enough_folds(phrases, targets):
        kept, training = np.unique(targets[fold.training], return_inverse=True)
        learnt = [phrases[at] for at in fold.training]
        model, shelves = train(learnt, training), _shelves(learnt, training)
        for at in fold.asked.tolist():
            reading = model.read(phrases[at])
            rows.append(gather(model, shelves, reading))
            right.append(bool(kept[int(reading.logits.argmax())] == targets[at]))
            answerable.append(bool(targets[at] in kept))
    return fit_calibration(
        np.array(rows, dtype=np.float32).reshape(-1, len(EVIDENCE)),
        right=np.array(right, dtype=bool),
        answerable=np.array(answerable, dtype=bool),
        directions=list(EVIDENCE.values()),
        untaught=[UNTAUGHT.get(name, 0.0) for name in EVIDENCE],
    )


def _enough_folds(phrases: Sequence[Tokens], targets: Numbers) -> list[Fold]:
    """Return the first folds that together ask enough; never less than one."""
    wanted = max(1, min(MOST_ROUNDS * FOLDS, ENOUGH_ASKED * FOLDS // len(phrases)))
    found = list(folds(phrases, targets, leave_entries_out=True, rounds=-(-wanted // FOLDS)))
    return found[:wanted]
