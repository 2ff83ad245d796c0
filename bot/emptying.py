"""What may not stay in the staff group → rows of the outbox that empty it there."""

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.domain.emptying import ClearAll, Empty, EmptyLater, Way
from bot.domain.texts import Text, text
from bot.store import messages, outbox, outgoing
from bot.texts.texts import DEFAULT, Renderer

# What the bot made itself is a single document, never part of an album.
_OF_FILES = (Way.DELETE, Way.DOCUMENT)


def rows(tx: Connection, wanted: Empty | ClearAll | EmptyLater, renderer: Renderer) -> Sequence[outgoing.Outgoing]:
    """Give what empties the messages; what waits under their names is not sent at all."""
    match wanted:
        case Empty(chat_id=chat_id, handle=handle, instead=instead, ways=ways):
            return [_empty(chat_id, handle, instead, tuple(ways), renderer)]
        case ClearAll(chat_id=chat_id, names=names, instead=instead, are_files=are_files):
            waiting = outbox.drop_named(tx, names)
            handles = (*messages.named_apart(tx, chat_id, names), *waiting)
            if are_files:
                return [_empty(chat_id, handle, instead, _OF_FILES, renderer) for handle in handles]
            html = renderer.markup(instead, DEFAULT)
            return [outgoing.EditText(chat_id, handle, html, is_emptying=True) for handle in handles]
        case EmptyLater(handles=handles, names=beginnings):
            for names in beginnings:
                outbox.drop_named(tx, names)
            messages.empty_later(tx, handles, beginnings)
            return []


def _empty(chat_id: int, handle: str, instead: Text, ways: tuple[Way, ...], renderer: Renderer) -> outgoing.Empty:
    return outgoing.Empty(
        chat_id,
        handle,
        ways,
        html=renderer.markup(instead, DEFAULT),
        by_hand=renderer.markup(text("emptying.by_hand", why=instead), DEFAULT),
        file_name=renderer.plain(text("emptying.file_name"), DEFAULT),
    )
