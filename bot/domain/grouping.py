"""Questions that the bot failed, put together where different people ask the same thing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.domain.conversation import Missed
from bot.domain.matching import tokenise

# Questions at least this alike (rapidfuzz token_sort_ratio, 0…100) are one thing.
ALIKE = 72.0


@dataclass(frozen=True, slots=True)
class Gap:
    """One person's question that the bot failed."""

    # Masked.
    question: str
    missed: Missed
    # Entries that the person turned down.
    refused: Sequence[str]
    # The entry that the person took afterwards; None: none.
    chosen: str | None
    # Tells different people apart, and nothing else.
    person: int


@dataclass(frozen=True, slots=True)
class Group:
    """Questions about one thing."""

    gaps: Sequence[Gap]

    @property
    def people(self) -> int:
        """How many different people asked."""
        return len({gap.person for gap in self.gaps})

    @property
    def wordings(self) -> Sequence[str]:
        """The different questions, what most people wrote first."""
        return [own[0].question for own in _by_wording(self.gaps).values()]

    @property
    def refused(self) -> frozenset[str]:
        """Entries that somebody turned down."""
        return frozenset(entry for gap in self.gaps for entry in gap.refused)

    @property
    def chosen(self) -> Mapping[str, int]:
        """Entries that people took afterwards, with their number, the most first."""
        pairs = {(gap.person, gap.chosen) for gap in self.gaps if gap.chosen is not None}
        return dict(Counter(entry for _, entry in sorted(pairs)).most_common())

    def times(self, missed: Missed) -> int:
        """Give how often the bot failed in this way."""
        return sum(gap.missed is missed for gap in self.gaps)


def grouped(gaps: Iterable[Gap]) -> Sequence[Group]:
    """Put questions that are alike together; the groups that most people asked for first.

    A question joins the first group whose most frequent wording it is like, so that groups do not grow in chains.
    """
    leaders: list[str] = []
    groups: list[list[Gap]] = []
    for words, own in _by_wording(gaps).items():
        found = process.extractOne(words, leaders, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
        if found is None:
            leaders.append(words)
            groups.append(list(own))
        else:
            groups[found[2]].extend(own)
    return sorted(map(Group, groups), key=lambda group: -group.people)


def _by_wording(gaps: Iterable[Gap]) -> Mapping[str, Sequence[Gap]]:
    """Give the gaps by what they say once spelling is evened out, what most people wrote first."""
    found: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        found[" ".join(tokenise(gap.question))].append(gap)
    return dict(sorted(found.items(), key=lambda one: (-len({gap.person for gap in one[1]}), one[0])))
