"""What a message and a refit cost: the matcher against rapidfuzz's WRatio over the same phrases, in the same run.

    python bench/matching_speed.py [--large 50000] [--messages 300]

Phrases are made up from a fixed seed: invented words by Zipf's law, some of them peculiar to an entry; messages are
phrases with words dropped, swapped and misspelt. Times are CPU time of this process. Exit code 1 if an aim is missed.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

# One thread: CPU time is compared, and small matrices gain nothing from more.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.domain.matching import Matcher, build

SEED = 2026
# Messages that are not counted.
WARM_UP = 50
ENTRIES = 400
PHRASES = 5_000
# The size of a knowledge base in use.
BASE_ENTRIES, BASE_PHRASES = 50, 3_000
WORDS, OWN_WORDS = 6_000, 12
SYLLABLES = [first + second for first in "bcdfghjklmnprstwz" for second in ("a", "e", "i", "o", "u", "y", "an", "ow")]

Phrases = list[tuple[str, str]]


def main() -> None:
    """Measure both sizes and the base in use, print the table, and tell by the exit code whether the aims hold."""
    options = _options()
    if options.serve:
        _serve(options.serve)
        return
    small, large = make_phrases(ENTRIES, PHRASES), make_phrases(ENTRIES, options.large)
    rival = _rival(small)
    ours_small, ours_large = (_p99_ms(build(phrases).match, phrases, options.messages) for phrases in (small, large))
    theirs = _p99_ms(rival, small, options.messages // 5)
    fit_s, refit_s, warm_s, memory_mb = _life(make_phrases(BASE_ENTRIES, BASE_PHRASES))
    aims = [
        (f"p99 at {PHRASES} phrases, {ENTRIES} entries, ms", ours_small, 1.0),
        (f"the same by WRatio: {theirs:.1f} ms; our share of it", ours_small / theirs, 0.1),
        (f"growth of p99 to {options.large} phrases ({ours_large:.2f} ms), times", ours_large / ours_small, 2.0),
        (f"fit and calibration of {BASE_PHRASES} phrases, {BASE_ENTRIES} entries, s", fit_s, 30.0),
        ("refit after an edit, s", refit_s, 30.0),
        ("warm start from the file, s", warm_s, 0.3),
        ("memory of a process that only serves, MB", memory_mb, 200.0),
    ]
    table = Table("figure", "measured", "at most", "")
    for name, measured, most in aims:
        table.add_row(name, f"{measured:.3g}", f"{most:g}", "holds" if measured <= most else "MISSED")
    Console().print(table)
    if any(measured > most for _, measured, most in aims):
        raise SystemExit(1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", type=int, default=50_000)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def make_phrases(entries: int, phrases: int) -> Phrases:
    """Return so many distinct invented phrases spread evenly over so many entries; the same for the same numbers."""
    random = Random(SEED)
    words = ["".join(random.choices(SYLLABLES, k=random.randint(1, 4))) for _ in range(WORDS)]
    weights = [1 / rank for rank in range(10, WORDS + 10)]
    own = [random.sample(words, OWN_WORDS) for _ in range(entries)]
    found: dict[str, int] = {}
    while len(found) < phrases:
        entry = len(found) % entries
        said = [
            *random.choices(words, weights, k=random.randint(2, 6)),
            *random.sample(own[entry], random.randint(1, 3)),
        ]
        random.shuffle(said)
        found.setdefault(" ".join(said), entry)
    return [(f"entry.{entry}", phrase) for phrase, entry in found.items()]


def _messages(phrases: Phrases, count: int) -> list[str]:
    random = Random(SEED + 1)
    return [_mistyped(phrase, random) for _, phrase in random.choices(phrases, k=count)]


def _mistyped(phrase: str, random: Random) -> str:
    words = [word for word in phrase.split() if random.random() > 0.15] or [phrase]
    at = random.randrange(len(words))
    letter = random.randrange(len(words[at]))
    words[at] = words[at][:letter] + random.choice("aeiouklmnprst") + words[at][letter + 1 :]
    random.shuffle(words)
    return " ".join(words)


def _rival(phrases: Phrases) -> Callable[[str], object]:
    texts = [phrase for _, phrase in phrases]
    return lambda text: process.extractOne(text, texts, scorer=fuzz.WRatio)


def _p99_ms(answer: Callable[[str], object], phrases: Phrases, count: int) -> float:
    """Return the CPU time in milliseconds that 99 of 100 messages stay under, after some to warm up; each is new."""
    spent = []
    for message in _messages(phrases, WARM_UP + count):
        start = time.process_time_ns()
        answer(message)
        spent.append(time.process_time_ns() - start)
    return float(np.percentile(spent[WARM_UP:], 99)) / 1e6


def _life(phrases: Phrases) -> Sequence[float]:
    """Return seconds of CPU to fit, to refit with one phrase more, to start warm; megabytes of a serving process."""
    fit_s, matcher = _timed(lambda: build(phrases))
    refit_s, _ = _timed(lambda: build([*phrases, (phrases[0][0], "something new")]))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "matcher.npz"
        np.savez(file, allow_pickle=False, **matcher.to_arrays())
        served = subprocess.run(
            [sys.executable, __file__, "--serve", str(file)], check=True, capture_output=True, text=True
        )
    warm_s, memory_mb = map(float, served.stdout.split())
    return fit_s, refit_s, warm_s, memory_mb


def _timed(work: Callable[[], Matcher]) -> tuple[float, Matcher]:
    start = time.process_time()
    matcher = work()
    return time.process_time() - start, matcher


def _serve(file: Path) -> None:
    """Load a matcher, answer every kind of message once, print seconds to load and the greatest memory in MB."""
    start = time.process_time()
    with np.load(file, allow_pickle=False) as arrays:
        matcher = Matcher.from_arrays(arrays)
    warm_s = time.process_time() - start
    for message in _messages(make_phrases(BASE_ENTRIES, BASE_PHRASES), 1000):
        matcher.match(message)
    print(warm_s, _most_memory_mb())


def _most_memory_mb() -> float:
    """Return the peak of this program's own memory; getrusage would count its parent's too (Linux: proc(5), VmHWM)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    main()
