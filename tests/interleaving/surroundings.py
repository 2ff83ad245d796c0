"""A bot all of whose work stands in one transaction that is thrown away."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import Connection, Engine

from bot.applying import Scene
from bot.domain.moments import Moment
from bot.store.database import Database, begin
from tests.handled import Handled

T = TypeVar("T")
# Begins the days of an absence.
AWAY = "od jutra"


class OneTransaction(Database):
    """A store whose work is done at once, in one transaction that is thrown away."""

    def __init__(self, tx: Connection) -> None:
        self._tx = tx

    def write(self, work: Callable[[Connection], T], *, key: int = 0, is_urgent: bool = False) -> "Future[T]":  # noqa: ARG002 - as the real one
        done: Future[T] = Future()
        done.set_result(work(self._tx))
        return done

    def read(self, work: Callable[[Connection], T]) -> T:
        return work(self._tx)


@dataclass
class Quick(Handled):
    """A bot whose surroundings are made once."""

    made: Scene | None = None

    def scene(self) -> Scene:
        """Give the surroundings of now."""
        if self.made is None:
            return super().scene()
        return replace(self.made, world=replace(self.made.world, now=self.now, moment_of=self._moment_of))

    def _moment_of(self, words: str) -> Moment | None:
        """Tell which days an absence is about: tomorrow and the day after."""
        tomorrow = self.now.date() + timedelta(days=1)
        is_asked = words.startswith(AWAY)
        return Moment(tomorrow, tomorrow + timedelta(days=1), None, is_day_explicit=True) if is_asked else None


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that is rolled back."""
    with engine.connect() as connection:
        begin(connection, writes=True)
        yield connection
        connection.rollback()
