"""What phrases are made of."""

import pytest

from bot.domain.matching.features import features, learn_space, pairs, units


def test_the_pairs_are_neighbours_first_and_then_those_around_one_token():
    assert pairs(["social", "economy", "centre"]) == ["soci econ", "econ cent", "soci_cent"]


@pytest.mark.parametrize("count", range(5), ids=lambda count: f"{count} tokens")
def test_n_tokens_have_n_units_and_the_pairs_between_them(count):
    tokens = [f"token{at}" for at in range(count)]
    assert len(units(tokens)) == count + max(count - 1, 0) + max(count - 2, 0)


def test_ngrams_know_where_a_word_begins_and_ends():
    names = dict(features("card"))
    assert {"g c", "gd ", "gcard", "g car", "wcard", "pcard"} <= names.keys()


def test_a_pair_is_one_feature():
    assert len(features("soci econ")) == len(features("soci_econ")) == 1


def test_a_rare_word_weighs_more_than_a_frequent_one():
    space = learn_space([["the", "card"], ["the", "loan"], ["the", "fine"]])
    assert space.unseen_idf > space.word_idf("card") > space.word_idf("the") == pytest.approx(1.0)


def test_an_unknown_unit_has_no_features():
    indices, values = learn_space([["card"]]).vector("zzz")
    assert len(indices) == len(values) == 0
