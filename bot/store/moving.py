"""A group that becomes a supergroup gets another id: what waits for it in the outbox follows it there."""

from dataclasses import replace

from sqlalchemy import Connection

from bot.store import outbox
from bot.store.lanes import lanes_of_chat
from bot.store.outbox import Row
from bot.store.outgoing import (
    AnswerPress,
    CopyMessage,
    CreateTopic,
    Delete,
    EditCaption,
    EditText,
    Empty,
    LeaveChat,
    SendAlbum,
    SendContact,
    SendDocument,
    SendText,
    SendVenue,
    SetCommands,
    SetReaction,
)


def move_chat(tx: Connection, chat_id: int, new_chat_id: int) -> int:
    """Readdress what waits for a group that has become a supergroup; give the number of rows.

    Its earlier messages have lost their ids, so edits become new messages and quotes are dropped. What cannot be read
    stays where it is, to be given up when its turn comes.
    """
    rows = outbox.waiting_in(tx, lanes_of_chat(chat_id))
    for row in rows:
        _move(tx, row, new_chat_id)
    for lane in lanes_of_chat(new_chat_id) if rows else ():
        there = [row.priority for row in outbox.waiting_in(tx, [lane])]
        outbox.hurry(tx, lane, min(there, default=max(outbox.Priority)))
    return len(rows)


def _move(tx: Connection, row: Row, new_chat_id: int) -> None:
    match row.message:
        case EditText(is_emptying=True):
            outbox.done(tx, row.id)
        case EditText() as edit:
            outbox.send_anew(tx, row.id, replace(edit, chat_id=new_chat_id))
        case EditCaption() as edit:
            outbox.replace(tx, row.id, SendText(new_chat_id, edit.html))
        case SetReaction() as mark:
            outbox.replace(tx, row.id, SendText(new_chat_id, mark.html, silent=True))
        case Delete() | Empty():
            outbox.done(tx, row.id)
        case SendText() | CopyMessage() | SendAlbum() as message:
            outbox.replace(tx, row.id, replace(message, chat_id=new_chat_id, reply_to=None))
        case SendVenue() | SendContact() | SendDocument() | CreateTopic() | SetCommands() | LeaveChat() as message:
            outbox.replace(tx, row.id, replace(message, chat_id=new_chat_id))
        case AnswerPress() | None:
            pass
