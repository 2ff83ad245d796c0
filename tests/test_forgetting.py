"""Erasure and retention of what somebody had to do with sessions, through real intake: no row leads back to them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.events import BotMoved, GroupSpoke, Person
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.interests import Interest
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration
from bot.sections import Retention
from bot.store import citizens, mailings, messages, outbox, registrations, sessions, staff
from bot.store.outbox import Priority
from bot.store.outgoing import EditText, Empty, Outgoing, SendText
from bot.store.tables import metadata
from tests.desks import GROUP
from tests.handled import PATIENCE_S, Handled
from tests.meetings import SESSION, filling, registration
from tests.worlds import CHAT, NOW

MINE = registration(
    number=7,
    chat_id=CHAT,
    people=10,
    seats=10,
    contact="Maria Nikodemska",
    problem="brak autobusu",
    email="m@example.com",
)
WAITS = registration(number=8, people=2, seats=0, state=RegistrationState.WAITING)
ATTENDED = replace(MINE, number=5, session_id="gniezno_1", state=RegistrationState.ATTENDED, attended=10)
PAST = replace(SESSION, id="gniezno_1", start=NOW - timedelta(days=9), end=NOW - timedelta(days=9) + timedelta(hours=3))


def keep(handled: Handled, *people: Registration) -> None:
    """Store two sessions, who registered, and whatever else the bot can keep of one account."""

    def work(tx: Connection) -> None:
        for session in (SESSION, PAST):
            sessions.keep(tx, ConfirmedSession(0, session))
        registrations.next_number(tx)
        for one in people:
            registrations.keep(tx, one)
        registrations.invite(tx, "code", 7, at=NOW)
        registrations.keep_interest(tx, Interest(CHAT, "gnieznienski", "brak autobusu", NOW))
        mailing_id = mailings.begin(tx, SESSION.id, "changed", {CHAT: 7}, at=NOW)
        letter = SendText(CHAT, "Maria Nikodemska")
        name = mailings.handle(mailing_id, CHAT)
        outbox.put(tx, letter, priority=Priority.BROADCAST, created_at=NOW, handle=name)
        known = citizens.lock(tx, CHAT, now=NOW)
        form = filling(contact="Maria Nikodemska", problem="brak autobusu")
        citizens.save(tx, replace(known, conversation=form), now=NOW)

    handled.database.write(work).result(PATIENCE_S)


def everything(handled: Handled) -> str:
    """Every value of every row, but for what waits to be told now."""
    rows: list[Any] = [row for name in metadata.tables if name != "outbox" for row in handled.table(name)]
    return "\n".join(str(tuple(row)) for row in rows) + "\n".join(map(str, handled.waiting()))


async def swept(handled: Handled) -> None:
    """Let the hourly sweep pass, and what it finds due."""
    handled.database.write(handled.upkeep.sweep).result(PATIENCE_S)
    await handled.upkeep.decide_due()


async def test_nothing_leads_back_to_who_was_erased(handled: Handled):
    keep(handled, MINE, WAITS, ATTENDED)
    assert everything(handled).count("Maria Nikodemska") == 4
    await handled.erase()
    left = everything(handled)
    for trace in ("Maria", "autobus", "m@example.com", "code"):
        assert trace not in left
    # The answer goes to this chat; nothing that is kept knows it.
    assert str(CHAT) not in "".join(str(handled.table(name)) for name in metadata.tables if name != "outbox")


async def test_freed_seats_are_offered_in_the_commit_that_erases(handled: Handled):
    keep(handled, MINE, WAITS)
    await handled.erase()
    (left,) = handled.database.read(lambda tx: registrations.of_session(tx, SESSION.id))
    assert (left.number, left.state, left.held) == (8, RegistrationState.OFFERED, 2)
    assert len(handled.texts(WAITS.chat_id or 0)) == 1


async def test_attendance_stays_until_its_retention_ends(handled: Handled):
    keep(handled, ATTENDED)
    await handled.erase()
    (left,) = handled.database.read(lambda tx: registrations.of_session(tx, PAST.id))
    assert (left.organisation, left.attended, left.chat_id) == (ATTENDED.organisation, 10, None)
    handled.now = PAST.end + timedelta(days=Retention().registration_days, hours=1)
    await swept(handled)
    assert handled.table("registrations") == []


async def test_registrations_and_wishes_go_in_their_time(handled: Handled):
    keep(handled, MINE)
    rules = Retention()
    handled.now = SESSION.end + timedelta(days=rules.registration_days, hours=-1)
    await swept(handled)
    assert len(handled.table("registrations")) == len(handled.table("interests")) == 1
    handled.now = max(SESSION.end + timedelta(days=rules.registration_days), NOW + timedelta(days=rules.interest_days))
    handled.now += timedelta(hours=1)
    await swept(handled)
    for name in ("registrations", "invitations", "interests", "mailing_recipients"):
        assert handled.table(name) == []


# In the staff group: what the bot has shown there of registrations.

LIST, PIECE, FILE, CARD = 31, 32, 33, 34


def show_in_group(handled: Handled) -> None:
    """A paired group with a list of two pieces and a file of the session, a card, and a list that still waits."""

    def work(tx: Connection) -> None:
        staff.pair(tx, GROUP)
        named = {LIST: "roster:1:u5:0", PIECE: "roster:1:u5:0", FILE: "file:1:u6:0", CARD: "registration:7"}
        for message_id, name in named.items():
            messages.record(tx, chat_id=GROUP.chat_id, message_id=message_id, handle=name, at=NOW)
        waiting = SendText(GROUP.chat_id, "Maria Nikodemska")
        outbox.put(tx, waiting, priority=Priority.ANSWER, created_at=NOW, handle="roster:1:u7:0")

    handled.database.write(work).result(PATIENCE_S)


def changed_in_group(handled: Handled) -> dict[int, type[Outgoing]]:
    """What happens to the messages there."""

    def work(tx: Connection) -> dict[int, type[Outgoing]]:
        changing = [one for one in handled.waiting() if isinstance(one, EditText | Empty)]
        found = {messages.find_in(tx, GROUP.chat_id, one.target): type(one) for one in changing}
        return {place[0]: kind for place, kind in found.items() if place is not None}

    return handled.database.read(work)


EMPTIED = {LIST: EditText, PIECE: EditText, FILE: Empty, CARD: EditText}


async def test_erasure_empties_the_lists_and_files_of_the_session_in_the_group(handled: Handled):
    keep(handled, MINE)
    show_in_group(handled)
    await handled.erase()
    assert changed_in_group(handled) == EMPTIED
    assert "Maria" not in "".join(map(str, handled.waiting()))


async def test_retention_empties_cards_lists_and_files_in_the_group(handled: Handled):
    keep(handled, MINE)
    show_in_group(handled)
    handled.now = SESSION.end + timedelta(days=Retention().registration_days, hours=1)
    await swept(handled)
    assert changed_in_group(handled) == EMPTIED
    assert handled.table("registrations") == []
    assert {one.html for one in handled.waiting() if isinstance(one, EditText) and one.target == "registration:7"} == {
        "Treść usunięta, bo minął czas jej przechowywania."
    }


OPERATOR = Person(CHAT + 1, "Operator")
LEFT_OVER = {"left_over:roster:1:u5:0", "left_over:file:1:u6:0", "left_over:registration:7"}


async def leave_group(handled: Handled) -> None:
    """Be thrown out of the group where registrations were shown, those of a past session, too."""
    show_in_group(handled)

    def work(tx: Connection) -> None:
        for message_id, name in enumerate(("registration:5", "reach:5", "roster:2:u8:0"), start=CARD + 1):
            messages.record(tx, chat_id=GROUP.chat_id, message_id=message_id, handle=name, at=NOW)

    handled.database.write(work).result(PATIENCE_S)
    await handled.take(BotMoved(GROUP.chat_id, is_present=False, is_administrator=False, is_forum=False, by=OPERATOR))


async def emptied_on_return(handled: Handled) -> set[str]:
    """Pair the group again; give the names of what is to be emptied there."""
    handled.make_operator(OPERATOR.user_id)
    await handled.write("/operator", chat_id=OPERATOR.user_id)
    said = GroupSpoke(GROUP.chat_id, 5, "/polacz group-code", is_addressed=True, author=OPERATOR)
    await handled.take(replace(said, bot_is_administrator=True))
    return {one.target for one in handled.waiting() if isinstance(one, Empty)}


async def test_erasure_without_a_group_empties_cards_lists_and_files_when_the_bot_is_back(handled: Handled):
    keep(handled, MINE, ATTENDED)
    await leave_group(handled)
    await handled.erase()
    assert "Maria" not in "".join(map(str, handled.waiting()))
    of_the_past = {"left_over:registration:5", "left_over:reach:5", "left_over:roster:2:u8:0"}
    assert await emptied_on_return(handled) == LEFT_OVER | of_the_past


async def test_retention_without_a_group_empties_cards_lists_and_files_when_the_bot_is_back(handled: Handled):
    keep(handled, MINE)
    await leave_group(handled)
    handled.now = SESSION.end + timedelta(days=Retention().registration_days, hours=1)
    await swept(handled)
    assert await emptied_on_return(handled) >= LEFT_OVER


async def test_what_stays_of_others_is_not_emptied_when_the_bot_is_back(handled: Handled):
    keep(handled, MINE, ATTENDED)
    await leave_group(handled)
    assert await emptied_on_return(handled) == set()
