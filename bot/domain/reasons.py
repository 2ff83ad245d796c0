"""What a judgement was made of: each look with its ranking, each threshold beside what it was compared with.

Every number is one that the decision was made of. How it is shown is the matter of whoever asks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.matching import Candidate
from bot.domain.ranking import CRISIS, NEVER_OFFERED, OUT_OF_SCOPE, OWN_CASE, Looks, merge
from bot.domain.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Compared:
    """A threshold beside what it was compared with."""

    name: str
    # What was measured, in words.
    what: str
    limit: float
    measured: float

    @property
    def is_reached(self) -> bool:
        """Whether what was measured is enough."""
        return self.measured >= self.limit


def matched_text(looks: Looks) -> str:
    """Give what the whole message was matched by: its clauses without padding and denials."""
    return " ".join(token for clause in looks.clauses for token in clause.tokens)


def named_looks(looks: Looks, refused: Sequence[str] = ()) -> Iterator[tuple[str, Sequence[Candidate]]]:
    """Give each look by what it looked at, with how it ranked the entries; the one that counts comes last."""
    if len(looks.clauses) > 1:
        yield from ((clause.text, ranking) for clause, ranking in zip(looks.clauses, looks.rankings, strict=True))
        yield from ((f"question: {part.text}", part.ranking) for part in looks.parts if len(part.clauses) > 1)
        yield "the whole", looks.whole
    yield "all together", merge(looks, refused)


def compare(looks: Looks, limits: Thresholds, refused: Sequence[str] = ()) -> Sequence[Compared]:
    """Give each threshold with what the whole message reached, in the order in which they are asked."""
    ranking = merge(looks, refused)
    chances = {one.id: one.confidence for one in ranking}
    best, second = ranking[0], ranking[1] if len(ranking) > 1 else Candidate("", 0.0)
    offered = next((one for one in ranking if one.id not in NEVER_OFFERED), Candidate("", 0.0))
    name = "answer" if len(looks.clauses) == 1 else "segment"
    outside = chances.get(OUT_OF_SCOPE, 0.0)
    return (
        Compared("decline", OUT_OF_SCOPE, limits.decline, outside),
        Compared("own_case", OWN_CASE, limits.own_case, chances.get(OWN_CASE, 0.0)),
        Compared("crisis", CRISIS, limits.crisis, chances.get(CRISIS, 0.0)),
        Compared(name, f"the best, {best.id}", getattr(limits, name), best.confidence),
        Compared("margin", f"its lead over {second.id}", limits.margin, best.confidence - second.confidence),
        Compared("choice", f"the best to offer, {offered.id}", limits.choice, offered.confidence),
        Compared("scope", "the same as a share of out of scope", limits.scope, _share(offered.confidence, outside)),
    )


def _share(part: float, whole: float) -> float:
    """Give a part of a whole, at most 1."""
    return 1.0 if part >= whole else part / whole
