"""The matcher: which entry answers a text, and how sure that is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.matching.arrays import Arrays, pack_strings, unpack_strings
from bot.domain.matching.calibrating import Calibration
from bot.domain.matching.evidence import EVIDENCE, Shelf, build_shelf, gather
from bot.domain.matching.explaining import Explanation, explain_reading
from bot.domain.matching.model import Model, restore_model
from bot.domain.matching.normalising import tokenise
from bot.domain.matching.segments import Segment, split

# Entry ids with the probability that each is right, best first.
Ranking = list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Matcher:
    """A trained and calibrated model of the phrases of every entry."""

    # Ids by entry number.
    entries: Sequence[str]
    model: Model
    # The phrases by entry number.
    shelves: Sequence[Shelf]
    calibration: Calibration

    def match(self, text: str) -> Ranking:
        """Return every entry with the probability that it is right, best first.

        The first is calibrated on phrases that training had not seen; the others share what it leaves, less the
        probability that no entry is right.
        """
        reading = self.model.read(tokenise(text))
        order = np.argsort(-reading.chances, kind="stable")
        top = self.calibration.probability(gather(self.model, self.shelves, reading))
        left = (1 - top) * self.calibration.elsewhere
        shared = reading.chances[order].astype(np.float64)
        shared *= left / max(float(shared[1:].sum()), 1e-9)
        shared[0] = top
        ids = [self.entries[entry] for entry in order.tolist()]
        return list(zip(ids, np.minimum(shared, top).tolist(), strict=True))

    def match_segments(self, text: str, conjunctions: Collection[str] = frozenset()) -> list[tuple[Segment, Ranking]]:
        """Return the match of each clause, of each two adjacent ones, and of the whole message if it has several.

        `conjunctions` are words that join clauses, as `tokenise` gives them.
        """
        parts = split(text, conjunctions)
        whole = [parts.whole] if len(parts.clauses) > 1 else []
        return [(part, self.match(part.text)) for part in [*parts.clauses, *parts.pairs, *whole]]

    def explain(self, text: str) -> Explanation:
        """Return the match of a text taken apart into what each token and each evidence adds."""
        reading = self.model.read(tokenise(text))
        return explain_reading(reading, self.entries, gather(self.model, self.shelves, reading), self.calibration)

    def to_arrays(self) -> Arrays:
        """Return everything as arrays of numbers and bytes, for `from_arrays`."""
        return {
            **pack_strings("entries", self.entries),
            **pack_strings("phrases", [phrase for shelf in self.shelves for phrase in shelf.phrases]),
            "phrases.counts": np.array([len(shelf.phrases) for shelf in self.shelves]),
            **self.model.to_arrays(),
            "calibration.weights": self.calibration.weights,
            "calibration.scalars": np.array([self.calibration.constant, self.calibration.elsewhere]),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Matcher":
        """Return the matcher that `to_arrays` wrote; raises KeyError or ValueError for anything else."""
        phrases = [phrase.split() for phrase in unpack_strings(arrays, "phrases")]
        ends = np.cumsum(arrays["phrases.counts"].astype(np.intp)).tolist()
        shelves = [build_shelf(phrases[start:end]) for start, end in zip([0, *ends], ends, strict=False)]
        entries = unpack_strings(arrays, "entries")
        if len(shelves) != len(entries) or len(arrays["calibration.weights"]) != len(EVIDENCE):
            raise ValueError("entries, phrases and evidence do not belong together")
        constant, elsewhere = arrays["calibration.scalars"].astype(np.float64).tolist()
        calibration = Calibration(arrays["calibration.weights"].astype(np.float32), constant, elsewhere)
        return cls(entries, restore_model(arrays), shelves, calibration)
