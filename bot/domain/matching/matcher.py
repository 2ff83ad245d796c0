"""The matcher: which entry answers a text, and how sure that is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from bot.domain.matching.arrays import Arrays, pack_strings, unpack_strings
from bot.domain.matching.calibrating import Calibration
from bot.domain.matching.evidence import EVIDENCE, Shelf, fill_shelf, gather
from bot.domain.matching.explaining import Explanation, explain_reading
from bot.domain.matching.model import Model, restore_model
from bot.domain.matching.normalising import WORD, tokenise
from bot.domain.matching.segments import Segment, split


class Candidate(NamedTuple):
    """An entry and the probability that it is what was meant."""

    id: str
    confidence: float


# Every entry once, best first.
Ranking = list[Candidate]
_T = TypeVar("_T")
# As `Candidate._make`, but quicker: one is made for every entry and text.
_candidate = partial(tuple.__new__, Candidate)


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
        return self.match_all([text])[0]

    def match_all(self, texts: Sequence[str]) -> list[Ranking]:
        """Return the match of each text; a few texts of one message together cost little more than one."""
        readings = self.model.read_all([tokenise(text) for text in texts])
        tops = self.calibration.probabilities(gather(self.shelves, readings))
        orders = (-readings.chances).argsort(axis=1, kind="stable")
        shared = readings.chances[np.arange(len(texts))[:, None], orders].astype(np.float64)
        left = (1 - tops) * self.calibration.elsewhere
        shared *= (left / np.maximum(shared[:, 1:].sum(axis=1), 1e-9))[:, None]
        shared[:, 0] = tops
        chances = np.minimum(shared, tops[:, None])
        ids = self.entries
        return [
            list(map(_candidate, zip([ids[entry] for entry in order], own, strict=True)))
            for order, own in zip(orders.tolist(), chances.tolist(), strict=True)
        ]

    def match_segments(self, text: str, conjunctions: Collection[str] = frozenset()) -> list[tuple[Segment, Ranking]]:
        """Return the match of each clause, of each two adjacent ones, and of the whole message if it has several.

        `conjunctions` are words that join clauses, as `tokenise` gives them.
        """
        parts = split(text, conjunctions)
        whole = [parts.whole] if len(parts.clauses) > 1 else []
        asked = [*parts.clauses, *parts.pairs, *whole]
        return list(zip(asked, self.match_all([part.text for part in asked]), strict=True))

    def respelt(self, text: str, words: Collection[str]) -> str:
        """Return the text with each word as it was meant that no phrase contains and that is one slip from `words`.

        All else stays as typed; of two words without a space between one of `words` is enough.
        """
        if all(token in self.model.vocabulary for token in tokenise(text)):
            return text
        return WORD.sub(lambda found: self._meant(found.group(), words), text)

    def _meant(self, typed: str, words: Collection[str]) -> str:
        meant = [word for token in tokenise(typed) for word in self.model.meant(token)]
        is_slip = OSA.distance(" ".join(tokenise(typed)), " ".join(meant), score_cutoff=1) == 1
        return " ".join(meant) if is_slip and any(word in words for word in meant) else typed

    def explain(self, text: str) -> Explanation:
        """Return the match of a text taken apart into what each token and each evidence adds."""
        readings = self.model.read_all([tokenise(text)])
        (evidence,) = gather(self.shelves, readings)
        return explain_reading(readings.one(0), self.entries, evidence, self.calibration)

    def to_arrays(self) -> Arrays:
        """Return everything as arrays of numbers and bytes, for `from_arrays`."""
        pairs = [shelf.pair_indices() for shelf in self.shelves]
        return {
            **pack_strings("entries", self.entries),
            **pack_strings("phrases", [phrase for shelf in self.shelves for phrase in shelf.phrases]),
            "phrases.counts": np.array([len(shelf.phrases) for shelf in self.shelves]),
            "pairs": np.array([pair for own in pairs for pair in own], dtype=np.int32),
            "pairs.counts": np.array(list(map(len, pairs))),
            **self.model.to_arrays(),
            "calibration.weights": self.calibration.weights,
            "calibration.scalars": np.array([self.calibration.constant, self.calibration.elsewhere]),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Matcher":
        """Return the matcher that `to_arrays` wrote; raises KeyError or ValueError for anything else."""
        phrases = [phrase.split() for phrase in unpack_strings(arrays, "phrases")]
        pairs, features = arrays["pairs"].astype(np.intp).tolist(), len(arrays["features.idf"])
        if pairs and not 0 <= min(pairs) <= max(pairs) < features:
            raise ValueError("pairs are of other features")
        shelves = [
            fill_shelf(own, of_own, features)
            for own, of_own in zip(
                _parts(phrases, arrays["phrases.counts"]), _parts(pairs, arrays["pairs.counts"]), strict=True
            )
        ]
        model, entries = restore_model(arrays), unpack_strings(arrays, "entries")
        if len(shelves) != len(entries) or len(arrays["calibration.weights"]) != len(EVIDENCE):
            raise ValueError("entries, phrases and evidence do not belong together")
        constant, elsewhere = arrays["calibration.scalars"].astype(np.float64).tolist()
        calibration = Calibration(arrays["calibration.weights"].astype(np.float32), constant, elsewhere)
        return cls(entries, model, shelves, calibration)


def _parts(items: list[_T], counts: NDArray[np.generic]) -> list[list[_T]]:
    """Return so many items for each count, one part after another; raises ValueError if the counts do not add up."""
    ends = np.cumsum(counts.astype(np.intp)).tolist()
    if [*ends[-1:]] != [len(items)] and items:
        raise ValueError("the parts are not as many as their items")
    return [items[start:end] for start, end in zip([0, *ends], ends, strict=False)]
