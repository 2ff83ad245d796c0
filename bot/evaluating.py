"""`eval`: the labelled questions against the interpreter, a line for each kind, and whether that is good enough."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from rich.table import Table

from bot.domain.interpreting import Interpretation, Interpreter, Outcome
from bot.domain.knowledge import Question
from bot.domain.ranking import CRISIS, HUMAN, OUT_OF_SCOPE, OWN_CASE
from bot.sections import Evaluation

# Languages other than Polish are led to a human for now, whatever they ask.
FOREIGN = "foreign"


class Verdict(Enum):
    """How a judgement compares with the label."""

    RIGHT = "right"
    # Not answered at once, but the right entry is among those offered.
    OFFERED = "offered"
    # Some of several questions answered, nothing wrong.
    PART = "part"
    # Offered, but not the right entry.
    MISSED = "missed"
    # Led to a human although an entry answers it.
    HUMAN = "human"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Judged:
    """One question with its judgement and verdict."""

    question: Question
    interpretation: Interpretation
    verdict: Verdict


def evaluate(questions: Sequence[Question], interpreter: Interpreter) -> Sequence[Judged]:
    """Judge every question."""
    judged = []
    for question in questions:
        found = interpreter.interpret(question.text, context=question.context)
        judged.append(Judged(question, found, verdict(question, found)))
    return judged


def verdict(question: Question, found: Interpretation) -> Verdict:
    """Compare a judgement with the label: the entry shown first counts, for several questions all shown."""
    shown = [one.id for one in found.candidates]
    accepted = set(question.entries)
    match found.outcome:
        case Outcome.ANSWER | Outcome.DECLINE | Outcome.CRISIS:
            return _shown(question, shown, accepted, is_part_open=bool(found.unanswered))
        case Outcome.CHOICE:
            return Verdict.OFFERED if accepted & set(shown) else Verdict.MISSED
        case Outcome.HUMAN:
            wants_human = bool(accepted & {HUMAN, OWN_CASE}) or question.kind == FOREIGN
            return Verdict.RIGHT if wants_human else Verdict.HUMAN


def _shown(question: Question, shown: Sequence[str], accepted: set[str], *, is_part_open: bool) -> Verdict:
    if not question.all:
        return Verdict.RIGHT if shown[0] in accepted else Verdict.WRONG
    if is_part_open:
        # The reader was told which part has no answer: right for what is nobody's matter here.
        accepted -= {OUT_OF_SCOPE}
    if accepted <= set(shown):
        return Verdict.RIGHT
    return Verdict.PART if set(shown) < accepted else Verdict.WRONG


def table(judged: Sequence[Judged]) -> Table:
    """Give the verdicts by kind, in per cent."""
    drawn = Table("kind", "questions", *(one.value for one in Verdict), title="labelled questions, %")
    kinds = sorted({one.question.kind for one in judged})
    for kind in [*kinds, None]:
        group = [one for one in judged if kind is None or one.question.kind == kind]
        counts = Counter(one.verdict for one in group)
        shares = (f"{100 * counts[one] / max(len(group), 1):.1f}" for one in Verdict)
        drawn.add_row(kind or "all", str(len(group)), *shares)
    return drawn


def figures(judged: Sequence[Judged]) -> Mapping[str, float]:
    """Give the shares that `Evaluation` sets limits for, 0..1; 0 where nothing is counted."""
    in_scope = [one for one in judged if OUT_OF_SCOPE not in one.question.entries and not _is_crisis(one)]
    right = sum(one.verdict is Verdict.RIGHT for one in in_scope)
    offered = sum(one.verdict in {Verdict.OFFERED, Verdict.PART} for one in in_scope)
    called = [one for one in judged if _is_crisis(one)]
    calm = [one for one in judged if not _is_crisis(one)]
    heard = sum(one.interpretation.outcome is Outcome.CRISIS for one in called)
    outside = [one for one in judged if set(one.question.entries) == {OUT_OF_SCOPE}]
    answered = sum(one.interpretation.outcome is Outcome.ANSWER for one in outside)
    return {
        "right": _share(right, len(in_scope)),
        "right_or_offered": _share(right + offered, len(in_scope)),
        "wrong": _share(sum(one.verdict is Verdict.WRONG for one in judged), len(judged)),
        "out_of_scope_answered": _share(answered, len(outside)),
        "out_of_scope_menu": _share(sum(one.interpretation.outcome is Outcome.CHOICE for one in outside), len(outside)),
        "crisis_recall": heard / len(called) if called else 1.0,
        "crisis_false_alarms": _share(sum(one.interpretation.outcome is Outcome.CRISIS for one in calm), len(calm)),
    }


def shortfalls(found: Mapping[str, float], limits: Evaluation) -> Sequence[str]:
    """Say which figures are worse than the configuration allows; empty when all is well."""
    at_least = {
        "right": limits.right_at_least,
        "right_or_offered": limits.right_or_offered_at_least,
        "crisis_recall": limits.crisis_recall_at_least,
    }
    at_most = {
        "wrong": limits.wrong_at_most,
        "out_of_scope_answered": limits.out_of_scope_answered_at_most,
        "out_of_scope_menu": limits.out_of_scope_menu_at_most,
        "crisis_false_alarms": limits.crisis_false_alarms_at_most,
    }
    low = [f"{name} {found[name]:.3f} is below {limit}" for name, limit in at_least.items() if found[name] < limit]
    high = [f"{name} {found[name]:.3f} is above {limit}" for name, limit in at_most.items() if found[name] > limit]
    return [*low, *high]


def _is_crisis(one: Judged) -> bool:
    return CRISIS in one.question.entries


def _share(count: int, total: int) -> float:
    return count / total if total else 0.0
