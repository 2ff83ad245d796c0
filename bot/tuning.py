"""`eval --tune`: the thresholds that help most people with the labelled questions under a ceiling of wrong answers.

One threshold after another is moved to its best value until none gains (coordinate ascent), first on all questions but
a fifth, five times, to see what such a choice is worth on questions that it has not seen; then on all of them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path

import numpy as np

from bot.config import BadConfig
from bot.domain.interpreting import Interpreter
from bot.domain.knowledge import Question
from bot.domain.matching import Candidate
from bot.domain.thresholds import Thresholds
from bot.evaluating import Judged, evaluate, figures
from bot.sections import Evaluation

GRID: Mapping[str, Sequence[float]] = {
    "answer": (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9),
    "segment": (0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8),
    "margin": (0.0, 0.1, 0.2),
    "choice": (0.08, 0.12, 0.16, 0.2),
    "lone": (0.2, 0.3, 0.4, 0.6),
    "decline": (0.45, 0.5, 0.55, 0.6, 0.65, 0.7),
    "scope": (0.2, 0.33, 0.5, 0.75),
    "own_case": (0.15, 0.25, 0.35, 0.5),
    "small_talk": (0.25, 0.35, 0.5, 0.65),
    "crisis": (0.3, 0.4, 0.5, 0.6, 0.7),
}
FOLDS = 5
ROUNDS = 3
# An offered entry helps half as much as an answer.
OFFERED = 0.5
# Any number: it deals the questions out.
SEED = 20160226


@dataclass(frozen=True, slots=True)
class Ceilings:
    """What a choice of thresholds may not exceed, as shares of the questions that each is about."""

    wrong: float
    out_of_scope_menu: float
    crisis_false_alarms: float


@dataclass(frozen=True, slots=True)
class Fold:
    """Thresholds chosen without some questions, and the figures on those."""

    thresholds: Thresholds
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Tuning:
    """The thresholds chosen on all questions, their figures, and what the choice is worth on unseen ones."""

    thresholds: Thresholds
    figures: Mapping[str, float]
    folds: Sequence[Fold]
    questions: int
    ceilings: Ceilings

    def held_out(self, name: str) -> float:
        """Give a figure as the mean over the questions that were left out of choosing."""
        return float(np.mean([fold.figures[name] for fold in self.folds]))


def tune_file(
    config: Path, questions: Sequence[Question], interpreter: Interpreter, limits: Evaluation, *, most_wrong: float
) -> str:
    """Choose thresholds, write them into the configuration file, and give the table that was written with them.

    Raises OSError if the file cannot be read or written, `BadConfig` if it has no section to write into.
    """
    text = config.read_text(encoding="utf-8")
    most = Ceilings(most_wrong, limits.out_of_scope_menu_at_most, limits.crisis_false_alarms_at_most)
    if _SECTION.search(text) is None:
        raise BadConfig([f"{config.name}:1:1: matching: there is no such section to write the thresholds into"])
    found = tune(questions, interpreter, most)
    config.write_text(rewritten(text, found), encoding="utf-8")
    return table(found)


def tune(questions: Sequence[Question], interpreter: Interpreter, ceilings: Ceilings) -> Tuning:
    """Choose thresholds; starts from those of the interpreter, takes minutes, deterministic."""
    bench = _Bench(questions, remembering(interpreter), ceilings)
    everything = np.arange(len(questions))
    part = np.random.default_rng(SEED).permutation(everything) % FOLDS
    folds = []
    for fold in range(FOLDS):
        found = bench.choose(everything[part != fold])
        folds.append(Fold(found, bench.figures(found, everything[part == fold])))
    chosen = bench.choose(everything)
    return Tuning(chosen, bench.figures(chosen, everything), folds, len(questions), ceilings)


@dataclass(slots=True)
class _Bench:
    questions: Sequence[Question]
    interpreter: Interpreter
    ceilings: Ceilings
    judged: dict[Thresholds, Sequence[Judged]] = field(default_factory=dict)

    def choose(self, asked: np.ndarray) -> Thresholds:
        best = self.interpreter.thresholds
        for _ in range(ROUNDS):
            before = best
            for name, values in GRID.items():
                moved = [replace(best, **{name: value}) for value in values]
                best = max([best, *moved], key=lambda one: self._worth(one, asked))
            if best == before:
                break
        return best

    def figures(self, thresholds: Thresholds, asked: np.ndarray) -> Mapping[str, float]:
        if thresholds not in self.judged:
            self.judged[thresholds] = evaluate(self.questions, replace(self.interpreter, thresholds=thresholds))
        judged = self.judged[thresholds]
        return figures([judged[at] for at in asked.tolist()])

    def _worth(self, thresholds: Thresholds, asked: np.ndarray) -> tuple[float, float]:
        """Compare first by what exceeds the ceilings, then by the help."""
        found = self.figures(thresholds, asked)
        excess = sum(max(0.0, found[one.name] - getattr(self.ceilings, one.name)) for one in fields(Ceilings))
        return -excess, found["right"] + OFFERED * (found["right_or_offered"] - found["right"])


class _Remembering:
    """A matcher that works each text out once."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._match = cache(lambda text: interpreter.matcher.match_all([text])[0])

    def match_all(self, texts: Sequence[str]) -> Sequence[Sequence[Candidate]]:
        return [self._match(text) for text in texts]


