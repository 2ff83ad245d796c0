"""Slips of the finger: one or two, near what was meant, the same every time."""

import pytest
from rapidfuzz.distance import DamerauLevenshtein

from bot.domain.matching.slips import slipped

PHRASES = [["gdzie", "jest", "biuro"], ["a"], ["12", "34"], [], ["spoldzielnia", "socjalna"]]


@pytest.mark.parametrize("tokens", PHRASES, ids=" ".join)
def test_what_is_typed_is_two_slips_away_at_most(tokens: list[str]):
    typed = [slipped(tokens, copy) for copy in range(200)]
    meant = " ".join(tokens)
    assert max(DamerauLevenshtein.distance("".join(tokens), "".join(one)) for one in typed) <= 2
    assert any(" ".join(one) != meant for one in typed) == any(sign.isalpha() for sign in meant)


def test_the_same_phrase_gets_the_same_slips():
    assert [slipped(tokens, 7) for tokens in PHRASES] == [slipped(list(tokens), 7) for tokens in reversed(PHRASES)][
        ::-1
    ]
