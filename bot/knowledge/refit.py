"""Trains the matcher in a process of its own: `python -m bot.knowledge.refit CACHE` with the phrases on stdin.

Reads a JSON list of [entry id, phrase], writes the cache file, prints nothing. It gives way to everything else on the
machine.
"""

import json
import os
import sys
from pathlib import Path

from bot.domain.matching import build
from bot.knowledge.index import read, write

# Added to the niceness of the process (nice(2)).
_GIVE_WAY = 10


def main() -> None:
    """Train and write, unless the file already fits; raises OSError if it cannot be written."""
    os.nice(_GIVE_WAY)
    cache_file = Path(sys.argv[1])
    phrases = [(entry, phrase) for entry, phrase in json.load(sys.stdin)]
    if read(phrases, cache_file) is None:
        write(phrases, build(phrases), cache_file)


if __name__ == "__main__":
    main()
