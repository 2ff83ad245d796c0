"""The entries ranked for a message: clause by clause, in pairs, as a whole, and leaning on the answer before it.

What follows from a ranking is judged in `interpreting`.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain import facts
from bot.domain.clauses import Clause, questions
from bot.domain.knowledge import Entry, Live
from bot.domain.lexicon import Lexicon, starts_with
from bot.domain.matching import tokenise


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry and the probability that it is what was meant."""

    id: str
    confidence: float


class Matching(Protocol):
    """Anything that ranks entries (contract)."""

    def match(self, text: str) -> list[tuple[str, float]]:
        """Give every entry with its probability, best first."""
        ...


OUT_OF_SCOPE = "out_of_scope"
CRISIS = "crisis"
GREETING = "greeting"
THANKS = "thanks"
OWN_CASE = "handoff.own_case"
HUMAN = "handoff.human"
HOURS = "specialist.hours"
PROPOSAL = "session.propose"
OFFICE_HOURS = "office.hours"
# What the ids of all entries about offices begin with.
OFFICES = "office."
# Entries that do not count beside a real question.
SMALL_TALK = frozenset({GREETING, THANKS})
# What nobody chooses from a menu.
NEVER_OFFERED = frozenset({OUT_OF_SCOPE, OWN_CASE}) | SMALL_TALK

