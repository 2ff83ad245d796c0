"""Chance that goes with what it is thrown for: the same phrase meets the same, whatever other phrases there are.

Numbers drawn one after another would all be others after one phrase more, and with them every weight a little.
"""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Doubles = NDArray[np.float64]

_STEP = 0x9E3779B97F4A7C15
_BITS = (1 << 64) - 1


def keys(phrases: Sequence[Sequence[str]]) -> Keys:
    """Return a number for each tokenised phrase that depends on it alone."""
    return np.array([_key(tokens) for tokens in phrases], dtype=np.uint64)


def throw(numbers: Keys, salt: int) -> Doubles:
    """Return for each number a share, 0 ≤ share < 1, that looks random; another for another salt.

    The last steps of SplitMix64 (Steele, Lea and Flood 2014).
    """
    mixed = numbers + np.uint64(_STEP * (salt + 1) & _BITS)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(11)) * 2.0**-53)


def _key(tokens: Sequence[str]) -> int:
    return int.from_bytes(blake2b(" ".join(tokens).encode(), digest_size=8).digest())
