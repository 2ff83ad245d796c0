"""Which language a short message is in: the script, then letters, then frequent words.

It leans towards Polish, the language of the service: names, brands, loan words and a word or two of English are not a
foreign message. The words are data (`bot/texts/ordinary.yaml`).
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.domain.matching import tokenise

Language = Literal["pl", "uk", "ru", "en"]

# A message is English if so many words are, one of them not Polish as well, and they are this share of it.
ENGLISH_WORDS = 2
ENGLISH_SHARE = 0.4
# A letter of one language only says as much as this many words or endings.
LETTER_WEIGHT = 2
# A Cyrillic text of so many letters without a Ukrainian one is Russian, if nothing else tells: every 15th would be.
UKRAINIAN_SHOWS = 18
# Fewer letters than this say nothing, unless they are a known word.
FEWEST_LETTERS = 3
# Words of which is remembered whether they are Polish.
_REMEMBERED = 8_192

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]+")


# Each made once; a word's language is remembered for the words that tell it.
@dataclass(frozen=True, slots=True, eq=False)
class LanguageWords:
    """What the languages are known by; words as `tokenise` gives them, letters and clusters in lower case."""

    # Language → letters that its neighbours do not have: uk, ru, pl.
    letters: Mapping[Language, Collection[str]]
    # Language → ends of words that its neighbours do not have, as `tokenise` gives them: uk, ru, pl.
    endings: Mapping[Language, tuple[str, ...]]
    # Language → frequent words: uk, ru, en, pl.
    words: Mapping[Language, Collection[str]]
    # English words that stand in Polish messages too.
    shared: Collection[str]
    # Letter groups of Polish, as they are typed without diacritics.
    clusters: Sequence[str]


def detect(text: str, known: LanguageWords) -> Language | None:
    """The language of a message; None if nothing tells, which is to be treated as Polish."""
    words = _WORD.findall(text.lower())
    cyrillic = [word for word in words if _CYRILLIC.fullmatch(word)]
    latin = [word for word in words if not _CYRILLIC.fullmatch(word)]
    guess = _latin(latin, known)
    if cyrillic and (guess is None or len(cyrillic) >= len(latin)):
        return _cyrillic(cyrillic, known) or guess
    return guess


def _cyrillic(words: Sequence[str], known: LanguageWords) -> Language | None:
    """Ukrainian or Russian; a short tie is Ukrainian, which more people here read."""
    length = sum(map(len, words))
    ukrainian, russian = _evidence("uk", words, known), _evidence("ru", words, known)
    if ukrainian == russian == 0 and length < FEWEST_LETTERS:
        return None
    if ukrainian == russian:
        return "ru" if length >= UKRAINIAN_SHOWS else "uk"
    return "ru" if russian > ukrainian else "uk"


def _evidence(language: Language, words: Sequence[str], known: LanguageWords) -> int:
    letters = sum(letter in known.letters[language] for word in words for letter in word)
    tokens = _tokens(words)
    endings = sum(token.endswith(known.endings[language]) for token in tokens)
    return LETTER_WEIGHT * letters + endings + _count(tokens, known.words[language])


def _latin(words: Sequence[str], known: LanguageWords) -> Language | None:
    """English or Polish; a word in both scripts is a Latin one with look-alikes in it."""
    tokens = _tokens(words)
    english = [token for token in tokens if token in known.words["en"]]
    if len(english) >= max(ENGLISH_WORDS, ENGLISH_SHARE * len(tokens)):
        polish = sum(_is_polish(word, known) for word in words)
        if sum(token not in known.shared for token in english) > polish:
            return "en"
    return "pl" if any(_is_polish(word, known) for word in words) else None


# The same words come again and again.
@lru_cache(_REMEMBERED)
def _is_polish(word: str, known: LanguageWords) -> bool:
    if any(letter in known.letters["pl"] for letter in word):
        return True
    tokens = _tokens([word])
    if _count(tokens, known.words["en"]):
        return False
    has_ending = any(token.endswith(known.endings["pl"]) for token in tokens)
    return has_ending or bool(_count(tokens, known.words["pl"])) or any(cluster in word for cluster in known.clusters)


def _tokens(words: Iterable[str]) -> list[str]:
    return [token for word in words for token in tokenise(word)]


def _count(tokens: Iterable[str], words: Collection[str]) -> int:
    return sum(token in words for token in tokens)
