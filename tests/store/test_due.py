"""What is due comes when its clock says so, and is taken once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.store import due
from bot.store.due import Due

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def test_what_is_due_now_is_ripe(tx: Connection):
    item = Due("lines", 5, at=NOW, real=True)
    due.set_due(tx, item)
    assert due.ripe(tx, now=NOW, real_now=NOW) == [item]


@pytest.mark.parametrize(
    ("real", "now", "real_now"), [(True, LATER, NOW), (False, NOW, LATER)], ids=["real time", "the bot's time"]
)
def test_each_clock_ripens_only_its_own(tx: Connection, real: bool, now: datetime, real_now: datetime):
    due.set_due(tx, Due("lines", 5, at=LATER, real=real))
    assert due.ripe(tx, now=now, real_now=real_now) == []
    assert len(due.ripe(tx, now=LATER, real_now=LATER)) == 1


def test_the_oldest_comes_first_and_no_more_than_asked_for(tx: Connection):
    for minutes in (3, 1, 2):
        due.set_due(tx, Due("lines", minutes, at=NOW + timedelta(minutes=minutes), real=True))
    ripe = due.ripe(tx, now=NOW, real_now=LATER, limit=2)
    assert [item.subject for item in ripe] == [1, 2]


def test_setting_it_again_moves_it(tx: Connection):
    due.set_due(tx, Due("lines", 5, at=NOW, real=True))
    due.set_due(tx, Due("lines", 5, at=LATER, real=False))
    assert due.ripe(tx, now=LATER, real_now=NOW) == [Due("lines", 5, at=LATER, real=False)]


def test_kinds_of_one_subject_are_apart(tx: Connection):
    due.set_due(tx, Due("lines", 5, at=NOW, real=True))
    due.set_due(tx, Due("reminder", 5, at=NOW, real=True))
    due.drop(tx, "lines", 5)
    assert [item.kind for item in due.ripe(tx, now=NOW, real_now=NOW)] == ["reminder"]


def test_dropping_what_is_not_there_is_no_fault(tx: Connection):
    due.drop(tx, "lines", 5)


def test_it_is_taken_once(tx: Connection):
    item = Due("lines", 5, at=NOW, real=True)
    due.set_due(tx, item)
    assert due.take(tx, item)
    assert not due.take(tx, item)


def test_what_was_moved_meanwhile_is_not_taken(tx: Connection):
    item = Due("lines", 5, at=NOW, real=True)
    due.set_due(tx, item)
    due.set_due(tx, Due("lines", 5, at=LATER, real=True))
    assert not due.take(tx, item)
    assert len(due.ripe(tx, now=LATER, real_now=LATER)) == 1
