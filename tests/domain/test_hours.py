"""Openings and working time: local tables in, UTC out, right where clocks change and on feasts that move."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.hours import (
    Cause,
    Closing,
    Duty,
    Opening,
    Timetable,
    add_working_time,
    day_closing,
    is_reachable,
    next_open,
    opening,
    working_time_between,
)
from bot.domain.knowledge import Days, Span, WeeklyHours

WARSAW = ZoneInfo("Europe/Warsaw")
HOLIDAYS = dict(holidays.country_holidays("PL", years=range(2025, 2030), language="pl").items())
WEEKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))


def span(text: str) -> Span:
    start, end = text.split("-")
    return Span(time.fromisoformat(start), time.fromisoformat(end))


def weekly(*spans: str, days: Sequence[int] = range(5)) -> WeeklyHours:
    return {day: [span(one) for one in spans] for day in days}


def table(
    *duties: Duty,
    working_days: frozenset[int] = WEEKDAYS,
    closures: Sequence[Days] = (),
    names: Mapping[date, str] = HOLIDAYS,
) -> Timetable:
    return Timetable(duties, working_days, closures, names, WARSAW)


def every_day(*spans: str) -> Timetable:
    return table(Duty(weekly(*spans, days=range(7))), working_days=EVERY_DAY, names={})


def away(first: str, last: str, reason: str = "") -> Days:
    return Days(date.fromisoformat(first), date.fromisoformat(last), reason)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW)


def in_utc(one: Opening | None) -> str:
    return "never" if one is None else f"{one.start:%d %H:%M}-{one.end:%d %H:%M}"


def in_warsaw(at: datetime | None) -> str:
    return "never" if at is None else f"{at.astimezone(WARSAW):%Y-%m-%d %H:%M}"


EIGHT_TO_FOUR = table(Duty(weekly("08:00-16:00")))
WITH_LUNCH = table(Duty(weekly("08:00-12:00", "13:00-16:00")))
TWO_PEOPLE = table(Duty(weekly("08:00-16:00")), Duty(weekly("08:30-16:30")))
NEVER = table(Duty({}))
DAY_OFF = [away("2027-05-05", "2027-05-05")]
ONE_OF_TWO_AWAY = table(Duty(weekly("08:00-16:00"), DAY_OFF), Duty(weekly("08:30-16:30")))
AWAY = table(Duty(weekly("08:00-16:00"), DAY_OFF))
CLOSED = table(Duty(weekly("08:00-16:00")), closures=[away("2027-05-05", "2027-05-07", "inventory")])
ALL_CLOCK = every_day("00:00-00:00")


@pytest.mark.parametrize(
    ("timetable", "day", "expected"),
    [
        pytest.param(EIGHT_TO_FOUR, "2027-05-04", ["04 06:00-04 14:00"], id="a summer day"),
        pytest.param(EIGHT_TO_FOUR, "2027-01-05", ["05 07:00-05 15:00"], id="a winter day"),
        pytest.param(WITH_LUNCH, "2027-05-04", ["04 06:00-04 10:00", "04 11:00-04 14:00"], id="a lunch break"),
        pytest.param(TWO_PEOPLE, "2027-05-04", ["04 06:00-04 14:30"], id="the union of two people"),
        pytest.param(ONE_OF_TWO_AWAY, "2027-05-05", ["05 06:30-05 14:30"], id="one of two people away"),
        pytest.param(AWAY, "2027-05-05", [], id="one person away"),
        pytest.param(CLOSED, "2027-05-07", [], id="the last day of a closure"),
        pytest.param(EIGHT_TO_FOUR, "2027-05-08", [], id="a Saturday"),
        pytest.param(EIGHT_TO_FOUR, "2027-05-03", [], id="a Monday that is a holiday"),
        pytest.param(EIGHT_TO_FOUR, "2026-06-04", [], id="Corpus Christi 2026"),
        pytest.param(EIGHT_TO_FOUR, "2026-06-05", ["05 06:00-05 14:00"], id="the day after Corpus Christi 2026"),
        pytest.param(EIGHT_TO_FOUR, "2027-05-27", [], id="Corpus Christi 2027"),
        pytest.param(EIGHT_TO_FOUR, "2027-03-29", [], id="Easter Monday 2027"),
        pytest.param(EIGHT_TO_FOUR, "2026-12-24", [], id="24 December, a holiday since 2025"),
        pytest.param(table(Duty(weekly("08:00-16:00", days=[5]))), "2027-05-08", [], id="hours on a day not worked"),
        pytest.param(
            every_day("12:00-14:00", "08:00-12:00"), "2027-05-04", ["04 06:00-04 12:00"], id="adjoining, out of order"
        ),
        pytest.param(every_day("22:00-00:00"), "2027-05-04", ["04 20:00-04 22:00"], id="until midnight"),
        pytest.param(ALL_CLOCK, "2026-10-25", ["24 22:00-25 23:00"], id="a day of 25 hours"),
        pytest.param(ALL_CLOCK, "2027-03-28", ["27 23:00-28 22:00"], id="a day of 23 hours"),
        pytest.param(every_day("02:30-04:00"), "2026-10-25", ["25 00:30-25 03:00"], id="from the first of two 2:30"),
        pytest.param(every_day("01:00-02:30"), "2026-10-25", ["24 23:00-25 01:30"], id="until the second of two 2:30"),
        pytest.param(every_day("02:30-04:00"), "2027-03-28", ["28 01:00-28 02:00"], id="from a 2:30 that is skipped"),
        pytest.param(every_day("01:00-02:30"), "2027-03-28", ["28 00:00-28 01:00"], id="until a 2:30 that is skipped"),
        pytest.param(every_day("02:15-02:45"), "2027-03-28", [], id="skipped altogether"),
    ],
)
def test_a_day_has_these_openings_in_utc(timetable: Timetable, day: str, expected: list[str]) -> None:
    assert [in_utc(one) for one in opening(timetable, date.fromisoformat(day))] == expected


@pytest.mark.parametrize(
    ("timetable", "at", "expected"),
    [
        pytest.param(WITH_LUNCH, "2027-05-04T07:59:59", False, id="a second before opening"),
        pytest.param(WITH_LUNCH, "2027-05-04T08:00", True, id="at opening"),
        pytest.param(WITH_LUNCH, "2027-05-04T12:00", False, id="at the beginning of a break"),
        pytest.param(WITH_LUNCH, "2027-05-04T15:59:59", True, id="a second before closing"),
        pytest.param(WITH_LUNCH, "2027-05-04T16:00", False, id="at closing"),
        pytest.param(WITH_LUNCH, "2027-05-03T09:00", False, id="on a holiday"),
    ],
)
def test_somebody_is_reachable_from_the_start_to_the_end_of_an_opening(
    timetable: Timetable, at: str, *, expected: bool
) -> None:
    assert is_reachable(timetable, local(at)) is expected


@pytest.mark.parametrize(
    ("timetable", "after", "expected"),
    [
        pytest.param(WITH_LUNCH, "2027-05-04T07:00", "04 06:00-04 10:00", id="later today"),
        pytest.param(WITH_LUNCH, "2027-05-04T08:00", "04 06:00-04 10:00", id="an opening that starts then"),
        pytest.param(WITH_LUNCH, "2027-05-04T09:00", "04 11:00-04 14:00", id="not the opening that has begun"),
        pytest.param(EIGHT_TO_FOUR, "2027-04-30T17:00", "04 06:00-04 14:00", id="over a weekend and a holiday"),
        pytest.param(EIGHT_TO_FOUR, "2026-12-23T17:00", "28 07:00-28 15:00", id="over Christmas and its weekend"),
        pytest.param(EIGHT_TO_FOUR, "2026-10-23T17:00", "26 07:00-26 15:00", id="over the change to winter time"),
        pytest.param(EIGHT_TO_FOUR, "2027-03-26T17:00", "30 06:00-30 14:00", id="over Easter and the change to summer"),
        pytest.param(AWAY, "2027-05-04T17:00", "06 06:00-06 14:00", id="over a day of absence"),
        pytest.param(NEVER, "2027-05-04T17:00", "never", id="without hours"),
    ],
)
def test_the_next_opening_is_this(timetable: Timetable, after: str, expected: str) -> None:
    assert in_utc(next_open(timetable, local(after))) == expected


@pytest.mark.parametrize(
    ("timetable", "day", "expected"),
    [
        pytest.param(AWAY, "2027-05-03", (Cause.HOLIDAY, HOLIDAYS[date(2027, 5, 3)], None), id="holiday"),
        pytest.param(AWAY, "2027-05-01", (Cause.HOLIDAY, HOLIDAYS[date(2027, 5, 1)], None), id="holiday on Saturday"),
        pytest.param(CLOSED, "2027-05-05", (Cause.CLOSURE, "inventory", "2027-05-07"), id="closure"),
        pytest.param(AWAY, "2027-05-05", (Cause.ABSENCE, "", "2027-05-05"), id="absence"),
        pytest.param(AWAY, "2027-05-08", (Cause.WEEKEND, "", None), id="weekend"),
        pytest.param(
            table(Duty(weekly("08:00-16:00"), [away("2027-05-05", "2027-05-12")])),
            "2027-05-08",
            (Cause.ABSENCE, "", "2027-05-12"),
            id="a weekend within an absence",
        ),
        pytest.param(
            table(
                Duty(weekly("08:00-16:00"), [away("2027-05-05", "2027-05-12", "surgery")]),
                Duty(weekly("08:00-16:00"), [away("2027-05-03", "2027-05-06")]),
            ),
            "2027-05-05",
            (Cause.ABSENCE, "", "2027-05-06"),
            id="everybody away, until the first is back",
        ),
        pytest.param(
            table(Duty(weekly("08:00-16:00"), DAY_OFF), Duty(weekly("08:00-16:00", days=[0]))),
            "2027-05-05",
            (Cause.ABSENCE, "", "2027-05-05"),
            id="away, and nobody else works that weekday",
        ),
        pytest.param(
            table(Duty(weekly("08:00-16:00", days=[0]))), "2027-05-05", (Cause.NO_HOURS, "", None), id="hours"
        ),
    ],
)
def test_a_closed_day_has_this_cause(timetable: Timetable, day: str, expected: tuple[Cause, str, str | None]) -> None:
    cause, name, until = expected
    closed = Closing(date.fromisoformat(day), cause, name, date.fromisoformat(until) if until else None)
    assert day_closing(timetable, date.fromisoformat(day)) == closed


def test_a_day_with_an_opening_is_not_closed() -> None:
    assert day_closing(ONE_OF_TWO_AWAY, date(2027, 5, 5)) is None


@pytest.mark.parametrize(
    ("timetable", "start", "hours", "expected"),
    [
        pytest.param(EIGHT_TO_FOUR, "2027-05-04T08:00", 8, "2027-05-04 16:00", id="a whole day ends with it"),
        pytest.param(EIGHT_TO_FOUR, "2027-05-04T08:00", 16, "2027-05-05 16:00", id="two days"),
        pytest.param(EIGHT_TO_FOUR, "2027-05-04T20:00", 1, "2027-05-05 09:00", id="from the evening"),
        pytest.param(EIGHT_TO_FOUR, "2027-04-30T15:00", 16, "2027-05-05 15:00", id="over a weekend and a holiday"),
        pytest.param(EIGHT_TO_FOUR, "2026-10-23T12:00", 16, "2026-10-27 12:00", id="over the change to winter time"),
        pytest.param(EIGHT_TO_FOUR, "2027-03-25T12:00", 16, "2027-03-30 12:00", id="over Easter and to summer time"),
        pytest.param(EIGHT_TO_FOUR, "2026-06-03T12:00", 8, "2026-06-05 12:00", id="over Corpus Christi"),
        pytest.param(EIGHT_TO_FOUR, "2026-12-23T12:00", 8, "2026-12-28 12:00", id="over Christmas"),
        pytest.param(AWAY, "2027-05-04T12:00", 8, "2027-05-06 12:00", id="over one day of absence"),
        pytest.param(ONE_OF_TWO_AWAY, "2027-05-04T16:30", 8, "2027-05-05 16:30", id="the other is there"),
        pytest.param(WITH_LUNCH, "2027-05-04T11:30", 1, "2027-05-04 13:30", id="over lunch"),
        pytest.param(ALL_CLOCK, "2026-10-25T00:00", 25, "2026-10-26 00:00", id="all of a day of 25 hours"),
        pytest.param(ALL_CLOCK, "2027-03-28T00:00", 23, "2027-03-29 00:00", id="all of a day of 23 hours"),
        pytest.param(EIGHT_TO_FOUR, "2027-05-04T20:00", 0, "2027-05-04 20:00", id="nothing"),
        pytest.param(EIGHT_TO_FOUR, "2027-05-05T10:00", -2, "2027-05-05 08:00", id="back to an opening"),
        pytest.param(EIGHT_TO_FOUR, "2027-05-04T09:00", -2, "2027-04-30 15:00", id="back over a holiday and a weekend"),
        pytest.param(NEVER, "2027-05-04T09:00", 1, "never", id="onward without working time"),
        pytest.param(NEVER, "2027-05-04T09:00", -1, "never", id="back without working time"),
    ],
)
def test_working_hours_added_end_then(timetable: Timetable, start: str, hours: int, expected: str) -> None:
    assert in_warsaw(add_working_time(timetable, local(start), timedelta(hours=hours))) == expected


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        pytest.param("2027-05-04T09:00", "2027-05-04T10:00", 1, id="within a day"),
        pytest.param("2027-05-04T06:00", "2027-05-04T22:00", 8, id="around a day"),
        pytest.param("2027-04-30T15:00", "2027-05-04T09:00", 2, id="over a weekend and a holiday"),
        pytest.param("2026-10-23T15:00", "2026-10-26T09:00", 2, id="over the change to winter time"),
        pytest.param("2027-05-04T10:00", "2027-05-04T09:00", -1, id="backward"),
        pytest.param("2027-05-01T10:00", "2027-05-03T10:00", 0, id="nothing"),
    ],
)
def test_this_much_working_time_lies_between(start: str, end: str, hours: int) -> None:
    assert working_time_between(EIGHT_TO_FOUR, local(start), local(end)) == timedelta(hours=hours)


def test_working_time_within_the_repeated_hour_is_counted_by_the_clock_that_runs_on() -> None:
    first, second = (datetime(2026, 10, 25, 2, 30, tzinfo=WARSAW, fold=fold) for fold in (0, 1))
    assert working_time_between(ALL_CLOCK, first, second) == timedelta(hours=1)
    assert add_working_time(ALL_CLOCK, first, timedelta(hours=1)) == second.astimezone(UTC)


def _span(start: int, length: int) -> Span:
    """In quarters of an hour; what would pass midnight ends there."""
    end = min(start + length, 96) % 96
    return Span(time(start // 4, start % 4 * 15), time(end // 4, end % 4 * 15))


SPANS = st.lists(st.builds(_span, st.integers(0, 95), st.integers(1, 48)), min_size=1, max_size=3)
HOURS = st.dictionaries(st.integers(0, 4), SPANS, min_size=1) | st.dictionaries(st.integers(0, 6), SPANS, min_size=6)
# Around both changes of the clock, Christmas, Easter and Corpus Christi.
FROM = st.sampled_from(["2026-06-01", "2026-10-20", "2026-12-20", "2027-03-23", "2027-04-28"]).map(date.fromisoformat)
INSTANTS = st.builds(
    lambda day, minutes: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minutes),
    FROM,
    st.integers(0, 10 * 24 * 60),
)
ABSENCES = st.lists(FROM.flatmap(lambda day: st.integers(0, 9).map(lambda n: day + timedelta(days=n))), max_size=3).map(
    lambda days: [Days(day, day) for day in days]
)
TABLES = st.builds(
    lambda duties, days: table(*duties, working_days=days),
    st.lists(st.builds(Duty, HOURS, ABSENCES), min_size=1, max_size=3),
    st.sets(st.integers(5, 6)).map(WEEKDAYS.union),
)
AMOUNTS = st.integers(1, 40 * 60).map(lambda minutes: timedelta(minutes=minutes))


def _is_at_work(timetable: Timetable, at: datetime) -> bool:
    """Ends count: a promise may end at closing time."""
    day = at.astimezone(WARSAW).date()
    return any(one.start <= at <= one.end for before in (0, 1) for one in opening(timetable, day - timedelta(before)))


@settings(max_examples=150, deadline=None)
@given(timetable=TABLES, start=INSTANTS, first=AMOUNTS, second=AMOUNTS)
def test_adding_in_two_steps_is_adding_at_once(
    timetable: Timetable, start: datetime, first: timedelta, second: timedelta
) -> None:
    step = add_working_time(timetable, start, first)
    assert step is not None
    assert add_working_time(timetable, step, second) == add_working_time(timetable, start, first + second)


@settings(max_examples=150, deadline=None)
@given(timetable=TABLES, start=INSTANTS, amount=AMOUNTS)
@example(timetable=ALL_CLOCK, start=datetime(2026, 10, 25, tzinfo=UTC), amount=timedelta(hours=3))
@example(timetable=ALL_CLOCK, start=datetime(2027, 3, 28, tzinfo=UTC), amount=timedelta(hours=3))
def test_what_is_added_lies_between_and_ends_in_working_time(
    timetable: Timetable, start: datetime, amount: timedelta
) -> None:
    end = add_working_time(timetable, start, amount)
    assert end is not None
    assert end.tzinfo is UTC
    assert _is_at_work(timetable, end)
    assert working_time_between(timetable, start, end) == amount


@settings(max_examples=150, deadline=None)
@given(timetable=TABLES, end=INSTANTS, amount=AMOUNTS)
def test_what_is_taken_away_lies_between_and_begins_in_working_time(
    timetable: Timetable, end: datetime, amount: timedelta
) -> None:
    start = add_working_time(timetable, end, -amount)
    assert start is not None
    assert _is_at_work(timetable, start)
    assert working_time_between(timetable, start, end) == amount


@settings(max_examples=150, deadline=None)
@given(timetable=TABLES, start=INSTANTS, later=AMOUNTS, amount=AMOUNTS)
def test_a_later_start_never_ends_sooner(
    timetable: Timetable, start: datetime, later: timedelta, amount: timedelta
) -> None:
    ends = [add_working_time(timetable, at, amount) for at in (start, start + later)]
    assert ends[0] is not None
    assert ends[1] is not None
    assert ends[0] <= ends[1]


@settings(max_examples=150, deadline=None)
@given(timetable=TABLES, times=st.lists(INSTANTS, min_size=3, max_size=3).map(sorted))
def test_working_time_adds_up_and_never_exceeds_the_clock(timetable: Timetable, times: list[datetime]) -> None:
    first, middle, last = times
    parts = working_time_between(timetable, first, middle) + working_time_between(timetable, middle, last)
    assert timedelta(0) <= parts == working_time_between(timetable, first, last) <= last - first


@settings(max_examples=150, deadline=None)
@given(timetable=TABLES, after=INSTANTS)
def test_nobody_is_reachable_between_now_and_the_next_opening_but_in_the_present_one(
    timetable: Timetable, after: datetime
) -> None:
    following = next_open(timetable, after)
    assert following is not None
    assert is_reachable(timetable, following.start)
    # Openings are those of one day: one that ends at midnight may go on in the next.
    is_midnight = following.start.astimezone(timetable.zone).time() == time(0)
    before = following.start - timedelta(microseconds=1)
    assert not is_reachable(timetable, before) or following.start == after or is_midnight
    worked = working_time_between(timetable, after, following.start)
    assert (worked > timedelta(0)) is (is_reachable(timetable, after) and following.start > after)


@settings(max_examples=100, deadline=None)
@given(timetable=TABLES, day=FROM.flatmap(lambda day: st.integers(0, 9).map(lambda n: day + timedelta(days=n))))
def test_openings_are_in_order_apart_and_of_their_day(timetable: Timetable, day: date) -> None:
    openings = opening(timetable, day)
    ends = [end for one in openings for end in (one.start, one.end)]
    assert ends == sorted(set(ends))
    assert {one.start.astimezone(WARSAW).date() for one in openings} <= {day}
    assert (day_closing(timetable, day) is None) is bool(openings)
