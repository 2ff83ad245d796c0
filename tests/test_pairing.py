"""Pairing over the real store: the code works once, and every open enquiry has one card wherever the group is."""

from dataclasses import replace

import pytest

from bot.domain.events import BotMoved, CitizenWrote, GroupSpoke, Person
from bot.domain.lines import Fate, relay_handle
from bot.store import enquiries, lines, staff
from bot.store.outgoing import EditText, Empty
from tests.desks import enquiry
from tests.handled import PATIENCE_S, Handled
from tests.worlds import CHAT

GROUP, OTHER_GROUP = -100500, -100900
OPERATOR = Person(CHAT, "Operator")


@pytest.fixture
async def asked(handled: Handled) -> Handled:
    """A bot with an operator, who has the group code, and with an open enquiry."""
    handled.make_operator(CHAT)
    handled.database.write(lambda tx: enquiries.keep(tx, replace(enquiry(), citizen_chat_id=CHAT + 1))).result(
        PATIENCE_S
    )
    await handled.write("/operator")
    assert "/polacz group-code" in handled.texts()[0]
    return handled


async def pair(handled: Handled, chat_id: int = GROUP, *, is_administrator: bool = True) -> None:
    said = GroupSpoke(chat_id, 5, "/polacz group-code", is_addressed=True, author=OPERATOR)
    await handled.take(replace(said, bot_is_administrator=is_administrator))


async def bot_is(handled: Handled, *, administrator: bool, present: bool = True) -> None:
    moved = BotMoved(GROUP, is_present=present, is_administrator=administrator, is_forum=False, by=OPERATOR)
    await handled.take(moved)


def paired(handled: Handled) -> int | None:
    group = handled.database.read(staff.group)
    return None if group is None else group.chat_id


def cards(handled: Handled, chat_id: int = GROUP) -> int:
    """How many cards wait to be sent to a group."""
    return sum("Pytanie nr 12" in one for one in handled.texts(chat_id))


async def test_the_code_pairs_one_group_and_no_other(asked: Handled):
    await pair(asked)
    await pair(asked, OTHER_GROUP)
    assert paired(asked) == GROUP
    assert cards(asked) == 1
    assert cards(asked, OTHER_GROUP) == 0
    assert "nie działa" in asked.texts(OTHER_GROUP)[0]


async def test_a_card_is_put_into_the_group_once_however_often_the_bot_is_made_administrator(asked: Handled):
    await pair(asked, is_administrator=False)
    assert cards(asked) == 0
    await bot_is(asked, administrator=True)
    assert cards(asked) == 1
    asked.sent()
    await bot_is(asked, administrator=False)
    await bot_is(asked, administrator=True)
    assert cards(asked) == 0


async def test_the_operator_of_a_lost_group_pairs_another_by_a_new_code(asked: Handled):
    await pair(asked)
    asked.sent()
    await bot_is(asked, administrator=False, present=False)
    assert paired(asked) is None
    await asked.write("/operator")
    assert "/polacz group-code" in asked.texts()[-1]
    await pair(asked, OTHER_GROUP)
    assert paired(asked) == OTHER_GROUP
    assert cards(asked, OTHER_GROUP) == 1


async def test_while_a_group_is_paired_nobody_is_given_a_code(asked: Handled):
    await pair(asked)
    await asked.write("/operator")
    assert "/polacz" not in asked.texts()[-1]


@pytest.mark.parametrize("group", [GROUP, OTHER_GROUP], ids=["the same group", "another"])
async def test_what_was_written_while_the_bot_was_out_of_its_group_comes_when_one_is_paired(group: int, asked: Handled):
    await pair(asked)
    asked.sent()
    await bot_is(asked, administrator=False, present=False)
    await asked.write("jeszcze jedno: chodzi o statut", chat_id=CHAT + 1)
    await asked.write("/operator")
    await pair(asked, group)
    assert sum("chodzi o statut" in one for one in asked.texts(group)) == 1


