"""Raw updates to intake: a broken one is set aside and takes nobody with it."""

import json
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Bot

from bot.telegram.handing import ATTEMPTS, Handing
from tests.handled import Crash, Handled
from tests.worlds import CHAT

KONIN = "gdzie jest biuro w Koninie"
POISON = "poison w Koninie od dawna"


def message(update_id: int, text: object, chat_id: int = CHAT) -> dict[str, Any]:
    person = {"id": chat_id, "is_bot": False, "first_name": "X"}
    chat = {"id": chat_id, "type": "private"}
    return {
        "update_id": update_id,
        "message": {"message_id": update_id, "date": 1, "chat": chat, "from": person, "text": text},
    }


def press(update_id: int, data: str) -> dict[str, Any]:
    person = {"id": CHAT, "is_bot": False, "first_name": "X"}
    return {"update_id": update_id, "callback_query": {"id": "p", "from": person, "chat_instance": "1", "data": data}}


@pytest.fixture
def handing(bot: Bot, handled: Handled) -> Handing:
    return Handing(bot, handled.intake)


async def test_every_update_of_a_batch_is_committed(handing: Handing, handled: Handled):
    assert await handing.take([message(1, KONIN), message(2, KONIN, CHAT + 1), press(3, "ok")])
    assert len(handled.texts()) == 2
    assert len(handled.texts(CHAT + 1)) == 1


async def test_messages_of_one_chat_keep_their_order(handing: Handing, handled: Handled):
    await handing.take([message(1, KONIN), message(2, "gdzie jest biuro w Poznaniu"), message(3, "dziękuję")])
    first, second, _ = handled.texts()
    assert "Wrzosowa" in first
    assert "Górecka" in second
    assert handled.citizen().conversation.previous == "office.poznan"


async def test_a_repeated_update_takes_effect_once(handing: Handing, handled: Handled):
    assert await handing.take([message(1, KONIN), message(1, KONIN)])
    assert await handing.take([message(1, KONIN)])
    assert len(handled.texts()) == 1


async def test_an_update_that_crashes_once_is_handled_all_the_same(handing: Handing, handled: Handled):
    handled.crashes_left.append(None)
    assert await handing.take([message(1, POISON)])
    assert len(handled.texts()) == 1
    assert handled.table("failures")[0].set_aside_at is None


async def test_an_update_that_crashes_three_times_is_set_aside(handing: Handing, handled: Handled):
    handled.crashes_left.extend([None] * 100)
    assert await handing.take([message(1, POISON)])
    (kept,) = handled.table("failures")
    assert (kept.attempts, kept.error) == (ATTEMPTS, "Crash")
    assert json.loads(kept.body) == message(1, POISON)
    assert "zajrzy do niej człowiek" in handled.texts()[0]
    assert len(handled.crashes_left) == 100 - ATTEMPTS


async def test_the_neighbours_of_a_poisonous_update_are_answered(handing: Handing, handled: Handled):
    handled.crashes_left.extend([None] * 100)
    assert await handing.take([message(1, KONIN), message(2, POISON, CHAT + 1), message(3, KONIN, CHAT + 2)])
    assert "Wrzosowa" in handled.texts()[0]
    assert "Wrzosowa" in handled.texts(CHAT + 2)[0]


async def test_crashes_are_counted_over_a_restart(handing: Handing, handled: Handled):
    handled.crashes_left.extend([None] * 100)
    await handled.intake.count_failure(1, chat_id=CHAT, error="Crash")
    await handled.intake.count_failure(1, chat_id=CHAT, error="Crash")
    assert await handing.take([message(1, POISON)])
    assert len(handled.crashes_left) == 99


async def test_what_a_person_wrote_is_not_logged(handing: Handing, handled: Handled):
    handled.crashes_left.extend([None] * 100)
    with capture_logs() as logs:
        await handing.take([message(1, POISON), message(2, {"not": "text of mine"}), message(3, KONIN)])
    assert logs
    assert not any(word in str(logs) for word in ("poison", "text of mine", "biuro"))


@pytest.mark.parametrize(
    "broken",
    [{"not": "text"}, ["text"], 7, "\ud800"],
    ids=["mapping", "list", "number", "half a surrogate pair"],
)
async def test_an_unreadable_update_is_set_aside_and_its_writer_told(
    broken: object, handing: Handing, handled: Handled
):
    assert await handing.take([message(1, KONIN, CHAT + 1), message(2, broken)])
    (kept,) = handled.table("failures")
    assert kept.error.startswith("Unreadable")
    assert json.loads(kept.body) == message(2, broken)
    assert "zajrzy do niej człowiek" in handled.texts()[0]
    assert len(handled.texts(CHAT + 1)) == 1


async def test_an_unreadable_update_of_nobody_is_set_aside(handing: Handing, handled: Handled):
    assert await handing.take([{"update_id": 5, "message": "x"}])
    assert len(handled.table("failures")) == 1
    assert handled.waiting() == []


@pytest.mark.parametrize("raw", [None, 7, "x", [], {}, {"update_id": "7"}, {"update_id": None}, {"update_id": 2**70}])
async def test_what_has_no_key_is_passed_over(raw: object, handing: Handing, handled: Handled):
    with capture_logs() as logs:
        assert await handing.take([raw, message(1, KONIN)])
    assert len(handled.texts()) == 1
    assert any(line["event"] == "update.without_key" for line in logs)


async def test_an_empty_batch_is_taken(handing: Handing):
    assert await handing.take([])


async def test_while_the_store_is_away_nothing_may_be_confirmed(handing: Handing, handled: Handled):
    handled.database.close()
    with capture_logs() as logs:
        assert await handing.take([message(1, KONIN), message(2, {"not": "text"})]) is False
    assert [(line["event"], line["updates"]) for line in logs] == [("updates.store_down", 2)]


def test_a_crash_of_the_tests_is_no_crash_of_the_store():
    assert not issubclass(Crash, (OSError, RuntimeError))
