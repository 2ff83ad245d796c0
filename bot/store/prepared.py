"""Statements of every turn, compiled once for each engine and handed straight to its driver.

What SQLAlchemy makes anew for each execution takes three times as long as the execution itself, and a turn has some
five of them (decision 0024). Everything else goes the usual way.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

_Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete
_Turn = Callable[[Any], Any]


class Prepared:
    """A statement whose parameters are single values, named when it runs; those of an INSERT are its columns."""

    def __init__(self, statement: _Statement) -> None:
        self._statement = statement
        # By the names of engine and parameters.
        self._forms: dict[tuple[str, ...], _Form] = {}

    def run(self, tx: Connection, values: Mapping[str, object]) -> int:
        """Execute; give how many rows were changed. Raises `DBAPIError`."""
        changed: int = self._execute(tx, self._form(tx, values), values, lambda cursor: cursor.rowcount)
        return changed

    def one(self, tx: Connection, values: Mapping[str, object]) -> tuple[Any, ...]:
        """Give the first row; there has to be one. Raises `DBAPIError`."""
        return self._rows(tx, values)[0]

    def one_or_none(self, tx: Connection, values: Mapping[str, object]) -> tuple[Any, ...] | None:
        """Give the first row, None if there is none. Raises `DBAPIError`."""
        rows = self._rows(tx, values)
        return rows[0] if rows else None

    def _rows(self, tx: Connection, values: Mapping[str, object]) -> Sequence[tuple[Any, ...]]:
        form = self._form(tx, values)
        return [form.row(one) for one in self._execute(tx, form, values, lambda cursor: cursor.fetchall())]

    def _form(self, tx: Connection, values: Mapping[str, object]) -> "_Form":
        key = (tx.dialect.name, *values)
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = _Form.of(self._statement, tx.dialect, list(values))
        return form

    def _execute(
        self, tx: Connection, form: "_Form", values: Mapping[str, object], result: Callable[[Any], Any]
    ) -> Any:  # noqa: ANN401 - what `result` takes from a cursor of sqlite3 or psycopg, which may fail, too
        driver = tx.connection.driver_connection
        try:
            return result(driver.execute(form.sql, form.bound(values)))  # type: ignore[union-attr] # tx is open
        except tx.dialect.loaded_dbapi.Error as error:
            if tx.dialect.is_disconnect(error, tx.connection, None):
                tx.invalidate(error)
            raise DBAPIError.instance(
                form.sql, None, error, tx.dialect.loaded_dbapi.Error, hide_parameters=True, dialect=tx.dialect
            ) from error


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement as one driver takes it."""

    sql: str
    # Parameters that the statement itself has, as the driver takes them.
    own: Mapping[str, object]
    # How values become what the driver takes, by parameter, and what it gives becomes values, by place in the row;
    # only where they differ.
    there: Sequence[tuple[str, _Turn]]
    back: Sequence[tuple[int, _Turn]]

    @classmethod
    def of(cls, statement: _Statement, dialect: Dialect, names: Sequence[str]) -> Self:
        """Compile a statement. Raises `ValueError` for names that are not those of its parameters."""
        # Both drivers take parameters by name; on SQLite SQLAlchemy would number them.
        named = sqlite.dialect(paramstyle="named") if dialect.name == "sqlite" else dialect
        compiled = statement.compile(dialect=named, column_keys=names)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101 - for the type checker
        needed = {name for name, bind in compiled.binds.items() if bind.required}
        if needed != set(names):
            raise ValueError(f"parameters {sorted(names)} instead of {sorted(needed)}")
        types = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
        there = {name: turn for name, kind in types.items() if (turn := kind.bind_processor(dialect)) is not None}
        columns = [column.type.dialect_impl(dialect) for column in statement.exported_columns]
        back = [(at, turn) for at, kind in enumerate(columns) if (turn := kind.result_processor(dialect, None))]
        own = {name: value for name, value in compiled.params.items() if name not in needed}
        fixed = {name: there[name](value) if name in there else value for name, value in own.items()}
        return cls(compiled.string, fixed, [(name, there[name]) for name in names if name in there], back)

    def bound(self, values: Mapping[str, object]) -> Mapping[str, object]:
        """Give all parameters as the driver takes them."""
        bound = {**self.own, **values}
        for name, turn in self.there:
            bound[name] = turn(bound[name])
        return bound

    def row(self, given: Sequence[Any]) -> tuple[Any, ...]:
        """Give a row as SQLAlchemy would."""
        values = list(given)
        for at, turn in self.back:
            values[at] = turn(values[at])
        return tuple(values)