def remembering(interpreter: Interpreter) -> Interpreter:
    """Give an interpreter that works each text out once, for questions that are judged again and again."""
    return replace(
        interpreter,
        matcher=_Remembering(interpreter),
        level_of=cache(interpreter.level_of),
        language_of=cache(interpreter.language_of),
        is_moment=cache(interpreter.is_moment),
    )


# What the table in the configuration begins and ends with.
_BEGIN = "  # Chosen by `python -m bot eval --tune`"
_END = "  # The end of what `eval --tune` writes here."
_TABLE = re.compile(rf"{re.escape(_BEGIN)}.*?{re.escape(_END)}\n", re.DOTALL)
_SECTION = re.compile(r"^matching:\n(?: .*\n|\n(?= ))*", re.MULTILINE)


def rewritten(config: str, tuning: Tuning) -> str:
    """Give the text of a configuration with the thresholds and their table; all else stays, comments too.

    Without a section `matching` nothing is changed.
    """
    found = _SECTION.search(config)
    if found is None:
        return config
    section = _TABLE.sub("", found.group())
    for one in fields(Thresholds):
        line = f"  {one.name}: {getattr(tuning.thresholds, one.name):g}"
        section, count = re.subn(rf"^  {one.name}:.*$", line, section, flags=re.MULTILINE)
        section = section if count else f"{section.rstrip()}\n{line}\n"
    section = section.replace("matching:\n", f"matching:\n{table(tuning)}", 1)
    return f"{config[: found.start()]}{section}{config[found.end() :]}"


# Figure → its column.
_SHOWN = {
    "right": "right",
    "right_or_offered": "offered",
    "wrong": "wrong",
    "out_of_scope_menu": "menu",
    "out_of_scope_answered": "answered",
}
_THRESHOLDS = ("answer", "segment", "choice", "decline")


def table(tuning: Tuning) -> str:
    """Draw what justifies the thresholds, as comments of a configuration."""
    most = tuning.ceilings
    lines = [
        f"{_BEGIN} on {tuning.questions} labelled questions: most people helped,",
        f"  # where at most {most.wrong:.1%} of all are answered wrongly, {most.out_of_scope_menu:.0%} of those out of",
        f"  # scope are offered a menu, and {most.crisis_false_alarms:.1%} are taken for a call for help.",
        "  # right, offered (or right): shares of those in scope; menu, answered: of those out of scope.",
        "  # Each line but the last was chosen without a fifth of the questions and measured on it.",
        f"  #   {_row((*_THRESHOLDS, *_SHOWN.values()))}",
        *(f"  #   {_line(fold.thresholds, fold.figures)}" for fold in tuning.folds),
        f"  #   {_line(tuning.thresholds, tuning.figures)}",
        _END,
    ]
    return "".join(f"{line}\n" for line in lines)


def _line(thresholds: Thresholds, found: Mapping[str, float]) -> str:
    chosen = (f"{getattr(thresholds, name):.2f}" for name in _THRESHOLDS)
    return _row((*chosen, *(f"{found[name]:.3f}" for name in _SHOWN)))


def _row(cells: Sequence[str]) -> str:
    return "  ".join(f"{cell:>8}" for cell in cells)
