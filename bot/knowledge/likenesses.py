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
from bot.knowledge.trained import read_arrays, write_arrays

Messages = Sequence[Sequence[str]]

_WEIGHTS = "weights"


def fitted_likeness(calls: Messages, others: Messages, cache_file: Path) -> Likeness:
    """The likeness to the calls, from the file if it fits, else learnt here and written there.

    A file that cannot be written is passed over.
    """
    named = _key(calls, others)
    kept = read_arrays(named, cache_file)
    if kept is not None and _WEIGHTS in kept:
        return Likeness(kept[_WEIGHTS].astype(np.float64))
    learnt = Likeness.learn(calls, others)
    with suppress(OSError):
        write_arrays(named, {_WEIGHTS: learnt.weights.astype(np.float32)}, cache_file)
    return learnt


def _key(calls: Messages, others: Messages) -> str:
    source = inspect.getsource(likeness)
    content = json.dumps([[list(words) for words in messages] for messages in (calls, others)], ensure_ascii=False)
    return hashlib.sha256(f"{np.__version__}\n{source}\n{content}".encode()).hexdigest()
