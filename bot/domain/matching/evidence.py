"""What speaks for and against the best entry: the numbers from which confidence is estimated."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, log1p

import numpy as np
from rapidfuzz import fuzz, process

from bot.domain.matching.features import Floats
from bot.domain.matching.model import Model, Reading, known_share
from bot.domain.matching.softmax import softmax

# Order of the numbers that `gather` returns.
NAMES = (
    "top_probability",
    "log_ratio",
    "logit_margin",
    "known_mass",
    "unknown_mass",
    "unknown_share",
    "corrected_share",
    "length",
    "token_sort",
    "token_set",
    "ratio",
    "coverage",
    "token_sort_margin",
    "token_set_margin",
    "ratio_margin",
    "coverage_margin",
)
_SCORERS = (fuzz.token_sort_ratio, fuzz.token_set_ratio, fuzz.ratio)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The phrases of each entry, normalised, by entry number."""

    phrases: Sequence[Sequence[str]]
    words: Sequence[frozenset[str]]


def build_shelf(phrases: Sequence[Sequence[str]]) -> Shelf:
    """The shelf of tokenised-and-joined phrases by entry number."""
    return Shelf(phrases, [frozenset(word for phrase in own for word in phrase.split()) for own in phrases])


def gather(model: Model, shelf: Shelf, reading: Reading) -> Floats:
    """The evidence for the best entry of a reading, in the order of NAMES."""
    chances = softmax(reading.logits)
    order = np.argsort(-chances, kind="stable")[:2]
    first, second = int(order[0]), int(order[-1])
    top, runner_up = float(chances[first]), float(chances[second])
    best, rival = _likeness(model, shelf, reading, first), _likeness(model, shelf, reading, second)
    margin = float(reading.logits[first] - reading.logits[second])
    return np.array(
        [top, log(top / max(runner_up, 1e-9)), margin, *_masses(model, reading), *best]
        + [one - other for one, other in zip(best, rival, strict=True)],
        dtype=np.float32,
    )


def _masses(model: Model, reading: Reading) -> list[float]:
    """Known and unknown idf mass, shares of it, and length."""
    mass = {True: 0.0, False: 0.0}
    for word in reading.corrected:
        mass[word in model.vocabulary] += _idf(model, word)
    total = sum(mass.values()) or 1.0
    changed = sum(typed != meant for typed, meant in zip(reading.tokens, reading.corrected, strict=True))
    unknown = [word for word in reading.corrected if word not in model.vocabulary]
    strange = sum(1 - known_share(model, word) for word in unknown)
    return [
        log1p(mass[True]),
        log1p(mass[False]),
        mass[False] / total + 0.1 * strange,
        changed / max(len(reading.tokens), 1),
        log1p(len(reading.tokens)),
    ]


def _likeness(model: Model, shelf: Shelf, reading: Reading, entry: int) -> list[float]:
    """The best likeness of the text to a phrase of the entry by each scorer, and how much of it the entry's words cover."""
    text = " ".join(reading.corrected)
    found = []
    for scorer in _SCORERS:
        best = process.extractOne(text, shelf.phrases[entry], scorer=scorer)
        found.append(best[1] / 100 if best else 0.0)
    masses = [(word in shelf.words[entry], _idf(model, word)) for word in reading.corrected]
    total = sum(mass for _, mass in masses) or 1.0
    return [*found, sum(mass for covered, mass in masses if covered) / total]


def _idf(model: Model, word: str) -> float:
    """Inverse document frequency; an unknown word counts as one that occurs nowhere."""
    at = model.space.index.get(f"w{word}")
    return float(model.space.idf[at]) if at is not None else float(model.space.idf.max())
