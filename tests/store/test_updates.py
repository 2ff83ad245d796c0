"""An update takes effect once; one that crashes is counted, and set aside for a person to see."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from bot.store import updates
from bot.store.tables import failures

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_an_update_is_new_once(tx: Connection):
    assert updates.is_new(tx, 7, received_at=NOW)
    assert not updates.is_new(tx, 7, received_at=NOW)


def test_a_smaller_update_id_is_new_as_well(tx: Connection):
    assert updates.is_new(tx, 7, received_at=NOW)
    assert updates.is_new(tx, 3, received_at=NOW)


def test_the_largest_update_id_fits(tx: Connection):
    assert updates.is_new(tx, 2**63 - 1, received_at=NOW)


def test_old_keys_are_forgotten_and_later_ones_kept(tx: Connection):
    updates.is_new(tx, 1, received_at=NOW - timedelta(hours=49))
    updates.is_new(tx, 2, received_at=NOW)
    assert updates.forget_before(tx, NOW - timedelta(hours=48)) == 1
    assert not updates.is_new(tx, 2, received_at=NOW)


def test_crashes_of_an_update_are_counted(tx: Connection):
    assert updates.count_failure(tx, 7, chat_id=5, error="KeyError") == 1
    assert updates.count_failure(tx, 7, chat_id=5, error="ValueError") == 2
    assert updates.count_failure(tx, 8, chat_id=None, error="KeyError") == 1


def test_a_crash_alone_sets_nothing_aside(tx: Connection):
    updates.count_failure(tx, 7, chat_id=5, error="KeyError")
    assert updates.count_set_aside(tx) == 0


def test_an_update_is_set_aside_whole(tx: Connection):
    updates.set_aside(tx, 7, chat_id=5, error="Unreadable", body='{"update_id": 7}', at=NOW)
    row = tx.execute(select(failures)).one()
    assert (row.chat_id, row.error, row.body, row.set_aside_at) == (5, "Unreadable", '{"update_id": 7}', NOW)


def test_setting_aside_keeps_the_count_of_crashes(tx: Connection):
    updates.count_failure(tx, 7, chat_id=5, error="KeyError")
    updates.count_failure(tx, 7, chat_id=5, error="KeyError")
    updates.set_aside(tx, 7, chat_id=5, error="KeyError", body="{}", at=NOW)
    assert tx.execute(select(failures.c.attempts)).scalar_one() == 2
    assert updates.count_set_aside(tx) == 1


def test_what_was_set_aside_long_ago_is_forgotten(tx: Connection):
    updates.set_aside(tx, 7, chat_id=5, error="KeyError", body="{}", at=NOW - timedelta(days=31))
    updates.set_aside(tx, 8, chat_id=5, error="KeyError", body="{}", at=NOW)
    assert updates.forget_set_aside_before(tx, NOW - timedelta(days=30)) == 1
    assert updates.count_set_aside(tx) == 1


def test_crashes_of_an_update_that_got_through_are_forgotten_with_its_key(tx: Connection):
    updates.count_failure(tx, 7, chat_id=5, error="KeyError")
    updates.is_new(tx, 7, received_at=NOW - timedelta(hours=49))
    updates.count_failure(tx, 8, chat_id=5, error="KeyError")
    updates.forget_before(tx, NOW - timedelta(hours=48))
    assert tx.execute(select(failures.c.update_id)).scalars().all() == [8]


def test_what_is_set_aside_outlives_its_key(tx: Connection):
    updates.is_new(tx, 7, received_at=NOW - timedelta(hours=49))
    updates.set_aside(tx, 7, chat_id=5, error="KeyError", body="{}", at=NOW - timedelta(hours=49))
    updates.forget_before(tx, NOW - timedelta(hours=48))
    assert tx.execute(select(func.count()).select_from(failures)).scalar_one() == 1


def test_what_is_set_aside_is_listed_as_it_came_the_oldest_first(tx: Connection):
    updates.set_aside(tx, 7, chat_id=5, error="KeyError", body='{"update_id": 7}', at=NOW)
    updates.set_aside(tx, 8, chat_id=5, error="Unreadable", body='{"update_id": 8}', at=NOW - timedelta(hours=1))
    updates.count_failure(tx, 9, chat_id=5, error="KeyError")
    older, newer = updates.all_set_aside(tx)
    assert (older.update_id, older.error, older.body) == (8, "Unreadable", '{"update_id": 8}')
    assert (newer.update_id, newer.at) == (7, NOW)
