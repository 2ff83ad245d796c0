"""One mark and one outcome for every staff message, whatever happens in whatever order.

`bench/interleavings.py` walks ten thousand of them.
"""

from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.knowledge.loading import Loaded
from bot.store.database import open_engine
from tests.interleaving.machine import interleavings

SOME = settings(max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))


def test_every_staff_message_has_one_mark_and_one_outcome(base: Loaded, empty_store: Path):
    engine, counted = open_engine(f"sqlite:///{empty_store}"), Counter[str]()
    run_state_machine_as_test(interleavings(base.knowledge, engine, counted), settings=SOME)
    engine.dispose()
    assert counted["replies"]
