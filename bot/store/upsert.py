"""INSERT … ON CONFLICT: one spelling for both engines."""

from collections.abc import Mapping
from functools import cache

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.prepared import Prepared


def insert(tx: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Begin an INSERT that knows ON CONFLICT in the dialect of `tx`."""
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)


def insert_new(tx: Connection, table: Table, row: Mapping[str, object]) -> bool:
    """Insert a row, by the names of its columns, unless there is one with its key; tell whether it was inserted."""
    # Asked for by RETURNING: PostgreSQL's driver does not count inserted rows.
    return _insert_new(tx.dialect.name, table).one_or_none(tx, row) is not None


@cache
def _insert_new(dialect: str, table: Table) -> Prepared:
    made = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return Prepared(made.on_conflict_do_nothing().returning(*table.primary_key))
