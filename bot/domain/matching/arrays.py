"""Strings and their numbers as plain numpy arrays, so that a trained matcher can be stored without pickling."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.generic]]


def pack_strings(name: str, strings: Sequence[str]) -> Arrays:
    """Return the strings as UTF-8 bytes and the offsets where each begins, the end last."""
    encoded = [string.encode() for string in strings]
    offsets = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    return {f"{name}.bytes": np.frombuffer(b"".join(encoded), dtype=np.uint8), f"{name}.offsets": offsets}


def unpack_strings(arrays: Mapping[str, NDArray[np.generic]], name: str) -> list[str]:
    """Return what `pack_strings` packed; raises KeyError, ValueError or UnicodeDecodeError for damaged arrays."""
    content = arrays[f"{name}.bytes"].tobytes()
    offsets = arrays[f"{name}.offsets"].astype(np.int64).tolist()
    if not offsets or offsets[0] != 0 or offsets[-1] != len(content):
        raise ValueError(f"{name}: offsets do not fit the text")
    return [content[start:end].decode() for start, end in pairwise(offsets)]
