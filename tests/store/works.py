"""Works for the writers of a database, and a way to have several wait for one commit."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Connection, select

from bot.store import updates
from bot.store.database import Database
from bot.store.tables import updates as updates_table

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
# Long enough for a slow machine; nothing waits this long when all is well.
PATIENCE_S = 20
SECRET = "what a person wrote"
T = TypeVar("T")


@dataclass
class Gate:
    """Work that occupies a writer until it is let go, so that the work after it waits together."""

    _entered: threading.Event = field(default_factory=threading.Event)
    _opened: threading.Event = field(default_factory=threading.Event)

    def __call__(self, _tx: Connection) -> None:
        self._entered.set()
        assert self._opened.wait(PATIENCE_S)

    def wait_until_entered(self) -> None:
        assert self._entered.wait(PATIENCE_S)

    def open(self) -> None:
        self._opened.set()


def together(database: Database, *works: Callable[[Connection], T]) -> list[Future[T]]:
    """Queue works so that one commit holds them all; give their futures, done."""
    gate = Gate()
    database.write(gate)
    gate.wait_until_entered()
    futures = [database.write(work) for work in works]
    gate.open()
    for future in futures:
        future.exception(PATIENCE_S)
    return futures


def see(update_id: int) -> Callable[[Connection], bool]:
    return lambda tx: updates.is_new(tx, update_id, received_at=NOW)


def seen(database: Database) -> list[int]:
    statement = select(updates_table.c.update_id).order_by(updates_table.c.update_id)
    return database.read(lambda tx: list(tx.execute(statement).scalars()))
