"""Unknown words and the known words that they are probably misspellings of.

Candidates come from a deletion index and are confirmed by the optimal string alignment distance, so the cost does not
grow with the number of phrases. Among them a noisy channel decides (Kernighan, Church and Gale 1990): how often a word
is used, against how often fingers make the slip that leads from it to what was typed.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.matching.deletions import Deletions
from bot.domain.matching.slips import BESIDE

# Words of one letter have too many neighbours that mean something else.
SHORTEST = 2
# From this length on two edits are allowed that one deletion in each word undoes, below it one edit.
LONG = 8
# A word of at least this length that has no such neighbour may be two edits from one that begins alike.
LONG_ENOUGH = 5
# Of those that many are compared.
MOST_COMPARED = 8

# What a slip takes from the logarithm of how often a word is used: one edit, and what each kind costs of that.
EDIT = 11.5
SWAPPED, MISSED, BESIDE_IT, TOO_MANY, ANOTHER = 0.9, 0.9, 1.0, 1.2, 1.4
# Letters for one sound, once diacritics are gone: the "o" that had one is said as "u", and written so by ear.
ONE_SOUND = frozenset("ou")
BY_EAR = 0.8
# A missed space. A word with a shorter half is more often a form that no phrase has, and its beginning or ending is a
# word by chance: its halves must have been met side by side, and a last letter is no half.
SPACE = 8.5
LONG_HALF = 4


@dataclass(frozen=True, slots=True)
class Corrector:
    """A vocabulary that can be searched for near spellings."""

    # Words by number, most frequent first.
    words: Sequence[str]
    deletions: Deletions
    # The same words by their first letter and length, for what is further away; empty for one that does not look there.
    by_size: Mapping[tuple[str, int], Sequence[str]]
    # Word → logarithm of its share of all words.
    chances: Mapping[str, float]
    # Whether the first of two words is ever followed by the other.
    is_followed: Callable[[str, str], bool]

    def correct(self, word: str) -> str | None:
        """Return the known word that was probably meant; None if it is too short or nothing is near."""
        found = self._corrected(word)
        return None if found is None else found[1]

    def meant(self, word: str) -> tuple[str, ...]:
        """Return the word that was probably meant, or the two whose space was missed; empty if nothing is near."""
        one, two = self._corrected(word), self._divided(word)
        if two is not None and (one is None or two[0] > one[0]):
            return two[1:]
        return () if one is None else one[1:]

    def _corrected(self, word: str) -> tuple[float, str] | None:
        """Return the likeliest single word and how likely it is, as a logarithm."""
        if len(word) < SHORTEST:
            return None
        near = self._near(word) or self._further(word)
        weighed = [(self.chances[other] - EDIT * slip_cost(word, other, distance), other) for other, distance in near]
        return max(weighed, key=lambda found: found[0], default=None)

    def _near(self, word: str) -> list[tuple[str, int]]:
        """Return the words near by, most frequent first, with their distance."""
        allowed = _allowed(len(word))
        others = [self.words[number] for number in sorted(self.deletions.near(word))]
        distances = [(other, OSA.distance(word, other, score_cutoff=allowed)) for other in others]
        return [(other, distance) for other, distance in distances if distance <= allowed]

    def _further(self, word: str) -> list[tuple[str, int]]:
        """Return words two edits away that begin alike, with that distance; the first letter is seldom mistyped."""
        if len(word) < LONG_ENOUGH:
            return []
        sizes = range(len(word) - 2, len(word) + 3)
        alike = [other for size in sizes for other in self.by_size.get((word[0], size), ())]
        found = process.extract(word, alike, scorer=OSA.distance, score_cutoff=2, limit=MOST_COMPARED)
        return [(other, int(distance)) for other, distance, _ in found]

    def _divided(self, word: str) -> tuple[float, str, str] | None:
        """Return the likeliest two words that are this one without a space between, after how likely they are."""
        halves = ((word[:at], word[at:]) for at in range(1, len(word) - 1))
        known = [(one, two) for one, two in halves if one in self.chances and two in self.chances]
        weighed = [
            (self.chances[one] + self.chances[two] - SPACE, one, two)
            for one, two in known
            if min(len(one), len(two)) >= LONG_HALF or self.is_followed(one, two)
        ]
        return max(weighed, key=lambda found: found[0], default=None)


def slip_cost(typed: str, meant: str, distance: int) -> float:
    """Return what the slip between two words costs, in edits; `distance` is how many edits there are."""
    one, other = _differing(typed, meant)
    match len(one), len(other):
        case 1, 1 if {one, other} == ONE_SOUND:
            return BY_EAR
        case 1, 1:
            return BESIDE_IT if one in BESIDE.get(other, "") else ANOTHER
        case 0, 1:
            return MISSED
        case 1, 0:
            return TOO_MANY
        case 2, 2 if one == other[::-1]:
            return SWAPPED
        case _:
            return ANOTHER * distance


def _differing(one: str, other: str) -> tuple[str, str]:
    """Return what is left of two words without what they begin and end with alike."""
    start = _alike(one, other)
    one, other = one[start:], other[start:]
    end = _alike(one[::-1], other[::-1])
    return one[: len(one) - end], other[: len(other) - end]


def _alike(one: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    return next(
        (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )


def _never(_one: str, _other: str) -> bool:
    return False


def build_corrector(
    counts: Mapping[str, int], *, looks_further: bool = False, is_followed: Callable[[str, str], bool] = _never
) -> Corrector:
    """Return a corrector to the words counted; those of one letter and numbers are no targets.

    One that looks further needs a vocabulary of all that people say: to a few words, everything else seems a slip.
    """
    words = sorted((word for word in counts if len(word) >= SHORTEST and word.isalpha()), key=lambda w: (-counts[w], w))
    by_size: dict[tuple[str, int], list[str]] = defaultdict(list)
    for word in words if looks_further else ():
        by_size[word[0], len(word)].append(word)
    total = sum(counts.values())
    chances = {word: log(count / total) for word, count in counts.items() if word.isalpha()}
    return Corrector(words, Deletions.of(words), dict(by_size), chances, is_followed)


def _allowed(length: int) -> int:
    """Return how many edits a word of this many letters may have."""
    return 2 if length >= LONG else 1
