"""What a good base becomes, and that no base, however strange, is more than a list of faults."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.knowledge import Days, Live, Location, Route, Session, Span
from bot.knowledge import Loaded, Refused, load, nodes
from bot.knowledge.holidays import YEARS, public_holidays
from bot.knowledge.loading import FILES, load_questions
from tests.knowledge.editing import BASE, copy_base, replace

PARSERS = [yaml.SafeLoader, nodes.PARSER]


def loaded(directory: Path = BASE) -> Loaded:
    outcome = load(directory)
    assert isinstance(outcome, Loaded), [str(each) for each in outcome.faults]
    return outcome


def test_the_rules_of_the_centre_are_read():
    centre = loaded().knowledge.centre
    assert centre.working_days == {0, 1, 2, 3, 4}
    assert centre.promise == timedelta(hours=16)
    assert (centre.quiet_from, centre.quiet_to) == (time(20), time(8))


def test_a_closure_of_one_day_needs_no_end():
    assert loaded().knowledge.centre.closures[1] == Days(
        date(2027, 5, 4), date(2027, 5, 4), loaded().knowledge.centre.closures[1].reason
    )


def test_a_phone_is_kept_with_its_prefix():
    assert loaded().knowledge.offices["konin"].phone == "+48 63 245 58 29"


def test_a_helpline_is_kept_as_it_is_written():
    assert [contact.phone for contact in loaded().knowledge.crisis.contacts] == ["112", "116 123"]


def test_hours_are_read_by_weekday():
    hours = loaded().knowledge.offices["konin"].hours
    assert hours == {0: (Span(time(8), time(12)), Span(time(13), time(16)))}


def test_hours_may_be_written_with_a_dash_and_without_a_zero():
    assert loaded().knowledge.specialists["gizycka"].hours[1] == (Span(time(8, 30), time(16, 30)),)


def test_what_an_office_does_not_state_is_none():
    office = loaded().knowledge.offices["poznan"]
    assert (office.location, office.hours) == (None, None)


def test_a_location_is_read_in_degrees():
    assert loaded().knowledge.offices["konin"].location == Location(52.2, 18.25)


def session(base: Path, old: str, new: str) -> Session:
    replace(base / "sessions.yaml", old, new)
    return loaded(base).knowledge.sessions["wrzesnia_2027"]


def test_a_session_in_summer_time_is_kept_in_utc():
    assert loaded().knowledge.sessions["wrzesnia_2027"].start == datetime(2027, 5, 4, 8, tzinfo=UTC)


def test_a_session_in_winter_time_is_kept_in_utc(base: Path):
    found = session(base, "end: 2027-05-04 13:00", "end: 2027-12-04T13:00")
    assert found.end == datetime(2027, 12, 4, 12, tzinfo=UTC)


def test_an_offset_wins_over_the_zone(base: Path):
    found = session(base, "start: 2027-05-04 10:00", "start: 2027-05-04 10:00+00:00")
    assert found.start == datetime(2027, 5, 4, 10, tzinfo=UTC)


def test_registration_until_a_day_includes_that_day():
    assert loaded().knowledge.sessions["wrzesnia_2027"].register_until == datetime(2027, 5, 2, 22, tzinfo=UTC)


def test_registration_until_a_moment_ends_then(base: Path):
    found = session(base, "register_until: 2027-05-02", "register_until: 2027-05-02 12:00")
    assert found.register_until == datetime(2027, 5, 2, 10, tzinfo=UTC)


def test_a_base_without_sessions_is_good(base: Path):
    (base / "sessions.yaml").write_text("# none yet\n[]\n", encoding="utf-8")
    assert loaded(base).knowledge.sessions == {}


def test_a_text_without_languages_is_polish():
    assert set(loaded().knowledge.entries["office.konin"].title) == {"pl"}


def test_a_text_may_have_languages():
    assert loaded().knowledge.entries["specialist.hours"].title["en"] == "When to call"


def test_phrases_may_have_languages():
    assert loaded().knowledge.entries["specialist.hours"].phrases["en"] == ("when can I call",)


def test_a_live_answer_names_its_specialist():
    entry = loaded().knowledge.entries["specialist.hours"]
    assert (entry.live, entry.live_about) == (Live.REACHABLE, "gizycka")


def test_a_live_answer_may_be_about_all():
    entry = loaded().knowledge.entries["session.upcoming"]
    assert (entry.live, entry.live_about) == (Live.SESSIONS, None)


def test_an_entry_may_open_a_flow():
    assert loaded().knowledge.entries["handoff.human"].route is Route.HANDOFF


def test_a_fact_knows_the_line_to_edit():
    assert loaded().knowledge.entries["office.konin"].provenance.place == "topics/office.yaml:12"


def test_a_question_knows_its_line():
    assert loaded().questions[1].place == "evaluation.yaml:4"


def test_entries_keep_the_order_of_the_files():
    assert list(loaded().knowledge.entries)[:3] == ["office.konin", "specialist.hours", "handoff.human"]


def test_a_byte_order_mark_and_windows_line_ends_are_tolerated(base: Path):
    file = base / "offices.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert loaded(base).knowledge.offices == loaded().knowledge.offices


def test_a_name_that_looks_like_a_number_is_a_text(base: Path):
    replace(base / "topics/talk.yaml", "- jaka będzie pogoda", "- 0800")
    assert loaded(base).knowledge.entries["out_of_scope"].phrases["pl"][0] == "0800"


def test_questions_may_stand_outside_the_base(base: Path):
    assert load_questions(base / "evaluation.yaml") == loaded().questions


def test_one_bad_question_outside_the_base_refuses_them_all(base: Path):
    replace(base / "evaluation.yaml", "  all: true", "  al: true")
    refused = load_questions(base / "evaluation.yaml")
    assert isinstance(refused, Refused)
    assert [str(each.place) for each in refused.faults] == ["base/evaluation.yaml:8:3"]


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2060])
def test_poland_has_fourteen_holidays_from_2025(year: int):
    assert sum(day.year == year for day in public_holidays()) == 14


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 6, 4), date(2027, 5, 27), date(2027, 3, 29)])
def test_christmas_eve_and_movable_feasts_are_holidays(day: date):
    assert public_holidays()[day]


def test_christmas_eve_was_a_working_day_before():
    assert date(2024, 12, 24) not in public_holidays()


def test_a_base_has_the_holidays_of_all_years():
    assert {day.year for day in loaded().knowledge.holidays} == set(YEARS)


@pytest.mark.parametrize("parser", PARSERS, ids=["python", "libyaml"])
@pytest.mark.parametrize("bomb", ["- " * 400_000, "[" * 900_000, "{a: " * 200_000, "? " * 400_000], ids=repr)
def test_a_bomb_is_one_fault(parser: type, bomb: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(nodes, "PARSER", parser)
    assert len(nodes.parse(bomb.encode(), "a").faults) == 1


@pytest.mark.parametrize("parser", PARSERS, ids=["python", "libyaml"])
def test_places_are_the_same_whichever_parser_is_there(parser: type, base: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(nodes, "PARSER", parser)
    replace(base / "topics/talk.yaml", "answer: Pytanie", "answer: 😀 Odpowiedź: pytanie")
    replace(base / "topics/office.yaml", "{office.konin.phone}", "ŁÓDŹ 😀 {office.konin.fone}")
    refused = load(base)
    assert isinstance(refused, Refused)
    assert [str(each.place) for each in refused.faults] == [
        "base/topics/office.yaml:9:21",
        "base/topics/talk.yaml:6:22",
    ]


YAML_PIECES = st.lists(
    st.sampled_from(
        [
            "- ",
            ": ",
            "\n",
            "  ",
            "id",
            "pl",
            "{",
            "}",
            "[",
            "]",
            '"',
            "'",
            "|",
            "&a",
            "*a",
            "!",
            "#",
            "ż",
            "~",
            "2027-05-04 ",
            "live",
            "phrases:\n",
        ]
    )
    | st.text(max_size=4),
    max_size=40,
).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from([*FILES, "topics/talk.yaml"]), content=st.binary(max_size=300) | YAML_PIECES.map(str.encode)
)
def test_nothing_in_a_file_raises(name: str, content: bytes, tmp_path_factory: pytest.TempPathFactory):
    directory = copy_base(tmp_path_factory.mktemp("any"))
    (directory / name).write_bytes(content)
    assert isinstance(load(directory), (Loaded, Refused))


@st.composite
def cut_bases(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of the base with a stretch of it replaced."""
    name = draw(st.sampled_from([*FILES, "topics/talk.yaml", "topics/office.yaml"]))
    content = (BASE / name).read_bytes()
    start = draw(st.integers(0, len(content)))
    end = draw(st.integers(start, min(len(content), start + 30)))
    return name, content[:start] + draw(YAML_PIECES).encode() + content[end:]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=cut_bases())
def test_no_slip_of_the_hand_raises(cut: tuple[str, bytes], tmp_path_factory: pytest.TempPathFactory):
    directory = copy_base(tmp_path_factory.mktemp("any"))
    (directory / cut[0]).write_bytes(cut[1])
    assert isinstance(load(directory), (Loaded, Refused))
