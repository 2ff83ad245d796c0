"""A message as the questions in it."""

import pytest

from bot.domain.clauses import Clause, Parsed, parse, questions, strip_padding
from bot.domain.matching import Opening, tokenise
from bot.texts.lexicon import load_lexicon


def parsed(text: str) -> Parsed:
    return parse(text, load_lexicon())


def texts(text: str) -> list[str]:
    return [" ".join(clause.tokens) for clause in parsed(text).clauses]


@pytest.mark.parametrize(
    "text",
    [
        "dzień dobry",
        "Dzień dobry!",
        "Witam, mam pytanie",
        "dzień dobry, przepraszam, mam takie pytanie…",
        "dziękuję i pozdrawiam",
        "hej hej hej",
        "Szanowni Państwo,",
    ],
)
def test_greetings_and_the_like_are_padding(text: str):
    assert parsed(text).is_padding
    assert list(parsed(text).clauses) == []


@pytest.mark.parametrize("text", ["", "…", "???", "🙂", " \n\t", "()"])
def test_a_message_without_a_word_is_nothing_at_all(text: str):
    assert parsed(text) == Parsed(clauses=[], is_padding=False, has_denial=False)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Dzień dobry, gdzie jest biuro?", ["gdzie jest biuro"]),
        ("gdzie jest biuro dziękuję z góry", ["gdzie jest biuro"]),
        ("przepraszam bardzo mam pytanie gdzie jest biuro pozdrawiam serdecznie", ["gdzie jest biuro"]),
        ("proszę o telefon", ["o telefon"]),
    ],
)
def test_padding_around_a_question_is_taken_off(text: str, kept: list[str]):
    assert texts(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("gdzie jest biuro? ile to kosztuje?", ["gdzie jest biuro", "ile to kosztuje"]),
        ("gdzie jest biuro w Koninie i jaki jest telefon", ["gdzie jest biuro w koninie", "jaki jest telefon"]),
        ("biuro w Koninie i Poznaniu", ["biuro w koninie i poznaniu"]),
        ("gdzie\nkiedy\nza ile", ["gdzie", "kiedy", "za ile"]),
    ],
)
def test_several_questions_are_told_apart(text: str, kept: list[str]):
    assert texts(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("nie chodzi mi o dotacje, tylko o szkolenie", ["tylko o szkolenie"]),
        ("nie dotacje tylko szkolenie", ["szkolenie"]),
        ("nie interesują mnie grosze. szukam doradcy", ["szukam doradcy"]),
        ("biuro w Poznaniu, a nie w Koninie", ["biuro w poznaniu"]),
    ],
)
def test_what_is_denied_is_left_out(text: str, kept: list[str]):
    found = parsed(text)
    assert found.has_denial
    assert " ".join(texts(text)).split()[-1] == kept[-1].split()[-1]
    assert len(found.clauses) == 1


@pytest.mark.parametrize("text", ["nie dotacje", "nie chodzi mi o dotacje", "nie wiem gdzie jest biuro"])
def test_a_message_of_nothing_but_a_denial_is_kept(text: str):
    assert len(parsed(text).clauses) == 1


@pytest.mark.parametrize(
    "text",
    [
        "biuro w Koninie?",
        "biuro  w  Koninie?",
        "biuro w Koninie ?",
        "gdzie biuro",
        "czy jest parking",
        "a do której czynne",
        "podaj numer",
        "proszę podać, ile kosztuje",
    ],
)
def test_a_question_is_known_by_its_mark_or_its_words(text: str):
    assert any(clause.is_question for clause in parsed(text).clauses)


@pytest.mark.parametrize("text", ["biuro w Koninie", "mieszkam w Turku", "jestem z gminy"])
def test_a_statement_is_no_question(text: str):
    assert not any(clause.is_question for clause in parsed(text).clauses)


def test_a_clause_keeps_its_words_as_typed():
    (clause,) = parsed("Dzień dobry, GDZIE jest biuro?").clauses
    assert clause == Clause(
        "GDZIE jest biuro", ("gdzie", "jest", "biuro"), is_question=True, has_mark=True, opening=Opening.COMMA
    )


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("gdzie jest biuro? ile to kosztuje?", [1, 1]),
        ("czy to, co oferujecie, jest odpłatne?", [3]),
        ("skąd mam wiedzieć, że to nie oszustwo? kto za tym stoi?", [2, 1]),
        ("jaki macie adres i kiedy jest czynne biuro", [1, 1]),
        ("w jakich godzinach pani Anna i pan Jarosław przyjmują telefony?", [2]),
        ("jaki macie adres, a kiedy jest czynne?", [1, 1]),
        ("szukam doradcy, a to pilne", [2]),
    ],
)
def test_clauses_of_one_sentence_are_one_question_unless_a_conjunction_leads_to_another(text: str, groups: list[int]):
    found = questions(parsed(text).clauses, load_lexicon())
    assert [len(group) for group in found] == groups


def test_who_tells_of_oneself_denies_nothing():
    assert texts("nie mam obywatelstwa, pomożecie?") == ["nie mam obywatelstwa", "pomozecie"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("nie pytam, co to jest sesja, tylko kiedy będzie następna", ["tylko kiedy bedzie nastepna"]),
        ("nie pytam o to, co było w Gnieźnie, lecz co planujecie", ["lecz co planujecie"]),
        ("nie pytam o sesję. kiedy szkolenie? tylko proszę dokładnie", ["kiedy szkolenie", "tylko prosze dokladnie"]),
    ],
)
def test_a_denial_reaches_to_what_is_meant_instead(text: str, kept: list[str]):
    assert texts(text) == kept


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("dzień dobry", ()),
        ("dzień dobry biuro", ("biuro",)),
        ("biuro proszę", ("biuro",)),
        ("proszę biuro proszę", ("biuro",)),
        ("", ()),
    ],
)
def test_padding_is_stripped_from_both_ends(text: str, rest: tuple[str, ...]):
    assert strip_padding(tokenise(text), load_lexicon()) == rest


@pytest.mark.parametrize("length", [1_000, 4_096])
def test_a_very_long_message_is_taken_apart_all_the_same(length: int):
    assert parsed("biuro, " * length).clauses
