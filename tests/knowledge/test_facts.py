"""Facts named in texts: what a placeholder stands for, and which facts a text leans on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import facts
from bot.domain.knowledge import Knowledge
from bot.knowledge import Loaded, load
from tests.knowledge.editing import BASE


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    outcome = load(BASE)
    assert isinstance(outcome, Loaded)
    return outcome.knowledge


def in_words(knowledge: Knowledge, language: str = "pl") -> dict[str, str]:
    return dict(facts.table(knowledge, language, lambda hours: f"{len(hours)} days"))


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("centre.short_name", "WOES"),
        ("office.konin.address", "ul. Wrzosowa 7, 62-510 Konin"),
        ("office.konin.phone", "+48 63 245 58 29"),
        ("office.konin.hours", "1 days"),
        ("specialist.gizycka.name", "Anna Giżycka"),
        ("specialist.gizycka.hours", "2 days"),
        ("county.gnieznienski.name", "powiat gnieźnieński"),
        ("crisis.emergency.phone", "112"),
        ("crisis.contacts", "numer alarmowy: 112, całą dobę\ntelefon zaufania dla dorosłych: 116 123, codziennie"),
    ],
)
def test_a_placeholder_stands_for_its_fact(name: str, fact: str, knowledge: Knowledge):
    assert facts.fill(f"<{{{name}}}>", in_words(knowledge)) == f"<{fact}>"


def test_a_fact_is_said_in_the_language_that_is_asked_for(knowledge: Knowledge):
    assert in_words(knowledge, "en")["specialist.gizycka.role"] == "local partnerships"


def test_a_fact_without_that_language_is_said_in_polish(knowledge: Knowledge):
    assert in_words(knowledge, "uk")["specialist.gizycka.role"] == "animatorka partnerstw lokalnych"


def test_what_the_base_does_not_state_is_not_in_the_table(knowledge: Knowledge):
    assert "office.poznan.hours" not in in_words(knowledge)


def test_every_fact_has_a_name_that_a_placeholder_may_have(knowledge: Knowledge):
    ids = {
        "office": list(knowledge.offices),
        "specialist": list(knowledge.specialists),
        "county": list(knowledge.counties),
        "crisis": ["emergency"],
    }
    assert set(facts.names(ids)) - set(in_words(knowledge)) == {facts.LIVE, "office.poznan.hours"}


def test_doubled_braces_are_literal():
    assert facts.fill("{{live}} {live}", {"live": "now"}) == "{live} now"


def test_an_unknown_placeholder_stays_as_it_is():
    assert facts.fill("{office.nowhere.phone}", {}) == "{office.nowhere.phone}"


def test_a_fact_with_braces_is_not_filled_again():
    assert facts.fill("{a}", {"a": "{b}", "b": "c"}) == "{b}"


@given(st.text(alphabet="{}ab.", max_size=30))
def test_every_brace_is_doubled_or_named_or_stray(text: str):
    named = facts.placeholders(text)
    stray = len(facts.stray_braces(text))
    doubled = text.count("{") + text.count("}") - 2 * len(named) - stray
    assert doubled >= 0
    assert doubled % 2 == 0


def test_a_text_leans_on_the_facts_it_names_once_each(knowledge: Knowledge):
    found = facts.provenances("{office.konin.phone} {crisis.contacts} {office.konin.city} {live}", knowledge)
    assert [source.place for source in found] == ["offices.yaml:11", "crisis.yaml:8", "crisis.yaml:14"]


def test_a_text_without_facts_leans_on_none(knowledge: Knowledge):
    assert (
        facts.provenances("{centre.name} {county.gnieznienski.name} {nothing} {office.nowhere.phone}", knowledge) == []
    )


@pytest.mark.parametrize(("day", "count"), [(date(2017, 2, 25), 0), (date(2017, 2, 26), 5), (date(2027, 11, 2), 11)])
def test_a_fact_is_overdue_after_its_time(day: date, count: int, knowledge: Knowledge):
    assert knowledge.centre.stale_after == timedelta(days=365)
    assert len(facts.overdue(knowledge, day)) == count
