"""The files that come with the program."""

import pytest

from bot.texts import shipped


@pytest.mark.parametrize("only_strings", [False, True], ids=["texts", "words"])
def test_a_key_that_stands_twice_is_refused(only_strings: bool):
    with pytest.raises(shipped.KeyTwice, match=r"^in the mapping at line 2: yes$"):
        shipped.parse('button:\n  "yes": Tak\n  no: Nie\n  "yes": Owszem', only_strings=only_strings)


def test_a_key_may_stand_in_two_sections():
    assert shipped.parse("one: {said: a}\ntwo: {said: b}") == {"one": {"said": "a"}, "two": {"said": "b"}}
