"""Registrations for sessions, the links to them, and who wants to hear of sessions in a county."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Integer,
    Result,
    Select,
    bindparam,
    case,
    cast,
    delete,
    func,
    select,
    true,
    update,
)

from bot.domain.sessions.interests import Interest
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration
from bot.store import sessions
from bot.store.tables import interests, invitations, mailing_recipients, mailings, numbers, registrations
from bot.store.upsert import insert

_KIND = "registration"


def next_number(tx: Connection) -> int:
    """Give the number that the next registration gets; nobody else can get it before this transaction ends."""
    tx.execute(insert(tx, numbers).values(kind=_KIND, last=0).on_conflict_do_nothing())
    last: int = tx.execute(select(numbers.c.last).where(numbers.c.kind == _KIND).with_for_update()).scalar_one()
    return last + 1


def keep(tx: Connection, registration: Registration) -> None:
    """Store a registration as it is now; a number that is new is used up.

    Raises `IntegrityError` when the account has another active one for the session.
    """
    row = {
        "session_id": registration.session_id,
        "chat_id": registration.chat_id,
        "state": registration.state.value,
        "content": _adapter().dump_json(registration, exclude_defaults=True).decode(),
    }
    if tx.execute(update(registrations).where(registrations.c.number == registration.number).values(**row)).rowcount:
        return
    tx.execute(insert(tx, registrations).values(number=registration.number, **row))
    used = update(numbers).where(numbers.c.kind == _KIND, numbers.c.last < registration.number)
    tx.execute(used.values(last=registration.number))


def of_session(tx: Connection, session_id: str) -> Sequence[Registration]:
    """Give every registration of a session, by number; lock the session before deciding on seats."""
    return _parsed(tx.execute(_OF_SESSION, {"session_id": session_id}))


def by_session(tx: Connection, session_ids: Collection[str]) -> Mapping[str, Sequence[Registration]]:
    """Give the same of several sessions, each by its id, in one statement."""
    found: dict[str, list[Registration]] = {name: [] for name in session_ids}
    if found:
        for one in _parsed(tx.execute(_OF_SESSIONS, {"session_ids": list(found)})):
            found[one.session_id].append(one)
    return found


def of_account(tx: Connection, chat_id: int) -> Sequence[Registration]:
    """Give every registration of an account, in the order of their numbers."""
    return _parsed(tx.execute(_OF_ACCOUNT, {"chat_id": chat_id}))


# Made once: to make a statement takes longer than to run it, and these run at every turn.
_ALL = select(registrations.c.content).order_by(registrations.c.number)
_OF_SESSION = _ALL.where(registrations.c.session_id == bindparam("session_id"))
_OF_SESSIONS = _ALL.where(registrations.c.session_id.in_(bindparam("session_ids", expanding=True)))
_OF_ACCOUNT = _ALL.where(registrations.c.chat_id == bindparam("chat_id"))


@dataclass(frozen=True, slots=True)
class Tally:
    """What all registrations of a session come to."""

    # Seats taken, or held for an offer.
    held: int
    # Organisations that wait or have an offer.
    waiting: int


def tallies(tx: Connection, session_ids: Collection[str]) -> Mapping[str, Tally]:
    """Count the seats of sessions in one statement, none loaded; one to which nobody has registered is left out."""
    found = tx.execute(_tallies(tx.dialect.name), {"session_ids": list(session_ids)})
    return {row.session_id: Tally(row.held or 0, row.waiting) for row in found}


@cache
def _tallies(dialect: str) -> Select[tuple[str, int | None, int]]:
    """Make the statement: what `Registration.held` says, in SQL."""
    state, session_id = registrations.c.state, registrations.c.session_id
    held = case(
        (state == RegistrationState.CONFIRMED.value, _number_at(dialect, "seats")),
        (state == RegistrationState.OFFERED.value, _number_at(dialect, "offer", "seats")),
        else_=0,
    )
    waiting = func.count().filter(state.in_([RegistrationState.WAITING.value, RegistrationState.OFFERED.value]))
    counted = select(session_id, func.sum(held).label("held"), waiting.label("waiting")).group_by(session_id)
    return counted.where(session_id.in_(bindparam("session_ids", expanding=True)))


def _number_at(dialect: str, *path: str) -> ColumnElement[int]:
    """Give a number of the JSON in `content`; NULL where it is left out, as a default is."""
    if dialect == "sqlite":
        return func.json_extract(registrations.c.content, ".".join(("$", *path)))
    return cast(cast(registrations.c.content, JSON)[path].as_string(), Integer)


def numbered(tx: Connection, number: int) -> Registration | None:
    """Give a registration."""
    found = _parsed(tx.execute(_ALL.where(registrations.c.number == number)))
    return found[0] if found else None


def outlived(tx: Connection, moment: datetime) -> Sequence[int]:
    """Give our own numbers of the sessions over before an instant of which it is still stored who came or was told."""
    stored = {*tx.execute(select(registrations.c.session_id)).scalars(), *tx.execute(_TOLD).scalars()}
    known = sessions.all_confirmed(tx)
    return [one.key for name, one in known.items() if one.session.end < moment and name in stored]


_TOLD = select(mailings.c.session_id).join(mailing_recipients, mailing_recipients.c.mailing_id == mailings.c.id)


def forget_session(tx: Connection, session_id: str) -> None:
    """Delete who came to a session, and who was told."""
    sent = select(mailings.c.id).where(mailings.c.session_id == session_id)
    theirs = select(registrations.c.number).where(registrations.c.session_id == session_id)
    tx.execute(delete(mailing_recipients).where(mailing_recipients.c.mailing_id.in_(sent)))
    tx.execute(delete(invitations).where(invitations.c.number.in_(theirs)))
    tx.execute(delete(registrations).where(registrations.c.session_id == session_id))


def _parsed(rows: Result[str]) -> Sequence[Registration]:
    return [_adapter().validate_json(content) for content in rows.scalars()]


def invite(tx: Connection, code: str, number: int, *, at: datetime) -> None:
    """Make a one-time link to a registration."""
    tx.execute(insert(tx, invitations).values(code=code, number=number, made_at=at))


def invited_to(tx: Connection, code: str, *, since: datetime) -> Registration | None:
    """Give the registration that a one-time link opens; None when there is no such link made since then any more."""
    living = (invitations.c.code == code, invitations.c.made_at > since)
    number = tx.execute(select(invitations.c.number).where(*living)).scalar_one_or_none()
    return None if number is None else numbered(tx, number)


def use_invitation(tx: Connection, code: str) -> int | None:
    """Use a link up; give the registration's number, None when there is no such link any more."""
    used = delete(invitations).where(invitations.c.code == code).returning(invitations.c.number)
    number: int | None = tx.execute(used).scalar_one_or_none()
    return number


