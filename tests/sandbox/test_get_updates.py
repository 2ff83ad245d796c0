"""The queue of updates: order, confirmation, limits, waiting, conflicts, kinds."""

import asyncio
import time
from typing import Any

import pytest

from tests.running import PATIENCE_S


@pytest.fixture
async def write(control, anna):
    async def write(*texts):
        return [(await control.post("/messages", **{"from": anna}, text=text))["update_ids"][0] for text in texts]

    return write


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_come_in_order_until_they_are_confirmed(api, write):
    ids = await write("a", "b", "c")
    assert texts(await api.ok("getUpdates")) == ["a", "b", "c"]
    assert texts(await api.ok("getUpdates")) == ["a", "b", "c"]
    assert texts(await api.ok("getUpdates", offset=ids[1])) == ["b", "c"]
    assert texts(await api.ok("getUpdates", offset=0)) == ["b", "c"]
    assert texts(await api.ok("getUpdates", offset=ids[2] + 1)) == []


async def test_a_limit_holds_back_the_rest(api, write):
    await write("a", "b", "c")
    assert texts(await api.ok("getUpdates", limit=2)) == ["a", "b"]


async def test_a_negative_offset_keeps_only_the_last(api, write):
    await write("a", "b", "c")
    assert texts(await api.ok("getUpdates", offset=-1)) == ["c"]
    assert texts(await api.ok("getUpdates")) == ["c"]


async def test_a_poll_is_woken_at_once(api, control, write):
    poll = asyncio.create_task(api.call("getUpdates", timeout=50))
    await control.until_polling()
    await write("nowe")
    response = await asyncio.wait_for(poll, PATIENCE_S)
    assert texts(response.json()["result"]) == ["nowe"]


async def test_a_poll_ends_with_nothing_after_its_timeout(api):
    began = time.monotonic()
    assert await api.ok("getUpdates", timeout=1) == []
    assert 0.9 < time.monotonic() - began < PATIENCE_S


async def test_a_second_poll_ends_the_first_with_a_conflict(api, control, write):
    first = asyncio.create_task(api.refused("getUpdates", timeout=5))
    await control.until_polling()
    second = asyncio.create_task(api.ok("getUpdates", timeout=5))
    assert await first == (
        "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    await write("x")
    assert texts(await second) == ["x"]


async def test_a_poll_whose_client_hung_up_takes_nothing(api, client, write):
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(api.ok("getUpdates", timeout=5), 0.1)
    await write("a")
    assert texts(await api.ok("getUpdates", timeout=1)) == ["a"]


async def test_through_the_client_library(bot, write):
    await write("cześć")
    (update,) = await bot.get_updates(timeout=1)
    assert update.message.text == "cześć"
    assert update.message.from_user.first_name == "Anna"
    assert update.message.from_user.language_code == "pl"


async def test_kinds_that_are_not_asked_for_do_not_come(api, control, write, anna):
    await api.ok("getUpdates", allowed_updates=["callback_query"])
    await write("a")
    await control.post("/presses", **{"from": anna}, message_id=1, data="x", forged=True)
    (update,) = await api.ok("getUpdates")
    assert update["callback_query"]["data"] == "x"


async def test_the_first_poll_drops_what_it_does_not_ask_for(api, write):
    await write("a")
    assert await api.ok("getUpdates", allowed_updates=["callback_query"]) == []


async def test_a_list_not_given_keeps_the_previous_one_and_an_empty_one_is_the_default(api, write):
    await api.ok("getUpdates", allowed_updates=["callback_query"])
    await api.ok("getUpdates")
    await write("a")
    assert await api.ok("getUpdates", allowed_updates=[]) == []
    await write("b")
    assert texts(await api.ok("getUpdates")) == ["b"]


async def test_reactions_come_only_when_asked_for(api, control, anna, write):
    await api.ok("getUpdates", allowed_updates=[])
    ids = await write("a")
    await api.ok("getUpdates", offset=ids[0] + 1)
    await control.post("/reactions", **{"from": anna}, message_id=1, emoji="👍")
    assert await api.ok("getUpdates", allowed_updates=["message", "message_reaction"]) == []
    await control.post("/reactions", **{"from": anna}, message_id=1, emoji="👎")
    (update,) = await api.ok("getUpdates")
    assert update["message_reaction"]["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert update["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "👎"}]


async def test_pending_counts_what_is_not_confirmed(api, control, write):
    ids = await write("a", "b")
    assert (await control.get("/pending"))["pending"] == 2
    await api.ok("getUpdates", offset=ids[0] + 1)
    assert await control.get("/pending") == {"pending": 1, "confirmed": 1, "polling": False}


async def test_an_update_is_what_was_true_when_it_happened(api, control, anna, write):
    await write("pierwsza")
    await control.post("/edits", **{"from": anna}, message_id=1, text="druga")
    first, second = await api.ok("getUpdates")
    assert first["message"]["text"] == "pierwsza"
    assert second["edited_message"]["text"] == "druga"
    assert "edit_date" in second["edited_message"]
