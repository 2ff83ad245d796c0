"""Reads the words by which personal data is told, and adds which names are public."""

from collections.abc import Iterable, Iterator
from functools import cache

from bot.domain.knowledge import Knowledge
from bot.domain.masking import Masker
from bot.domain.matching import tokenise
from bot.domain.matching.normalising import normalise
from bot.domain.naming import Naming, Phrases
from bot.texts import shipped


def masker_for(knowledge: Knowledge) -> Masker:
    """Give what hides personal data, but not the centre's own people and places: those are the base's."""
    return Masker(_naming(frozenset(_public(knowledge))))


@cache
def _naming(public: frozenset[str]) -> Naming:
    """Read `masking.yaml`; a missing section is a programmer's mistake and raises KeyError."""
    words = shipped.read_strings("masking.yaml")
    return Naming(
        first_names=_plain(words["first_names"]),
        inflected=_plain(words["first_names_inflected"]) | _inflected(_plain(words["first_names"])),
        titles=_plain(words["titles"]),
        introductions=_phrases(words["introductions"]),
        closings=_phrases(words["closings"]),
        fillers=_plain(words["fillers"]),
        streets=_plain(words["streets"]),
        dwellings=_plain(words["dwellings"]),
        units=_plain(words["units"]),
        public=public,
    )


def _plain(words: Iterable[str]) -> frozenset[str]:
    return frozenset(normalise(word) for word in words)


def _phrases(phrases: Iterable[str]) -> Phrases:
    return frozenset(tuple(normalise(phrase).split()) for phrase in phrases)


# The endings of first names in all cases, without diacritics; they take the place of a final a, e, o or y.
_ENDINGS = ("", "a", "y", "i", "ie", "e", "o", "u", "owi", "em", "iem")


def _inflected(names: Iterable[str]) -> frozenset[str]:
    stems = {name: name[:-1] if name[-1] in _VOWELS else name for name in names}
    return frozenset(names) | {stem + ending for stem in stems.values() for ending in _ENDINGS if stem + ending != stem}


# Fewer letters tell no name.
_SHORTEST = 4
_VOWELS = frozenset("aeiouy")


def _public(knowledge: Knowledge) -> Iterator[str]:
    """Give the centre's surnames and places without their last vowel, which is an ending."""
    for name in _names(knowledge):
        for word in tokenise(name):
            stem = word[:-1] if word[-1] in _VOWELS else word
            if len(stem) >= _SHORTEST:
                yield stem


def _names(knowledge: Knowledge) -> Iterator[str]:
    yield from (knowledge.centre.name, knowledge.centre.short_name, knowledge.centre.operator)
    yield from (person.name.rpartition(" ")[2] for person in knowledge.specialists.values())
    yield from (part for office in knowledge.offices.values() for part in (office.city, office.street))
    for county in knowledge.counties.values():
        yield from (county.name, county.seat, *county.municipalities)
