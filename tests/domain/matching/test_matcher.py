"""What a matcher promises to those who ask it."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.matching import Matcher, build
from bot.domain.matching.evidence import EVIDENCE

QUESTIONS = [
    ("at what hour are you open in the evening", "hours"),
    ("how do I become a member", "card"),
    ("can I keep my books for another month", "loan"),
    ("what is the penalty for an overdue film", "fine"),
    ("directions to the building by bus", "place"),
    ("which concerts are planned next month", "events"),
    ("can I print pages from a computer", "computers"),
    ("please reserve a book for me", "order"),
]


@pytest.mark.parametrize(("text", "entry"), QUESTIONS, ids=[entry for _, entry in QUESTIONS])
def test_a_question_in_new_words_finds_its_entry(matcher, text, entry):
    assert matcher.match(text)[0][0] == entry


def test_every_entry_is_ranked_best_first(matcher, phrases):
    ranked = matcher.match("opening hours")
    assert {entry for entry, _ in ranked} == {entry for entry, _ in phrases}
    assert [chance for _, chance in ranked] == sorted((chance for _, chance in ranked), reverse=True)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_gets_probabilities(matcher, text):
    chances = np.array([chance for _, chance in matcher.match(text)])
    assert ((chances >= 0) & (chances <= 1)).all()
    assert chances.sum() <= 1 + 1e-6


def test_a_phrase_itself_is_surer_than_a_stranger(matcher):
    assert matcher.match("apply for membership")[0][1] > 0.85
    assert matcher.match("zebra quixotic umbrella")[0][1] < 0.2
    assert matcher.match("")[0][1] < 0.2


def test_unknown_words_make_a_match_less_sure(matcher):
    assert matcher.match("extend the loan quixotic zebra umbrella")[0][1] < matcher.match("extend the loan")[0][1]


def test_case_diacritics_and_stuttering_change_nothing(matcher):
    assert matcher.match("ÓPENING  hooours!!!") == matcher.match("opening hours")


def test_a_phrase_more_hardly_changes_what_is_said_of_others(matcher, phrases):
    more = build([*phrases[:9], ("events", "juggling in the yard"), *phrases[9:]])
    moved = [abs(dict(more.match(text))[entry] - dict(matcher.match(text))[entry]) for text, entry in QUESTIONS]
    assert max(moved) < 0.06


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("Hwo, please?", "how, please?", id="one slip"),
        pytest.param("How, please?", "How, please?", id="none"),
        pytest.param("ohxw, please?", "ohxw, please?", id="more than one slip"),
        pytest.param("Howdo I pay", "how do I pay", id="without a space"),
        pytest.param("how can I rserve", "how can I rserve", id="of another word"),
    ],
)
def test_only_slips_of_the_words_asked_for_are_mended(matcher, typed, meant):
    assert matcher.respelt(typed, {"how", "do"}) == meant


def test_a_misspelt_question_finds_the_same_entry(matcher):
    assert matcher.match("extned the laon of my boosk")[0][0] == "loan"


def test_the_same_base_gives_the_same_matcher(phrases, matcher):
    assert build(phrases).match("lost books") == matcher.match("lost books")


def test_a_stored_matcher_answers_alike(matcher):
    file = io.BytesIO()
    np.savez(file, **matcher.to_arrays())
    file.seek(0)
    with np.load(file, allow_pickle=False) as arrays:
        restored = Matcher.from_arrays(arrays)
    for text in ("lost card", "boks", ""):
        assert restored.match(text) == matcher.match(text)
        assert restored.explain(text) == matcher.explain(text)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda arrays: arrays.pop("weights"), id="a part is missing"),
        pytest.param(lambda arrays: arrays.update(weights=arrays["weights"][:-1]), id="a part is cut"),
        pytest.param(lambda arrays: arrays.update({"entries.bytes": arrays["entries.bytes"][:-1]}), id="a text is cut"),
        pytest.param(lambda arrays: arrays.update({"entries.offsets": np.zeros(0)}), id="no offsets"),
        pytest.param(lambda arrays: arrays.update({"phrases.counts": np.array([1])}), id="phrases without an entry"),
        pytest.param(lambda arrays: arrays.update(pairs=arrays["pairs"] + 10_000), id="pairs of no feature"),
        pytest.param(lambda arrays: arrays.update({"calibration.weights": np.zeros(1)}), id="another evidence"),
    ],
)
def test_damaged_arrays_are_refused(matcher, damage):
    arrays = matcher.to_arrays()
    damage(arrays)
    with pytest.raises((KeyError, ValueError)):
        Matcher.from_arrays(arrays)


def test_nothing_to_learn_from_is_refused():
    with pytest.raises(ValueError, match="no phrases"):
        build([])


def test_a_base_of_one_phrase_knows_it_and_nothing_else():
    lone = build([("hours", "opening hours")])
    assert lone.match("opening hours")[0][1] > 0.9
    assert lone.match("zebra")[0][1] < 0.1


def test_a_base_too_small_to_calibrate_still_tells_entries_apart():
    small = build([("hours", "opening hours"), ("place", "where is the building")])
    assert small.match("hours")[0][0] == "hours"
    assert small.match("zebra")[0][1] < 0.1


def test_an_entry_without_words_is_never_sure():
    odd = build([("hours", "opening hours"), ("blank", "?!"), ("place", "where is the building")])
    assert odd.match("?!")[0][1] < 0.5


def test_an_explanation_adds_up(matcher):
    explained = matcher.explain("I lost my libary card")
    columns = zip(*(token.logits for token in explained.tokens), strict=True)
    assert [sum(column) for column in columns] == pytest.approx(explained.logits, abs=1e-4)
    logit = explained.bias + sum(share.logit for share in explained.evidence)
    assert 1 / (1 + np.exp(-logit)) == pytest.approx(explained.confidence, abs=1e-4)
    assert [share.name for share in explained.evidence] == list(EVIDENCE)


def test_an_explanation_speaks_of_the_match(matcher):
    explained = matcher.explain("I lost my libary card")
    assert explained.entries == [entry for entry, _ in matcher.match("I lost my libary card")[:3]]
    assert explained.confidence == matcher.match("I lost my libary card")[0][1]
    assert explained.tokens[3].typed == "libary"
    assert explained.tokens[3].corrected == "library"


def test_a_long_message_is_matched_part_by_part(matcher):
    found = matcher.match_segments("Hello! What time do you close today? I also lost my card and need a new one.")
    assert [(part.first, part.last) for part, _ in found] == [(0, 0), (1, 1), (2, 2), (0, 1), (1, 2), (0, 2)]
    assert found[1][1][0][0] == "hours"
    assert found[2][1][0][0] == "card"


def test_a_letter_of_the_greatest_length_is_read(matcher):
    letter = " ".join(list(matcher.model.vocabulary) * 20)[:4096]
    assert len(matcher.match(letter)) == len(matcher.entries)
