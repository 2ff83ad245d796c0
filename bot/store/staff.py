"""The staff group, the people in it, and when they are away."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from bot.domain.staff import Absence, AbsenceState, Member, Staff, StaffGroup, Standing
from bot.store.tables import absences, members, staff_groups
from bot.store.upsert import insert

_ONLY = 1


def group(tx: Connection) -> StaffGroup | None:
    """Give the paired group."""
    row = tx.execute(_GROUP).one_or_none()
    return None if row is None else StaffGroup(row.chat_id, is_complete=row.is_complete, is_forum=row.is_forum)


_GROUP = select(staff_groups.c.chat_id, staff_groups.c.is_complete, staff_groups.c.is_forum)


def load(tx: Connection) -> Staff:
    """Give everything known of the desk's people."""
    people = (_member(row) for row in tx.execute(select(members)))
    away = [_absence(row) for row in tx.execute(select(absences).order_by(absences.c.first))]
    return Staff(group(tx), {one.user_id: one for one in people}, away)


def member(tx: Connection, user_id: int) -> Member | None:
    """Give a person seen in the group."""
    row = tx.execute(select(members).where(members.c.user_id == user_id)).one_or_none()
    return None if row is None else _member(row)


def _member(row: Row[Any]) -> Member:
    return Member(
        user_id=row.user_id,
        name=row.name,
        standing=Standing(row.standing),
        username=row.username,
        is_confirmed=row.is_confirmed,
        is_asked_about=row.is_asked_about,
        seen_at=row.seen_at,
    )


def _absence(row: Row[Any]) -> Absence:
    first, last = date.fromisoformat(row.first), date.fromisoformat(row.last)
    return Absence(row.user_id, first, last, row.substitute_id, AbsenceState(row.state))


def pair(tx: Connection, paired: StaffGroup) -> None:
    """Make a group the one staff group, or store what has changed about it; another one gives way."""
    row = {"chat_id": paired.chat_id, "is_complete": paired.is_complete, "is_forum": paired.is_forum}
    statement = insert(tx, staff_groups).values(id=_ONLY, **row)
    tx.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))


def unpair(tx: Connection, chat_id: int) -> None:
    """Forget the group; its people lose every right."""
    if tx.execute(delete(staff_groups).where(staff_groups.c.chat_id == chat_id)).rowcount:
        tx.execute(update(members).values(standing=Standing.OUTSIDE.value, is_confirmed=False, is_asked_about=False))


def move(tx: Connection, chat_id: int, new_chat_id: int) -> None:
    """The group has another id from now on."""
    tx.execute(update(staff_groups).where(staff_groups.c.chat_id == chat_id).values(chat_id=new_chat_id))


def keep_member(tx: Connection, person: Member) -> None:
    """Store what is known of a person."""
    row = {
        "name": person.name[:200],
        "username": person.username,
        "standing": person.standing.value,
        "is_confirmed": person.is_confirmed,
        "is_asked_about": person.is_asked_about,
        "seen_at": person.seen_at,
    }
    statement = insert(tx, members).values(user_id=person.user_id, **row)
    tx.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=row))


def keep_absence(tx: Connection, absence: Absence) -> None:
    """Store an absence; one of the same member from the same day is replaced."""
    row = {
        "last": absence.last.isoformat(),
        "substitute_id": absence.substitute_id,
        "state": absence.state.value,
    }
    first = absence.first.isoformat()
    statement = insert(tx, absences).values(user_id=absence.user_id, first=first, **row)
    tx.execute(statement.on_conflict_do_update(index_elements=["user_id", "first"], set_=row))


def forget_absences_before(tx: Connection, day: date) -> int:
    """Delete absences that were over before a day; give their number."""
    return tx.execute(delete(absences).where(absences.c.last < day.isoformat())).rowcount


def is_stale(tx: Connection, user_id: int, *, since: datetime) -> bool:
    """Tell whether Telegram has not said since then what a person is in the group."""
    person = member(tx, user_id)
    return person is None or person.seen_at is None or person.seen_at < since
