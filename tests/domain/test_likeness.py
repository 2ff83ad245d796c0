"""How a message is likened to known calls for help."""

import pytest

from bot.domain.likeness import MOST_WORDS, Likeness

CALLS = [["szary", "wilk", "stoi"], ["wilk", "idzie", "za", "mna"], ["szary", "wilk", "idzie"]]
OTHERS = [["gdzie", "jest", "biuro"], ["kto", "idzie", "na", "spotkanie"], ["biuro", "stoi", "przy", "drodze"]]


@pytest.fixture(scope="module")
def likeness() -> Likeness:
    return Likeness.learn(CALLS, OTHERS)


def test_known_messages_are_told_apart(likeness: Likeness):
    assert min(likeness.score(words) for words in CALLS) > 0
    assert max(likeness.score(words) for words in OTHERS) < 0


def test_known_words_in_an_unknown_message_add_up(likeness: Likeness):
    assert likeness.score(["mna", "wilk", "szary"]) > likeness.score(["wilk", "spotkanie"])
    assert likeness.score(["wilk", "spotkanie"]) > likeness.score(["spotkanie", "biuro"])


def test_an_inflected_word_is_like_its_other_forms(likeness: Likeness):
    assert likeness.score(["wilka"]) > likeness.score(["biura"])


def test_the_same_messages_give_the_same_scores(likeness: Likeness):
    assert Likeness.learn(CALLS, OTHERS).score(["wilk", "biuro"]) == likeness.score(["wilk", "biuro"])


def test_a_message_without_words_and_one_of_unknown_words_are_no_more_like_a_call(likeness: Likeness):
    assert likeness.score([]) == pytest.approx(likeness.score(["xyz"]), abs=0.1)


def test_what_comes_late_in_a_long_message_is_not_read(likeness: Likeness):
    beginning = ["biuro"] * MOST_WORDS
    assert likeness.score([*beginning, "wilk"]) == likeness.score(beginning)
