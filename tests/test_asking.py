"""`ask`: what a citizen would read, and the lines of `ask --jsonl`."""

import io
import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot.applying import Scene
from bot.asking import ask, ask_lines, show
from bot.knowledge.loading import Loaded
from tests.worlds import renderer, world


def scene(base: Loaded) -> Scene:
    return Scene(world(base.knowledge), renderer(base.knowledge))


def answers(lines: list[str], base: Loaded) -> list[dict[str, object]]:
    return [json.loads(line) for line in ask_lines(lines, scene(base))]


def answer(base: Loaded, **request: object) -> dict[str, object]:
    (found,) = answers([json.dumps(request)], base)
    return found


@pytest.mark.parametrize(
    ("text", "outcome", "entries"),
    [
        ("gdzie jest biuro w Koninie?", "answer", ["office.konin"]),
        ("jakie są godziny? gdzie jest biuro w Koninie?", "answer", ["specialist.hours", "office.konin"]),
        ("dzień dobry", "answer", ["greeting"]),
        ("dziękuję", "answer", ["thanks"]),
        ("privacy", "answer", ["privacy"]),
        ("niejasne sprawy w naszej gminie", "choice", ["support.grants", "support.training", "support.advice"]),
        ("co z moim wniosek", "human", ["handoff.own_case"]),
        ("chcę mówić z człowiekiem", "human", ["handoff.human"]),
        ("jaka będzie pogoda", "decline", ["out_of_scope"]),
        ("chcę się zabić", "crisis", ["crisis"]),
        ("gdzie zgłosić przemoc", "crisis", ["crisis"]),
        ("…", "human", []),
        ("довідка", "human", []),
    ],
)
def test_every_outcome_has_its_name_and_entries(text: str, outcome: str, entries: list[str], base: Loaded):
    found = answer(base, text=text)
    assert found["outcome"] == outcome
    assert [one["id"] for one in found["entries"]] == entries  # type: ignore[attr-defined]  # JSON


def test_nothing_fits_is_a_human(base: Loaded):
    assert answer(base, text="kompletnie niezrozumiała wiadomość o niczym")["outcome"] == "human"


@pytest.mark.parametrize("text", ["gasnę jak zapałka w deszczu", "gasnę, jaka pogoda", "gasnę w naszej gminie"])
def test_the_numbers_stand_below_what_is_somewhat_like_a_call_for_help(text: str, base: Loaded):
    found = answer(base, text=text)
    assert found["outcome"] in {"human", "decline", "choice"}
    assert all(one.phone in str(found["text"]) for one in base.knowledge.crisis.contacts)


def test_a_line_has_the_fields_of_the_contract(base: Loaded):
    found = answer(base, id=7, text="gdzie jest biuro w Koninie?")
    assert list(found) == ["id", "outcome", "entries", "text"]
    assert found["entries"] == [{"id": "office.konin", "confidence": 0.95}]
    assert "Wrzosowa 7" in str(found["text"])


def test_the_text_is_plain(base: Loaded):
    text = str(answer(base, text="jakie są godziny? gdzie jest biuro w Koninie?")["text"])
    assert "&" not in text


def test_the_text_says_which_part_is_missing(base: Loaded):
    found = answer(base, text="Gdzie jest biuro w Koninie? Ile tak naprawdę waży dorosły słoń afrykański?")
    assert "«Ile tak naprawdę waży dorosły słoń afrykański" in str(found["text"])


@pytest.mark.parametrize("name", [7, "a", None, ["x"], {"a": 1}, 1.5, True, "\ud800"])
def test_an_id_comes_back_as_it_was(name: object, base: Loaded):
    assert answer(base, id=name, text="dziękuję")["id"] == name


def test_without_an_id_null_comes_back(base: Loaded):
    found = answer(base, text="dziękuję")
    assert (next(iter(found)), found["id"]) == ("id", None)


def test_answers_keep_the_order_of_the_lines(base: Loaded):
    lines = [json.dumps({"id": number, "text": "dziękuję"}) for number in range(20)]
    lines.insert(5, "broken")
    assert [found.get("id") for found in answers(lines, base)] == [*range(5), None, *range(5, 20)]


def test_the_answer_before_is_the_context(base: Loaded):
    assert answer(base, text="a koninie?", context="office.poznan")["outcome"] == "answer"


def test_an_answer_comes_before_the_next_line_is_read(base: Loaded):
    read: list[int] = []

    def lines() -> Iterator[str]:
        for number in range(2):
            read.append(number)
            yield json.dumps({"text": "dziękuję"})

    next(ask_lines(lines(), scene(base)))
    assert read == [0]


BAD = [
    "broken",
    "{",
    "[]",
    "7",
    "null",
    '"text"',
    "{}",
    '{"text": 7}',
    '{"text": null}',
    '{"text": ["a"]}',
    '{"text": "\\ud800"}',
    '{"text": "\udc80"}',
    '{"text": "a", "context": "gone"}',
    '{"text": "a", "context": 7}',
    '{"text": "a", "context": []}',
    '{"text": "a", "context": {}}',
    '{"id": NaN, "text": "a"}',
    "[" * 100_000,
    "9" * 10_000,
]


@pytest.mark.parametrize("line", BAD, ids=lambda line: ascii(line[:40]))
def test_a_bad_line_gives_an_error_and_the_rest_goes_on(line: str, base: Loaded):
    bad, good = answers([line, '{"id": 1, "text": "dziękuję"}'], base)
    assert set(bad) == {"id", "error"}
    assert bad["id"] is None
    assert good["outcome"] == "answer"


def test_the_error_of_a_named_line_carries_its_id(base: Loaded):
    assert answer(base, id=7) == {"id": 7, "error": "text: a string of UTF-8 is needed"}


@pytest.mark.parametrize("line", ["", "  ", "\n"])
def test_an_empty_line_is_a_bad_line(line: str, base: Loaded):
    assert answers([line], base) == [{"id": None, "error": "not JSON"}]


def test_a_byte_order_mark_is_passed_over(base: Loaded):
    (found,) = answers(['\ufeff{"text": "dziękuję"}'], base)
    assert found["outcome"] == "answer"


@settings(deadline=None, max_examples=150)
@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=100))
def test_every_text_has_one_of_the_five_outcomes(text: str, base: Loaded):
    assert answer(base, text=text)["outcome"] in {"answer", "choice", "human", "decline", "crisis"}


@settings(deadline=None, max_examples=150)
@given(line=st.text(max_size=60))
def test_every_line_has_an_answer_that_can_be_written(line: str, base: Loaded):
    for found in ask_lines([line], scene(base)):
        assert json.loads(found.encode().decode())


def test_a_foreign_message_is_answered_in_its_language(base: Loaded):
    assert ask("office please", scene(base)).text.startswith("Hello!")


def test_buttons_are_shown_row_by_row(base: Loaded):
    assert ask("gdzie jest biuro w Koninie", scene(base)).buttons[0] == ["Pomogło", "To nie to"]


@pytest.mark.parametrize("text", ["gdzie jest biuro w Koninie", "[bold]niejasne[/bold]", ":smile: {x}", ""])
def test_an_answer_is_printed_as_it_reads(text: str, base: Loaded):
    asked = ask(text, scene(base))
    written = io.StringIO()
    show(asked, Console(file=written, width=4000))
    assert asked.text in written.getvalue()
    assert all(f"[{label}]" in written.getvalue() for row in asked.buttons for label in row)
