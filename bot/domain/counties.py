"""Which counties of the region words name: by name, seat or municipality, in any case, with a slip of the finger.

Inflection and misspelling are told by letters alone: what a Polish noun or adjective changes is its end.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.domain.knowledge import County, Knowledge
from bot.domain.lexicon import Lexicon, is_any
from bot.domain.matching import tokenise

_VOWELS = frozenset("aeiouy")
# Letters that an ending has at most: after a long beginning, after a shorter one, after the shortest, and in a name of
# several words, whose other words make sure what is meant.
_ENDINGS = ((7, 4), (5, 3), (4, 2), (0, 1))
_ENDING_AMONG_OTHERS = 4
# A beginning of so many letters may have one letter wrong, or two.
_MAY_BE_WRONG = ((10, 2), (6, 1))
# The first word of a name of several stands for all of it when its beginning is at least so long.
_SAYS_IT_ALONE = 6
# Counties whose names are remembered as `tokenise` gives them.
_REMEMBERED = 128


class _Tier(IntEnum):
    """How surely words name a county, the surest first."""

    OWN = 0
    MUNICIPALITY = 1
    SEAT = 2


@dataclass(frozen=True, slots=True)
class _Hit:
    """A county found in a text: by what, and where."""

    county: str
    tier: _Tier
    at: int
    words: int
    # Of the name; 0: only its first word was found.
    letters: int
    is_exact: bool


def named_in(question: str, knowledge: Knowledge, lexicon: Lexicon) -> str | None:
    """Give the id of the only county that a question names; None where it names none or several."""
    found = all_named_in(question, knowledge, lexicon)
    return found[0] if len(found) == 1 else None


def around(counties: Sequence[str], knowledge: Knowledge) -> Sequence[str]:
    """Give the counties with the same seat: one name of a town can mean the town, or the county around it."""
    seats = {knowledge.counties[one].seat for one in counties}
    return [one.id for one in knowledge.counties.values() if one.seat in seats]


def all_named_in(question: str, knowledge: Knowledge, lexicon: Lexicon) -> Sequence[str]:
    """Give the ids of all counties that a question may name, in the order of the base; empty: none.

    A short name may be an everyday word, too: it counts where it is written as a name, or stands behind a preposition
    or a word such as "municipality".
    """
    typed = tokenise(question)
    capitals = frozenset(tokenise(" ".join(word for word in question.split()[1:] if word[:1].isupper())))
    announced = frozenset(
        at for at, before in enumerate(typed[:-1], start=1) if is_any((before,), lexicon.typed["place_announced"])
    )
    hits = [one for one in _hits(typed, knowledge) if one.words > 1 or _is_meant(one, typed, capitals, announced)]
    return _best(hits, typed, knowledge)


def answered(words: str, knowledge: Knowledge) -> Sequence[str]:
    """Give the ids of the counties that an answer to "which county?" may name, in the order of the base."""
    typed = tokenise(words)
    return _best(list(_hits(typed, knowledge, is_answer=True)), typed, knowledge)


def _is_meant(hit: _Hit, typed: Sequence[str], capitals: frozenset[str], announced: frozenset[int]) -> bool:
    """Tell a name from an everyday word, and from a month behind the number of its day."""
    before = typed[hit.at - 1] if hit.at else ""
    if before.isdecimal():
        return False
    is_own = hit.tier is _Tier.OWN
    if not hit.is_exact:
        return is_own and hit.letters > _SAYS_IT_ALONE
    is_announced = typed[hit.at] in capitals or hit.at in announced or 0 < len(before) <= _PREPOSITION
    return is_announced or is_own or hit.letters > _SAYS_IT_ALONE


# Letters that a preposition has at most.
_PREPOSITION = 2


def _best(hits: Sequence[_Hit], typed: Sequence[str], knowledge: Knowledge) -> Sequence[str]:
    """Give the counties found most surely; "county" beside a town means the county of which it is the seat."""
    kinds = {tokenise(knowledge.counties[one.county].name)[0] for one in hits}
    spoken = {kind for kind in kinds if any(_is_form(kind, word, most=_ENDING_AMONG_OTHERS) for word in typed)}
    kept = [one for one in hits if not spoken or tokenise(knowledge.counties[one.county].name)[0] in spoken]
    exact = [one for one in kept if one.is_exact] or kept
    # A name of several words tells more than one of them does.
    longest = [one for one in exact if not any(_lies_in(one, other) for other in exact)]
    surest = min((one.tier for one in longest), default=None)
    found = {one.county for one in longest if one.tier is surest}
    return [name for name in knowledge.counties if name in found]


def _lies_in(one: _Hit, other: _Hit) -> bool:
    is_longer = (other.words, other.letters) > (one.words, one.letters) and other.tier <= one.tier
    return is_longer and other.at <= one.at and one.at + one.words <= other.at + other.words


def _hits(typed: Sequence[str], knowledge: Knowledge, *, is_answer: bool = False) -> Iterator[_Hit]:
    # No form of a name and no slip of the finger that counts changes the first letter.
    places: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(typed):
        places[word[0]].append(at)
    for county in knowledge.counties.values():
        for tier, name in _names(county):
            for at in places.get(name[0][0], ()):
                yield from _found(county.id, tier, name, typed, at, is_answer=is_answer)


@lru_cache(_REMEMBERED)
def _names(county: County) -> Sequence[tuple[_Tier, Sequence[str]]]:
    """Give a county's names; of its own only what tells it from others."""
    return (
        *((_Tier.OWN, [part]) for part in tokenise(county.name)[1:]),
        *(
            (_Tier.MUNICIPALITY if name != county.seat else _Tier.SEAT, tokenise(name))
            for name in county.municipalities
        ),
        (_Tier.SEAT, tokenise(county.seat)),
    )


