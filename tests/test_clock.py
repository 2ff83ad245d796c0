"""The time the bot lives in."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import AheadClock, BadClock, FileClock, fixed, parse, real_now

NINE = datetime(2027, 5, 4, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2027-05-04T09:00+02:00",
        "2027-05-04T09:00:00+02:00",
        "2027-05-04 09:00+02:00",
        "2027-05-04T07:00Z",
        " 2027-05-04T07:00:00.000+00:00\n",
        "20270504T070000Z",
    ],
)
def test_iso_8601_with_an_offset_is_a_time(value: str):
    assert parse(value) == NINE
    assert parse(value).tzinfo is UTC


BAD = [
    "",
    "2027-05-04T09:00",
    "2027-05-04",
    "09:00+02:00",
    "tomorrow",
    "2027-02-30T09:00+02:00",
    "0001-01-01T00:00+14:00",
    "1969-12-31T23:59+00:00",
    "2200-01-01T00:00+00:00",
    "9999-12-31T23:59-14:00",
]


@pytest.mark.parametrize("value", BAD)
def test_anything_else_is_none(value: str):
    with pytest.raises(ValueError, match=r"."):
        parse(value)


@pytest.mark.parametrize("value", BAD)
def test_a_bad_time_is_told_as_such(value: str):
    with pytest.raises(BadClock, match="2027-05-04T09:00"):
        fixed(value)


def test_a_fixed_clock_stands_still():
    now = fixed("2027-05-04T09:00+02:00")
    assert now() == now() == NINE


def test_the_real_clock_is_aware():
    assert real_now().tzinfo is UTC


def test_a_file_is_read_each_time(tmp_path: Path):
    file = tmp_path / "clock"
    file.write_text("2027-05-04T09:00+02:00", encoding="utf-8")
    now = FileClock(file)
    assert now() == NINE
    file.write_text("2027-05-04T10:00+02:00", encoding="utf-8")
    assert now() == NINE.replace(hour=8)


@pytest.mark.parametrize("half", ["", "2027-05-04T", "2027-05-04T10:00", "0001-01-01T00:00+14:00"])
def test_while_the_file_is_half_written_the_last_time_holds(half: str, tmp_path: Path):
    file = tmp_path / "clock"
    file.write_text("2027-05-04T09:00+02:00", encoding="utf-8")
    now = FileClock(file)
    file.write_text(half, encoding="utf-8")
    assert now() == NINE


def test_bytes_that_are_no_text_change_nothing(tmp_path: Path):
    file = tmp_path / "clock"
    file.write_text("2027-05-04T09:00+02:00", encoding="utf-8")
    now = FileClock(file)
    file.write_bytes(b"\xff\xfe")
    assert now() == NINE


def test_while_the_file_is_away_the_last_time_holds(tmp_path: Path):
    file = tmp_path / "clock"
    file.write_text("2027-05-04T09:00+02:00", encoding="utf-8")
    now = FileClock(file)
    file.unlink()
    assert now() == NINE


def test_a_file_replaced_at_once_is_read(tmp_path: Path):
    file, new = tmp_path / "clock", tmp_path / "new"
    file.write_text("2027-05-04T09:00+02:00", encoding="utf-8")
    now = FileClock(file)
    new.write_text("2027-05-04T10:00+02:00", encoding="utf-8")
    new.replace(file)
    assert now() == NINE.replace(hour=8)


@pytest.mark.parametrize("content", [None, "", "tomorrow", "2027-05-04T09:00"])
def test_a_file_without_a_time_is_refused_at_the_start(content: str | None, tmp_path: Path):
    file = tmp_path / "clock"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(BadClock, match="clock: a time such as"):
        FileClock(file)


def test_a_clock_that_is_set_goes_on_from_there():
    real = [NINE]
    clock = AheadClock(lambda: real[0], timedelta(hours=1))
    assert clock() == NINE + timedelta(hours=1)
    clock.set_to(NINE - timedelta(days=400))
    real[0] += timedelta(minutes=5)
    assert clock() == NINE - timedelta(days=400) + timedelta(minutes=5)
    clock.advance(timedelta(days=400))
    assert (clock(), clock.ahead) == (real[0], timedelta())


@pytest.mark.parametrize("by", [timedelta(days=365_000), timedelta(days=-30_000), timedelta.max])
def test_a_clock_that_cannot_be_set_so_far_stays_as_it_was(by: timedelta):
    clock = AheadClock(lambda: NINE, timedelta(hours=1))
    with pytest.raises(BadClock, match="1970"):
        clock.advance(by)
    assert clock.ahead == timedelta(hours=1)