# Tokens up to which a message may lean on the answer before it.
_SHORT = 5
# A short message whose best entry is less likely than this says little without the answer before it.
_SAYS_LITTLE = 0.3
# Such a message still has to speak of the entry before by at least this: its title alone finds it again for any words.
_HINTED_AT = 0.1
# One whose best entry is at least this likely says enough alone; less is doubtful, since it may have leant.
_SAYS_ENOUGH = 0.85
# General entries, and the kinds of place or person whose own entry answers the same.
_SPECIFIC_KINDS = {
    "contact.phone_email": ("office", "specialist"),
    OFFICE_HOURS: ("specialist",),
    HOURS: ("specialist",),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Clauses of a message that ask, or tell, one thing together, and their ranking."""

    clauses: Sequence[Clause]
    ranking: Sequence[Candidate]

    @property
    def text(self) -> str:
        """What was typed."""
        return ", ".join(clause.text for clause in self.clauses)

    @property
    def is_question(self) -> bool:
        """Whether it asks for anything."""
        return any(clause.is_question for clause in self.clauses)

    @property
    def is_plain_question(self) -> bool:
        """Whether it begins as a question or ends as one: nothing is told first."""
        return self.clauses[0].is_question or self.clauses[-1].has_mark

    @property
    def length(self) -> int:
        """Tokens without padding."""
        return sum(len(clause.tokens) for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class Looks:
    """A message ranked in several ways; a message of one clause has one."""

    clauses: Sequence[Clause]
    # Of each clause.
    rankings: Sequence[Sequence[Candidate]]
    whole: Sequence[Candidate]
    # Of each two neighbours.
    pairs: Sequence[Sequence[Candidate]]
    # What could be messages of their own, in order.
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Ranker:
    """Ranks the entries of one version of the knowledge base."""

    entries: Mapping[str, Entry]
    matcher: Matching
    lexicon: Lexicon
    # From which confidence a clause is taken to be surely about its best entry, and by how much it must lead.
    sure: float
    margin: float

    def look(self, clauses: Sequence[Clause], context: str | None) -> Looks:
        """Rank the entries for each clause, for neighbours, and for the whole message.

        What a clause was surely about is what the next one may lean on.
        """
        rankings = []
        for clause in clauses:
            rankings.append(self._read(" ".join(clause.tokens), context))
            if is_sure(rankings[-1], self.sure, self.margin) and rankings[-1][0].id not in NEVER_OFFERED:
                context = rankings[-1][0].id
        if len(clauses) == 1:
            return Looks(clauses, rankings, rankings[0], (), (Part(clauses, rankings[0]),))
        texts = [" ".join(clause.tokens) for clause in clauses]
        pairs = [self._match(f"{left} {right}") for left, right in itertools.pairwise(texts)]
        # Two neighbours are the whole.
        whole = pairs[0] if len(pairs) == 1 else self._match(" ".join(texts))
        return Looks(clauses, rankings, whole, pairs, self._parts(clauses, rankings, whole))

    def _parts(
        self,
        clauses: Sequence[Clause],
        rankings: Sequence[Sequence[Candidate]],
        whole: Sequence[Candidate],
    ) -> Sequence[Part]:
        parts = []
        rest = iter(rankings)
        for group in questions(clauses, self.lexicon):
            own = list(itertools.islice(rest, len(group)))
            if len(group) == len(clauses):
                parts.append(Part(group, whole))
            elif len(group) == 1:
                parts.append(Part(group, own[0]))
            else:
                parts.append(Part(group, self._match(" ".join(token for clause in group for token in clause.tokens))))
        return parts

    def _match(self, text: str) -> Sequence[Candidate]:
        return [Candidate(*pair) for pair in self.matcher.match(text)]

    def _read(self, text: str, context: str | None) -> Sequence[Candidate]:
        """Rank the entries for one clause; a short one may lean on the answer before it."""
        alone = self._match(text)
        tokens = tokenise(text)
        if context is None or context not in self.entries or len(tokens) > _SHORT:
            return alone
        if is_sure(alone, max(self.sure, _SAYS_ENOUGH), self.margin):
            return [Candidate(self._specific(alone[0].id, context), alone[0].confidence), *alone[1:]]
        rest = " ".join(tokens[starts_with(tokens, self.lexicon.followups) :])
        leaning = self._match(f"{self.entries[context].title['pl']} {rest}")
        if leaning[0].id == context and _is_hinted_at(context, alone):
            return leaning
        return _blend(alone, leaning)

    def _specific(self, general: str, context: str) -> str:
        """Give the entry that a general question means after an answer about one place or person: "a telefon?"."""
        kind = context.partition(".")[0]
        if kind == "office" and general == HOURS:
            return OFFICE_HOURS
        is_about_one = len(_named(self.entries[context])) == 1
        return context if is_about_one and kind in _SPECIFIC_KINDS.get(general, ()) else general


def merge(looks: Looks, refused: Sequence[str] = ()) -> Sequence[Candidate]:
    """Rank the entries for a message: the mean of four looks (decision 0006).

    The whole, the mean clause, the best question, the best pair of neighbours: the best of many looks alone is too
    sure of itself, the whole alone drowns a short question in a long story.
    """
    if len(looks.clauses) == 1:
        return [one for one in looks.whole if one.id not in refused]
    clauses = [_by_id(ranking) for ranking in looks.rankings]
    asked = [by_id for by_id, clause in zip(clauses, looks.clauses, strict=True) if clause.is_question] or clauses
    pairs = [_by_id(ranking) for ranking in looks.pairs]
    merged = [
        Candidate(one.id, (one.confidence + _mean(clauses, one.id) + _best(asked, one.id) + _best(pairs, one.id)) / 4)
        for one in looks.whole
        if one.id not in refused and one.id not in SMALL_TALK
    ]
    return sorted(merged, key=lambda one: (-one.confidence, one.id))


def hours_after(about: Entry | None) -> str:
    """Give the entry that tells when those can be reached whom the answer before was about."""
    if about is None:
        return HOURS
    if about.live is Live.REACHABLE:
        return about.id
    return OFFICE_HOURS if about.id.startswith(OFFICES) else HOURS


def is_sure(ranking: Sequence[Candidate], enough: float, margin: float) -> bool:
    """Tell whether the best entry is likely enough and leads the second by enough."""
    runner_up = ranking[1].confidence if len(ranking) > 1 else 0.0
    return ranking[0].confidence >= enough and ranking[0].confidence - runner_up >= margin


def _by_id(ranking: Sequence[Candidate]) -> Mapping[str, float]:
    return {one.id: one.confidence for one in ranking}


def _mean(looks: Sequence[Mapping[str, float]], entry_id: str) -> float:
    return sum(look.get(entry_id, 0.0) for look in looks) / len(looks)


def _best(looks: Sequence[Mapping[str, float]], entry_id: str) -> float:
    return max((look.get(entry_id, 0.0) for look in looks), default=0.0)


def _is_hinted_at(context: str, alone: Sequence[Candidate]) -> bool:
    """Tell whether a message that says little by itself speaks of the entry before rather than of nothing known."""
    return alone[0].confidence < _SAYS_LITTLE and _by_id(alone).get(context, 0.0) >= _HINTED_AT


def _blend(alone: Sequence[Candidate], leaning: Sequence[Candidate]) -> Sequence[Candidate]:
    """Give each entry the mean of what it gets with and without the answer before."""
    chances = {one.id: one.confidence for one in alone}
    mixed = [Candidate(one.id, (one.confidence + chances.get(one.id, 0.0)) / 2) for one in leaning]
    return sorted(mixed, key=lambda one: (-one.confidence, one.id))


def _named(entry: Entry) -> set[str]:
    """Give the places and people whose facts an answer names."""
    names = (name.split(".") for name in facts.placeholders(entry.answer["pl"]))
    return {".".join(name[:2]) for name in names if name[0] in {"office", "specialist"}}
