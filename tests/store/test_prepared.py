"""A statement handed straight to the driver means the same as one that goes the usual way, on both engines."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.store import due
from bot.store.database import Database, open_engine, transaction
from bot.store.due import Due
from bot.store.prepared import Prepared
from bot.store.tables import due as table
from bot.store.tables import updates

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WHOSE = table.c.subject == bindparam("whose")


@pytest.fixture
def kept(database: Database) -> Database:
    """A database in which something is due."""
    with transaction(database.engine) as tx:
        due.set_due(tx, Due("lines", 7, at=NOW, real=True))
    return database


def test_a_row_has_the_values_that_the_usual_way_gives(kept: Database):
    wanted = select(table.c.at, table.c.real, exists().where(WHOSE)).where(WHOSE, table.c.kind == "lines")
    with transaction(kept.engine) as tx:
        row = Prepared(wanted).one(tx, {"whose": 7})
        assert row == (NOW, True, True)
        assert [type(value) for value in row] == [datetime, bool, bool]
        assert row == tuple(tx.execute(wanted, {"whose": 7}).one())


def test_where_there_is_no_row_none_is_given(kept: Database):
    with transaction(kept.engine) as tx:
        assert Prepared(select(table.c.at).where(WHOSE)).one_or_none(tx, {"whose": 8}) is None


def test_changed_rows_are_counted_and_values_go_through_their_types(kept: Database):
    later = NOW.replace(hour=10)
    change = Prepared(update(table).where(WHOSE).values(at=bindparam("later")))
    with transaction(kept.engine) as tx:
        assert change.run(tx, {"whose": 8, "later": later}) == 0
        assert change.run(tx, {"whose": 7, "later": later}) == 1
        assert tx.execute(select(table.c.at)).scalar_one() == later


def test_the_columns_are_those_that_the_parameters_name(kept: Database):
    change = Prepared(update(table).where(WHOSE))
    with transaction(kept.engine) as tx:
        change.run(tx, {"whose": 7, "real": False})
        change.run(tx, {"whose": 7, "kind": "album"})
        assert tx.execute(select(table.c.kind, table.c.real)).one() == ("album", False)


@pytest.mark.parametrize("values", [{}, {"whose": 7, "who": 8}])
def test_a_parameter_too_few_or_too_many_is_refused(kept: Database, values: dict[str, int]):
    with transaction(kept.engine) as tx, pytest.raises(ValueError, match="whose"):
        Prepared(select(table.c.at).where(WHOSE)).one(tx, values)


def test_what_the_schema_refuses_is_an_error_of_the_data_without_its_values(kept: Database):
    new = Prepared(insert(updates))
    with transaction(kept.engine) as tx:
        new.run(tx, {"update_id": 4711, "received_at": NOW})
        with pytest.raises(IntegrityError) as caught:
            new.run(tx, {"update_id": 4711, "received_at": NOW})
    assert "4711" not in str(caught.value).replace(str(caught.value.orig), "")


def test_a_naive_time_is_refused(kept: Database):
    with transaction(kept.engine) as tx, pytest.raises(ValueError, match="time zone"):
        Prepared(insert(updates)).run(tx, {"update_id": 1, "received_at": NOW.replace(tzinfo=None)})


def test_a_connection_that_was_lost_is_not_used_again(postgres_url: str):
    engine = open_engine(postgres_url)
    due_to = Prepared(select(table.c.at).where(WHOSE))
    with engine.connect() as tx:
        mine = tx.execute(select(func.pg_backend_pid())).scalar_one()
        with engine.connect() as other:
            other.execute(select(func.pg_terminate_backend(mine)))
        with pytest.raises(OperationalError):
            due_to.one_or_none(tx, {"whose": 7})
        assert tx.invalidated
    with engine.connect() as tx:
        assert due_to.one_or_none(tx, {"whose": 7}) is None
    engine.dispose()


def test_an_error_between_rows_is_the_engines_like_one_before_them(sqlite_url: str):
    engine = open_engine(sqlite_url)

    def fails_on_the_second(subject: int) -> int:
        if subject == 2:
            raise ArithmeticError
        return subject

    with transaction(engine) as tx:
        for subject in (1, 2):
            due.set_due(tx, Due("lines", subject, at=NOW, real=True))
        driver = tx.connection.driver_connection
        assert driver is not None
        driver.create_function("fails", 1, fails_on_the_second)
        wanted = select(func.fails(table.c.subject)).where(table.c.kind == bindparam("kind")).order_by(table.c.subject)
        with pytest.raises(OperationalError):
            Prepared(wanted).one_or_none(tx, {"kind": "lines"})
    engine.dispose()
