"""Which misspelling is read as which word."""

import pytest

from bot.domain.matching.correcting import build_corrector

WORDS = {"library": 5, "membership": 3, "loan": 2, "load": 1, "fee": 1, "pump": 1, "pomps": 1, "2016": 4}
CORRECTOR = build_corrector(WORDS, looks_further=True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("librray", "library", id="swapped neighbours are one edit"),
        pytest.param("libary", "library", id="a letter is missing"),
        pytest.param("librarry", "library", id="a letter too many"),
        pytest.param("kibrary", "library", id="a wrong letter"),
        pytest.param("libarsy", "library", id="two edits in a word that begins alike"),
        pytest.param("kibarry", None, id="two edits, the first letter among them"),
        pytest.param("lxay", None, id="two edits in a short word"),
        pytest.param("mmbershipp", "membership", id="two edits in a long word"),
        pytest.param("loap", "loan", id="of equals the more frequent"),
        pytest.param("loae", "load", id="the key beside rather than one far away"),
        pytest.param("pomp", "pump", id="written by ear, with one letter for another of the same sound"),
        pytest.param("x", None, id="too short"),
        pytest.param("fe", "fee", id="two letters are enough"),
        pytest.param("2017", None, id="a number is not a misspelling"),
        pytest.param("xylophone", None, id="nothing is near"),
    ],
)
def test_a_word_is_read_as_the_nearest_known_one(typed, meant):
    assert CORRECTOR.correct(typed) == meant


def test_to_a_few_words_what_is_two_edits_away_is_another_word():
    assert build_corrector(WORDS).correct("libarsy") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("libraryloan", ("library", "loan"), id="long halves"),
        pytest.param("feefor", ("fee", "for"), id="a short half that was met there"),
        pytest.param("forfee", (), id="a short half that was never met there"),
        pytest.param("libraryloam", (), id="one slip too many"),
        pytest.param("libary", ("library",), id="one word"),
    ],
)
def test_two_words_without_a_space_are_read_as_two(typed, meant):
    met = [("fee", "for")]
    corrector = build_corrector({**WORDS, "for": 9}, looks_further=True, is_followed=lambda *pair: pair in met)
    assert corrector.meant(typed) == meant
