"""`ask --explain`: what led to an answer, as tables; every number is one that the decision was made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from bot.applying import Scene
from bot.domain.interpreting import Interpretation
from bot.domain.matching import Candidate, Explanation, Matcher
from bot.domain.ranking import CRISIS, NEVER_OFFERED, OUT_OF_SCOPE, OWN_CASE, Looks, merge
from bot.domain.thresholds import Thresholds

# Entries named for each look.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Compared:
    """A threshold beside what it was compared with."""

    name: str
    # What was measured, in words.
    what: str
    limit: float
    measured: float


def show(text: str, judged: Interpretation, scene: Scene, matcher: Matcher, console: Console) -> None:
    """Print why a message was judged so; looks, thresholds and words where it was matched at all."""
    show_decision(judged, scene, console)
    interpreter = scene.world.interpreter
    looks = interpreter.look(text)
    if looks is None:
        console.print("nothing was asked, so that no threshold decided")
        return
    show_looks(looks, interpreter.thresholds, console)
    show_words(matcher.explain(matched_text(looks)), console)


def matched_text(looks: Looks) -> str:
    """Give what the whole message was matched by: its clauses without padding and denials."""
    return " ".join(token for clause in looks.clauses for token in clause.tokens)


def show_decision(judged: Interpretation, scene: Scene, console: Console) -> None:
    """Print the outcome, why, and the entries with where they stand."""
    console.print(f"outcome {judged.outcome.value}, because: {judged.why.value}", highlight=False)
    for one in judged.candidates:
        entry = scene.world.knowledge.entries.get(one.id)
        console.print(f"  {one.confidence:.3f}  {one.id}  {entry.provenance.place if entry else ''}", highlight=False)


def show_looks(looks: Looks, limits: Thresholds, console: Console) -> None:
    """Print how each look ranked the entries, and what each threshold was compared with."""
    ranked = Table("look", "best entries", title="the message, look by look")
    for name, ranking in _looks(looks):
        ranked.add_row(name, ", ".join(f"{one.id} {one.confidence:.2f}" for one in ranking[:_NAMED]))
    console.print(ranked)
    table = Table("threshold", "compared with", "limit", "measured", "", title="thresholds")
    for one in compare(looks, limits):
        mark = "reached" if one.measured >= one.limit else "not reached"
        table.add_row(one.name, one.what, f"{one.limit:.2f}", f"{one.measured:.2f}", mark)
    console.print(table)


def _looks(looks: Looks) -> Iterator[tuple[str, Sequence[Candidate]]]:
    if len(looks.clauses) > 1:
        yield from ((clause.text, ranking) for clause, ranking in zip(looks.clauses, looks.rankings, strict=True))
        yield from ((f"question: {part.text}", part.ranking) for part in looks.parts if len(part.clauses) > 1)
        yield "the whole", looks.whole
    yield "all together", merge(looks)


def compare(looks: Looks, limits: Thresholds) -> Sequence[Compared]:
    """Give each threshold with what the whole message reached, in the order in which they are asked."""
    ranking = merge(looks)
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


def show_words(explanation: Explanation, console: Console) -> None:
    """Print what each word adds to the best entries, and what makes the first sure."""
    tokens = Table("typed", "read as", *explanation.entries, title="what each word adds to the best entries")
    for token in explanation.tokens:
        tokens.add_row(token.typed, token.corrected, *(f"{logit:+.2f}" for logit in token.logits))
    tokens.add_row("", "sum", *(f"{logit:+.2f}" for logit in explanation.logits))
    console.print(tokens)
    evidence = Table("evidence", "value", "adds", title=f"confidence of the first: {explanation.confidence:.3f}")
    for share in explanation.evidence:
        evidence.add_row(share.name, f"{share.value:.2f}", f"{share.logit:+.2f}")
    evidence.add_row("otherwise", "", f"{explanation.bias:+.2f}")
    console.print(evidence)
