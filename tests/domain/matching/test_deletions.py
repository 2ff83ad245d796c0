"""Words near a word: exactly those that share what one deletion or none leaves of either."""

from collections.abc import Set as AbstractSet

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.matching.deletions import Deletions

words = st.lists(st.text("abcż", min_size=0, max_size=6), max_size=40)


def left(word: str) -> AbstractSet[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


@given(words, st.text("abcż", max_size=6))
def test_near_words_share_what_one_deletion_or_none_leaves(listed: list[str], word: str):
    near = {number for number, other in enumerate(listed) if left(word) & left(other)}
    assert Deletions.of(listed).near(word) == near


def test_a_word_longer_than_any_is_known_by_its_beginning():
    assert Deletions.of(["a" * 100, "b"]).near("a" * 200) == {0}
