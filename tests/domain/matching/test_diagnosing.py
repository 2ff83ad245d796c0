"""What an author is told about the phrases."""

import pytest

from bot.domain.matching import build, held_out_confusions
from bot.domain.matching.diagnosing import SURELY

STRAYED = [
    ("card", "how much is the fine for a late book"),
    ("card", "pay the overdue fine for late books"),
    ("card", "the fine on a late return of books"),
]
# Phrases of one entry that are others' questions and have nothing in common.
LOST = [
    ("card", "how do I get there by train"),
    ("card", "how much is the fine for a late film"),
    ("card", "is there a reading by an author tonight"),
]
TWICE = [("events", "Where is the library?")]


@pytest.fixture(scope="module")
def diagnosis(phrases):
    said = [*phrases, *STRAYED, *TWICE]
    return held_out_confusions(said, build(said), padding=["membership", "unheard"])


def test_a_phrase_that_another_entry_would_answer_is_named(diagnosis):
    fallen = {(fall.entry, fall.phrase, fall.other) for fall in diagnosis.fallen}
    assert ("card", "the fine on a late return of books", "fine") in fallen


def test_entries_between_which_several_phrases_fall_are_confusable(diagnosis):
    assert ("card", "fine") in [pair.entries for pair in diagnosis.confusable]
    counts = [pair.phrases for pair in diagnosis.confusable]
    assert counts == sorted(counts, reverse=True)


def test_entries_between_which_phrases_fall_without_certainty_are_not(diagnosis):
    unsure = {tuple(sorted((fall.entry, fall.other))) for fall in diagnosis.fallen if fall.chance < SURELY}
    sure = {tuple(sorted((fall.entry, fall.other))) for fall in diagnosis.fallen if fall.chance >= SURELY}
    assert unsure - sure
    assert not (unsure - sure) & {pair.entries for pair in diagnosis.confusable}


def test_a_phrase_of_two_entries_is_shared(diagnosis):
    assert diagnosis.shared == [("where is the library", ["events", "place"])]


def test_a_padding_word_that_decides_is_heavy(diagnosis):
    assert [(heavy.word, heavy.entry) for heavy in diagnosis.heavy_words] == [("membership", "card")]


def test_an_entry_that_its_own_phrases_miss_is_unreached(phrases):
    said = [*((entry, phrase) for entry, phrase in phrases if entry != "card"), *LOST]
    unreached = dict(held_out_confusions(said, build(said)).unreached)
    assert unreached["card"] == 0
