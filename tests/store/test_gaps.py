"""Questions that the bot failed are kept by person, without who the person is."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.domain.conversation import Missed
from bot.domain.effects import KeepGap
from bot.store import citizens, gaps
from bot.store.erasure import erase
from bot.store.tables import gaps as table
from bot.store.tables import pseudonyms

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CITIZEN, ANOTHER = 5_000_000_001, 5_000_000_002
QUESTION = "czy jest parking"


def keep(tx: Connection, question: str = QUESTION, chat_id: int = CITIZEN, at: datetime = NOW, **changes: object):
    fields = {"missed": Missed.UNANSWERED, "refused": (), "chosen": None, **changes}
    citizens.lock(tx, chat_id, now=NOW)
    gaps.keep(tx, KeepGap(chat_id, question, **fields), at=at)  # type: ignore[arg-type]  # the fields that a test names


def test_a_question_comes_back_as_it_was_kept(tx: Connection):
    keep(tx, missed=Missed.NOT_IT, refused=("a.b", "c"), chosen="d")
    (gap,) = gaps.all_kept(tx)
    assert (gap.question, gap.missed, gap.refused, gap.chosen) == (QUESTION, Missed.NOT_IT, ("a.b", "c"), "d")


def test_the_same_question_of_one_person_is_one(tx: Connection):
    keep(tx)
    keep(tx, missed=Missed.NOT_IT, refused=("a",), chosen="b", at=NOW + timedelta(days=1))
    (gap,) = gaps.all_kept(tx)
    assert (gap.missed, gap.refused, gap.chosen) == (Missed.NOT_IT, ("a",), "b")


def test_different_people_have_different_numbers_that_are_not_theirs(tx: Connection):
    keep(tx, "a")
    keep(tx, "b")
    keep(tx, "a", ANOTHER)
    people = {gap.person for gap in gaps.all_kept(tx)}
    assert len(people) == 2
    assert not people & {CITIZEN, ANOTHER}


def test_a_person_is_shown_their_own_questions_newest_first(tx: Connection):
    keep(tx, "a")
    keep(tx, "b", at=NOW + timedelta(hours=1))
    keep(tx, "c", ANOTHER)
    assert gaps.of_citizen(tx, CITIZEN) == ["b", "a"]
    assert gaps.of_citizen(tx, 1) == []


def test_no_more_is_kept_of_one_person_than_anybody_reads(tx: Connection):
    for number in range(gaps.MOST_OF_ONE + 5):
        keep(tx, f"pytanie {number}")
    keep(tx, "c", ANOTHER)
    assert len(gaps.of_citizen(tx, CITIZEN)) == gaps.MOST_OF_ONE
    assert gaps.of_citizen(tx, ANOTHER) == ["c"]


def test_old_questions_are_forgotten(tx: Connection):
    keep(tx, "a", at=NOW - timedelta(days=31))
    keep(tx, "b")
    assert gaps.forget_before(tx, NOW - timedelta(days=30)) == 1
    assert [gap.question for gap in gaps.all_kept(tx)] == ["b"]


def test_erasure_takes_one_persons_questions(tx: Connection):
    keep(tx)
    keep(tx, "b", ANOTHER)
    erase(tx, CITIZEN)
    assert [gap.question for gap in gaps.all_kept(tx)] == ["b"]
    assert tx.execute(select(pseudonyms.c.chat_id)).scalars().all() == [ANOTHER]


def test_questions_go_with_the_conversation(tx: Connection):
    keep(tx)
    citizens.forget_before(tx, NOW + timedelta(seconds=1))
    assert gaps.all_kept(tx) == []
    assert tx.execute(select(pseudonyms)).all() == []


def test_a_number_is_never_given_to_somebody_else(tx: Connection):
    keep(tx)
    (first,) = gaps.all_kept(tx)
    erase(tx, CITIZEN)
    keep(tx, chat_id=ANOTHER)
    (second,) = gaps.all_kept(tx)
    assert second.person != first.person


@pytest.mark.parametrize("question", ["ż" * 1000, "😀" * 1000, "a'b\"c\\d%_"], ids=["long", "wide", "signs"])
def test_any_question_is_kept_once(tx: Connection, question: str):
    keep(tx, question)
    keep(tx, question)
    assert tx.execute(select(table.c.question)).scalars().all() == [question]
