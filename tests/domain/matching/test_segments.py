"""Where one question ends and the next begins."""

import pytest

from bot.domain.matching import split
from bot.domain.matching.segments import MOST_CLAUSES

CASES = [
    pytest.param("one question", ["one question"], id="one"),
    pytest.param("Open today? And where?", ["Open today", "And where"], id="question marks"),
    pytest.param("first line\nsecond line\r\n\nthird", ["first line", "second line", "third"], id="lines"),
    pytest.param("at 8:30, by bus 2.5 km: fine", ["at 8:30", "by bus 2.5 km", "fine"], id="numbers stay whole"),
    pytest.param("mail to a.b@example.org please", ["mail to a.b@example.org please"], id="an address stays whole"),
    pytest.param("come soon - I wait", ["come soon", "I wait"], id="a dash"),
    pytest.param("see-through paper", ["see-through paper"], id="a hyphen"),
    pytest.param("?! … 😀", ["?! … 😀"], id="nothing to read"),
    pytest.param("", [""], id="empty"),
    pytest.param("is it open and where is it", ["is it open", "where is it"], id="a conjunction"),
    pytest.param("bread and butter", ["bread and butter"], id="a conjunction between single words"),
    pytest.param("is it open AND where is it", ["is it open", "where is it"], id="a conjunction in capitals"),
]


@pytest.mark.parametrize(("text", "clauses"), CASES)
def test_a_message_is_cut_into_clauses(text, clauses):
    assert [clause.text for clause in split(text, {"and"}).clauses] == clauses


def test_without_conjunctions_only_punctuation_cuts():
    assert len(split("is it open and where is it").clauses) == 1


def test_neighbours_are_joined_from_three_clauses_on():
    assert split("a b. c d").pairs == []
    assert [(pair.first, pair.last, pair.text) for pair in split("a b. c d. e f").pairs] == [
        (0, 1, "a b, c d"),
        (1, 2, "c d, e f"),
    ]


def test_the_whole_is_the_message_itself():
    whole = split("a b. c d. e f").whole
    assert (whole.text, whole.first, whole.last) == ("a b. c d. e f", 0, 2)


def test_the_number_of_clauses_is_bounded():
    assert len(split("word. " * 1000).clauses) == MOST_CLAUSES
