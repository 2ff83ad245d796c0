"""`ask --explain`: what led to an answer, as tables."""

import io

import pytest
from rich.console import Console

from bot.applying import Scene
from bot.asking import ask
from bot.domain.matching import Explanation
from bot.domain.matching.explaining import EvidenceShare, TokenShare
from bot.domain.reasons import compare, matched_text
from bot.domain.thresholds import Thresholds
from bot.explaining import show_decision, show_looks, show_words
from bot.knowledge.loading import Loaded
from tests.worlds import interpreter, renderer, world


def console() -> tuple[Console, io.StringIO]:
    written = io.StringIO()
    return Console(file=written, width=200), written


def test_the_decision_names_outcome_reason_entry_and_its_line(base: Loaded):
    scene = Scene(world(base.knowledge), renderer(base.knowledge))
    shown, written = console()
    show_decision(ask("gdzie jest biuro w Koninie", scene).judged, scene, shown)
    place = base.knowledge.entries["office.konin"].provenance.place
    assert all(word in written.getvalue() for word in ("outcome answer", "match", "office.konin", place))


def test_words_and_evidence_are_shown_with_what_they_add():
    explanation = Explanation(
        entries=["office.konin"],
        logits=[1.5],
        tokens=[TokenShare("konnie", "koninie", [1.5])],
        evidence=[EvidenceShare("lead", 0.5, 0.25)],
        bias=-1.0,
        confidence=0.95,
    )
    shown, written = console()
    show_words(explanation, shown)
    assert all(word in written.getvalue() for word in ("konnie", "koninie", "+1.50", "lead", "+0.25", "-1.00", "0.950"))


def test_a_message_of_several_clauses_is_shown_look_by_look(base: Loaded):
    looks = interpreter(base.knowledge.entries).look("Prowadzę fundację, gdzie jest biuro w Koninie?")
    assert looks is not None
    shown, written = console()
    show_looks(looks, Thresholds(), shown)
    assert all(
        word in written.getvalue() for word in ("Prowadzę fundację", "the whole", "all together", "segment", "reached")
    )


def test_words_are_explained_as_they_were_matched_without_padding(base: Loaded):
    looks = interpreter(base.knowledge.entries).look("Dzień dobry, gdzie jest biuro w Koninie?")
    assert looks is not None
    assert matched_text(looks) == "gdzie jest biuro w koninie"


@pytest.mark.parametrize("text", ["dzień dobry", "…", ""])
def test_nothing_is_ranked_where_nothing_is_asked(text: str, base: Loaded):
    assert interpreter(base.knowledge.entries).look(text) is None


@pytest.mark.parametrize(
    ("text", "name", "measured"),
    [
        ("biuro w Koninie", "answer", 0.95),
        ("biuro w Koninie", "margin", 0.949),
        ("biuro w Koninie", "decline", 0.001),
        ("jaka pogoda", "decline", 0.9),
        ("jaka pogoda", "choice", 0.001),
        ("co z tym wniosek", "own_case", 0.9),
        ("gdzie zgłosić przemoc", "crisis", 0.9),
        ("biuro w Koninie", "scope", 1.0),
    ],
)
def test_each_threshold_is_shown_with_what_it_was_compared_with(text: str, name: str, measured: float, base: Loaded):
    looks = interpreter(base.knowledge.entries).look(text)
    assert looks is not None
    compared = {one.name: one for one in compare(looks, Thresholds())}
    assert compared[name].measured == pytest.approx(measured)
    assert compared[name].limit == getattr(Thresholds(), name)
