"""The likeness to calls for help on disk, beside the matcher: learning it takes seconds."""

import hashlib
import inspect
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from bot.domain import likeness
from bot.domain.likeness import Likeness
from bot.domain.matching import tokenise
from bot.knowledge.index import code_digest
from bot.knowledge.trained import read_arrays, write_arrays

_WEIGHTS = "weights"


def fitted_likeness(calls: Sequence[str], others: Sequence[str], cache_file: Path) -> Likeness:
    """The likeness to the calls, from the file if it fits, else learnt here and written there.

    A file that cannot be written is passed over.
    """
    kept = read(calls, others, cache_file)
    if kept is not None:
        return kept
    learnt = Likeness.learn(*([tokenise(message) for message in messages] for messages in (calls, others)))
    with suppress(OSError):
        write_arrays(_key(calls, others), {_WEIGHTS: learnt.weights.astype(np.float32)}, cache_file)
    return learnt


def read(calls: Sequence[str], others: Sequence[str], cache_file: Path) -> Likeness | None:
    """The likeness in the file; None if it is of other messages or other code, damaged or not there."""
    kept = read_arrays(_key(calls, others), cache_file)
    return Likeness(kept[_WEIGHTS].astype(np.float64)) if kept is not None and _WEIGHTS in kept else None


def _key(calls: Sequence[str], others: Sequence[str]) -> str:
    """Names what a likeness was made of: the messages, and the source of the code that takes them apart and learns."""
    content = json.dumps([list(calls), list(others)], ensure_ascii=False)
    return hashlib.sha256(f"{code_digest()}\n{inspect.getsource(likeness)}\n{content}".encode()).hexdigest()