def _found(
    county: str, tier: _Tier, name: Sequence[str], typed: Sequence[str], at: int, *, is_answer: bool
) -> Iterator[_Hit]:
    several, letters = len(name) > 1, len("".join(name))
    part = typed[at : at + len(name)]
    if len(part) == len(name) and all(
        _is_form(own, word, most=_ENDING_AMONG_OTHERS if several else None)
        for own, word in zip(name, part, strict=True)
    ):
        yield _Hit(county, tier, at, len(name), letters, is_exact=True)
    elif several and (is_answer or len(_beginning(name[0])) >= _SAYS_IT_ALONE) and _is_form(name[0], typed[at]):
        yield _Hit(county, tier, at, 1, 0, is_exact=not is_answer or len(typed) == 1)
    elif not several and _is_misspelt(name[0], typed[at]):
        yield _Hit(county, tier, at, 1, letters, is_exact=False)


def _beginning(name: str) -> str:
    """Give what all forms of a noun or adjective share: all but the vowel at its end."""
    return name[:-1] if name[-1] in _VOWELS else name


def _beginnings(name: str) -> Iterator[str]:
    """Give the beginnings of a name's forms: with a vowel that comes and goes, a consonant that softens."""
    plain = _beginning(name)
    yield plain
    if name == plain and len(name) > 3 and name[-2] == "e":  # noqa: PLR2004 - shorter names keep their vowel
        yield (name[:-3] if name[-3] == "i" else name[:-2]) + name[-1]
    if plain[-1] == "k":
        yield f"{plain[:-1]}c"


def _is_form(name: str, typed: str, *, most: int | None = None) -> bool:
    """Tell whether a word is a form of a name, spelt rightly; an ending has `most` letters."""
    return any(
        typed.startswith(one) and len(typed) - len(one) <= (most or _ending_after(one)) for one in _beginnings(name)
    )


def _ending_after(beginning: str) -> int:
    return next(most for length, most in _ENDINGS if len(beginning) >= length)


def _is_misspelt(name: str, typed: str) -> bool:
    """Tell whether a word is a form of a name with a letter or two wrong, missing, too many or swapped."""
    beginning = _beginning(name)
    most = next((wrong for length, wrong in _MAY_BE_WRONG if len(beginning) >= length), 0)
    if not most:
        return False
    ends = range(len(beginning) - most, len(beginning) + most + 1)
    return any(
        OSA.distance(beginning, typed[:end], score_cutoff=most) <= most and len(typed) - end <= _ending_after(beginning)
        for end in ends
        if 0 < end <= len(typed)
    )
