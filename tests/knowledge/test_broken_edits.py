"""Every fault that an author can make: an edit of a good base, and exactly what is said about it."""

from datetime import date, timedelta
from pathlib import Path
from string import Formatter

import pytest

from bot.domain.matching import build
from bot.knowledge import Code, Fault, Loaded, Place, Refused, Severity, check, load
from bot.knowledge.faults import fault, severity_of, templates
from bot.knowledge.findings import competing_entries
from bot.knowledge.reading import Phrase
from tests.knowledge.editing import BASE, Row, apply, replace, rows

# Said about what no replacement of a text brings about: tested below, one by one.
ELSEWHERE = {
    Code.MISSING_DIRECTORY,
    Code.UNREADABLE_FILE,
    Code.FILE_TOO_BIG,
    Code.NOT_UTF8,
    Code.TOO_MANY_NODES,
    Code.ANSWER_TOO_LONG,
    Code.UNREACHED_ENTRY,
    Code.CONFUSABLE_ENTRIES,
    Code.HEAVY_WORD,
    Code.STALE_FACTS,
    Code.FUTURE_DATE,
    Code.COPIED_QUESTION,
    Code.SESSION_OVER,
    Code.HELD_TOO_EARLY,
}
TODAY = date(2026, 11, 23)
MESSAGES = [(name, words) for name, words in templates().items()]


def found(directory: Path) -> list[Fault]:
    outcome = load(directory)
    return list(outcome.faults if isinstance(outcome, Refused) else outcome.warnings)


def codes(faults: list[Fault]) -> list[tuple[str, Code]]:
    return [(str(each.place), each.code) for each in faults]


def expected(row: Row) -> list[tuple[str, Code]]:
    parts = [line.split() for line in row["faults"]]
    return [(f"base/{(part[:-2] or [row['file']])[0]}:{part[-2]}", Code(part[-1])) for part in parts]


def test_the_base_that_is_edited_is_good():
    assert found(BASE) == []


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["name"])
def test_an_edit_is_told_with_its_place(row: Row, base: Path):
    apply(row, base)
    assert codes(found(base)) == expected(row)


@pytest.mark.parametrize("row", [row for row in rows() if "says" in row], ids=lambda row: row["name"])
def test_a_message_helps(row: Row, base: Path):
    apply(row, base)
    assert row["says"] in found(base)[0].message


def test_every_code_has_an_edit_that_causes_it():
    caused = {code for row in rows() for _, code in expected(row)}
    assert caused | ELSEWHERE == set(Code)


def test_every_code_has_a_message_and_every_message_a_code():
    assert set(templates()) - {"suggestion", "options"} == set(Code)


@pytest.mark.parametrize(("name", "words"), MESSAGES, ids=[name for name, _ in MESSAGES])
def test_a_message_is_one_line_and_names_its_parameters(name: str, words: str):
    assert "\n" not in words
    assert all(field is None or field.isidentifier() for _, field, _, _ in Formatter().parse(words))


def test_errors_and_warnings_are_told_apart():
    assert severity_of(Code.BAD_TIME) is Severity.ERROR
    assert severity_of(Code.STALE_FACTS) is Severity.WARNING


def test_a_fault_reads_as_file_line_column_message():
    shown = str(fault(Code.EMPTY_FILE, Place("knowledge/sessions.yaml", 14, 9)))
    assert shown.startswith("knowledge/sessions.yaml:14:9: ")


def test_a_value_over_several_lines_is_told_on_one():
    assert "\n" not in fault(Code.BAD_TIME, Place("a"), key="from", value="a\nb").message


def test_a_long_value_is_cut():
    assert len(fault(Code.BAD_TIME, Place("a"), key="from", value="a" * 10_000).message) < 400


def test_faults_of_all_files_are_told_at_once(base: Path):
    replace(base / "offices.yaml", "  city: Konin\n", "")
    replace(base / "centre.yaml", '"20:00"', '"25:00"')
    replace(base / "counties.yaml", "[Gniezno, Kłecko]", "[Gniezno")
    assert codes(found(base)) == [
        ("base/centre.yaml:12:21", Code.BAD_TIME),
        ("base/counties.yaml:5:13", Code.YAML_SYNTAX),
        ("base/offices.yaml:1:3", Code.MISSING_KEY),
    ]


def test_a_warning_alone_does_not_refuse_the_base(base: Path):
    replace(base / "topics/talk.yaml", "- jaka będzie pogoda", "- jak rozliczyc podatek")
    assert isinstance(load(base), Loaded)


def test_a_missing_directory_is_told(tmp_path: Path):
    assert codes(found(tmp_path / "knowledge")) == [("knowledge:1:1", Code.MISSING_DIRECTORY)]


def test_missing_topics_are_told_once(base: Path):
    (base / "topics").rename(base / "tematy")
    assert codes(found(base)) == [("base/topics/*.yaml:1:1", Code.MISSING_FILE)]


