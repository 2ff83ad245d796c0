"""Times are kept exactly, in UTC, and never guessed."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError

from bot.store.tables import Instant, due

DIALECT = sqlite.dialect()

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29), timezones=zones)  # noqa: DTZ001 - hypothesis adds the zone


@given(moments)
def test_an_instant_survives_to_the_microsecond_and_comes_back_in_utc(moment: datetime):
    back = Instant().process_result_value(Instant().process_bind_param(moment, DIALECT), DIALECT)
    assert back == moment
    assert back is not None
    assert back.tzinfo is UTC


@given(moments, moments)
def test_the_kept_numbers_order_as_the_instants_do(one: datetime, other: datetime):
    kept = [Instant().process_bind_param(moment, DIALECT) for moment in (one, other)]
    assert kept[0] is not None
    assert kept[1] is not None
    assert (kept[0] < kept[1]) == (one < other)


def test_a_time_without_a_zone_is_refused(tx: Connection):
    row = {"kind": "reminder", "subject": 1, "at": datetime(2026, 3, 2, 9), "real": True}  # noqa: DTZ001 - that is the point
    with pytest.raises(StatementError, match="time zone"):
        tx.execute(insert(due), row)


@pytest.mark.parametrize(
    "moment",
    [datetime(1969, 12, 31, 23, 59, 59, 999_999, UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)],
    ids=["before 1970", "when the clocks change"],
)
def test_an_instant_survives_the_database(tx: Connection, moment: datetime):
    tx.execute(insert(due), {"kind": "reminder", "subject": 1, "at": moment, "real": True})
    assert tx.execute(select(due.c.at)).scalar_one() == moment
