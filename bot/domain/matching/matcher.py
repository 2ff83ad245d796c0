"""The matcher: which entry answers a text, and how sure that is."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.matching.arrays import Arrays, pack_strings, unpack_strings
from bot.domain.matching.calibrating import Calibration, fit_calibration
from bot.domain.matching.evidence import NAMES, Shelf, build_shelf, gather
from bot.domain.matching.explaining import Explanation, explain_reading
from bot.domain.matching.features import Floats
from bot.domain.matching.folding import folds
from bot.domain.matching.model import Model, restore_model, train
from bot.domain.matching.normalising import tokenise
from bot.domain.matching.segments import Segment, split
from bot.domain.matching.softmax import softmax

_CALIBRATION = ("means", "scales", "weights")


@dataclass(frozen=True, slots=True)
class Matcher:
    """A trained and calibrated model of the phrases of every entry."""

    entries: Sequence[str]
    model: Model
    shelf: Shelf
    calibration: Calibration

    def match(self, text: str) -> list[tuple[str, float]]:
        """Every entry with the probability that it is right, best first; they need not add up to one.

        The first is calibrated on phrases that training had not seen; the others share what it leaves.
        """
        reading = self.model.read(text)
        chances = softmax(reading.logits)
        order = np.argsort(-chances, kind="stable")
        top = float(self.calibration.probability(gather(self.model, self.shelf, reading)))
        rest = chances[order] * ((1 - top) / max(1 - float(chances[order[0]]), 1e-6))
        return [(self.entries[entry], top if at == 0 else min(top, float(rest[at]))) for at, entry in enumerate(order)]

    def match_segments(
        self, text: str, conjunctions: Collection[str] = frozenset()
    ) -> list[tuple[Segment, list[tuple[str, float]]]]:
        """The match of each clause, then of each two adjacent clauses, then of the whole message if it is none of them.

        `conjunctions` are words that join clauses, as `tokenise` gives them.
        """
        parts = split(text, conjunctions)
        whole = [parts.whole] if len(parts.clauses) > 1 else []
        return [(part, self.match(part.text)) for part in [*parts.clauses, *parts.pairs, *whole]]

    def explain(self, text: str) -> Explanation:
        """The match of a text taken apart into what each token and each evidence adds."""
        reading = self.model.read(text)
        return explain_reading(reading, self.entries, NAMES, gather(self.model, self.shelf, reading), self.calibration)

    def to_arrays(self) -> Arrays:
        """Everything as arrays of numbers and bytes, for `from_arrays`."""
        return {
            **pack_strings("entries", self.entries),
            **pack_strings("phrases", [phrase for own in self.shelf.phrases for phrase in own]),
            "phrases.entry": np.repeat(np.arange(len(self.entries)), [len(own) for own in self.shelf.phrases]),
            **self.model.to_arrays(),
            "calibration.means": self.calibration.means,
            "calibration.scales": self.calibration.scales,
            "calibration.weights": self.calibration.weights,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Matcher":
        """The matcher that `to_arrays` wrote; raises KeyError or ValueError for anything else."""
        entries = unpack_strings(arrays, "entries")
        owners = arrays["phrases.entry"].astype(np.intp)
        calibration = Calibration(*(arrays[f"calibration.{part}"].astype(np.float32) for part in _CALIBRATION))
        return cls(
            entries, restore_model(arrays), _shelf(unpack_strings(arrays, "phrases"), owners, len(entries)), calibration
        )


def build(phrases: Sequence[tuple[str, str]]) -> Matcher:
    """The matcher of (entry id, phrase) pairs: trained and calibrated from them alone, deterministic.

    Raises ValueError without phrases.
    """
    if not phrases:
        raise ValueError("no phrases to learn from")
    entries = sorted({entry for entry, _ in phrases})
    number = {entry: at for at, entry in enumerate(entries)}
    texts = [phrase for _, phrase in phrases]
    targets = np.array([number[entry] for entry, _ in phrases], dtype=np.intp)
    model = train(texts, targets)
    return Matcher(entries, model, _shelf(texts, targets, len(entries)), _calibrate(texts, targets))


def _shelf(texts: Sequence[str], targets: NDArray[np.intp], entries: int) -> Shelf:
    own: dict[int, list[str]] = defaultdict(list)
    for text, target in zip(texts, targets, strict=True):
        own[int(target)].append(" ".join(tokenise(text)))
    return build_shelf([own[at] for at in range(entries)])


def _calibrate(texts: Sequence[str], targets: NDArray[np.intp]) -> Calibration:
    """The calibration from phrases asked of models that were trained without them."""
    evidence: list[Floats] = []
    right: list[bool] = []
    for fold in folds([" ".join(tokenise(text)) for text in texts], targets, leave_entries_out=True):
        kept, training = np.unique(targets[fold.training], return_inverse=True)
        learnt = [texts[at] for at in fold.training]
        model, shelf = train(learnt, training), _shelf(learnt, training, len(kept))
        for at in fold.asked:
            reading = model.read(texts[at])
            evidence.append(gather(model, shelf, reading))
            right.append(bool(kept[int(reading.logits.argmax())] == targets[at]))
    return fit_calibration(np.stack(evidence), np.array(right))
