"""The outbox: rows that go out now, in order within their lane."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from pydantic import ValidationError
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    select,
    update,
)
from sqlalchemy import Row as Record
from sqlalchemy import insert as plain_insert

from bot.store import outgoing
from bot.store.lanes import URGENT, lane_of, urgent_lane
from bot.store.outgoing import AnswerPress, EditCaption, EditText, Outgoing, SendAlbum, SendText
from bot.store.precedence import lane_for
from bot.store.prepared import Prepared
from bot.store.tables import outbox


class Priority(IntEnum):
    """Who goes first when everybody waits."""

    # A call for help, the answer to a command of staff, the end of the waiting sign on a button.
    AT_ONCE = 0
    ANSWER = 1
    NOTICE = 2
    BROADCAST = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One waiting message."""

    id: int
    lane: str
    # None: written by a version of the bot whose messages this one cannot read.
    message: Outgoing | None
    # What the message will be called once sent.
    handle: str | None
    attempts: int
    created_at: datetime
    priority: Priority = Priority.ANSWER
    # The message as it is kept.
    content: str = field(default="", compare=False)

    @property
    def handles(self) -> Sequence[str]:
        """Our names of the messages that the row makes, in their order."""
        if isinstance(self.message, SendAlbum):
            return [item.handle for item in self.message.items]
        return [self.handle] if self.handle is not None else []


def put(
    tx: Connection,
    message: Outgoing,
    *,
    priority: Priority,
    created_at: datetime,
    handle: str | None = None,
    even: str | None = None,
) -> None:
    """Append a message to its lane; an edit takes the place of one of the same message that waits.

    Order within the lane holds, so what waits before an urgent message becomes as urgent; `even` is a lane in which
    nothing waits that is less urgent than an answer. At the end of the lane a message that is edited again and again
    would never be edited.
    """
    lane = lane_for(tx, message)
    coalesce = message.target if isinstance(message, EditText | EditCaption) else None
    if lane != even or priority < Priority.ANSWER:
        hurry(tx, lane, priority)
    if coalesce is not None:
        newer = {"in_lane": lane, "target": coalesce, "newer": outgoing.dump(message)}
        if tx.execute(_COALESCE, newer).rowcount:
            return
    row = {
        "lane": lane,
        "priority": int(priority),
        "message": outgoing.dump(message),
        "handle": handle,
        "coalesce": coalesce,
        "attempts": 0,
        "created_at": created_at,
    }
    _PUT.run(tx, row)


def _waits_in(lane: str | BindParameter[str]) -> ColumnElement[bool]:
    return and_(outbox.c.lane == lane, outbox.c.dead.is_(None))


def has_patient(lane: str) -> ColumnElement[bool]:
    """Tell whether what is less urgent than an answer waits in the lane that a parameter of this name gives."""
    return exists().where(_waits_in(bindparam(lane)), outbox.c.priority > int(Priority.ANSWER))


def hurry(tx: Connection, lane: str, priority: Priority) -> None:
    """Make what waits in a lane at least as urgent as this."""
    if priority < max(Priority):
        _HURRY.run(tx, {"in_lane": lane, "urgency": int(priority)})


# Made once: to make a statement takes several times as long as to run it.
_PUT = Prepared(plain_insert(outbox))
_HURRY = Prepared(
    update(outbox)
    .where(_waits_in(bindparam("in_lane")), outbox.c.priority > bindparam("urgency"))
    .values(priority=bindparam("urgency"))
)
_COALESCE = (
    update(outbox)
    .where(_waits_in(bindparam("in_lane")), outbox.c.coalesce == bindparam("target"), outbox.c.attempts == 0)
    .values(message=bindparam("newer"))
)


def heads(tx: Connection, *, limit: int, without: Collection[str] = ()) -> Sequence[Row]:
    """Give the first waiting row of each lane, the most urgent first, leaving out the lanes named in `without`.

    Nothing in a lane is more urgent than what waits before it (see `put`), so a lane's first row by urgency is its
    head: an index is walked, at most a page for each head, and no row is compared with the others of its lane.
    """
    found: dict[str, Record[tuple[object, ...]]] = {}
    while True:
        page = tx.execute(_PAGE_OF_HEADS, {"busy": [*without, *found]}).all()
        for record in page:
            found.setdefault(record.lane, record)
        if len(page) < _PAGE or len(found) >= limit:
            return [_row(record) for record in list(found.values())[:limit]]


# Rows read at once in search of heads.
_PAGE = 64
_PAGE_OF_HEADS = (
    select(outbox)
    .where(outbox.c.dead.is_(None), outbox.c.lane.not_in(bindparam("busy", expanding=True)))
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(_PAGE)
)


