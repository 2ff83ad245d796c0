"""The form's steps follow its table, and no other way."""

from dataclasses import replace

import pytest

from bot.domain import forms
from bot.domain.forms import FORM_MOVES, LINES, Form, FormMove, FormStep, IllegalFormMove

EMPTY = Form("s")


@pytest.mark.parametrize("move", FormMove)
@pytest.mark.parametrize("step", FormStep)
def test_a_form_moves_as_the_table_says_or_not_at_all(step: FormStep, move: FormMove):
    form, target = replace(EMPTY, step=step), FORM_MOVES.get((step, move))
    assert forms.may(form, move) is (target is not None)
    if target is None:
        with pytest.raises(IllegalFormMove):
            forms.moved(form, move)
    else:
        assert forms.moved(form, move).step is target


def test_answers_alone_lead_from_the_first_step_through_every_line_to_the_summary():
    form, seen = EMPTY, []
    while form.step is not FormStep.SUMMARY:
        seen.append(forms.line_of(form.step))
        form = forms.moved(form, FormMove.ANSWER)
    assert seen == [1, 1, 2, 3, 4, 4, 5, 6]


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_is_changed_leads_back_to_the_summary(line: int):
    form, steps = forms.changing(replace(EMPTY, step=FormStep.SUMMARY), line), []
    while form.step is not FormStep.SUMMARY:
        steps.append(forms.line_of(form.step))
        form = forms.moved(form, FormMove.ANSWER)
    assert set(steps) == {line}
    assert not form.is_changing


@pytest.mark.parametrize("line", LINES)
def test_a_line_can_be_left_as_it_was(line: int):
    form = forms.changing(replace(EMPTY, step=FormStep.SUMMARY), line)
    assert forms.moved(form, FormMove.BACK).step is FormStep.SUMMARY