def test_a_file_that_may_not_be_opened_is_told(base: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert {code for _, code in codes(found(base))} == {Code.UNREADABLE_FILE}


def test_a_directory_in_the_place_of_a_file_is_told(base: Path):
    (base / "centre.yaml").unlink()
    (base / "centre.yaml").mkdir()
    assert codes(found(base)) == [("base/centre.yaml:1:1", Code.MISSING_FILE)]


def test_a_huge_file_is_told(base: Path):
    (base / "sessions.yaml").write_text("# " + "a" * 1_000_000, encoding="utf-8")
    assert codes(found(base)) == [("base/sessions.yaml:1:1", Code.FILE_TOO_BIG)]


def test_a_file_in_another_encoding_is_told_at_its_first_strange_byte(base: Path):
    (base / "sessions.yaml").write_bytes("# ąć\n- Września".encode("cp1250"))
    assert codes(found(base)) == [("base/sessions.yaml:1:3", Code.NOT_UTF8)]


def test_a_file_of_endless_nodes_is_told(base: Path):
    (base / "sessions.yaml").write_text("- a\n" * 50_000, encoding="utf-8")
    assert codes(found(base)) == [("base/sessions.yaml:50000:3", Code.TOO_MANY_NODES)]


def test_an_answer_is_measured_with_its_facts_in_place(base: Path):
    words = "a" * 3300 + "{office.konin.address}" * 20
    replace(base / "topics/talk.yaml", "answer: Pytanie można wysłać do specjalisty.", f'answer: "{words}"')
    assert codes(found(base)) == [("base/topics/talk.yaml:6:11", Code.ANSWER_TOO_LONG)]


def test_a_live_answer_keeps_room_for_its_live_part(base: Path):
    replace(base / "topics/talk.yaml", "    {live}\n", "    {live}" + "a" * 2600 + "\n")
    assert codes(found(base)) == [("base/topics/talk.yaml:23:11", Code.ANSWER_TOO_LONG)]


def test_an_answer_is_measured_in_utf16_units(base: Path):
    replace(base / "topics/talk.yaml", "Pytanie można wysłać do specjalisty.", "😀" * 1900)
    assert codes(found(base)) == [("base/topics/talk.yaml:6:11", Code.ANSWER_TOO_LONG)]


def test_an_entry_that_its_phrases_do_not_reach_is_told():
    told = check(BASE, lambda _: build([("office.konin", "biuro"), ("out_of_scope", "pogoda")]), TODAY)
    assert ("base/topics/talk.yaml:4:7", Code.UNREACHED_ENTRY) in codes(told)


def test_entries_that_lose_phrases_to_each_other_are_told_when_asked_for():
    words = ("kiedy", "gdzie", "skąd", "dokąd", "którędy", "dlaczego", "po co", "ile")
    pairs = [(entry, word) for entry in ("bus", "train") for word in words]
    phrases = [Phrase(entry, "pl", word, Place(entry)) for entry, word in pairs]
    told = competing_entries(phrases, build(pairs))
    assert ("bus:1:1", Code.CONFUSABLE_ENTRIES) in codes(told)
    assert any(word in fault.message for fault in told for word in words)


@pytest.mark.parametrize(("entry", "is_told"), [("bus", True), ("thanks", False)])
def test_a_word_of_politeness_that_points_at_an_entry_is_told_unless_it_is_small_talk(entry: str, is_told: bool):
    said = {
        entry: ("proszę autobus", "proszę linia", "proszę przystanek", "proszę kierowca"),
        "train": ("pociąg kiedy", "peron gdzie", "wagon jaki", "stacja która"),
    }
    pairs = [(own, phrase) for own, phrases in said.items() for phrase in phrases]
    phrases = [Phrase(own, "pl", phrase, Place(own)) for own, phrase in pairs]
    told = competing_entries(phrases, build(pairs), ["proszę"])
    assert ((f"{entry}:1:1", Code.HEAVY_WORD) in codes(told)) is is_told


def test_old_facts_are_told_once_a_file_at_the_first():
    told = check(BASE, build, TODAY)
    assert [place for place, code in codes(told) if code is Code.STALE_FACTS] == [
        "base/offices.yaml:11:1",
        "base/specialists.yaml:14:1",
        "base/topics/office.yaml:12:1",
    ]


def test_a_fact_is_old_from_the_day_after_its_time_is_up():
    told = check(BASE, build, date(2016, 2, 26) + timedelta(days=365))
    assert Code.STALE_FACTS not in {code for _, code in codes(told)}


def test_a_fact_checked_in_the_future_is_told():
    told = check(BASE, build, date(2026, 10, 31))
    assert ("base/crisis.yaml:8:1", Code.FUTURE_DATE) in codes(told)


@pytest.mark.parametrize(
    ("status", "today", "told"),
    [
        ("open", date(2027, 5, 5), [Code.SESSION_OVER]),
        ("planned", date(2027, 5, 5), [Code.SESSION_OVER]),
        ("open", date(2027, 5, 4), []),
        ("held", date(2027, 5, 5), []),
        ("held", date(2027, 5, 3), [Code.HELD_TOO_EARLY]),
        ("closed", date(2027, 5, 5), []),
    ],
)
def test_a_session_whose_state_does_not_fit_its_date_is_told(status: str, today: date, told: list[Code], base: Path):
    replace(base / "sessions.yaml", "status: open", f"status: {status}")
    said = codes(check(base, build, today))
    assert [code for place, code in said if place == "base/sessions.yaml:12:11"] == told


def test_findings_are_sorted_by_place():
    places = [each.place for each in check(BASE, build, date(2026, 10, 31))]
    assert places == sorted(places)


def test_a_broken_base_is_checked_without_a_matcher(base: Path):
    replace(base / "centre.yaml", '"20:00"', '"25:00"')
    assert codes(check(base, build, TODAY)) == [("base/centre.yaml:12:21", Code.BAD_TIME)]


def test_a_labelled_question_worded_like_a_phrase_is_a_finding(base: Path):
    replace(base / "evaluation.yaml", "adres biura konin", "GDZIE jest biuro w koninie")
    told = check(base, build, TODAY)
    assert [place for place, code in codes(told) if code is Code.COPIED_QUESTION] == ["base/evaluation.yaml:1:1"]
