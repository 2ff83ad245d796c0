"""The entries ranked for a message: clause by clause, in pairs, as a whole, and leaning on the answer before it.

What follows from a ranking is judged in `interpreting`.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain import facts
from bot.domain.clauses import Clause, questions
from bot.domain.knowledge import Entry, Live
from bot.domain.lexicon import Lexicon, Tokens, starts_with
from bot.domain.matching import Candidate


class Matching(Protocol):
    """Anything that ranks entries."""

    def match_all(self, texts: Sequence[str]) -> Sequence[Sequence[Candidate]]:
        """Give for each text every entry with its probability, best first."""
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
        texts = [" ".join(clause.tokens) for clause in clauses]
        pairs = [f"{left} {right}" for left, right in itertools.pairwise(texts)]
        groups = questions(clauses, self.lexicon)
        joined = [" ".join(token for clause in group for token in clause.tokens) for group in groups]
        leaning = [about for clause in clauses if (about := self._leaning(clause.tokens, context)) is not None]
        ranked = self._match_all([*texts, *pairs, *joined, " ".join(texts), *leaning])
        rankings = []
        for text, clause in zip(texts, clauses, strict=True):
            rankings.append(self._read(clause.tokens, ranked[text], context, ranked))
            if is_sure(rankings[-1], self.sure, self.margin) and rankings[-1][0].id not in NEVER_OFFERED:
                context = rankings[-1][0].id
        whole = rankings[0] if len(clauses) == 1 else ranked[" ".join(texts)]
        parts = _parts(groups, joined, rankings, ranked)
        return Looks(clauses, rankings, whole, [ranked[pair] for pair in pairs], parts)

    def _match_all(self, texts: Sequence[str]) -> Mapping[str, Sequence[Candidate]]:
        """Rank the entries for each of some texts, each once."""
        different = list(dict.fromkeys(texts))
        return dict(zip(different, self.matcher.match_all(different), strict=True))

    def _read(
        self,
        tokens: Tokens,
        alone: Sequence[Candidate],
        context: str | None,
        ranked: Mapping[str, Sequence[Candidate]],
    ) -> Sequence[Candidate]:
        """Rank the entries for one clause; a short one may lean on the answer before it.

        `ranked` are texts that are ranked already: together they cost less.
        """
        about = self._leaning(tokens, context)
        if context is None or about is None:
            return alone
        if is_sure(alone, max(self.sure, _SAYS_ENOUGH), self.margin):
            meant = self._specific(alone[0].id, context)
            return [Candidate(meant, alone[0].confidence), *(one for one in alone[1:] if one.id != meant)]
        leaning = ranked[about] if about in ranked else self._match_all([about])[about]
        if leaning[0].id == context and _is_hinted_at(context, alone):
            return leaning
        return _blend(alone, leaning)

    def _leaning(self, tokens: Tokens, context: str | None) -> str | None:
        """Give a short clause as a question about the entry before; None for a longer one."""
        if context is None or context not in self.entries or len(tokens) > _SHORT:
            return None
        rest = " ".join(tokens[starts_with(tokens, self.lexicon.followups) :])
        return f"{self.entries[context].title['pl']} {rest}"

    def _specific(self, general: str, context: str) -> str:
        """Give the entry that a general question means after an answer about one place or person: "a telefon?"."""
        kind = context.partition(".")[0]
        if kind == "office" and general == HOURS:
            return OFFICE_HOURS
        is_about_one = len(_named(self.entries[context])) == 1
        return context if is_about_one and kind in _SPECIFIC_KINDS.get(general, ()) else general


def _parts(
    groups: Sequence[Sequence[Clause]],
    joined: Sequence[str],
    rankings: Sequence[Sequence[Candidate]],
    ranked: Mapping[str, Sequence[Candidate]],
) -> Sequence[Part]:
    """Give the groups of clauses with their rankings: of one clause its own, which may lean on the answer before."""
    rest = iter(rankings)
    parts = []
    for group, text in zip(groups, joined, strict=True):
        own = list(itertools.islice(rest, len(group)))
        parts.append(Part(group, own[0] if len(group) == 1 else ranked[text]))
    return parts


def merge(looks: Looks, refused: Sequence[str] = ()) -> Sequence[Candidate]:
    """Rank the entries for a message: the mean of four looks (decision 0006).

    The whole, the mean clause, the best question, the best pair of neighbours: the best of many looks alone is too
    sure of itself, the whole alone drowns a short question in a long story.
    """
    if len(looks.clauses) == 1:
        return [one for one in looks.whole if one.id not in refused]
    asked = [ranking for ranking, clause in zip(looks.rankings, looks.clauses, strict=True) if clause.is_question]
    total, question, pair = _total(looks.rankings), _best(asked or looks.rankings), _best(looks.pairs)
    share = 1 / len(looks.clauses)
    merged = [
        Candidate(id_, (whole + total[id_] * share + question[id_] + pair[id_]) / 4)
        for id_, whole in looks.whole
        if id_ not in refused and id_ not in SMALL_TALK
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


def _total(looks: Iterable[Sequence[Candidate]]) -> Mapping[str, float]:
    """Give the sum of what the looks give each entry."""
    total: dict[str, float] = defaultdict(float)
    for ranking in looks:
        for id_, confidence in ranking:
            total[id_] += confidence
    return total


def _best(looks: Iterable[Sequence[Candidate]]) -> Mapping[str, float]:
    """Give the most that one of the looks gives each entry."""
    best: dict[str, float] = defaultdict(float)
    for ranking in looks:
        for id_, confidence in ranking:
            best[id_] = max(best[id_], confidence)
    return best


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
