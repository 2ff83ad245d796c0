"""What waits goes out in order; an urgent message hurries what stands before it; nothing is given up unseen."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select

from bot.store import moving, outbox, outgoing
from bot.store.lanes import lane_of
from bot.store.outbox import Priority, Row
from bot.store.outgoing import (
    AlbumItem,
    AnswerPress,
    CopyMessage,
    CreateTopic,
    Delete,
    EditCaption,
    EditText,
    LeaveChat,
    Outgoing,
    SendAlbum,
    SendContact,
    SendDocument,
    SendText,
    SendVenue,
    SetCommands,
    SetReaction,
)
from bot.store.tables import outbox as outbox_table

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ITEMS = (AlbumItem("photo", "f", "relay:5:70"), AlbumItem("photo", "g", "relay:5:71"))


def put(tx: Connection, message: Outgoing, priority: Priority = Priority.ANSWER, handle: str | None = None):
    outbox.put(tx, message, priority=priority, created_at=NOW, handle=handle)


def heads(tx: Connection, **options) -> list[Row]:
    return list(outbox.heads(tx, **({"limit": 8} | options)))


def texts(tx: Connection, **options) -> list[str]:
    return [row.message.html for row in heads(tx, **options) if isinstance(row.message, SendText | EditText)]


def all_texts(tx: Connection) -> list[str]:
    """Give the texts in the order in which they would go out."""
    out = []
    while rows := heads(tx, limit=1):
        assert isinstance(rows[0].message, SendText | EditText)
        out.append(rows[0].message.html)
        outbox.done(tx, rows[0].id)
    return out


def test_a_row_comes_back_as_it_was_put(tx: Connection):
    put(tx, SendText(5, "one"), handle="u1:0")
    [row] = heads(tx)
    assert row == Row(row.id, "chat:5", SendText(5, "one"), handle="u1:0", attempts=0, created_at=NOW)


def test_only_the_first_of_a_lane_is_a_head(tx: Connection):
    put(tx, SendText(5, "one"))
    put(tx, SendText(5, "two"))
    put(tx, SendText(6, "three"))
    assert texts(tx) == ["one", "three"]


def test_the_next_of_a_lane_follows_when_the_first_is_done(tx: Connection):
    for said in ("one", "two", "three"):
        put(tx, SendText(5, said))
    assert all_texts(tx) == ["one", "two", "three"]


def test_a_lane_that_is_left_out_delays_nobody_else(tx: Connection):
    put(tx, SendText(5, "one"))
    put(tx, SendText(6, "two"))
    assert texts(tx, without=["chat:5"]) == ["two"]


def test_lanes_beyond_the_first_page_are_found(tx: Connection):
    for number in range(100):
        put(tx, SendText(5, str(number)))
    put(tx, SendText(6, "last"))
    assert texts(tx) == ["0", "last"]


def test_no_more_heads_than_asked_for(tx: Connection):
    for chat_id in range(1, 20):
        put(tx, SendText(chat_id, str(chat_id)))
    assert texts(tx, limit=3) == ["1", "2", "3"]


def test_the_urgent_goes_before_the_early(tx: Connection):
    put(tx, SendText(5, "to all"), Priority.BROADCAST)
    put(tx, SendText(6, "news"), Priority.NOTICE)
    put(tx, SendText(7, "answer"), Priority.ANSWER)
    assert texts(tx) == ["answer", "news", "to all"]


def test_an_answer_hurries_what_waits_before_it_in_its_chat(tx: Connection):
    put(tx, SendText(5, "to all, elsewhere"), Priority.BROADCAST)
    put(tx, SendText(6, "to all, here"), Priority.BROADCAST)
    put(tx, SendText(6, "answer"), Priority.ANSWER)
    assert all_texts(tx) == ["to all, here", "answer", "to all, elsewhere"]


def test_the_answer_to_a_press_does_not_wait_behind_the_chat(tx: Connection):
    put(tx, SendText(5, "one"))
    put(tx, AnswerPress("press"), Priority.AT_ONCE)
    assert [row.message for row in heads(tx)] == [AnswerPress("press"), SendText(5, "one")]


def test_a_call_for_help_goes_before_what_waits_in_its_chat(tx: Connection):
    put(tx, SendText(-5, "card"))
    put(tx, SendText(-5, "alert", urgent=True), Priority.AT_ONCE)
    put(tx, CopyMessage(-5, 5, 70, urgent=True), Priority.AT_ONCE)
    assert texts(tx) == ["alert", "card"]
    outbox.done(tx, heads(tx)[0].id)
    assert heads(tx)[0].message == CopyMessage(-5, 5, 70, urgent=True)


@pytest.mark.parametrize("change", [EditText(-5, "alert", "emptied", is_emptying=True), Delete(-5, "alert")])
def test_what_empties_a_call_for_help_never_overtakes_it(change: Outgoing, tx: Connection):
    put(tx, SendText(-5, "alert", urgent=True), Priority.AT_ONCE, "alert")
    put(tx, change)
    [first] = heads(tx)
    assert first.handle == "alert"
    outbox.done(tx, first.id)
    assert [row.message for row in heads(tx)] == [change]


def test_a_newer_edit_takes_the_place_of_a_waiting_one(tx: Connection):
    put(tx, EditText(5, "card", "old"))
    put(tx, EditText(5, "other", "another message"))
    put(tx, EditText(5, "card", "new"))
    assert all_texts(tx) == ["new", "another message"]


def test_an_edit_in_flight_is_overtaken_by_a_newer_one(tx: Connection):
    put(tx, EditText(5, "card", "old"))
    [row] = heads(tx)
    assert not outbox.is_overtaken(tx, row)
    put(tx, EditText(5, "card", "new"))
    assert outbox.is_overtaken(tx, row)


def test_edits_of_one_name_in_two_chats_are_apart(tx: Connection):
    put(tx, EditText(5, "card", "here"))
    put(tx, EditText(6, "card", "there"))
    assert texts(tx) == ["here", "there"]


def test_an_edit_that_was_tried_is_not_replaced(tx: Connection):
    put(tx, EditText(5, "card", "old"))
    outbox.failed(tx, heads(tx)[0].id)
    put(tx, EditText(5, "card", "new"))
    assert all_texts(tx) == ["old", "new"]


def test_attempts_are_counted(tx: Connection):
    put(tx, SendText(5, "one"))
    outbox.failed(tx, heads(tx)[0].id)
    outbox.failed(tx, heads(tx)[0].id)
    assert heads(tx)[0].attempts == 2


def test_a_replaced_message_keeps_its_place(tx: Connection):
    put(tx, SendText(5, "<b>one"), handle="u1:0")
    put(tx, SendText(5, "two"))
    outbox.replace(tx, heads(tx)[0].id, SendText(5, "one"))
    assert (heads(tx)[0].handle, heads(tx)[0].attempts) == ("u1:0", 1)
    assert all_texts(tx) == ["one", "two"]


def test_an_edit_sent_anew_takes_over_the_name_of_its_target(tx: Connection):
    edit = EditText(5, "card", "new")
    put(tx, edit)
    outbox.send_anew(tx, heads(tx)[0].id, edit)
    [row] = heads(tx)
    assert (row.message, row.handle) == (SendText(5, "new"), "card")


def test_a_dead_letter_stays_and_lets_the_next_pass(tx: Connection):
    put(tx, SendText(5, "one"))
    put(tx, SendText(5, "two"))
    assert outbox.bury(tx, heads(tx)[0].id, why="BadRequest")
    assert texts(tx) == ["two"]
    assert outbox.count(tx) == (1, 1)


def test_burying_what_is_gone_says_so(tx: Connection):
    assert not outbox.bury(tx, 404, why="BadRequest")


def test_a_long_reason_is_cut_to_what_fits(tx: Connection):
    put(tx, SendText(5, "one"))
    outbox.bury(tx, heads(tx)[0].id, why="x" * 500)
    assert tx.execute(select(outbox_table.c.dead)).scalar_one() == "x" * 100


def test_cancelling_a_lane_leaves_the_others_and_the_dead(tx: Connection):
    for said in ("dead", "one", "two"):
        put(tx, SendText(5, said))
    put(tx, SendText(6, "elsewhere"))
    outbox.bury(tx, heads(tx)[0].id, why="BadRequest")
    assert [row.message for row in outbox.cancel_lane(tx, "chat:5")] == [SendText(5, "one"), SendText(5, "two")]
    assert texts(tx) == ["elsewhere"]
    assert outbox.count(tx) == (1, 1)


def test_only_old_dead_letters_are_forgotten(tx: Connection):
    put(tx, SendText(5, "dead"))
    outbox.bury(tx, heads(tx)[0].id, why="BadRequest")
    put(tx, SendText(5, "waiting"))
    assert outbox.forget_dead_before(tx, NOW) == 0
    assert outbox.forget_dead_before(tx, NOW + timedelta(days=30)) == 1
    assert outbox.count(tx) == (1, 0)


def test_what_quotes_a_call_for_help_that_has_not_gone_does_not_overtake_it(tx: Connection):
    put(tx, SendText(-5, "card", urgent=True), Priority.AT_ONCE, "card:1")
    put(tx, CopyMessage(-5, 5, 70, quotes="card:1"))
    put(tx, CopyMessage(-5, 5, 71, quotes="card:2"))
    assert [row.lane for row in heads(tx)] == ["urgent:-5", "chat:-5"]
    assert [row.message for row in heads(tx, without=["urgent:-5"])] == [CopyMessage(-5, 5, 71, quotes="card:2")]


def test_a_call_for_help_does_not_overtake_its_own_card_and_what_was_said_below_it(tx: Connection):
    put(tx, SendText(-5, "another card"), handle="card:12")
    put(tx, SendText(-5, "card"), handle="card:1")
    put(tx, CopyMessage(-5, 5, 70, quotes="card:1"), handle="relay:1:70")
    put(tx, CopyMessage(-5, 6, 71, quotes="card:12"), handle="relay:12:71")
    put(tx, EditText(-5, "card:1", "changed card"))
    call = CopyMessage(-5, 5, 72, quotes="relay:1:70", urgent=True)
    put(tx, call, Priority.AT_ONCE)
    gone = []
    while rows := heads(tx, limit=1):
        gone.append(rows[0].message)
        outbox.done(tx, rows[0].id)
    assert gone == [
        SendText(-5, "card"),
        CopyMessage(-5, 5, 70, quotes="card:1"),
        EditText(-5, "card:1", "changed card"),
        call,
        SendText(-5, "another card"),
        CopyMessage(-5, 6, 71, quotes="card:12"),
    ]


def test_a_call_for_help_waits_for_nothing_else_that_its_citizen_wrote_once_their_card_is_there(tx: Connection):
    put(tx, CopyMessage(-5, 5, 70, quotes="card:1"), handle="relay:1:70")
    put(tx, CopyMessage(-5, 5, 71, quotes="card:1"), handle="relay:1:71")
    call = CopyMessage(-5, 5, 72, quotes="card:1", urgent=True)
    put(tx, call, Priority.AT_ONCE)
    assert heads(tx)[0].message == call
    answer = CopyMessage(-5, 5, 73, quotes="relay:1:71", urgent=True)
    put(tx, answer, Priority.AT_ONCE)
    urgent = outbox.waiting_in(tx, ["urgent:-5"])
    assert [row.handle or row.message for row in urgent] == ["relay:1:71", call, answer]


def test_a_newer_edit_takes_the_place_of_one_that_was_brought_forward(tx: Connection):
    put(tx, SendText(-5, "card"), handle="card:1")
    put(tx, EditText(-5, "card:1", "old"))
    put(tx, CopyMessage(-5, 5, 72, quotes="card:1", urgent=True), Priority.AT_ONCE)
    put(tx, EditText(-5, "card:1", "new"))
    outbox.done(tx, heads(tx)[0].id)
    assert [row.message for row in heads(tx)] == [EditText(-5, "card:1", "new")]


def test_what_was_brought_forward_stays_there_in_another_shape(tx: Connection):
    put(tx, SendText(-5, "<b>card</b>"), handle="card:1")
    put(tx, CopyMessage(-5, 5, 72, quotes="card:1", urgent=True), Priority.AT_ONCE)
    [card] = heads(tx)
    outbox.replace(tx, card.id, SendText(-5, "card"))
    assert [(row.lane, row.message) for row in heads(tx)] == [("urgent:-5", SendText(-5, "card"))]


def test_what_waits_for_a_group_follows_it_to_its_new_id(tx: Connection):
    for message in (SendText(-5, "one", reply_to=9), EditText(-5, "card", "two"), SendText(6, "elsewhere")):
        put(tx, message)
    assert moving.move_chat(tx, -5, -1005) == 2
    first, other = heads(tx)
    assert (first.lane, first.message, first.attempts) == ("chat:-1005", SendText(-1005, "one"), 1)
    assert other.message == SendText(6, "elsewhere")
    outbox.done(tx, first.id)
    assert (heads(tx)[0].message, heads(tx)[0].handle) == (SendText(-1005, "two"), "card")


def test_a_call_for_help_stays_urgent_in_the_new_group(tx: Connection):
    put(tx, SendText(-5, "card"))
    put(tx, SendText(-5, "alert", urgent=True), Priority.AT_ONCE)
    moving.move_chat(tx, -5, -1005)
    assert [row.lane for row in heads(tx)] == ["urgent:-1005", "chat:-1005"]


def test_the_card_of_a_call_for_help_stays_before_it_in_the_new_group(tx: Connection):
    put(tx, SendText(-5, "card"), handle="card:1")
    put(tx, SendText(-5, "alert", quotes="card:1", urgent=True), Priority.AT_ONCE)
    moving.move_chat(tx, -5, -1005)
    assert [row.lane for row in heads(tx)] == ["urgent:-1005"]
    assert all_texts(tx) == ["card", "alert"]


MOVED: dict[str, tuple[Outgoing, Outgoing | None]] = {
    "pin": (SendVenue(-5, 52.0, 18.0, "Office", "1 Street"), SendVenue(-1005, 52.0, 18.0, "Office", "1 Street")),
    "card": (SendContact(-5, "Jo", "+48", ""), SendContact(-1005, "Jo", "+48", "")),
    "file": (SendDocument(-5, "x.txt", "eA=="), SendDocument(-1005, "x.txt", "eA==")),
    "leaving": (LeaveChat(-5), LeaveChat(-1005)),
    "topic": (CreateTopic(-5, "1"), CreateTopic(-1005, "1")),
    "commands": (SetCommands(-5, (("urlop", "x"),)), SetCommands(-1005, (("urlop", "x"),))),
    "copy": (CopyMessage(-5, 5, 70, reply_to=9), CopyMessage(-1005, 5, 70)),
    "album": (SendAlbum(-5, ITEMS, reply_to=9), SendAlbum(-1005, ITEMS)),
    "a caption of a message that lost its id": (EditCaption(-5, "relay:5:70", "x"), SendText(-1005, "x")),
    "a mark on a message that lost its id": (SetReaction(-5, 9, "👌", "x"), SendText(-1005, "x", silent=True)),
    "a deletion of a message that lost its id": (Delete(-5, "relay:5:70"), None),
}


@pytest.mark.parametrize(("message", "moved"), MOVED.values(), ids=MOVED.keys())
def test_whatever_waits_for_a_group_follows_it(tx: Connection, message: Outgoing, moved: Outgoing | None):
    put(tx, message)
    assert moving.move_chat(tx, -5, -1005) == 1
    assert [row.message for row in heads(tx)] == ([moved] if moved is not None else [])
    assert {row.lane for row in heads(tx)} <= {"chat:-1005"}


def test_the_copy_of_a_message_of_the_old_group_is_still_made(tx: Connection):
    copy = CopyMessage(5, -5, 70)
    put(tx, copy)
    moving.move_chat(tx, -5, -1005)
    assert heads(tx)[0].message == copy


def test_what_cannot_be_read_waits_where_it_is_to_be_given_up(tx: Connection):
    unreadable = {"lane": "chat:-5", "priority": 1, "message": '{"kind": "send_fax"}', "attempts": 0, "created_at": NOW}
    tx.execute(insert(outbox_table), unreadable)
    assert moving.move_chat(tx, -5, -1005) == 0
    assert outbox.count(tx) == (1, 0)


def test_a_row_that_this_version_cannot_read_stops_nobody(tx: Connection):
    unreadable = {"lane": "chat:5", "priority": 1, "message": '{"kind": "send_fax"}', "attempts": 0, "created_at": NOW}
    tx.execute(insert(outbox_table), unreadable)
    put(tx, SendText(6, "elsewhere"))
    assert [row.message for row in heads(tx)] == [None, SendText(6, "elsewhere")]


@pytest.mark.parametrize("message", [SendText(5, "x"), SendText(-5, "x"), LeaveChat(-5)], ids=str)
def test_a_chat_is_a_lane(message: SendText | LeaveChat):
    assert lane_of(message) == f"chat:{message.chat_id}"


def test_marks_on_messages_of_a_chat_are_a_lane_of_their_own():
    assert lane_of(SetReaction(-5, 9, "👌", "x")) == "marks:-5"


def test_what_is_kept_is_what_outgoing_writes(tx: Connection):
    put(tx, SendText(5, "one"))
    assert tx.execute(select(outbox_table.c.message)).scalar_one() == outgoing.dump(SendText(5, "one"))
