"""Learns in a process of its own: `python -m bot.knowledge.refit FOLDER` with the lessons as JSON on stdin.

It leaves what it learnt in the folder, prints nothing, and gives way to everything else on the machine.
"""

import json
import os
import sys
from pathlib import Path

from bot.knowledge.lessons import Lessons, learn, read

# Added to the niceness of the process (nice(2)).
_GIVE_WAY = 10


def main() -> None:
    """Learn what the folder does not hold yet; fails if it holds it no more afterwards."""
    os.nice(_GIVE_WAY)
    folder = Path(sys.argv[1])
    given = json.load(sys.stdin)
    phrases = [(entry, phrase) for entry, phrase in given["phrases"]]
    lessons = Lessons(phrases, given["calls"], given["others"])
    learn(lessons, folder)
    if read(lessons, folder) is None:
        sys.exit(f"nothing could be kept in {folder}")


if __name__ == "__main__":
    main()