def drop_invitations(tx: Connection, number: int) -> None:
    """Delete every link to a registration."""
    tx.execute(delete(invitations).where(invitations.c.number == number))


def drop_invitations_before(tx: Connection, moment: datetime) -> int:
    """Delete the links that were made before an instant; give how many there were."""
    return tx.execute(delete(invitations).where(invitations.c.made_at < moment)).rowcount


def keep_interest(tx: Connection, interest: Interest) -> None:
    """Store an interest; one of the same person in the same county is replaced."""
    row = {"problem": interest.problem, "since": interest.since}
    statement = insert(tx, interests).values(chat_id=interest.chat_id, county=interest.county, **row)
    tx.execute(statement.on_conflict_do_update(index_elements=["chat_id", "county"], set_=row))


def interested(tx: Connection, county: str) -> Sequence[Interest]:
    """Give who wants to hear of sessions in a county, the first first."""
    return _interests(tx, interests.c.county == county)


def interests_of(tx: Connection, chat_id: int) -> Sequence[Interest]:
    """Give the interests of one account."""
    return _interests(tx, interests.c.chat_id == chat_id)


def all_interests(tx: Connection) -> Sequence[Interest]:
    """Give every interest, the first first: the demand for sessions."""
    return _interests(tx, true())


def _interests(tx: Connection, rule: Any) -> Sequence[Interest]:  # noqa: ANN401 - a condition of SQLAlchemy
    found = tx.execute(select(interests).where(rule).order_by(interests.c.since))
    return [Interest(row.chat_id, row.county, row.problem, row.since) for row in found]


def drop_interest(tx: Connection, chat_id: int, county: str) -> None:
    """Forget an interest."""
    tx.execute(delete(interests).where(interests.c.chat_id == chat_id, interests.c.county == county))


def forget_interests_before(tx: Connection, moment: datetime) -> int:
    """Delete the wishes that are older than an instant; give how many there were."""
    return tx.execute(delete(interests).where(interests.c.since < moment)).rowcount


@cache
def _adapter() -> TypeAdapter[Registration]:
    return TypeAdapter(Registration)
