"""What waits in the outbox is read as it was written, also by a later version."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.emptying import Way
from bot.store.outgoing import (
    AlbumItem,
    AnswerPress,
    Button,
    CopyMessage,
    CreateTopic,
    Delete,
    EditCaption,
    EditText,
    Empty,
    LeaveChat,
    Outgoing,
    SendAlbum,
    SendContact,
    SendText,
    SendVenue,
    SetCommands,
    SetReaction,
    document,
    dump,
    parse,
)

BUTTONS = ((Button("Yes", data="ok"), Button("Map", url="https://example.org/a?b=c&d")), (Button("…", data="x"),))

MESSAGES = (
    SendText(5, "plain"),
    SendText(-1005, "<b>crème brûlée</b> &amp; 🫶🏽\n\x00", BUTTONS, reply_to=7, silent=True),
    EditText(5, "u1:0", "changed", BUTTONS),
    SendVenue(5, 52.2230, 18.2511, "Office", "1 Example Street"),
    SendContact(5, "Jo Example", "+48 600 000 000", "BEGIN:VCARD\r\nEND:VCARD"),
    AnswerPress("4382bfdwdsb323b2d9", "Saved"),
    LeaveChat(-1005),
    CopyMessage(-1005, 5, 70, "<b>x</b>", BUTTONS, quotes="card:1", topic="topic:1", silent=True),
    SendAlbum(-1005, (AlbumItem("photo", "f", "relay:5:70", "x"), AlbumItem("video", "g", "relay:5:71")), reply_to=7),
    document(5, "data.txt", "żółw\n".encode(), "<b>x</b>"),
    EditCaption(-1005, "relay:5:70", "x"),
    Delete(5, "relay:-1005:70"),
    Empty(-1005, "file:1:u6:0", (Way.DELETE, Way.DOCUMENT), "<b>x</b>", "y", "x.txt"),
    SetReaction(-1005, 70, "👌", "x"),
    CreateTopic(-1005, "1"),
    SetCommands(-1005, (("urlop", "Absence"), ("otwarte", "Open"))),
)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.kind)
def test_a_message_comes_back_as_it_was(message: Outgoing):
    assert parse(dump(message)) == message


def test_every_kind_of_message_is_tried():
    assert {type(message) for message in MESSAGES} == set(get_args(Outgoing))


def test_every_kind_has_a_name_of_its_own():
    assert len({message.kind for message in MESSAGES}) == len(get_args(Outgoing))


@given(st.integers(-(2**52), 2**52), st.text(), st.none() | st.integers(1, 2**31))
def test_any_text_comes_back_as_it_was(chat_id: int, html: str, reply_to: int | None):
    message = SendText(chat_id, html, reply_to=reply_to)
    assert parse(dump(message)) == message


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('{"chat_id": 5, "html": "x", "kind": "send_text"}', SendText(5, "x")),
        ('{"chat_id": 5, "target": "u1:0", "html": "x", "kind": "edit_text"}', EditText(5, "u1:0", "x")),
        ('{"press_id": "1", "kind": "answer_press"}', AnswerPress("1")),
        ('{"chat_id": 5, "html": "x", "kind": "send_text", "dropped_since": 1}', SendText(5, "x")),
    ],
    ids=["text", "edit", "press", "a field that is gone"],
)
def test_what_an_older_version_wrote_is_readable(written: str, message: Outgoing):
    assert parse(written) == message


@pytest.mark.parametrize("written", ["", "{}", '{"kind": "send_fax"}', '{"kind": "send_text"}'])
def test_anything_else_is_refused(written: str):
    with pytest.raises(ValidationError):
        parse(written)
