"""From tokens to logits."""

import numpy as np
import pytest

from bot.domain.matching import tokenise
from bot.domain.matching.softmax import softmax


@pytest.mark.parametrize("text", ["", "card", "lost card", "I lost my libary card on sunday evening"])
def test_the_shares_of_the_tokens_add_up_to_the_logits(matcher, text):
    reading = matcher.model.read(tokenise(text))
    assert reading.shares.shape == (len(reading.tokens), len(matcher.entries))
    assert reading.shares.sum(axis=0) == pytest.approx(reading.logits, abs=1e-5)


def test_an_unknown_word_is_corrected_and_still_shown_as_typed(matcher):
    reading = matcher.model.read(["lbrary", "fims"])
    assert (reading.tokens, reading.corrected) == (["lbrary", "fims"], ["library", "films"])


@pytest.mark.parametrize(("typed", "meant", "doubt"), [("fims", "films", 0.5), ("lbrary", "library", 1 / 3)])
def test_the_longer_a_misspelt_word_the_more_its_correction_counts(matcher, typed, meant, doubt):
    model = matcher.model
    mixed = model.read([typed])
    (one, one_square), (other, other_square) = model._projection(typed), model._projection(meant)
    length = (doubt * one_square + (1 - doubt) * other_square) ** 0.5
    assert mixed.logits == pytest.approx((doubt * one + (1 - doubt) * other) / length, abs=1e-4)


def test_a_known_word_is_never_corrected(matcher):
    assert all(matcher.model.read([word]).corrected == [word] for word in matcher.model.vocabulary)


def test_what_was_read_before_changes_nothing(matcher):
    tokens = tokenise("how long may I keep a film")
    first = matcher.model.read(tokens).logits
    matcher.model.read(tokenise("pay my overdue fees"))
    assert np.array_equal(matcher.model.read(tokens).logits, first)


def test_softmax_survives_large_logits():
    assert softmax(np.array([1000.0, 0.0], dtype=np.float32)) == pytest.approx([1.0, 0.0])
