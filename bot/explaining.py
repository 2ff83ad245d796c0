"""`ask --explain`: what led to an answer, as tables; every number is one that the decision was made of."""

from rich.console import Console
from rich.table import Table

from bot.applying import Scene
from bot.domain.interpreting import Interpretation, Why
from bot.domain.matching import Explanation, Matcher
from bot.domain.ranking import Looks
from bot.domain.reasons import compare, matched_text, named_looks
from bot.domain.thresholds import Thresholds

# Entries named for each look.
_NAMED = 3


def show(text: str, judged: Interpretation, scene: Scene, matcher: Matcher, console: Console) -> None:
    """Print why a message was judged so; looks, thresholds and words where it was matched at all."""
    show_decision(judged, scene, console)
    interpreter = scene.world.interpreter
    looks = interpreter.look(text) if judged.why is not Why.MOMENT else None
    if looks is None:
        console.print("nothing was matched, so that no threshold decided")
        return
    show_looks(looks, interpreter.thresholds, console)
    show_words(matcher.explain(matched_text(looks)), console)


def show_decision(judged: Interpretation, scene: Scene, console: Console) -> None:
    """Print the outcome, why, and the entries with where they stand."""
    console.print(f"outcome {judged.outcome.value}, because: {judged.why.value}", highlight=False)
    for one in judged.candidates:
        entry = scene.world.knowledge.entries.get(one.id)
        console.print(f"  {one.confidence:.3f}  {one.id}  {entry.provenance.place if entry else ''}", highlight=False)


def show_looks(looks: Looks, limits: Thresholds, console: Console) -> None:
    """Print how each look ranked the entries, and what each threshold was compared with."""
    ranked = Table("look", "best entries", title="the message, look by look")
    for name, ranking in named_looks(looks):
        ranked.add_row(name, ", ".join(f"{one.id} {one.confidence:.2f}" for one in ranking[:_NAMED]))
    console.print(ranked)
    table = Table("threshold", "compared with", "limit", "measured", "", title="thresholds")
    for one in compare(looks, limits):
        mark = "reached" if one.is_reached else "not reached"
        table.add_row(one.name, one.what, f"{one.limit:.2f}", f"{one.measured:.2f}", mark)
    console.print(table)


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
