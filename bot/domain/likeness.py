"""How much a message is like calls for help that are known, and unlike messages of people in no danger.

A second look beside the patterns: it knows no sentence, but which words and pairs of words the two kinds are made of,
so that an unheard-of wording of known words adds up. What a score means does not belong here.

Logistic regression on hashed features (Weinberger et al. 2009), fitted by Newton's method, each step solved by
conjugate gradients (Lin, Weng and Keerthi 2008).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

# Places for the weights; two features that share one hurt each other little.
PLACES = 1 << 17
# Weights of what a message is made of: words, their beginnings, their letter groups, pairs of words near each other.
WORD, LONG_BEGINNING, SHORT_BEGINNING, LETTERS, PAIR = 1.0, 1.0, 0.7, 0.7, 0.6
# Letters of a beginning and of a group.
LONG, SHORT, GROUP = 4, 3, 4
# A known call counts for so many other messages, because there are fewer; how freely the weights may grow. Chosen on
# questions of authors who had seen no phrase; half or double changes the figures by a point.
IMPORTANCE = 3.0
FREEDOM = 100.0
# A feature of one message in e to this power weighs one; of one in more messages, more.
COMMON = 5.0
# More steps change nothing but the time.
NEWTON_STEPS = 6
GRADIENT_STEPS = 12
# Smaller than this, what is left of a gradient is nothing.
NOTHING = 1e-12
# Chances are not computed beyond this logit.
MOST_LOGIT = 30.0
# A longer message is read to here.
MOST_WORDS = 120
# Words whose features are remembered, because the same ones come again and again; about 10 MB.
_REMEMBERED = 1 << 14

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Weights by place; the last counts for every message alike."""

    weights: Floats

    @classmethod
    def learn(cls, calls: Sequence[Sequence[str]], others: Sequence[Sequence[str]]) -> "Likeness":
        """The likeness to tokenised calls rather than others; deterministic. Takes seconds for thousands.

        Messages of a single word teach nothing. Where one kind is missing, nothing is like a call.
        """
        calls, others = ([words for words in messages if len(words) > 1] for messages in (calls, others))
        if not calls or not others:
            return cls(np.append(np.zeros(PLACES), -np.inf))
        table = _Table.of([*calls, *others])
        rarity = table.rarity()
        wanted = np.repeat([1.0, 0.0], [len(calls), len(others)])
        fitted = _fitted(table.weighed(rarity), wanted, np.where(wanted > 0, IMPORTANCE, 1.0))
        return cls(fitted * rarity)

    def score(self, words: Sequence[str]) -> float:
        """The logit of being a call: above zero it is more like one."""
        places, values = _row(words)
        return float(values @ self.weights[places] + self.weights[PLACES])


@dataclass(frozen=True, slots=True)
class _Table:
    """Messages × places, as the entries that are not zero."""

    rows: Places
    places: Places
    values: Floats
    height: int

    @classmethod
    def of(cls, messages: Sequence[Sequence[str]]) -> "_Table":
        found = [_row(words) for words in messages]
        rows = np.repeat(np.arange(len(found)), [len(places) + 1 for places, _ in found])
        places = np.concatenate([np.append(own, PLACES) for own, _ in found])
        values = np.concatenate([np.append(own, 1.0) for _, own in found])
        return cls(rows, places, values, len(found))

    def rarity(self) -> Floats:
        """For each place how much its value tells: little, if most messages have it (Spärck Jones 1972)."""
        uses = np.bincount(self.places, minlength=PLACES + 1)
        found = np.log(self.height / np.maximum(uses, 1)) / COMMON
        found[PLACES] = 1.0
        return found

    def weighed(self, rarity: Floats) -> "_Table":
        """The same messages with each value as its place has it."""
        return replace(self, values=self.values * rarity[self.places])

    def times(self, weights: Floats) -> Floats:
        """For each message the sum of its values times the weights."""
        return np.bincount(self.rows, self.values * weights[self.places], self.height).astype(np.float64)

    def back(self, slopes: Floats) -> Floats:
        """For each place the sum of its values times the slopes of their messages."""
        return np.bincount(self.places, self.values * slopes[self.rows], PLACES + 1).astype(np.float64)


def _fitted(table: _Table, wanted: Floats, importance: Floats) -> Floats:
    """The weights that tell best what is wanted, for each message 1 or 0."""
    weights = np.zeros(PLACES + 1)
    for _ in range(NEWTON_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(table.times(weights), -MOST_LOGIT, MOST_LOGIT)))
        gradient = table.back(importance * (chances - wanted)) + weights / FREEDOM
        weights -= _solved(_curvature(table, importance * chances * (1 - chances)), gradient)
    return weights


def _curvature(table: _Table, bends: Floats) -> Callable[[Floats], Floats]:
    return lambda way: table.back(bends * table.times(way)) + way / FREEDOM


def _solved(curvature: Callable[[Floats], Floats], target: Floats) -> Floats:
    """About where the curvature gives the target."""
    found, rest = np.zeros_like(target), target.copy()
    way, square = rest.copy(), float(rest @ rest)
    for _ in range(GRADIENT_STEPS):
        if square < NOTHING:
            break
        bent = curvature(way)
        length = square / float(way @ bent)
        found += length * way
        rest -= length * bent
        before, square = square, float(rest @ rest)
        way = rest + square / before * way
    return found


def _row(words: Sequence[str]) -> tuple[Places, Floats]:
    """The places and values of a message, of length one together."""
    found = _features(words[:MOST_WORDS])
    values = np.fromiter(found.values(), dtype=np.float64, count=len(found))
    places = np.fromiter(found, dtype=np.intp, count=len(found))
    return places, values / (float(values @ values) ** 0.5 or 1.0)


def _features(words: Sequence[str]) -> Mapping[int, float]:
    found: dict[int, float] = {}
    for word in words:
        found.update(_features_of(word))
    seconds = [word[:LONG].encode() for word in words]
    firsts = [crc32(second + b" ") for second in seconds]
    for first, second in (*zip(firsts, seconds[1:], strict=False), *zip(firsts, seconds[2:], strict=False)):
        found[crc32(second, first) % PLACES] = PAIR
    return found


@lru_cache(_REMEMBERED)
def _features_of(word: str) -> Mapping[int, float]:
    padded = f" {word} "
    return {
        _place(f"w{word}"): WORD,
        _place(f"l{word[:LONG]}"): LONG_BEGINNING,
        _place(f"s{word[:SHORT]}"): SHORT_BEGINNING,
        **{_place(f"g{padded[at : at + GROUP]}"): LETTERS for at in range(len(padded) - GROUP + 1)},
    }


def _place(name: str) -> int:
    return crc32(name.encode()) % PLACES
