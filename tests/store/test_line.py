"""Urgent work goes first; nobody waits long for a commit to begin or to end."""

import time
from concurrent.futures import Future

from sqlalchemy import Connection

from bot.store.database import BATCH_S, Database
from bot.store.line import Line, Work
from tests.store.works import PATIENCE_S, Gate, see


def waiting(name: str, *, urgent: bool = False) -> Work[str]:
    return Work(lambda _tx: name, Future(), urgent)


def names(works) -> list[str]:
    return [work.run(None) for work in works]


def test_urgent_work_goes_first_and_otherwise_the_order_is_kept():
    line = Line()
    for work in (waiting("a"), waiting("B", urgent=True), waiting("c"), waiting("D", urgent=True)):
        line.put(work)
    assert names(line.works(10)) == ["B", "D", "a", "c"]


def test_no_more_is_given_than_asked_for():
    line = Line()
    for name in "abc":
        line.put(waiting(name))
    assert (names(line.works(2)), names(line.works(2))) == (["a", "b"], ["c"])


def test_urgent_work_that_comes_meanwhile_is_next():
    line = Line()
    for name in "abc":
        line.put(waiting(name))
    works = line.works(10)
    assert names([next(works)]) == ["a"]
    line.put(waiting("D", urgent=True))
    assert names(works) == ["D", "b", "c"]


def test_a_closed_line_gives_what_waits_and_then_nothing():
    line = Line()
    line.put(waiting("a"))
    line.close()
    assert line.waits()
    assert names(line.works(10)) == ["a"]
    assert not line.waits()


def test_a_commit_that_takes_long_does_not_wait_for_the_rest(url: str):
    commits: list[int] = []
    database = Database(url, before_commit=lambda: commits.append(1))
    gate = Gate()
    database.write(gate)
    gate.wait_until_entered()
    slow_ones, seen = [database.write(slow), database.write(slow)], database.write(see(1))
    gate.open()
    assert [future.result(PATIENCE_S) for future in slow_ones] == [None, None]
    assert seen.result(PATIENCE_S)
    assert len(commits) == 4  # one each
    database.close()


def test_urgent_work_joins_the_commit_that_is_being_filled(url: str):
    commits: list[int] = []
    database = Database(url, before_commit=lambda: commits.append(1))
    urgent: list[Future[bool]] = []
    database.write(lambda _tx: urgent.append(database.write(see(1), is_urgent=True))).result(PATIENCE_S)
    assert urgent[0].result(PATIENCE_S)
    database.close()
    assert len(commits) == 1


def test_ordinary_work_that_comes_meanwhile_waits_for_the_next_commit(url: str):
    commits: list[int] = []
    database = Database(url, before_commit=lambda: commits.append(1))
    later: list[Future[bool]] = []
    database.write(lambda _tx: later.append(database.write(see(1)))).result(PATIENCE_S)
    assert later[0].result(PATIENCE_S)
    database.close()
    assert len(commits) == 2


def slow(_tx: Connection) -> None:
    time.sleep(BATCH_S)


def test_urgent_work_overtakes_what_a_long_commit_left(url: str):
    order: list[str] = []
    database = Database(url)
    gate = Gate()
    database.write(gate)
    gate.wait_until_entered()

    def slow_first(tx: Connection) -> None:
        slow(tx)
        order.append("slow")
        database.write(lambda _tx: order.append("urgent"), is_urgent=True)

    database.write(slow_first)
    last = database.write(lambda _tx: order.append("ordinary"))
    gate.open()
    last.result(PATIENCE_S)
    database.close()
    assert order == ["slow", "urgent", "ordinary"]
