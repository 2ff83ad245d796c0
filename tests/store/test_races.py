"""Fifty at once: decisions about one citizen follow one another, and what is there once is given once.

Several writer threads of one database are threads of one process; two databases meet in the data as two processes do.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Connection

from bot.domain.enquiries import Enquiry, Move, may, owned
from bot.store import citizens, due, enquiries, operators, outbox, updates
from bot.store.database import Database
from bot.store.due import Due
from bot.store.operators import CodeKind
from bot.store.outbox import Priority
from bot.store.outgoing import SendText
from tests.store.works import PATIENCE_S

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
RUNNERS = 50
T = TypeVar("T")
Race = Callable[[Callable[[Connection], T]], Sequence[T]]


def race(databases: Sequence[Database], work: Callable[[Connection], T]) -> list[T]:
    """Do the same work fifty times at once, on different writers where there are several."""
    start = threading.Barrier(RUNNERS)

    def run(number: int) -> T:
        database = databases[number % len(databases)]
        start.wait(PATIENCE_S)
        return database.write(work, key=number // len(databases)).result(PATIENCE_S)

    with ThreadPoolExecutor(RUNNERS) as pool:
        return list(pool.map(run, range(RUNNERS)))


def test_decisions_about_one_citizen_follow_one_another(databases: Sequence[Database]):
    def decide(tx: Connection) -> int:
        known = citizens.lock(tx, 5, now=NOW)
        turns = known.conversation.clarifications + 1
        citizens.save(tx, replace(known, conversation=replace(known.conversation, clarifications=turns)), now=NOW)
        return turns

    assert sorted(race(databases, decide)) == list(range(1, RUNNERS + 1))


def test_an_update_is_new_to_one(databases: Sequence[Database]):
    assert race(databases, lambda tx: updates.is_new(tx, 7, received_at=NOW)).count(True) == 1


def test_crashes_are_counted_one_by_one(databases: Sequence[Database]):
    counts = race(databases, lambda tx: updates.count_failure(tx, 7, chat_id=5, error="KeyError"))
    assert sorted(counts) == list(range(1, RUNNERS + 1))


def test_a_code_is_used_by_one(databases: Sequence[Database]):
    databases[0].write(lambda tx: operators.keep_code(tx, CodeKind.OPERATOR, "code", at=NOW)).result(PATIENCE_S)
    assert race(databases, lambda tx: operators.use_code(tx, CodeKind.OPERATOR, "code")).count(True) == 1


def test_one_code_waits_however_many_are_made(databases: Sequence[Database]):
    made = iter(range(RUNNERS))
    race(databases, lambda tx: operators.keep_code(tx, CodeKind.OPERATOR, str(next(made)), at=NOW))
    code = databases[0].read(lambda tx: operators.code(tx, CodeKind.OPERATOR))
    assert code is not None
    assert race(databases, lambda tx: operators.use_code(tx, CodeKind.OPERATOR, code)).count(True) == 1


def test_what_is_due_is_taken_by_one(databases: Sequence[Database]):
    item = Due("lines", 5, at=NOW, real=True)
    databases[0].write(lambda tx: due.set_due(tx, item)).result(PATIENCE_S)
    assert race(databases, lambda tx: due.take(tx, item)).count(True) == 1


def test_all_that_is_put_at_once_waits_in_one_lane(databases: Sequence[Database]):
    race(databases, lambda tx: outbox.put(tx, SendText(5, "x"), priority=Priority.ANSWER, created_at=NOW))
    assert databases[0].read(outbox.count) == (RUNNERS, 0)
    assert len(databases[0].read(lambda tx: outbox.heads(tx, limit=8))) == 1


def test_an_enquiry_is_claimed_by_one(databases: Sequence[Database]):
    waiting = Enquiry(1, 5, NOW, "Pytanie")
    databases[0].write(lambda tx: enquiries.keep(tx, waiting)).result(PATIENCE_S)
    people = iter(range(100, 100 + RUNNERS))

    def claim(tx: Connection) -> bool:
        found = enquiries.lock(tx, 1)
        if found is None or not may(found, Move.CLAIM):
            return False
        enquiries.keep(tx, owned(found, Move.CLAIM, next(people), at=NOW))
        return True

    assert race(databases, claim).count(True) == 1
    after = databases[0].read(lambda tx: enquiries.lock(tx, 1))
    assert after is not None
    assert after.owner_id is not None


def test_fifty_citizens_get_fifty_numbers(databases: Sequence[Database]):
    people = iter(range(1000, 1000 + RUNNERS))

    def open_one(tx: Connection) -> int:
        number = enquiries.next_number(tx)
        enquiries.keep(tx, Enquiry(number, next(people), NOW, "Pytanie"))
        return number

    assert sorted(race(databases, open_one)) == list(range(1, RUNNERS + 1))
