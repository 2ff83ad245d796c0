"""Which Telegram message a handle became."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.domain.emptying import Way
from bot.domain.staff import StaffGroup
from bot.store import messages, outbox, staff
from bot.store.outbox import Priority
from bot.store.outgoing import Delete, EditText, Empty, Outgoing, SendText

GROUP = -1005
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_a_handle_leads_to_its_message(tx: Connection):
    messages.record(tx, chat_id=5, message_id=100, handle="u1:0", at=NOW)
    assert messages.find(tx, "u1:0") == (5, 100)


def test_a_handle_that_was_never_sent_leads_nowhere(tx: Connection):
    assert messages.find(tx, "u1:0") is None


def test_the_newest_copy_of_a_handle_counts(tx: Connection):
    messages.record(tx, chat_id=5, message_id=101, handle="u1:0", at=NOW)
    messages.record(tx, chat_id=5, message_id=100, handle="u1:0", at=NOW - timedelta(minutes=1))
    assert messages.find(tx, "u1:0") == (5, 101)


def test_a_copy_in_a_group_that_counts_anew_is_the_newest_all_the_same(tx: Connection):
    messages.record(tx, chat_id=-5, message_id=9000, handle="card:1", at=NOW)
    messages.record(tx, chat_id=-1005, message_id=2, handle="card:1", at=NOW + timedelta(minutes=1))
    assert messages.find(tx, "card:1") == (-1005, 2)


def test_a_message_keeps_its_first_handle(tx: Connection):
    messages.record(tx, chat_id=5, message_id=100, handle="u1:0", at=NOW)
    messages.record(tx, chat_id=5, message_id=100, handle="u2:0", at=NOW)
    assert messages.find(tx, "u1:0") == (5, 100)
    assert messages.find(tx, "u2:0") is None


def test_a_press_on_a_known_message_finds_its_handle(tx: Connection):
    messages.record(tx, chat_id=5, message_id=100, handle="u1:0", at=NOW)
    assert messages.adopt(tx, chat_id=5, message_id=100, handle="adopted", at=NOW) == "u1:0"


def test_a_press_on_an_unrecorded_message_adopts_it(tx: Connection):
    assert messages.adopt(tx, chat_id=5, message_id=100, handle="adopted", at=NOW) == "adopted"
    assert messages.find(tx, "adopted") == (5, 100)


def test_the_same_message_id_in_two_chats_is_two_messages(tx: Connection):
    messages.record(tx, chat_id=5, message_id=100, handle="u1:0", at=NOW)
    messages.record(tx, chat_id=6, message_id=100, handle="u2:0", at=NOW)
    assert messages.find(tx, "u2:0") == (6, 100)


def test_what_was_sent_long_ago_is_forgotten(tx: Connection):
    messages.record(tx, chat_id=5, message_id=100, handle="u1:0", at=NOW - timedelta(days=91))
    messages.record(tx, chat_id=5, message_id=101, handle="u2:0", at=NOW)
    assert messages.forget_before(tx, NOW - timedelta(days=90)) == 1
    assert messages.find(tx, "u1:0") is None
    assert messages.find(tx, "u2:0") == (5, 101)


CHANGES = (
    EditText(GROUP, "card:1", "x", is_emptying=True),
    Empty(GROUP, "card:1", (Way.DELETE,), html="x", by_hand="y", file_name="z"),
    Delete(GROUP, "card:1"),
    SendText(GROUP, "delete it, please", quotes="card:1"),
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.kind)
def test_what_a_waiting_message_empties_or_quotes_is_found_however_old_it_is(change: Outgoing, tx: Connection):
    staff.pair(tx, StaffGroup(GROUP, is_complete=True))
    for number, handle in enumerate(("card:1", "card:11"), start=1):
        messages.record(tx, chat_id=GROUP, message_id=number, handle=handle, at=NOW)
    outbox.put(tx, change, priority=Priority.ANSWER, created_at=NOW)
    later = NOW + timedelta(days=90)
    assert messages.forget_before(tx, later) == 1
    assert messages.find(tx, "card:1") == (GROUP, 1)
    [row] = outbox.heads(tx, limit=1)
    outbox.done(tx, row.id)
    assert messages.forget_before(tx, later) == 1


def test_what_shows_people_is_found_as_long_as_there_is_no_group_to_empty_it_in(tx: Connection):
    messages.record(tx, chat_id=GROUP, message_id=1, handle="card:1", at=NOW)
    messages.record(tx, chat_id=GROUP, message_id=2, handle="board:1", at=NOW)
    messages.record(tx, chat_id=5, message_id=3, handle="relay:-1005:9", at=NOW)
    later = NOW + timedelta(days=90)
    assert messages.forget_before(tx, later) == 2
    assert messages.left_over(tx, GROUP) == ["card:1"]
    staff.pair(tx, StaffGroup(GROUP, is_complete=False))
    assert messages.forget_before(tx, later) == 0
    staff.pair(tx, StaffGroup(GROUP - 1, is_complete=True))
    assert messages.forget_before(tx, later) == 1
