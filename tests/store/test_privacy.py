"""`docs/privacy.md` says of every column what the schema says, and erasure does what it says."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Table, func, insert, select
from sqlalchemy.types import Boolean, Text

from bot.store import outbox
from bot.store.erasure import erase
from bot.store.outbox import Priority
from bot.store.outgoing import SetReaction
from bot.store.tables import Data, Instant, metadata

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "privacy.md"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CITIZEN, ANOTHER = 5, 6
# A role ends when it is taken away, not when the person erases a conversation.
ROLES = {"operators", "members", "absences"}


def rows_about(chat_id: int) -> dict[Table, dict[str, object]]:
    """Give one row for each table, about a person where the table knows persons."""
    return {table: {column.name: _value(column, chat_id) for column in table.c} for table in metadata.tables.values()}


def _value(column: Column[Any], chat_id: int) -> object:
    if column.info["data"] is Data.IDENTIFIER:
        return f"chat:{chat_id}" if column.name == "lane" else chat_id if column.type.python_type is int else "x"
    if isinstance(column.type, Instant):
        return NOW
    if isinstance(column.type, Boolean):
        return True
    return str(chat_id) if issubclass(column.type.python_type, str) else chat_id


def fill(tx: Connection):
    for chat_id in (CITIZEN, ANOTHER):
        for table, row in rows_about(chat_id).items():
            tx.execute(insert(table), {name: _fitting(table, name, value) for name, value in row.items()})


def _fitting(table: Table, name: str, value: object) -> object:
    kind = table.c[name].type
    return value[: kind.length] if isinstance(value, str) and not isinstance(kind, Text) else value  # type: ignore[attr-defined] # String


def erased_tables(tx: Connection) -> set[str]:
    """Find by trying which tables lose their row about a person."""
    fill(tx)
    erase(tx, CITIZEN)
    return {table.name for table in metadata.tables.values() if _count(tx, table) == 1}


def _count(tx: Connection, table: Table) -> int:
    return tx.execute(select(func.count()).select_from(table)).scalar_one()


def test_erasure_leaves_nothing_that_leads_to_the_citizen(tx: Connection):
    with_identifiers = {
        table.name
        for table in metadata.tables.values()
        if any(column.info["data"] is not Data.TECHNICAL for column in table.c)
    }
    assert erased_tables(tx) == with_identifiers - ROLES


def test_erasure_counts_what_it_deletes_and_leaves_others_alone(tx: Connection):
    fill(tx)
    assert erase(tx, CITIZEN) == 13
    assert erase(tx, CITIZEN) == 0
    assert erase(tx, ANOTHER) == 13


def test_erasure_deletes_the_marks_that_wait_for_the_citizen(tx: Connection):
    outbox.put(tx, SetReaction(CITIZEN, 7, "👀", "x"), priority=Priority.ANSWER, created_at=NOW)
    assert erase(tx, CITIZEN) == 1


def test_the_document_lists_every_column_as_the_schema_has_it(tx: Connection):
    assert documented() == expected(erased_tables(tx))


def documented() -> Sequence[str]:
    return [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| `")]


def expected(erased: set[str]) -> Sequence[str]:
    return [
        f"| `{table.name}` | `{column.name}` | {column.info['data'].value} "
        f"| {'deleted' if table.name in erased else 'stays'} | {table.info['kept']} |"
        for table in metadata.tables.values()
        for column in table.c
    ]


@pytest.mark.parametrize("kind", Data, ids=lambda kind: kind.value)
def test_the_document_explains_every_kind_of_data(kind: Data):
    assert f"**{kind.value}**" in DOCUMENT.read_text()
