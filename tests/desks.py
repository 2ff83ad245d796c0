"""Desks for decisions: a paired group, a coordinator, a member, somebody without rights, an enquiry at some point."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.cases import Case
from bot.domain.enquiries import Enquiry, State
from bot.domain.events import GroupSpoke, Person
from bot.domain.knowledge import Knowledge
from bot.domain.lines import Author, Fate, Line, relay_handle
from bot.domain.staff import Absence, Member, Staff, StaffGroup, Standing
from bot.domain.world import World
from tests.worlds import CHAT, NOW, world

GROUP = StaffGroup(-100500, is_complete=True)
# Example people.
ANNA = Member(71, "Anna Giżycka", Standing.ADMINISTRATOR, "anna", seen_at=NOW)
JAN = Member(72, "Jan Przykład", Standing.MEMBER, "jan", is_confirmed=True, seen_at=NOW)
EWA = Member(73, "Ewa Przykład", Standing.MEMBER, is_confirmed=True, seen_at=NOW)
NEWCOMER = Member(74, "Nowa Osoba", Standing.MEMBER, seen_at=NOW)
GONE = Member(75, "Dawny Pracownik", Standing.OUTSIDE, is_confirmed=True, seen_at=NOW)
PEOPLE = {one.user_id: one for one in (ANNA, JAN, EWA, NEWCOMER, GONE)}


def enquiry(state: State = State.WAITING, **changes: object) -> Enquiry:
    """An enquiry of a citizen who waits: opened an hour ago, promised for tomorrow."""
    opened = NOW - timedelta(hours=1)
    known = Enquiry(
        12,
        CHAT,
        opened,
        "Czy pomożecie nam założyć spółdzielnię?",
        state=state,
        topic="start_cooperative",
        signature="Maria",
        promised_for=NOW + timedelta(days=1),
        waits_since=opened,
    )
    if state in {State.TAKEN, State.CLOSING}:
        known = replace(known, owner_id=JAN.user_id, owned_since=NOW)
    return replace(known, **changes)  # type: ignore[arg-type]  # the fields that a test names


def staffed(
    knowledge: Knowledge,
    about: Enquiry | None = None,
    *,
    now: datetime = NOW,
    actor: Member | None = None,
    people: Mapping[int, Member] = PEOPLE,
    absences: Sequence[Absence] = (),
    queue: Sequence[Enquiry] = (),
    lines: Sequence[Line] = (),
    group: StaffGroup | None = GROUP,
    **seen: object,
) -> World:
    """A world whose desk is about one enquiry, seen by one person; `seen` is whatever else the case holds."""
    case = Case(Staff(group, people, absences), about, actor=actor, queue=queue, lines=lines, real_now=now)
    return replace(world(knowledge, now=now), case=replace(case, **seen))  # type: ignore[arg-type]  # fields named by tests


def who(member: Member) -> Person:
    """A person of the group, as Telegram names them."""
    return Person(member.user_id, member.name, member.username)


def speech(text: str, author: Member = JAN, *, message_id: int = 50, **changes: object) -> GroupSpoke:
    """Something said in the staff group."""
    said = GroupSpoke(GROUP.chat_id, message_id, text, is_addressed=False, author=who(author))
    return replace(said, **changes)  # type: ignore[arg-type]  # the fields that a test names


def reply(text: str, author: Member = JAN, **changes: object) -> GroupSpoke:
    """A reply to a message of the bot."""
    quoting = replace(speech(text, author), reply_to=30, is_addressed=True)
    return replace(quoting, **changes)  # type: ignore[arg-type]  # the fields that a test names


def line(author: Author, fate: Fate = Fate.DELIVERED, message_id: int = 40, **changes: object) -> Line:
    """A line of the enquiry: of the citizen in their chat, or of Jan in the group."""
    chat_id = CHAT if author is Author.CITIZEN else GROUP.chat_id
    written = Line(
        number=12,
        handle=relay_handle(chat_id, message_id),
        author=author,
        fate=fate,
        at=NOW - timedelta(minutes=10),
        chat_id=chat_id,
        message_id=message_id,
        staff_id=JAN.user_id if author is Author.STAFF else None,
        text="Tak, jest.",
    )
    return replace(written, **changes)  # type: ignore[arg-type]  # the fields that a test names
