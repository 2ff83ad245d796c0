"""All that the store keeps about one citizen, deleted at once.

The role of an operator stays: it is taken away by whoever gave it. What the group's messages say is emptied by the
decision to erase, whose edits find them by the names of their copies; these lead to nobody.
"""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Table, delete, or_, select

from bot.store.lanes import lanes_of_chat
from bot.store.tables import (
    citizens,
    due,
    enquiries,
    failures,
    gaps,
    interests,
    invitations,
    lines,
    mailing_recipients,
    outbox,
    pseudonyms,
    registrations,
    sent_messages,
)


def erase(tx: Connection, chat_id: int) -> int:
    """Delete every row about a private chat, waiting messages and dead letters included; give their number."""
    return sum(tx.execute(delete(table).where(rule)).rowcount for table, rule in _about(tx, chat_id))


def erase_registration(tx: Connection, number: int) -> None:
    """Delete a registration, with what waits for the group, or is due, about it."""
    for table, rule in _of_registrations([number]):
        tx.execute(delete(table).where(rule))


def _about(tx: Connection, chat_id: int) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    numbers = list(tx.execute(select(enquiries.c.number).where(enquiries.c.citizen_chat_id == chat_id)).scalars())
    line_ids = list(tx.execute(select(lines.c.id).where(lines.c.citizen_chat_id == chat_id)).scalars())
    person = select(pseudonyms.c.number).where(pseudonyms.c.chat_id == chat_id).scalar_subquery()
    yield gaps, gaps.c.person == person
    yield pseudonyms, pseudonyms.c.chat_id == chat_id
    yield failures, failures.c.chat_id == chat_id
    yield citizens, citizens.c.chat_id == chat_id
    yield outbox, outbox.c.lane.in_(lanes_of_chat(chat_id))
    yield outbox, _to_the_group(numbers)
    yield sent_messages, sent_messages.c.chat_id == chat_id
    yield due, due.c.subject == chat_id
    yield due, due.c.kind.startswith("enquiry.") & due.c.subject.in_(numbers)
    yield due, due.c.kind.startswith("line.") & due.c.subject.in_(line_ids)
    yield from _of_sessions(tx, chat_id)
    yield lines, lines.c.citizen_chat_id == chat_id
    yield enquiries, enquiries.c.citizen_chat_id == chat_id


def _of_sessions(tx: Connection, chat_id: int) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    mine = list(tx.execute(select(registrations.c.number).where(registrations.c.chat_id == chat_id)).scalars())
    yield from _of_registrations(mine)
    yield interests, interests.c.chat_id == chat_id
    yield mailing_recipients, mailing_recipients.c.chat_id == chat_id


def _of_registrations(numbers: list[int]) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    cards = [f"{kind}:{number}" for kind in ("registration", "reach", "seats") for number in numbers]
    yield outbox, or_(outbox.c.handle.in_(cards), outbox.c.coalesce.in_(cards))
    yield due, due.c.kind.startswith("registration.") & due.c.subject.in_(numbers)
    yield invitations, invitations.c.number.in_(numbers)
    yield registrations, registrations.c.number.in_(numbers)


def _to_the_group(numbers: list[int]) -> ColumnElement[bool]:
    """What waits for the staff group about enquiries: their cards and topics, and copies of what the citizen wrote."""
    cards = [f"{kind}:{number}" for kind in ("card", "topic", "question") for number in numbers]
    rest = [outbox.c.handle.startswith(f"question:{number}:") for number in numbers]
    copies = [outbox.c.message.contains(f'"relay:{number}:') for number in numbers]
    named = [outbox.c.handle.startswith(f"relay:{number}:") for number in numbers]
    return or_(outbox.c.handle.in_(cards), outbox.c.coalesce.in_(cards), *copies, *named, *rest)
