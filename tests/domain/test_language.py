"""Which language a short message is in."""

import pytest

from bot.domain.language import detect
from bot.knowledge.loading import Loaded
from bot.texts.ordinary import load_ordinary

ORDINARY = load_ordinary()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("gdzie jest biuro w Koninie", "pl"),
        ("Dziękuję bardzo", "pl"),
        ("Підкажіть адресу офісу в Коніні", "uk"),
        ("дякую вам велике", "uk"),
        ("де WOES Konin?", "uk"),
        ("где находится ваш офис в Познани", "ru"),
        ("спасибо", "ru"),
        ("Прывітанне, дзе ваш офіс", "uk"),
        ("Where is your office?", "en"),
        ("Is there wheelchair access in the Poznań office?", "en"),
        ("help me please", "en"),
    ],
)
def test_a_language_is_recognised(text: str, language: str):
    assert detect(text, ORDINARY.language) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "112",
        "😀",
        "ok",
        "hello",
        "Hi",
        "thanks",
        "WTZ",
        "Anna Giżycka",
        "Jaroslaw Wypyszynski",
        "crowdfunding",
        "social business",
        "Fundacja The Future",
        "czy macie newsletter",
        "link do sesji please",
        "gdzie meeting w Koninie",
        "no to co, on i ja",
        "Ja chce zapytac jaka pomoc",
        "dоtаcja",
        "Proszę o kontakt, Олена",
    ],
)
def test_polish_names_and_loan_words_are_not_foreign(text: str):
    assert detect(text, ORDINARY.language) in {"pl", None}


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_ordinary_messages_are_told_apart(language: str):
    messages = ORDINARY.phrases[language]
    right = [message for message in messages if detect(message, ORDINARY.language) == language]
    assert len(right) >= len(messages) * 0.95, set(messages) - set(right)


def test_no_polish_question_is_foreign(base: Loaded):
    questions = [phrase for entry in base.knowledge.entries.values() for phrase in entry.phrases["pl"]]
    typed = [*questions, *(question.translate(str.maketrans("ąćęłńóśźż", "acelnoszz")) for question in questions)]
    assert [question for question in typed if detect(question, ORDINARY.language) not in {"pl", None}] == []
