"""An answer beside the thread is told from talk among staff: how often, on labelled messages of both sorts."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.domain.desk import swipes
from bot.domain.enquiries import State
from bot.knowledge.loading import Loaded
from tests.desks import JAN, enquiry, staffed
from tests.worlds import NOW

LABELLED: Sequence[Mapping[str, Any]] = yaml.safe_load(Path(__file__).with_name("beside.yaml").read_text("utf-8"))
SEEN = [one for one in LABELLED if not one.get("apart")]
APART = [one for one in LABELLED if one.get("apart")]
LONG_AGO, JUST_NOW = timedelta(minutes=40), timedelta(minutes=3)


def share_asked_about(cases: Sequence[Mapping[str, Any]], sort: str, taken: timedelta, base: Loaded) -> float:
    """How many of the messages of a sort are asked about, where their writer took the enquiry so long ago."""
    asked = [
        swipes.reads_like_answer(text, about, staffed(base.knowledge, about, actor=JAN))
        for case in cases
        for about in [enquiry(State.TAKEN, question=case["question"], owned_since=NOW - taken)]
        for text in case[sort]
    ]
    return sum(asked) / len(asked)


@pytest.mark.parametrize(("taken", "fewest"), [(LONG_AGO, 0.9), (JUST_NOW, 0.96)], ids=["long ago", "just now"])
def test_most_answers_are_noticed(taken: timedelta, fewest: float, base: Loaded):
    assert share_asked_about(SEEN, "answers", taken, base) >= fewest


@pytest.mark.parametrize(("taken", "most"), [(LONG_AGO, 0.02), (JUST_NOW, 0.06)], ids=["long ago", "just now"])
def test_talk_among_staff_is_hardly_ever_asked_about(taken: timedelta, most: float, base: Loaded):
    assert share_asked_about(SEEN, "talk", taken, base) <= most


def test_half_of_the_answers_that_nobody_has_seen_are_noticed_and_one_in_eight_of_such_talk(base: Loaded):
    assert share_asked_about(APART, "answers", LONG_AGO, base) >= 0.5
    assert share_asked_about(APART, "talk", LONG_AGO, base) <= 0.125


@pytest.mark.parametrize(
    ("text", "is_answer"),
    [
        ("Pani Anno, proszę zadzwonić", True),
        ("Prosze zadzwonic jutro", True),
        ("Jan, proszę zadzwonić do sekretariatu", False),
        ("// proszę zadzwonić jutro", False),
        ("@jan proszę zadzwonić jutro", False),
        ("ta pani prosi, żeby zadzwonić", False),
        ("dzień dobry", False),
    ],
)
def test_a_message_beside_the_thread_is_weighed(text: str, is_answer: bool, base: Loaded):
    about = enquiry(State.TAKEN)
    assert swipes.reads_like_answer(text, about, staffed(base.knowledge, about, actor=JAN)) is is_answer
