"""Organisations whose names resemble one another: shown to staff, who know whether they are one; never merged."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.domain.matching import tokenise
from bot.domain.sessions.registrations import Registration

# Likeness of two names, their words in any order; of a word to one of another name (rapidfuzz ratio, 0…100).
_NAMES_ALIKE, _WORDS_ALIKE = 80, 75
# A lone word this short is a kind or an abbreviation, which many names have.
_SHORTEST_ALONE = 6


def similar(one: Registration, others: Sequence[Registration]) -> Sequence[Registration]:
    """Give the other registrations that take or await seats whose organisation has a name like this one's."""
    found = [other for other in others if other.number != one.number and other.is_active]
    return [other for other in found if are_alike(one.organisation, other.organisation)]


def are_alike(one: str, other: str) -> bool:
    """Tell whether two names may be one organisation's; another number makes another organisation."""
    shorter, longer = sorted((tokenise(one), tokenise(other)), key=len)
    if {word for word in shorter if word.isdecimal()} != {word for word in longer if word.isdecimal()}:
        return False
    if fuzz.ratio(" ".join(sorted(shorter)), " ".join(sorted(longer))) >= _NAMES_ALIKE:
        return True
    is_telling = len(shorter) > 1 or len("".join(shorter)) >= _SHORTEST_ALONE
    return is_telling and all(max(fuzz.ratio(word, other) for other in longer) >= _WORDS_ALIKE for word in shorter)
