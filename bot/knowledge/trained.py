"""Arrays that training made, on disk, so that a start need not wait for it.

A file of numbers and bytes, nothing executable, that is kept for exactly what its key names; anything else in its place
is made anew.
"""

import os
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[np.generic]]

_KEY = "key"
_PREFIX = "array."


def read_arrays(key: str, file: Path) -> Arrays | None:
    """The arrays in a file; None if they are of another key, damaged or not there."""
    try:
        # Opened here: numpy leaves a damaged file open.
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
            if str(stored[_KEY]) != key:
                return None
            return {name.removeprefix(_PREFIX): stored[name] for name in stored.files if name != _KEY}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None


def write_arrays(key: str, arrays: Arrays, file: Path) -> None:
    """Keep arrays; a reader finds the old file or the new one, never a part. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    named = {f"{_PREFIX}{name}": array for name, array in arrays.items()}
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as opened:
            np.savez(opened, allow_pickle=False, **{_KEY: np.array(key)}, **named)
            opened.flush()
            os.fsync(opened.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