async def test_what_was_on_its_way_when_the_bot_was_thrown_out_comes_when_the_group_is_paired_again(asked: Handled):
    await pair(asked)
    asked.sent()
    await asked.take(CitizenWrote(CHAT + 1, 900, "jeszcze jedno: chodzi o statut"))
    asked.sent()
    handle = relay_handle(12, 900)
    asked.database.write(lambda tx: lines.settle(tx, handle, Fate.FAILED, "Gone")).result(PATIENCE_S)
    await bot_is(asked, administrator=False, present=False)
    await asked.write("/operator")
    await pair(asked)
    assert sum("chodzi o statut" in one for one in asked.texts(GROUP)) == 1


def read_by_staff(handled: Handled, message_id: int) -> None:
    """Deliver all that waits, and the copy of a citizen's message with it."""
    handled.sent()
    handle = relay_handle(12, message_id)
    handled.database.write(lambda tx: lines.settle(tx, handle, Fate.DELIVERED)).result(PATIENCE_S)


async def test_what_was_changed_while_there_was_no_group_comes_once_into_another(asked: Handled):
    await pair(asked)
    asked.sent()
    await asked.take(CitizenWrote(CHAT + 1, 900, "jeszcze jedno: chodzi o statut"))
    read_by_staff(asked, 900)
    await bot_is(asked, administrator=False, present=False)
    await asked.take(CitizenWrote(CHAT + 1, 900, "jeszcze jedno: chodzi o regulamin", is_edit=True))
    await asked.write("/operator")
    await pair(asked, OTHER_GROUP)
    assert sum("regulamin" in one for one in asked.texts(OTHER_GROUP)) == 1


def changed_cards(handled: Handled, chat_id: int = GROUP) -> list[str]:
    """What the changes of the card say that wait for a group."""
    edits = [one for one in handled.waiting() if isinstance(one, EditText) and one.target == "card:12"]
    return [one.html for one in edits if one.chat_id == chat_id]


async def test_what_its_citizen_closed_while_there_was_no_group_ends_on_its_card_when_one_is_paired(asked: Handled):
    await pair(asked)
    asked.sent()
    await bot_is(asked, administrator=False, present=False)
    await asked.press("withdraw:12", chat_id=CHAT + 1)
    await asked.write("/operator")
    await pair(asked, OTHER_GROUP)
    assert changed_cards(asked) == changed_cards(asked, OTHER_GROUP) == []
    assert cards(asked, OTHER_GROUP) == 0
    leaves = BotMoved(OTHER_GROUP, is_present=False, is_administrator=False, is_forum=False, by=OPERATOR)
    await asked.take(leaves)
    await asked.write("/operator")
    await pair(asked)
    (card,) = changed_cards(asked)
    assert "Zamknięt" in card
    asked.sent()
    await bot_is(asked, administrator=False)
    await bot_is(asked, administrator=True)
    assert changed_cards(asked) == []


async def test_cards_of_before_are_caught_up_when_the_bot_is_made_administrator_later(asked: Handled):
    await pair(asked)
    asked.sent()
    await bot_is(asked, administrator=False, present=False)
    await asked.write("jeszcze jedno: chodzi o statut", chat_id=CHAT + 1)
    await asked.write("/operator")
    await pair(asked, is_administrator=False)
    await bot_is(asked, administrator=True)
    (card,) = changed_cards(asked)
    assert "Dopisana 1 wiadomość" in card


async def test_what_was_erased_while_there_was_no_group_is_emptied_when_it_is_paired_again(asked: Handled):
    await pair(asked)
    asked.sent()
    await asked.take(CitizenWrote(CHAT + 1, 900, "jeszcze jedno: chodzi o statut"))
    asked.sent()
    await bot_is(asked, administrator=False, present=False)
    await asked.write("/usun", chat_id=CHAT + 1)
    assert "Gdy do niej wróci" in asked.texts(CHAT + 1)[-1]
    await asked.press("erase", chat_id=CHAT + 1)
    await asked.write("/operator")
    await pair(asked)
    emptied = [one.target for one in asked.waiting() if isinstance(one, Empty)]
    assert sorted(emptied) == ["card:12", "relay:12:900"]
    assert cards(asked) == 0
