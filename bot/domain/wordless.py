"""Messages that say nothing in words: a link, a key held down, a number; the number of a helpline asks about it."""

import re
from collections.abc import Collection, Iterable

from bot.domain.matching import tokenise

_LINK = re.compile(r"(?:https?://|www\.)\S*", re.IGNORECASE)
# In the scripts that somebody here reads; a key held down is one letter when it is tokenised.
_WORD = re.compile(r"[a-z\u0400-\u04ff]{2}")
_NUMBER = re.compile(r"(?:(?:\+|\b00)48[\s-]*)?(\d(?:[\s-]?\d)*)")
# Numbers with so many digits are telephones, whatever stands around them.
_TELEPHONE = 6
# Helplines of the European Union, free ones, and those of the police, the fire service and the ambulance.
_LIKE_A_HELPLINE = re.compile(r"116\d{3}|800\d{6}|99[789]")


def without_links(text: str) -> str:
    """Give a text without what leads elsewhere."""
    return _LINK.sub(" ", text)


def has_words(text: str) -> bool:
    """Tell whether a text has a word of two different letters outside of links."""
    return any(_WORD.search(token) for token in tokenise(without_links(text)))


def digits(phones: Iterable[str]) -> frozenset[str]:
    """Give telephone numbers without what stands between their digits."""
    return frozenset(number for phone in phones for number in _numbers(phone))


def names_helpline(text: str, helplines: Collection[str]) -> bool:
    """Tell whether a text is the number of a helpline, or has one in it that is too long to be another number."""
    named = [number for number in _numbers(text) if number in helplines]
    return any(len(number) >= _TELEPHONE for number in named) or (bool(named) and not has_words(text))


def is_like_helpline(text: str) -> bool:
    """Tell whether a text has a number of the kind that helplines have."""
    return any(_LIKE_A_HELPLINE.fullmatch(number) for number in _numbers(text))


def _numbers(text: str) -> Iterable[str]:
    """Give the numbers of a text, spaces and hyphens within and the country's prefix left out."""
    return (re.sub(r"\D", "", match[1]) for match in _NUMBER.finditer(text))
