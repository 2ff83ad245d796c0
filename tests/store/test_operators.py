"""Who looks after the bot, how they become it, and what they are told."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from bot.domain.texts import text
from bot.store import operators
from bot.store.operators import CodeKind

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_operators_are_listed_by_seniority(tx: Connection):
    operators.add(tx, 6, at=NOW)
    operators.add(tx, 5, at=NOW + timedelta(minutes=1))
    assert operators.all_operators(tx) == [6, 5]


def test_becoming_an_operator_twice_changes_nothing(tx: Connection):
    operators.add(tx, 5, at=NOW)
    operators.add(tx, 5, at=NOW + timedelta(minutes=1))
    assert operators.all_operators(tx) == [5]


def test_the_role_can_be_taken_away(tx: Connection):
    operators.add(tx, 5, at=NOW)
    operators.remove(tx, 5)
    assert operators.all_operators(tx) == []


def test_a_waiting_code_is_not_replaced(tx: Connection):
    operators.keep_code(tx, CodeKind.OPERATOR, "first", at=NOW)
    operators.keep_code(tx, CodeKind.OPERATOR, "second", at=NOW)
    assert operators.code(tx, CodeKind.OPERATOR) == "first"


def test_a_code_works_once(tx: Connection):
    operators.keep_code(tx, CodeKind.OPERATOR, "first", at=NOW)
    assert operators.use_code(tx, CodeKind.OPERATOR, "first")
    assert not operators.use_code(tx, CodeKind.OPERATOR, "first")
    assert operators.code(tx, CodeKind.OPERATOR) is None


def test_a_wrong_code_opens_nothing_and_uses_nothing_up(tx: Connection):
    operators.keep_code(tx, CodeKind.OPERATOR, "first", at=NOW)
    assert not operators.use_code(tx, CodeKind.OPERATOR, "guess")
    assert operators.code(tx, CodeKind.OPERATOR) == "first"


def test_a_notice_comes_back_as_it_was_kept(tx: Connection):
    notice = text("notice.dead_letter", row=7, error="BadRequest")
    operators.keep_notice(tx, notice, at=NOW)
    assert [one.text for one in operators.untold_notices(tx)] == [notice]


def test_notices_are_told_in_their_order_and_once(tx: Connection):
    operators.keep_notice(tx, text("notice.dead_letter", row=1), at=NOW)
    operators.keep_notice(tx, text("notice.dead_letter", row=2), at=NOW)
    first, second = operators.untold_notices(tx)
    operators.mark_told(tx, [first.id], at=NOW)
    assert operators.untold_notices(tx) == [second]


def test_telling_nothing_changes_nothing(tx: Connection):
    operators.keep_notice(tx, text("notice.dead_letter", row=1), at=NOW)
    operators.mark_told(tx, [], at=NOW)
    assert len(operators.untold_notices(tx)) == 1


def test_only_told_notices_are_forgotten(tx: Connection):
    operators.keep_notice(tx, text("notice.dead_letter", row=1), at=NOW)
    operators.keep_notice(tx, text("notice.dead_letter", row=2), at=NOW)
    first, second = operators.untold_notices(tx)
    operators.mark_told(tx, [first.id], at=NOW)
    assert operators.forget_notices_before(tx, NOW + timedelta(days=1)) == 1
    assert operators.untold_notices(tx) == [second]