def _row(record: Record[tuple[object, ...]]) -> Row:
    try:
        message = outgoing.parse(record.message)
    except ValidationError:
        message = None
    return Row(
        id=record.id,
        lane=record.lane,
        message=message,
        handle=record.handle,
        attempts=record.attempts,
        created_at=record.created_at,
        priority=Priority(record.priority),
        content=record.message,
    )


def done(tx: Connection, row_id: int) -> None:
    """Delete a row whose message has gone out, or need not."""
    _DONE.run(tx, {"row_id": row_id})


_DONE = Prepared(delete(outbox).where(outbox.c.id == bindparam("row_id")))


def is_overtaken(tx: Connection, row: Row) -> bool:
    """Tell whether a newer edit has taken the place of this one while it was in flight."""
    if not isinstance(row.message, EditText | EditCaption):
        return False
    return tx.execute(select(outbox.c.message).where(outbox.c.id == row.id)).scalar_one_or_none() != row.content


def failed(tx: Connection, row_id: int) -> None:
    """Count one more attempt."""
    tx.execute(update(outbox).where(outbox.c.id == row_id).values(attempts=outbox.c.attempts + 1))


def replace(tx: Connection, row_id: int, message: Outgoing) -> None:
    """Give a row another message, in the place it has (a plain text, a new message for an edit, one for a new chat)."""
    lane: ColumnElement[str] = literal(lane_of(message))
    if not isinstance(message, AnswerPress):
        lane = case((outbox.c.lane.startswith(URGENT), urgent_lane(message.chat_id)), else_=lane)
    changed = {"message": outgoing.dump(message), "lane": lane, "attempts": outbox.c.attempts + 1}
    tx.execute(update(outbox).where(outbox.c.id == row_id).values(**changed))


def send_anew(tx: Connection, row_id: int, edit: EditText) -> None:
    """Make an edit a new message, which from then on is what the edit's target means."""
    replace(tx, row_id, SendText(chat_id=edit.chat_id, html=edit.html, buttons=edit.buttons))
    tx.execute(update(outbox).where(outbox.c.id == row_id).values(handle=edit.target, coalesce=None))


def waiting_in(tx: Connection, lanes: Collection[str]) -> Sequence[Row]:
    """Give all that waits in some lanes and can be read, the oldest first."""
    found = select(outbox).where(outbox.c.lane.in_(lanes), outbox.c.dead.is_(None)).order_by(outbox.c.id)
    return [row for row in map(_row, tx.execute(found)) if row.message is not None]


def bury(tx: Connection, row_id: int, *, why: str, at: datetime | None = None) -> bool:
    """Give a row up, visibly: it stays as a dead letter, counted from `at`, until retention.

    False: there was no such row any more.
    """
    buried = update(outbox).where(outbox.c.id == row_id).values(dead=why[:_WHY_LENGTH])
    return tx.execute(buried.values(created_at=at) if at is not None else buried).rowcount == 1


# The width of the column.
_WHY_LENGTH = 100


def cancel_lane(tx: Connection, lane: str) -> Sequence[Row]:
    """Delete all that waits in a lane whose reader has blocked the bot; give it, the oldest first."""
    cancelled = map(_row, tx.execute(delete(outbox).where(_waits_in(lane)).returning(outbox)))
    return sorted(cancelled, key=lambda row: row.id)


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that was given up."""

    id: int
    why: str
    at: datetime
    # JSON, as the row keeps it.
    message: str


def dead_letters(tx: Connection) -> Sequence[DeadLetter]:
    """Give the messages that were given up, the oldest first."""
    found = tx.execute(select(outbox).where(outbox.c.dead.is_not(None)).order_by(outbox.c.id))
    return [DeadLetter(row.id, row.dead, row.created_at, row.message) for row in found]


def drop_named(tx: Connection, beginning: str) -> Sequence[str]:
    """Delete what waits, or was given up, under a name that begins so; give the names: one may be on its way."""
    named = outbox.c.handle.startswith(beginning, autoescape=True)
    return list(tx.execute(delete(outbox).where(named).returning(outbox.c.handle)).scalars())


def is_named(tx: Connection, handle: str) -> bool:
    """Tell whether something of this name waits, or was given up."""
    return bool(tx.execute(select(exists().where(outbox.c.handle == handle))).scalar_one())


def count(tx: Connection) -> tuple[int, int]:
    """Give (waiting rows, dead letters)."""
    waiting = func.count().filter(outbox.c.dead.is_(None))
    total, alive = tx.execute(select(func.count(), waiting).select_from(outbox)).one()
    return alive, total - alive


def forget_dead_before(tx: Connection, moment: datetime) -> int:
    """Delete dead letters written before `moment`; give their number."""
    return tx.execute(delete(outbox).where(outbox.c.dead.is_not(None), outbox.c.created_at < moment)).rowcount
