"""Two writers whose locks wait for each other: both do their work, once, and nobody hears of it."""

import threading
from collections.abc import Callable

from sqlalchemy import Connection, select

from bot.store import citizens, updates
from bot.store.database import Database
from bot.store.tables import updates as updates_table
from tests.store.works import NOW, PATIENCE_S

ONE, OTHER = 101, 102


def crossing(first: int, second: int, meet: threading.Barrier, tries: list[int]) -> Callable[[Connection], bool]:
    """Work that locks two citizens; at its first try it meets another that has locked the second already."""

    def work(tx: Connection) -> bool:
        tries.append(first)
        is_new = updates.is_new(tx, first, received_at=NOW)
        citizens.lock(tx, first, now=NOW)
        if tries.count(first) == 1:
            meet.wait(PATIENCE_S)
        citizens.lock(tx, second, now=NOW)
        return is_new

    return work


def test_work_is_done_again_that_postgresql_ended_for_another(postgres_url: str):
    database = Database(postgres_url)
    database.write(lambda tx: [citizens.lock(tx, one, now=NOW) for one in (ONE, OTHER)]).result(PATIENCE_S)
    meet, tries = threading.Barrier(2), list[int]()
    done = [
        database.write(crossing(ONE, OTHER, meet, tries), key=0),
        database.write(crossing(OTHER, ONE, meet, tries), key=1),
    ]
    assert [future.result(PATIENCE_S) for future in done] == [True, True]
    # PostgreSQL ends one of them; where both look at the same moment, both.
    assert len(tries) > 2
    assert set(database.read(lambda tx: tx.execute(select(updates_table.c.update_id)).scalars())) == {ONE, OTHER}
    database.close()
