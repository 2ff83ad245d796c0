"""What says nothing in words, and which numbers are those of helplines."""

import pytest

from bot.domain.wordless import digits, has_words, is_like_helpline, names_helpline

HELPLINES = digits(["112", "800 70 2222", "116 123", "116 111", "800 120 002"])


@pytest.mark.parametrize(
    "text",
    ["a" * 4096, "x x x", "Ł", "601 602 603", "https://example.org/gdzie/jest?biuro=1", "www.example.org", "?!", ""],
)
def test_a_key_held_down_a_number_and_a_link_are_no_words(text: str):
    assert not has_words(text)


@pytest.mark.parametrize("text", ["no", "bb biuro", "патронат", "biuro https://example.org", "https biuro"])
def test_two_letters_are_a_word(text: str):
    assert has_words(text)


@pytest.mark.parametrize(
    "text",
    ["112", "112?", "116 111", "116111", "116-123", "+48 116 111", "0048 800702222", "800 70 2222.", "co to 116 111?"],
)
def test_the_number_of_a_helpline_is_known(text: str):
    assert names_helpline(text, HELPLINES)


@pytest.mark.parametrize("text", ["", "mamy 112 osób", "ul. Wrzosowa 112", "116 112", "601 116 111", "1161112", "48"])
def test_another_number_is_no_helpline(text: str):
    assert not names_helpline(text, HELPLINES)


def test_a_number_like_that_of_a_helpline_is_told_from_others():
    numbers = ["116 000", "999", "800 123 456", "1500", "601 602 603"]
    assert [number for number in numbers if is_like_helpline(number)] == numbers[:3]
