"""Enquiries: one open one a citizen, one owner each; the constraints are the schema's."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, bindparam, delete, select, update

from bot.domain.enquiries import Enquiry, State
from bot.store.tables import enquiries, lines, numbers
from bot.store.upsert import insert

_KIND = "enquiry"


def next_number(tx: Connection) -> int:
    """Give the number that the next enquiry gets; no other transaction can open one before this one ends."""
    tx.execute(insert(tx, numbers).values(kind=_KIND, last=0).on_conflict_do_nothing())
    last: int = tx.execute(_LAST).scalar_one()
    return last + 1


_LAST = select(numbers.c.last).where(numbers.c.kind == _KIND).with_for_update()


def keep(tx: Connection, enquiry: Enquiry) -> None:
    """Store an enquiry as it is now; a number that is new opens it and is used up.

    Raises `IntegrityError` when the citizen has another open one.
    """
    row = {
        "citizen_chat_id": enquiry.citizen_chat_id,
        "state": enquiry.state.value,
        "owner_id": enquiry.owner_id,
        "promised_for": enquiry.promised_for,
        "closed_at": enquiry.closed_at,
        "content": _adapter().dump_json(enquiry, exclude_defaults=True).decode(),
    }
    if tx.execute(_KEEP, {"whose": enquiry.number, **row}).rowcount:
        return
    tx.execute(insert(tx, enquiries).values(number=enquiry.number, **row))
    tx.execute(_USE_NUMBER, {"used": enquiry.number})


_KEEP = update(enquiries).where(enquiries.c.number == bindparam("whose"))
_USE_NUMBER = (
    update(numbers).where(numbers.c.kind == _KIND, numbers.c.last < bindparam("used")).values(last=bindparam("used"))
)


def lock(tx: Connection, number: int) -> Enquiry | None:
    """Give an enquiry, and keep other transactions from deciding about it until this one ends."""
    row = tx.execute(_LOCK, {"number": number}).one_or_none()
    return None if row is None else _parse(row)


_LOCK = select(enquiries.c.content).where(enquiries.c.number == bindparam("number")).with_for_update()


def lock_newest(tx: Connection, citizen_chat_id: int) -> Enquiry | None:
    """Give a citizen's open enquiry, else the newest one, locked."""
    row = tx.execute(_LOCK_NEWEST, {"chat_id": citizen_chat_id}).one_or_none()
    return None if row is None else _parse(row)


# The open one first: staff can open an older enquiry again.
_OPEN_FIRST = (enquiries.c.state == State.CLOSED.value, enquiries.c.number.desc())
_LOCK_NEWEST = (
    select(enquiries.c.content)
    .where(enquiries.c.citizen_chat_id == bindparam("chat_id"))
    .order_by(*_OPEN_FIRST)
    .limit(1)
    .with_for_update()
)


def of_citizen(tx: Connection, citizen_chat_id: int) -> Sequence[Enquiry]:
    """Give all enquiries of a citizen, the open one first, then the newest."""
    found = select(enquiries.c.content).where(enquiries.c.citizen_chat_id == citizen_chat_id)
    return [_parse(row) for row in tx.execute(found.order_by(*_OPEN_FIRST))]


def open_of(tx: Connection, citizen_chat_id: int) -> Enquiry | None:
    """Give a citizen's open enquiry."""
    found = select(enquiries.c.content).where(enquiries.c.citizen_chat_id == citizen_chat_id)
    row = tx.execute(found.where(enquiries.c.state != State.CLOSED.value)).one_or_none()
    return None if row is None else _parse(row)


def all_open(tx: Connection) -> Sequence[Enquiry]:
    """Give every open enquiry, the one whose promise ends first first; without a promise last."""
    order = (enquiries.c.promised_for.is_(None), enquiries.c.promised_for, enquiries.c.number)
    found = select(enquiries.c.content).where(enquiries.c.state != State.CLOSED.value).order_by(*order)
    return [_parse(row) for row in tx.execute(found)]


def behind_their_cards(tx: Connection) -> Sequence[Enquiry]:
    """Give the closed enquiries whose cards still show them open, in the order of their numbers."""
    found = select(enquiries.c.content).where(enquiries.c.state == State.CLOSED.value)
    noted = found.where(enquiries.c.content.contains('"is_card_behind":true'))
    return [_parse(row) for row in tx.execute(noted.order_by(enquiries.c.number))]


def owned_by(tx: Connection, user_id: int) -> Sequence[Enquiry]:
    """Give the open enquiries of a staff member, in the order of their numbers."""
    found = select(enquiries.c.content).where(enquiries.c.owner_id == user_id, enquiries.c.state != State.CLOSED.value)
    return [_parse(row) for row in tx.execute(found.order_by(enquiries.c.number))]


def closed_before(tx: Connection, moment: datetime) -> Sequence[Enquiry]:
    """Give the enquiries that were closed before a moment: what retention forgets."""
    found = select(enquiries.c.content).where(enquiries.c.closed_at < moment).order_by(enquiries.c.number)
    return [_parse(row) for row in tx.execute(found)]


def forget(tx: Connection, number: int) -> None:
    """Delete an enquiry with its lines."""
    tx.execute(delete(lines).where(lines.c.number == number))
    tx.execute(delete(enquiries).where(enquiries.c.number == number))


def _parse(row: Row[tuple[str]]) -> Enquiry:
    return _adapter().validate_json(row.content)


@cache
def _adapter() -> TypeAdapter[Enquiry]:
    return TypeAdapter(Enquiry)
