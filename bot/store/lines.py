"""The correspondence of enquiries: which message went where, and what became of it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Select, bindparam, select

from bot.domain.lines import Fate, Line
from bot.store.tables import due, enquiries, lines
from bot.store.upsert import insert

# Kind of the due row that tells what became of a line; its subject is the line's key.
SETTLED = "line.settled"


def keep(tx: Connection, line: Line) -> None:
    """Store a line of a stored enquiry; one with the same handle is replaced."""
    whose = tx.execute(_WHOSE, {"number": line.number}).scalar_one()
    row = {
        "number": line.number,
        "citizen_chat_id": whose,
        "handle": line.handle,
        "chat_id": line.chat_id,
        "message_id": line.message_id,
        "album_id": line.album_id,
        "fate": line.fate.value,
        "content": _dump(line),
    }
    statement = insert(tx, lines).values(**row)
    tx.execute(statement.on_conflict_do_update(index_elements=["handle"], set_=row))


_WHOSE = select(enquiries.c.citizen_chat_id).where(enquiries.c.number == bindparam("number"))


def named(tx: Connection, handle: str) -> Line | None:
    """Give the line whose copy has this name."""
    return _one(tx, _NAMED, handle=handle)


_NAMED = select(lines.c.content).where(lines.c.handle == bindparam("handle"))


def written(tx: Connection, chat_id: int, message_id: int) -> Line | None:
    """Give the line that was written as this message; the newest, where a file was changed for another."""
    return _one(tx, _WRITTEN, chat_id=chat_id, message_id=message_id)


_WRITTEN = (
    select(lines.c.content)
    .where(lines.c.chat_id == bindparam("chat_id"), lines.c.message_id == bindparam("message_id"))
    .order_by(lines.c.id.desc())
    .limit(1)
)


def numbered(tx: Connection, line_id: int) -> Line | None:
    """Give the line with this key."""
    return _one(tx, _NUMBERED, line_id=line_id)


_NUMBERED = select(lines.c.content).where(lines.c.id == bindparam("line_id"))


def of_enquiry(tx: Connection, number: int) -> Sequence[Line]:
    """Give the lines of an enquiry, in the order they came."""
    found = tx.execute(select(lines.c.content).where(lines.c.number == number).order_by(lines.c.id))
    return [_parse(row) for row in found]


def held_album(tx: Connection, chat_id: int) -> Sequence[Line]:
    """Give the parts of albums from a chat that have not gone on yet, in the order they came."""
    waiting = (lines.c.chat_id == chat_id, lines.c.album_id.is_not(None), lines.c.fate == Fate.HELD.value)
    return [_parse(row) for row in tx.execute(select(lines.c.content).where(*waiting).order_by(lines.c.id))]


def held_by_staff(tx: Connection) -> Sequence[Line]:
    """Give what staff have written in any group and nobody has decided about, in the order it came."""
    held = select(lines.c.content).where(lines.c.fate == Fate.HELD.value, lines.c.chat_id < 0)
    return [_parse(row) for row in tx.execute(held.order_by(lines.c.id))]


def forget_sources(tx: Connection, chat_id: int) -> None:
    """Forget which messages of a chat lines were written as: they have lost their ids."""
    for row in tx.execute(select(lines.c.id, lines.c.content).where(lines.c.chat_id == chat_id)).all():
        changed = replace(_parse(row), chat_id=None, message_id=None)
        values = {"chat_id": None, "message_id": None, "content": _dump(changed)}
        tx.execute(lines.update().where(lines.c.id == row.id).values(**values))


def settle(tx: Connection, handle: str, fate: Fate, why: str = "") -> int | None:
    """Note what became of the line whose copy has this name; give its key, None when there is no such line.

    Only a line on its way settles: a copy that is sent again settles nothing.
    """
    row = tx.execute(_TO_SETTLE, {"handle": handle}).one_or_none()
    if row is None:
        return None
    line = _parse(row)
    if line.fate is not Fate.QUEUED:
        return None
    changed = replace(line, fate=fate, why=why)
    values = {"fate": fate.value, "content": _dump(changed)}
    tx.execute(lines.update().where(lines.c.id == row.id).values(**values))
    return int(row.id)


_TO_SETTLE = select(lines.c.id, lines.c.content).where(lines.c.handle == bindparam("handle"))


def unsettled(tx: Connection, citizen_chat_id: int) -> Sequence[Line]:
    """Give the lines of a citizen's enquiries whose fate is known and from which nothing has followed yet."""
    is_due = due.c.kind == SETTLED, due.c.subject == lines.c.id, lines.c.citizen_chat_id == citizen_chat_id
    return [_parse(row) for row in tx.execute(select(lines.c.content).where(*is_due).order_by(lines.c.id))]


def _one(tx: Connection, statement: Select[tuple[str]], **params: object) -> Line | None:
    row = tx.execute(statement, params).first()
    return None if row is None else _parse(row)


def _dump(line: Line) -> str:
    return _adapter().dump_json(line, exclude_defaults=True).decode()


def _parse(row: Any) -> Line:  # noqa: ANN401 - a row, of whichever columns
    return _adapter().validate_json(row.content)


@cache
def _adapter() -> TypeAdapter[Line]:
    return TypeAdapter(Line)
