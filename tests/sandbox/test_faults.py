"""Faults on order, being down, and the sending limits."""

import asyncio
import time
from datetime import timedelta
from typing import Any

import httpx
import pytest
from telegram.error import NetworkError, RetryAfter, TimedOut

from tests.running import PATIENCE_S


@pytest.mark.parametrize(
    ("kind", "refusal"),
    [
        ("500", "500 Internal Server Error"),
        ("502", "502 Bad Gateway"),
        ("403", "403 Forbidden: bot was blocked by the user"),
        ("400", "400 Bad Request: chat not found"),
        ("401", "401 Unauthorized"),
        ("429", "429 Too Many Requests: retry after 7"),
    ],
)
async def test_a_refusal_strikes_as_often_as_ordered(api, control, anna, kind, refusal):
    await control.post("/faults", method="sendMessage", kind=kind, times=2, retry_after=7)
    for _ in range(2):
        assert await api.refused("sendMessage", chat_id=anna, text="a") == refusal
    await api.ok("sendMessage", chat_id=anna, text="b")
    assert await control.texts(anna) == ["b"]


async def test_the_client_library_sees_how_long_to_wait(bot, control, anna, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    await control.post("/faults", kind="429", retry_after=3)
    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(anna, "a")
    assert refusal.value.retry_after == timedelta(seconds=3)


async def test_a_description_may_be_chosen(api, control, anna):
    await control.post("/faults", kind="400", description="Bad Request: {nie format}")
    assert await api.refused("sendMessage", chat_id=anna, text="a") == "400 Bad Request: {nie format}"


async def test_faults_choose_methods_chats_and_moments(api, control, anna):
    await control.post("/users", id=1002, started=True)
    await control.post("/faults", method=["sendMessage", "sendPhoto"], kind="500", chat=1002, skip=1, times=-1)
    await api.ok("sendMessage", chat_id=anna, text="a")
    await api.ok("sendMessage", chat_id=1002, text="przepuszczona")
    assert (await api.call("sendMessage", chat_id=1002, text="a")).status_code == 500
    assert (await api.call("sendMessage", chat_id=1002, text="a")).status_code == 500
    (order,) = await control.get("/faults")
    assert order["hits"] == 2
    await control.client.delete("/faults")
    await api.ok("sendMessage", chat_id=1002, text="a")


async def test_every_method_does_not_mean_polling(api, control, anna):
    await control.post("/faults", kind="500", times=-1)
    assert await api.ok("getUpdates") == []
    assert await api.refused("getMe") == "500 Internal Server Error"
    await control.post("/faults", method="getUpdates", kind="502")
    assert await api.refused("getUpdates") == "502 Bad Gateway"


async def test_a_lost_reply_is_carried_out(bot, control, anna):
    await control.post("/faults", method="sendMessage", kind="lost_reply")
    with pytest.raises(NetworkError):
        await bot.send_message(anna, "wysłane, bez odpowiedzi")
    assert await control.texts(anna) == ["wysłane, bez odpowiedzi"]
    (call,) = (await control.get("/log", method="sendMessage"))["calls"]
    assert (call["code"], call["fault"], call["message_id"]) == (0, "lost_reply", 1)


async def test_a_dropped_call_is_not_carried_out(bot, control, anna):
    await control.post("/faults", method="sendMessage", kind="drop")
    with pytest.raises(NetworkError):
        await bot.send_message(anna, "a")
    assert await control.texts(anna) == []


async def test_a_timeout_gives_no_answer(bot, control, anna):
    await control.post("/faults", method="sendMessage", kind="timeout")
    with pytest.raises(TimedOut):
        await bot.send_message(anna, "a", read_timeout=0.2)
    await control.post("/faults", method="sendMessage", kind="timeout", delay_s=0.1)
    with pytest.raises(NetworkError):
        await bot.send_message(anna, "a")
    assert await control.texts(anna) == []


async def test_a_slow_call_is_carried_out_late(bot, control, anna):
    await control.post("/faults", method="sendMessage", kind="slow", delay_s=0.3)
    began = time.monotonic()
    await bot.send_message(anna, "a")
    assert time.monotonic() - began > 0.3
    assert await control.texts(anna) == ["a"]


async def test_a_page_instead_of_json(bot, api, control, anna):
    await control.post("/faults", kind="html", times=2)
    with pytest.raises(NetworkError):
        await bot.send_message(anna, "a")
    response = await api.call("getMe")
    assert response.headers["content-type"] == "text/html"
    assert response.text.startswith("<html>")


async def test_downloads_fail_too(client, control, anna):
    await control.post("/faults", method="file", kind="500")
    assert (await client.get(f"/file/bot1:{'a' * 35}/x")).status_code == 500


async def test_an_unknown_kind_is_refused(control):
    assert "lost_reply" in await control.refused("/faults", kind="pech")


async def test_down_drops_polls_and_calls_at_once(api, control, anna):
    poll = asyncio.create_task(api.call("getUpdates", timeout=50))
    await control.until_polling()
    began = time.monotonic()
    await control.post("/down")
    with pytest.raises(httpx.TransportError):
        await poll
    with pytest.raises(httpx.TransportError):
        await api.call("sendMessage", chat_id=anna, text="a")
    assert time.monotonic() - began < PATIENCE_S
    (dropped,) = (await control.get("/log", method="sendMessage"))["calls"]
    assert (dropped["code"], dropped["fault"], dropped["chat"], dropped["message_id"]) == (0, "down", anna, None)
    await control.post("/messages", **{"from": anna}, text="w czasie przerwy")
    await control.post("/down", on=False)
    (update,) = await api.ok("getUpdates")
    assert update["message"]["text"] == "w czasie przerwy"


async def send(api: Any, chat: int, times: int) -> list[int]:
    return [(await api.call("sendMessage", chat_id=chat, text="a")).status_code for _ in range(times)]


async def test_limits_are_off_unless_switched_on(api, anna):
    assert set(await send(api, anna, 10)) == {200}


async def test_one_chat_takes_a_short_burst(api, control, anna):
    await control.post("/limits")
    assert await send(api, anna, 4) == [200, 200, 200, 429]
    answer = (await api.call("sendMessage", chat_id=anna, text="a")).json()
    assert answer["description"] == "Too Many Requests: retry after 1"
    assert answer["parameters"] == {"retry_after": 1}
    assert await api.ok("sendChatAction", chat_id=anna, action="typing") is True


async def test_all_chats_together_are_limited(api, control, anna):
    await control.post("/users", id=1002, started=True)
    await control.post("/limits", per_second=2)
    assert await send(api, anna, 2) == [200, 200]
    assert await send(api, 1002, 1) == [429]
    await asyncio.sleep(0.6)
    assert await send(api, 1002, 1) == [200]


async def test_a_group_has_a_minute_s_limit(api, control, group):
    await control.post("/limits", chat_burst=100, group_per_minute=3)
    assert await send(api, group, 3) == [200, 200, 200]
    answer = (await api.call("sendMessage", chat_id=group, text="a")).json()
    assert 55 < answer["parameters"]["retry_after"] <= 60


async def test_an_album_counts_as_many_as_it_holds(bot, api, control, anna, group):
    sent = (await control.post("/messages", **{"from": anna}, photo=True))["message"]
    media = [{"type": "photo", "media": sent["photo"][-1]["file_id"]}] * 2
    await control.post("/limits", chat_burst=100, group_per_minute=3)
    await api.ok("sendMediaGroup", chat_id=group, media=media)
    assert await send(api, group, 2) == [200, 429]


async def test_an_album_larger_than_a_burst_passes_when_nothing_went_before(api, control, anna):
    sent = (await control.post("/messages", **{"from": anna}, photo=True))["message"]
    media = [{"type": "photo", "media": sent["photo"][-1]["file_id"]}] * 10
    await control.post("/limits")
    await api.ok("sendMediaGroup", chat_id=anna, media=media)
    assert await send(api, anna, 1) == [429]
