"""`eval --tune`: thresholds chosen on labelled questions and written into a configuration."""

from dataclasses import fields, replace
from pathlib import Path

import pytest
import yaml

from bot.config import BadConfig, load
from bot.domain.knowledge import Question
from bot.domain.thresholds import Thresholds
from bot.knowledge.loading import Loaded
from bot.sections import Evaluation
from bot.tuning import GRID, Ceilings, Tuning, rewritten, table, tune, tune_file
from tests.worlds import Table, interpreter

SHIPPED = Path(__file__).parent.parent / "config.yaml"
CEILINGS = Ceilings(wrong=0.0, out_of_scope_menu=0.15, crisis_false_alarms=0.005)
# Right where it is sure, wrong where it is less so.
ANSWERS: Table = {
    "sure": {"office.konin": 0.78},
    "doubtful": {"office.konin": 0.72, "office.poznan": 0.2},
    "unlikely": {"office.poznan": 0.52, "office.konin": 0.3},
}


def question(text: str, entry: str) -> Question:
    return Question(text=text, entries=(entry,), kind="plain", context=None, all=False)


QUESTIONS = [
    *(question(f"sure {number} words here", "office.konin") for number in range(10)),
    *(question(f"doubtful {number} words here", "office.poznan") for number in range(10)),
    *(question(f"unlikely {number} words here", "office.konin") for number in range(10)),
]


@pytest.fixture(scope="module")
def tuned(base: Loaded) -> Tuning:
    return tune(QUESTIONS, interpreter(base.knowledge.entries, ANSWERS), CEILINGS)


def test_the_sure_are_answered_and_no_wrong_answer_is_given_where_none_is_allowed(tuned: Tuning):
    assert tuned.thresholds.answer == 0.75
    assert tuned.figures["right"] == pytest.approx(1 / 3)
    assert tuned.figures["wrong"] == 0.0
    assert tuned.figures["right_or_offered"] == 1.0


def test_a_higher_ceiling_answers_more(base: Loaded):
    # The doubtful third is answered only where that gains something; here it would be wrong.
    asked = [*QUESTIONS[:10], *(replace(one, entries=("office.konin",)) for one in QUESTIONS[10:19]), QUESTIONS[19]]
    judge = interpreter(base.knowledge.entries, ANSWERS)
    strict = tune(asked, judge, CEILINGS)
    lax = tune(asked, judge, replace(CEILINGS, wrong=0.1))
    assert strict.figures["right"] < lax.figures["right"]
    assert strict.figures["wrong"] == 0.0 < lax.figures["wrong"]


def test_the_choice_is_measured_on_questions_left_out_of_it(tuned: Tuning):
    assert len(tuned.folds) == 5
    assert tuned.held_out("wrong") == 0.0


def test_the_same_questions_give_the_same_thresholds(tuned: Tuning, base: Loaded):
    assert tune(QUESTIONS, interpreter(base.knowledge.entries, ANSWERS), CEILINGS) == tuned


def test_every_value_that_may_be_chosen_is_of_a_threshold():
    assert set(GRID) <= {one.name for one in fields(Thresholds)}


def test_what_is_written_is_what_was_chosen_and_every_comment_stays(tuned: Tuning, tmp_path: Path):
    shipped = SHIPPED.read_text(encoding="utf-8")
    written = rewritten(shipped, tuned)
    file = tmp_path / "config.yaml"
    file.write_text(written, encoding="utf-8")
    assert load(file, {}).thresholds == tuned.thresholds
    assert table(tuned) in written


def test_comments_and_blank_lines_stay(tuned: Tuning):
    text = (
        "# Top.\nmatching:\n  # Why.\n  answer: 0.1  # here\n\n  # Later.\n  margin: 0.9\n\n# Below.\nlog_level: info\n"
    )
    written = rewritten(text, tuned).replace(table(tuned), "")
    comments = [line for line in written.splitlines() if line.lstrip().startswith("#")]
    assert comments == ["# Top.", "  # Why.", "  # Later.", "# Below."]
    assert "\n\n# Below.\nlog_level: info\n" in written


def test_writing_again_replaces_the_table(tuned: Tuning):
    once = rewritten(SHIPPED.read_text(encoding="utf-8"), tuned)
    assert rewritten(once, tuned) == once


def test_nothing_outside_the_section_changes(tuned: Tuning):
    shipped = SHIPPED.read_text(encoding="utf-8")
    before, after = (yaml.safe_load(text) for text in (shipped, rewritten(shipped, tuned)))
    assert {**before, "matching": None} == {**after, "matching": None}


def test_a_missing_threshold_is_added_to_the_section(tuned: Tuning):
    written = yaml.safe_load(rewritten("matching:\n  answer: 0.5\n\nlog_level: info\n", tuned))
    assert written["matching"] == {one.name: getattr(tuned.thresholds, one.name) for one in fields(Thresholds)}
    assert written["log_level"] == "info"


def test_a_configuration_without_the_section_is_refused_unread(tmp_path: Path, base: Loaded):
    file = tmp_path / "config.yaml"
    file.write_text("log_level: info\n", encoding="utf-8")
    with pytest.raises(BadConfig, match="matching"):
        tune_file(file, QUESTIONS, interpreter(base.knowledge.entries, ANSWERS), Evaluation(), most_wrong=0.0)
    assert file.read_text(encoding="utf-8") == "log_level: info\n"
