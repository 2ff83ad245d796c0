"""What a pattern of words matches, and what it does not."""

import pytest

from bot.domain.patterns import Finder, Occurrence, Pattern, Shape, literal, parse
from bot.domain.spelling import Spelling

CLASSES = {"want": ["chcę", "chciał*"], "live": ["żyć"], "empty": []}


def matches(source: str, text: str) -> bool:
    return bool(Finder([parse(source, CLASSES)]).find(text).occurrences)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("nie <want> <live>", "Nie chcę już dłużej żyć", id="words between"),
        pytest.param("nie <want> <live>", "NIE CHCIALABYM ZYC", id="case, diacritics and a stem"),
        pytest.param("nie <want> <live>", "nie chcę\nżyć", id="a line end"),
        pytest.param("nie|bez <live>", "bez żyć", id="one of a choice"),
        pytest.param("nie+ma sensu", "nie ma żadnego sensu", id="next to each other"),
        pytest.param("nie .. sensu", "nie ma w tym wszystkim już żadnego sensu", id="far apart"),
        pytest.param("~ mnie bije mąż", "mąż mnie bije", id="any order"),
        pytest.param("nie daję rady $", "Nie daję już rady. Serio.", id="the end of a sentence"),
        pytest.param("popełnię samobójstwo", "popelnie samobujstwo", id="one wrong letter"),
        pytest.param("popełnię samobójstwo", "popełnię smaobójstwo", id="two letters swapped"),
    ],
)
def test_a_pattern_matches(source: str, text: str):
    assert matches(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("nie <want> <live>", "żyć nie chcę", id="another order"),
        pytest.param("nie <want> <live>", "nie chcę tak po prostu tylko żyć", id="too far apart"),
        pytest.param("nie <want> <live>", "nie. Chcę coś. O tym żyć", id="sentences between"),
        pytest.param("nie+ma sensu", "nie zawsze ma sensu", id="not next to each other"),
        pytest.param("~ mnie bije mnie", "mnie bije", id="one word for two places"),
        pytest.param("nie daję rady $", "nie daję rady z tym formularzem", id="not the end"),
        pytest.param("zabije", "zabija", id="another last letter"),
        pytest.param("zabije", "dabije", id="another first letter"),
    ],
)
def test_a_pattern_does_not_match(source: str, text: str):
    assert not matches(source, text)


def test_an_ordinary_word_is_never_a_misspelt_one():
    patterns = [parse("zabije", CLASSES)]
    assert Finder(patterns).find("zabjie").occurrences
    assert not Finder(patterns, ordinary={"zabjie"}).find("zabjie").occurrences


def test_a_prefix_may_be_typed_together_with_the_next_word():
    assert Finder([parse("nie <want> żyć", CLASSES)], prefixes=["nie"]).find("niechcę żyć").occurrences


def test_several_words_may_be_typed_together():
    finder = Finder([parse("nie mam siły", CLASSES)], prefixes=["nie", "mam"])
    assert finder.find("niemamsiły").words == ["nie", "mam", "sily"]


def test_a_word_too_short_to_be_corrected_has_its_slips():
    finder = Finder([parse("nie <want> żyć", CLASSES)], slips={"nei": "nie", "zcy": "zyc"})
    assert finder.find("nei chcę zcy").occurrences


def test_an_occurrence_says_which_words():
    found = Finder([parse("nie żyć", CLASSES)]).find("Ja już nie chcę żyć")
    assert found.occurrences == [Occurrence(0, 2, 4)]
    assert found.excerpt(found.occurrences[0]) == "nie chce zyc"


@pytest.mark.parametrize("source", ["<unknown>", "nie <empty>", "", "nie+|tak"])
def test_a_faulty_pattern_is_refused(source: str):
    with pytest.raises(ValueError, match=r"class|word"):
        parse(source, CLASSES)


def test_a_phrase_is_a_pattern_of_its_words():
    assert literal("Nie chcę!", 1) == Pattern("Nie chcę!", (frozenset({"nie"}), frozenset({"chce"})), Shape((1, 1)))
    assert literal("?!", 1) is None


def test_short_words_are_taken_as_typed():
    spelling = Spelling([frozenset({"sie"}), frozenset({"zab*"})], ())
    assert not spelling.pieces("sje")
    assert not spelling.pieces("zdbije")
