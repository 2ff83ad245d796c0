"""Ten thousand generated interleavings of what happens at a desk: one mark and one outcome for every staff message.

Citizens write, change, close and erase; staff claim, reply, undo, pass on, close and are away; topics are deleted,
closed and renamed, the group becomes a supergroup, time passes; and each send goes well, fails or is accepted without
being recorded. What must hold stands in `tests/interleaving/rules.py`; this prints how much was tried. The first
interleaving that breaks a rule ends the run, made as short as it can be.
"""

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from bench.rig import base, folder, quick_was_asked, table
from bot.log import configure_logging
from bot.store.database import open_engine
from bot.store.schema import migrate
from tests.interleaving.machine import interleavings

INTERLEAVINGS, QUICK_INTERLEAVINGS = 10_000, 100
STEPS = 30


def main() -> None:
    """Walk them and print."""
    configure_logging("critical")
    count = QUICK_INTERLEAVINGS if quick_was_asked(sys.argv[1:], __doc__) else INTERLEAVINGS
    started, counted = time.monotonic(), Counter[str]()
    with folder() as made:
        url = f"sqlite:///{made}/bot.sqlite3"
        migrate(url)
        engine = open_engine(url)
        machine = interleavings(base().knowledge, engine, counted)
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=count,
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
        engine.dispose()
    report(counted, time.monotonic() - started)


def report(counted: Counter[str], seconds: float) -> None:
    """Print how much was tried, and how often a staff message ended in which way."""
    rows = [
        ("interleavings", counted["interleavings"]),
        ("updates", counted["updates"]),
        ("sends", counted["sends"]),
        ("citizens' later messages, none lost", counted["lines"]),
        ("staff messages with one mark and one outcome", counted["replies"]),
        *((f"  {mark}", counted[mark]) for mark in ("👌", "✍", "Nie dostarczono")),
        ("of a group that is another now, with one outcome", counted["moved"]),
        ("seconds", f"{seconds:.0f}"),
    ]
    table("One mark and one outcome", rows)


if __name__ == "__main__":
    main()
