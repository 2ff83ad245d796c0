"""How people name themselves and where they live: first names, titles, introductions, streets, as words announce them.

The words are data (`bot/texts/masking.yaml`), compared without case and diacritics; what is done with what is found
does not belong here.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from bot.domain.matching.normalising import normalise

Phrases = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, and how it compares."""

    start: int
    end: int
    # Without case and diacritics.
    plain: str
    is_capital: bool
    # Nothing but blanks, or the full stop of an abbreviation, lies between the word before and this one.
    is_next: bool


@dataclass(frozen=True, slots=True)
class Naming:
    """Words that announce names and addresses."""

    # Nominatives, and every form.
    first_names: Collection[str] = frozenset()
    inflected: Collection[str] = frozenset()
    # Said before a surname, in all cases.
    titles: Collection[str] = frozenset()
    # Said before one's own name, and before it at the end of a letter.
    introductions: Phrases = frozenset()
    closings: Phrases = frozenset()
    # Never part of a name, though they may follow an introduction.
    fillers: Collection[str] = frozenset()
    # Said before a street, and by somebody who tells where they live.
    streets: Collection[str] = frozenset()
    dwellings: Collection[str] = frozenset()
    # What numbers count: money, years, people.
    units: Collection[str] = frozenset()
    # The base's own people and places, as their first letters.
    public: Collection[str] = frozenset()

    def names(self, text: str) -> Iterator[tuple[int, int]]:
        """Give where names of people stand; some may overlap."""
        words = _words(text)
        for at in range(len(words)):
            for first, last in (self._first_name(words, at), self._titled(words, at), self._introduced(words, at)):
                if first < last:
                    yield words[first].start, words[last - 1].end
        yield from self._signature(words)

    def addresses(self, text: str) -> Iterator[tuple[int, int]]:
        """Give where streets with their numbers stand."""
        words = _words(text)
        for at, word in enumerate(words):
            if word.plain in self.streets:
                yield from self._street(text, words[at + 1 :])
            elif word.plain in self.dwellings:
                yield from self._dwelling(text, words[at + 1 : at + 1 + _NEAR])
            elif word.is_capital and (flat := _FLAT.match(text, word.end)) and not self._is_public(word):
                yield word.start, flat.end()

    def is_counted(self, rest: str) -> bool:
        """Tell whether what follows a number says that it counts something."""
        following = _words(rest[:_MOST_UNIT])
        return bool(following) and not rest[: following[0].start].strip(" \xa0") and following[0].plain in self.units

    def _first_name(self, words: Sequence[Word], at: int) -> tuple[int, int]:
        """A known first name, with the surname behind it or before it."""
        if not self._is_first_name(words[at]):
            return at, at
        is_turned = at and words[at].is_next and words[at - 1].is_capital and self._is_surname(words[at - 1])
        return at - 1 if is_turned else at, self._surnames(words, at + 1)

    def _titled(self, words: Sequence[Word], at: int) -> tuple[int, int]:
        return at + 1, self._surnames(words, at + 1) if words[at].plain in self.titles else at + 1

    def _introduced(self, words: Sequence[Word], at: int) -> tuple[int, int]:
        """What follows an introduction: a word however it is written, and another that may be a surname."""
        start = at + _length(words, at, self.introductions)
        if start in (at, len(words)) or words[start].plain in self.fillers or self._is_public(words[start]):
            return at, at
        end = self._surnames(words, start + 1)
        is_name = self._is_first_name(words[start]) or words[start].plain in self.first_names
        if end == start + 1 < len(words) and is_name and words[end].plain not in self.fillers:
            end += 1
        return start, end

    def _signature(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """A few capitalised words behind a closing, and nothing more."""
        for at in range(max(0, len(words) - _SIGNATURE - 3), len(words)):
            signed = words[at + length :] if (length := _length(words, at, self.closings)) else ()
            if 0 < len(signed) <= _SIGNATURE and all(word.is_capital for word in signed):
                yield signed[0].start, signed[-1].end

    def _surnames(self, words: Sequence[Word], at: int) -> int:
        """Give where the words end, at most two, that go on with a name."""
        following = takewhile(self._goes_on, words[at : at + 2])
        return at + sum(1 for _ in following)

    def _goes_on(self, word: Word) -> bool:
        is_name = word.is_next and (word.is_capital or self._is_surname(word))
        return is_name and word.plain not in self.fillers and not self._is_public(word)

    def _is_first_name(self, word: Word) -> bool:
        if word.is_capital:
            return word.plain in self.inflected
        return word.plain in self.first_names and len(word.plain) >= _SAFE_IN_LOWER_CASE

    def _is_surname(self, word: Word) -> bool:
        return bool(_SURNAME.fullmatch(word.plain)) and not self._is_public(word)

    def _is_public(self, word: Word) -> bool:
        lengths = range(_STEM, len(word.plain) + 1)
        return any(word.plain[:length] in self.public for length in lengths if len(word.plain) - length <= _ENDING)

    def _street(self, text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """The name behind "street": capitalised words, or any with a number behind."""
        if not words or self._is_public(words[0]):
            return
        capital = len(list(takewhile(lambda word: word.is_capital, words[:_STREET])))
        numbered = next((at for at, one in enumerate(words[:_STREET]) if _HOUSE.match(text, one.end)), None)
        last = capital - 1 if numbered is None or 0 < capital <= numbered else numbered
        if last >= 0:
            house = _HOUSE.match(text, words[last].end)
            yield words[0].start, house.end() if house else words[last].end

    def _dwelling(self, text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """A word of some length with a house number, soon after "I live"."""
        for word in words:
            house = _HOUSE.match(text, word.end)
            if house and len(word.plain) >= _STEM and not self.is_counted(text[house.end() :]):
                yield word.start, house.end()
                return


_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SURNAME = re.compile(r"\w{2,}(?:(?:s|c|dz)k(?:i|a|iego|iemu|im|iej)|ewicz\w{0,3}|owicz\w{0,3}|czyk\w{0,3})")
# A house number, perhaps with a flat's, which is no part of a longer number; a flat's behind a stroke must be there.
_HOUSE = re.compile(r"\s*,?\s*\d{1,4}[a-zA-Z]?(?:\s?(?:/|m\.?|lok\.?)\s?\d{1,4}){0,2}(?![\w/-])(?!\s\d{2,3}\b)")
_FLAT = re.compile(r"\s\d{1,4}[a-zA-Z]?\s?/\s?\d{1,3}[a-zA-Z]?(?![\w/])")
# Letters that tell a word, letters of an ending, letters from which on a name in lower case is no other word.
_STEM, _ENDING, _SAFE_IN_LOWER_CASE = 4, 3, 4
# Letters of an abbreviation ("mgr."), words of an introduction.
_ABBREVIATION, _LONGEST_PHRASE = 3, 5
# Words of a signature and of a street's name; words between "I live" and the number; characters of a unit.
_SIGNATURE, _STREET, _NEAR, _MOST_UNIT = 3, 3, 5, 20


def _words(text: str) -> Sequence[Word]:
    found: list[Word] = []
    for match in _WORD.finditer(text):
        written = match.group()
        is_next = bool(found) and _is_joined(text, found[-1], match.start())
        found.append(Word(*match.span(), normalise(written), written[0].isupper(), is_next))
    return found


def _is_joined(text: str, before: Word, start: int) -> bool:
    is_short = before.end - before.start <= _ABBREVIATION
    return not text[before.end : start].strip(" \xa0." if is_short else " \xa0")


def _length(words: Sequence[Word], at: int, phrases: Phrases) -> int:
    """Give the length of the longest phrase that stands at a word; 0 for none."""
    said = tuple(word.plain for word in words[at : at + _LONGEST_PHRASE])
    return next((length for length in range(len(said), 0, -1) if said[:length] in phrases), 0)
