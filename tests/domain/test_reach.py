"""What is known about reaching somebody at an asked moment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest

from bot.domain.hours import Cause, centre_timetable, office_timetable, specialist_timetable
from bot.domain.knowledge import Centre, Crisis, Days, Knowledge, Office, Provenance, Span, Specialist
from bot.domain.moments import Moment
from bot.domain.reach import Reach, reach

WARSAW = ZoneInfo("Europe/Warsaw")
HOLIDAYS = dict(holidays.country_holidays("PL", years=range(2025, 2030), language="pl").items())
PROVENANCE = Provenance("report", date(2027, 1, 1))
WEEK = {day: [Span(time(8), time(12)), Span(time(13), time(16))] for day in range(5)}

SPECIALIST = Specialist(
    id="anna",
    name="Anna",
    role={"pl": "adviser"},
    phone="+48 512 212 242",
    email="anna@example.pl",
    hours=WEEK,
    absences=[Days(date(2027, 5, 6), date(2027, 5, 14))],
    topics=[],
    counties=[],
    provenance=PROVENANCE,
)
LATER = replace(SPECIALIST, id="jan", hours={day: [Span(time(8, 30), time(16, 30))] for day in range(5)}, absences=[])
OFFICE = Office("konin", "Konin", "Wrzosowa 7", "62-510", "", "", None, None, PROVENANCE)
CENTRE = Centre(
    name="Centre",
    short_name="C",
    operator="C",
    email="c@example.pl",
    timezone="Europe/Warsaw",
    working_days=frozenset(range(5)),
    closures=[Days(date(2027, 5, 20), date(2027, 5, 21), "inventory")],
    stale_after=timedelta(days=365),
    promise=timedelta(hours=16),
    quiet_from=time(20),
    quiet_to=time(8),
)
KNOWLEDGE = Knowledge(
    centre=CENTRE,
    offices={"konin": OFFICE},
    specialists={"anna": SPECIALIST, "jan": LATER},
    counties={},
    sessions={},
    entries={},
    crisis=Crisis([], {}, {}),
    holidays=HOLIDAYS,
)
ANNA = specialist_timetable(KNOWLEDGE, SPECIALIST, WARSAW)

FRIDAY = "2027-04-30"
HOLIDAY_NAME = HOLIDAYS[date(2027, 5, 3)]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW)


def moment(days: str, at: time | Span | None = None) -> Moment:
    first, _, last = days.partition("..")
    return Moment(date.fromisoformat(first), date.fromisoformat(last or first), at, is_day_explicit=True)


def told(found: Reach) -> tuple[Sequence[str], str | None, str | None]:
    """The openings and the next one in Warsaw, and the cause of a closing."""
    openings = [
        f"{one.start.astimezone(WARSAW):%m-%d %H:%M}-{one.end.astimezone(WARSAW):%H:%M}"
        for one in [*found.openings, *([found.next] if found.next else [])]
    ]
    cause = found.closing.cause.value if found.closing else None
    return (openings[:-1], cause, openings[-1]) if found.next else (openings, cause, None)


AFTERNOON = Span(time(12), time(18))


@pytest.mark.parametrize(
    ("now", "asked", "expected"),
    [
        pytest.param("2027-05-04T09:00", None, (["05-04 08:00-12:00"], None, "05-04 13:00-16:00"), id="now, open"),
        pytest.param("2027-05-04T07:00", None, ([], "before_opening", "05-04 08:00-12:00"), id="now, too early"),
        pytest.param("2027-05-04T12:30", None, ([], "break", "05-04 13:00-16:00"), id="now, lunch"),
        pytest.param("2027-05-04T16:00", None, ([], "after_closing", "05-05 08:00-12:00"), id="now, at closing"),
        pytest.param("2027-05-02T10:00", None, ([], "weekend", "05-04 08:00-12:00"), id="now, Sunday before a holiday"),
        pytest.param("2027-05-03T10:00", None, ([], "holiday", "05-04 08:00-12:00"), id="now, holiday"),
        pytest.param("2027-05-06T10:00", None, ([], "absence", "05-17 08:00-12:00"), id="now, away"),
        pytest.param("2027-05-20T10:00", None, ([], "closure", "05-24 08:00-12:00"), id="now, closed"),
        pytest.param(
            "2027-05-03T10:00",
            moment("2027-05-04"),
            (["05-04 08:00-12:00", "05-04 13:00-16:00"], None, "05-05 08:00-12:00"),
            id="a whole day",
        ),
        pytest.param(
            "2027-05-04T12:30",
            moment("2027-05-04"),
            (["05-04 13:00-16:00"], None, "05-05 08:00-12:00"),
            id="what is left of today",
        ),
        pytest.param(
            "2027-05-04T17:00", moment("2027-05-04"), ([], "after_closing", "05-05 08:00-12:00"), id="nothing left"
        ),
        pytest.param(
            "2027-04-30T10:00",
            moment("2027-05-01..2027-05-02"),
            ([], "holiday", "05-04 08:00-12:00"),
            id="a weekend that begins with a holiday",
        ),
        pytest.param(
            "2027-05-04T10:00",
            moment("2027-05-05", time(17)),
            ([], "after_closing", "05-17 08:00-12:00"),
            id="an hour after closing, before an absence",
        ),
        pytest.param(
            "2027-05-03T10:00",
            moment("2027-05-04", AFTERNOON),
            (["05-04 13:00-16:00"], None, "05-05 08:00-12:00"),
            id="an afternoon",
        ),
        pytest.param(
            "2027-05-03T10:00",
            moment("2027-05-04", Span(time(12), time(13))),
            ([], "break", "05-04 13:00-16:00"),
            id="exactly the break",
        ),
        pytest.param(
            "2027-05-03T10:00",
            moment("2027-05-04", Span(time(4), time(8))),
            ([], "before_opening", "05-04 08:00-12:00"),
            id="until opening",
        ),
        pytest.param(
            "2027-05-03T10:00",
            moment("2027-05-04", Span(time(16), time(0))),
            ([], "after_closing", "05-05 08:00-12:00"),
            id="from closing",
        ),
        pytest.param(
            "2027-05-04T15:00",
            moment("2027-05-04", time(9)),
            (["05-04 08:00-12:00"], None, "05-05 08:00-12:00"),
            id="an hour that has passed",
        ),
        pytest.param(
            "2027-04-30T10:00",
            moment("2027-05-03..2027-05-05", time(9)),
            (["05-04 08:00-12:00", "05-05 08:00-12:00"], None, "05-05 13:00-16:00"),
            id="an hour of several days",
        ),
        pytest.param(
            "2026-05-30T10:00", moment("2026-06-04"), ([], "holiday", "06-05 08:00-12:00"), id="Corpus Christi 2026"
        ),
        pytest.param(
            "2027-05-25T10:00", moment("2027-05-27"), ([], "holiday", "05-28 08:00-12:00"), id="Corpus Christi 2027"
        ),
        pytest.param("2026-12-23T10:00", moment("2026-12-24"), ([], "holiday", "12-28 08:00-12:00"), id="24 December"),
        pytest.param(
            "2027-03-26T17:00", moment("2027-03-28..2027-03-29"), ([], "holiday", "03-30 08:00-12:00"), id="Easter"
        ),
        pytest.param(
            "2026-10-25T02:30",
            moment("2026-10-26", time(8)),
            (["10-26 08:00-12:00"], None, "10-26 13:00-16:00"),
            id="DST",
        ),
    ],
)
def test_somebody_can_be_reached_then_or_next(
    now: str, asked: Moment | None, expected: tuple[Sequence[str], str | None, str | None]
) -> None:
    assert told(reach(ANNA, asked, local(now))) == expected


def test_a_sunday_question_learns_that_monday_is_a_holiday() -> None:
    found = reach(ANNA, None, local("2027-05-02T10:00"))
    assert [(one.day, one.cause, one.name) for one in found.closed_between] == [
        (date(2027, 5, 3), Cause.HOLIDAY, HOLIDAY_NAME)
    ]


def test_a_weekend_question_learns_every_closed_day_until_the_next_opening() -> None:
    found = reach(ANNA, moment("2027-05-01..2027-05-02"), local("2027-04-28T10:00"))
    assert [one.day.day for one in found.closed_between] == [2, 3]
    assert found.closing is not None
    assert found.closing.name == HOLIDAYS[date(2027, 5, 1)]


def test_a_closure_is_told_with_its_reason_and_last_day() -> None:
    found = reach(ANNA, moment("2027-05-20"), local("2027-05-19T10:00")).closing
    assert found is not None
    assert (found.name, found.until) == ("inventory", date(2027, 5, 21))


def test_when_somebody_can_be_reached_no_closed_day_is_told() -> None:
    found = reach(ANNA, moment("2027-05-05"), local("2027-05-04T10:00"))
    assert (found.is_open, found.closing, found.closed_between) == (True, None, ())


def test_of_days_partly_over_only_those_ahead_are_answered_for() -> None:
    found = reach(ANNA, moment("2027-05-03..2027-05-09"), local("2027-05-05T09:00"))
    assert (found.day, found.last_day) == (date(2027, 5, 5), date(2027, 5, 9))
    assert told(found)[0] == ["05-05 08:00-12:00", "05-05 13:00-16:00"]


@pytest.mark.parametrize(
    ("asked", "is_instant"),
    [(None, True), (moment("2027-05-04", time(9)), True), (moment("2027-05-04"), False)],
    ids=["now", "hour", "day"],
)
def test_an_instant_is_told_from_a_day(asked: Moment | None, *, is_instant: bool) -> None:
    assert reach(ANNA, asked, local("2027-05-04T09:00")).is_instant is is_instant


def test_the_second_two_o_clock_of_the_longer_night_is_now() -> None:
    now = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    awake = replace(SPECIALIST, hours={6: [Span(time(1), time(3))]}, absences=[])
    knowledge = replace(KNOWLEDGE, centre=replace(CENTRE, working_days=frozenset(range(7))))
    found = reach(specialist_timetable(knowledge, awake, WARSAW), None, now)
    assert [one.end for one in found.openings] == [datetime(2026, 10, 25, 2, tzinfo=UTC)]


def test_the_centre_works_while_any_of_its_specialists_does() -> None:
    found = reach(centre_timetable(KNOWLEDGE, WARSAW), moment("2027-05-05"), local("2027-05-04T10:00"))
    assert told(found)[0] == ["05-05 08:00-16:30"]


def test_nobody_is_ever_reached_without_hours() -> None:
    found = reach(
        specialist_timetable(KNOWLEDGE, replace(SPECIALIST, hours={}), WARSAW), None, local("2027-05-04T09:00")
    )
    assert found.closing is not None
    assert (found.is_open, found.closing.cause, found.next, found.closed_between) == (False, Cause.NO_HOURS, None, ())


def test_an_office_without_hours_has_no_timetable() -> None:
    assert office_timetable(KNOWLEDGE, OFFICE, WARSAW) is None


def test_an_office_with_hours_is_never_absent() -> None:
    timetable = office_timetable(KNOWLEDGE, replace(OFFICE, hours=WEEK), WARSAW)
    assert timetable is not None
    assert reach(timetable, None, local("2027-05-06T09:00")).is_open
