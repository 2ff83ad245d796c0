"""Fifty people press `Biorę` at once: the whole way of a press, from intake to what each of them reads."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.domain.events import GroupPressed
from bot.domain.staff import Member, Standing
from bot.knowledge.loading import Loaded
from bot.store import enquiries, staff
from bot.store.database import Database
from bot.store.outgoing import AnswerPress
from tests.desks import GROUP, enquiry, who
from tests.handled import PATIENCE_S, Handled

PEOPLE = [Member(100 + number, f"Osoba {number}", Standing.MEMBER, is_confirmed=True) for number in range(50)]
ROUNDS = range(3)


@pytest.fixture
def bots(databases: Sequence[Database], base: Loaded) -> Sequence[Handled]:
    """One bot for each process, with an enquiry that nobody has, and fifty who may take it."""
    bots = [Handled(database, base.knowledge) for database in databases]

    def prepare(tx: Connection) -> None:
        staff.pair(tx, GROUP)
        enquiries.keep(tx, enquiry())
        for member in PEOPLE:
            staff.keep_member(tx, replace(member, seen_at=bots[0].real_now + timedelta(days=1)))

    databases[0].write(prepare).result(PATIENCE_S)
    return bots


@pytest.mark.parametrize("_round", ROUNDS)
async def test_of_fifty_who_press_at_once_one_becomes_the_owner(_round: int, bots: Sequence[Handled]):
    await asyncio.gather(*(press(bots[at % len(bots)], at, member) for at, member in enumerate(PEOPLE)))
    after = bots[0].database.read(lambda tx: enquiries.open_of(tx, enquiry().citizen_chat_id))
    assert after is not None
    owner = next(one for one in PEOPLE if one.user_id == after.owner_id)
    notes = Counter(one.text for one in bots[0].waiting() if isinstance(one, AnswerPress))
    assert notes.pop("") == 1
    ((note, count),) = notes.items()
    assert note.startswith(f"Tę sprawę prowadzi {owner.name},")
    assert count == len(PEOPLE) - 1


async def press(bot: Handled, at: int, member: Member) -> None:
    """Let somebody press, in a line of their own: their presses wait for nobody's but the enquiry's."""
    pressed = GroupPressed(GROUP.chat_id, f"press {at}", f"d.claim:{enquiry().number}", who(member))
    await bot.intake.take_update(at + 1, pressed, chat_id=at, pressed_message_id=None)
