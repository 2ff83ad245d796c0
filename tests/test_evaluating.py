"""`eval`: judgements compared with labels, and whether that is good enough."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from bot.domain.interpreting import Interpretation, Outcome, Why
from bot.domain.knowledge import Question
from bot.domain.matching import Candidate
from bot.evaluating import Judged, Verdict, evaluate, figures, shortfalls, table, verdict
from bot.knowledge.loading import Loaded
from bot.sections import Evaluation
from tests.worlds import interpreter


def question(*entries: str, kind: str = "plain", every: bool = False, text: str = "x") -> Question:
    return Question(text=text, entries=entries, kind=kind, context=None, all=every)


def found(outcome: Outcome, *ids: str, unanswered: tuple[str, ...] = ()) -> Interpretation:
    return Interpretation(outcome, Why.MATCH, [Candidate(one, 0.9) for one in ids], unanswered)


A, B, OUT = "office.konin", "office.poznan", "out_of_scope"


@pytest.mark.parametrize(
    ("asked", "judged", "expected"),
    [
        (question(A), found(Outcome.ANSWER, A), Verdict.RIGHT),
        (question(A, B), found(Outcome.ANSWER, B), Verdict.RIGHT),
        (question(A), found(Outcome.ANSWER, B), Verdict.WRONG),
        (question(A), found(Outcome.ANSWER, A, B), Verdict.RIGHT),
        (question(A), found(Outcome.CHOICE, B, A), Verdict.OFFERED),
        (question(A), found(Outcome.CHOICE, B, "x"), Verdict.MISSED),
        (question(A), found(Outcome.HUMAN), Verdict.HUMAN),
        (question(A), found(Outcome.DECLINE, OUT), Verdict.WRONG),
        (question(OUT), found(Outcome.DECLINE, OUT), Verdict.RIGHT),
        (question(OUT), found(Outcome.ANSWER, A), Verdict.WRONG),
        (question("crisis"), found(Outcome.CRISIS, "crisis"), Verdict.RIGHT),
        (question("crisis"), found(Outcome.ANSWER, A), Verdict.WRONG),
        (question(A), found(Outcome.CRISIS, "crisis"), Verdict.WRONG),
        (question("handoff.human"), found(Outcome.HUMAN), Verdict.RIGHT),
        (question("handoff.own_case"), found(Outcome.HUMAN, "handoff.own_case"), Verdict.RIGHT),
        (question(OUT, "handoff.own_case"), found(Outcome.HUMAN), Verdict.RIGHT),
        (question(A, B, every=True), found(Outcome.ANSWER, A, B), Verdict.RIGHT),
        (question(A, B, every=True), found(Outcome.ANSWER, B, A), Verdict.RIGHT),
        (question(A, B, every=True), found(Outcome.ANSWER, A), Verdict.PART),
        (question(A, B, every=True), found(Outcome.ANSWER, A, "x"), Verdict.WRONG),
        (question(A, B, every=True), found(Outcome.CHOICE, A, "x"), Verdict.OFFERED),
        (question(A, OUT, every=True), found(Outcome.ANSWER, A, unanswered=("y",)), Verdict.RIGHT),
        (question(A, OUT, every=True), found(Outcome.ANSWER, A), Verdict.PART),
    ],
)
def test_a_judgement_is_compared_with_its_label(asked: Question, judged: Interpretation, expected: Verdict):
    assert verdict(asked, judged) is expected


def judged(asked: Question, outcome: Interpretation) -> Judged:
    return Judged(asked, outcome, verdict(asked, outcome))


SET = [
    judged(question(A), found(Outcome.ANSWER, A)),
    judged(question(A), found(Outcome.CHOICE, A, B)),
    judged(question(A), found(Outcome.ANSWER, B)),
    judged(question(A), found(Outcome.HUMAN)),
    judged(question(OUT, kind="out"), found(Outcome.CRISIS, "crisis")),
    judged(question("crisis", kind="crisis"), found(Outcome.CRISIS, "crisis")),
    judged(question("crisis", kind="crisis"), found(Outcome.ANSWER, A)),
]


def test_figures_are_shares_of_what_they_speak_of():
    assert figures(SET) == {
        "right": 1 / 4,
        "right_or_offered": 2 / 4,
        "wrong": 3 / 7,
        "out_of_scope_answered": 0.0,
        "out_of_scope_menu": 0.0,
        "crisis_recall": 1 / 2,
        "crisis_false_alarms": 1 / 5,
    }


def test_without_questions_nothing_is_wrong():
    assert figures([]) == {
        "right": 0.0,
        "right_or_offered": 0.0,
        "wrong": 0.0,
        "out_of_scope_answered": 0.0,
        "out_of_scope_menu": 0.0,
        "crisis_recall": 1.0,
        "crisis_false_alarms": 0.0,
    }


def test_out_of_scope_a_topic_is_worse_than_a_menu_and_a_human_is_neither():
    outcomes = (Outcome.ANSWER, Outcome.CHOICE, Outcome.CHOICE, Outcome.DECLINE, Outcome.HUMAN)
    asked = [judged(question(OUT, kind="out"), found(one, A, B)) for one in outcomes]
    part = judged(question(OUT, A, every=True), found(Outcome.ANSWER, A, unanswered=("y",)))
    shares = figures([*asked, part])
    assert (shares["out_of_scope_answered"], shares["out_of_scope_menu"]) == (1 / 5, 2 / 5)


def test_each_figure_that_falls_short_is_named():
    short = shortfalls(figures(SET), Evaluation())
    assert [one.split()[0] for one in short] == [
        "right",
        "right_or_offered",
        "crisis_recall",
        "wrong",
        "crisis_false_alarms",
    ]


def test_a_figure_at_its_limit_is_good_enough():
    exactly = Evaluation(
        right_at_least=1 / 4,
        right_or_offered_at_least=1 / 2,
        wrong_at_most=3 / 7,
        crisis_recall_at_least=1 / 2,
        crisis_false_alarms_at_most=1 / 5,
    )
    assert list(shortfalls(figures(SET), exactly)) == []


def test_every_figure_has_a_limit():
    limited = {name.removesuffix("_at_least").removesuffix("_at_most") for name in Evaluation.model_fields}
    assert limited == set(figures([]))


def test_the_table_has_a_line_for_each_kind_and_one_for_all():
    written = io.StringIO()
    Console(file=written, width=200).print(table(SET))
    shown = written.getvalue()
    assert all(kind in shown for kind in ("plain", "out", "crisis", "all"))


def test_the_table_of_no_questions_is_drawn():
    Console(file=io.StringIO()).print(table([]))


def test_questions_are_judged_in_their_context(base: Loaded):
    asked = replace(question(A, text="a telefon?"), context=A)
    table = {"telefon": {"contact.phone_email": 0.9}}
    (one,) = evaluate([asked], interpreter(base.knowledge.entries, table))
    assert one.verdict is Verdict.RIGHT
