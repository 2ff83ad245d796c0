"""The control API itself: people, updates by hand, load, reading, waiting, reset."""

import asyncio
import json
import time

import pytest

from bot.sandbox.control import ROUTES
from bot.sandbox.faults import FaultKind
from bot.sandbox.methods import METHODS
from tests.running import PATIENCE_S


async def test_people_are_made_and_changed(control):
    made = await control.post("/users", first_name="Ola", username="ola", language_code="uk")
    assert made == {"id": 1001, "is_bot": False, "first_name": "Ola", "username": "ola", "language_code": "uk"}
    assert (await control.post("/users", first_name="Ewa"))["id"] == 1002
    changed = await control.post("/users", id=1001, username=None, language_code="pl")
    assert changed == {"id": 1001, "is_bot": False, "first_name": "Ola", "language_code": "pl"}
    assert [user["id"] for user in await control.get("/users")] == [1001, 1002]


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/messages", {"from": 1, "text": "a"}, "there is no user 1"),
        ("/messages", {"text": "a"}, "from: give a whole number"),
        ("/messages", {"from": 1001}, "text: give a string"),
        ("/messages", {"from": 1001, "text": ""}, "text: give 1 to 4096 UTF-16 units"),
        ("/messages", {"from": 1001, "text": "<x>", "parse_mode": "HTML"}, "Unsupported start tag"),
        ("/messages", {"from": 1001, "text": "a", "reply_to": 77}, "has no message 77"),
        ("/messages", {"from": 1001, "chat": -5, "text": "a"}, "there is no group -5"),
        ("/messages", {"from": 1001, "contact": {}}, "phone_number"),
        ("/messages", {"from": 1001, "document": {"content_base64": "!"}}, "give Base64"),
        ("/messages", {"from": 1001, "text": "a", "bot": "nikt"}, "no bot has this id"),
        ("/users", {"id": -1}, "positive"),
        ("/groups", {"kind": "kanał"}, "give one of group, supergroup, forum"),
        ("/groups", {"id": 5}, "negative"),
        ("/bots", {"token": "1:krótki"}, "token"),
        ("/updates", {}, "give an object"),
        ("/updates", {"raw": "{"}, "valid JSON"),
        ("/bulk", {"messages": [1]}, "list of objects"),
        ("/chats/1001/migrate", {}, "give a group"),
    ],
)
async def test_a_request_that_cannot_be_carried_out_says_why(control, anna, path, body, said):
    assert said in await control.refused(path, **body)


async def test_a_blocked_bot_cannot_be_written_to(control, anna):
    await control.post("/blocks", user=anna)
    assert "has blocked the bot" in await control.refused("/messages", **{"from": anna}, text="a")


async def test_any_update_can_be_pushed(api, control):
    await control.post("/updates", update={"poll": {"id": "1"}, "nieznane": {}})
    await control.post("/updates", update={"update_id": 5, "message": 7})
    await control.post("/updates", raw='{"update_id":"x{update_id}"}')
    await control.post("/updates", raw="[]")
    first, second, third, fourth = await api.ok("getUpdates")
    assert first["nieznane"] == {}
    assert second == {"update_id": 5, "message": 7}
    assert third["update_id"] == f"x{first['update_id'] + 2}"
    assert fourth == []


async def test_a_pushed_update_is_delivered_whatever_is_asked_for(api, control):
    await api.ok("getUpdates", allowed_updates=["message"])
    await control.post("/updates", update={"chat_member": {}})
    assert len(await api.ok("getUpdates")) == 1


async def test_a_duplicate_comes_again_though_confirmed(api, control, anna):
    update_id = (await control.post("/messages", **{"from": anna}, text="raz"))["update_ids"][0]
    assert len(await api.ok("getUpdates")) == 1
    assert await api.ok("getUpdates", offset=update_id + 1) == []
    assert await control.post("/updates/duplicate", times=2) == {"update_id": update_id}
    first, second = await api.ok("getUpdates", offset=update_id + 1)
    assert first == second
    assert first["message"]["text"] == "raz"
    assert await api.ok("getUpdates", offset=update_id + 1) == []


async def test_thousands_of_messages_are_queued_quickly(api, control):
    messages = [{"from": 2000 + number % 100, "text": f"pytanie {number}"} for number in range(2000)]
    began = time.monotonic()
    queued = await control.post("/bulk", messages=messages)
    assert time.monotonic() - began < 1
    assert queued["pending"] == 2000
    assert len(await api.ok("getUpdates")) == 100
    last = await api.ok("getUpdates", offset=-1)
    assert last[0]["message"]["text"] == "pytanie 1999"
    assert last[0]["message"]["from"]["first_name"] == "Osoba 2099"


async def test_the_log_tells_what_was_asked_and_answered(api, control, anna):
    since = (await control.get("/log"))["last"]
    await api.ok("sendMessage", chat_id=anna, text="a", reply_markup='{"inline_keyboard":[]}')
    await api.refused("sendMessage", chat_id=4040, text="b")
    await api.ok("getUpdates")
    log = await control.get("/log", since=since)
    good, bad = log["calls"]
    assert (good["method"], good["code"], good["chat"], good["message_id"]) == ("sendMessage", 200, anna, 1)
    assert good["params"]["reply_markup"] == {"inline_keyboard": []}
    assert (bad["code"], bad["description"]) == (400, "Bad Request: chat not found")
    assert log["last"] == since + 3
    assert good["t"] <= bad["t"]
    assert api.token not in json.dumps(log)
    assert len((await control.get("/log", since=since, method="getUpdates,sendMessage"))["calls"]) == 3
    assert len((await control.get("/log", since=since, code=400, chat=4040))["calls"]) == 1


async def test_waiting_for_messages_and_calls(api, control, anna):
    waiting = [
        asyncio.create_task(control.get("/wait", messages=1, chat=anna)),
        asyncio.create_task(control.get("/wait", calls=1, method="sendMessage", chat=anna)),
    ]
    await asyncio.sleep(0.1)
    await api.ok("sendMessage", chat_id=anna, text="a")
    messages, calls = await asyncio.gather(*waiting)
    assert messages["ok"]
    assert messages["messages"][0]["message"]["text"] == "a"
    assert calls["calls"][0]["params"]["text"] == "a"
    late = await control.get("/wait", messages=1, chat=anna, after=1, timeout=0.1)
    assert late["ok"] is False


async def test_idle_means_confirmed_and_quiet(api, control, anna):
    update_id = (await control.post("/messages", **{"from": anna}, text="a"))["update_ids"][0]
    assert (await control.get("/idle", quiet_ms=50, timeout=0.2)) == {
        "ok": False,
        "last": (await control.get("/log"))["last"],
        "pending": 1,
    }
    idle = asyncio.create_task(control.get("/idle", quiet_ms=200, timeout=3))
    began = time.monotonic()
    await api.ok("getUpdates", offset=update_id + 1)
    assert (await idle)["ok"]
    assert time.monotonic() - began > 0.15


async def test_deleting_by_people_is_told_to_nobody(api, control, anna):
    await control.post("/messages", **{"from": anna}, text="a")
    await control.post("/deletions", chat=anna, message_id=1)
    assert await control.texts(anna) == []
    assert len(await api.ok("getUpdates")) == 1


async def test_only_their_own_messages_are_edited_by_people(api, control, anna):
    await api.ok("sendMessage", chat_id=anna, text="a")
    assert "bot's message" in await control.refused("/edits", **{"from": anna}, message_id=1, text="b")
    assert "from: give a whole number" in await control.refused("/edits", chat=anna, message_id=1, text="b")


async def test_nobody_edits_what_somebody_else_wrote_or_what_is_gone(control, group):
    said = await control.post("/messages", **{"from": 1002}, chat=group, text="a")
    place = {"chat": group, "message_id": said["message"]["message_id"], "text": "b"}
    assert "did not write" in await control.refused("/edits", **{"from": 1001}, **place)
    await control.post("/edits", **{"from": 1002}, **place)
    await control.post("/deletions", chat=group, message_id=place["message_id"])
    assert "cannot be changed" in await control.refused("/edits", **{"from": 1002}, **place)


async def test_what_was_said_in_the_name_of_the_group_is_edited_by_an_administrator(control, group):
    said = await control.post("/messages", **{"from": 1001}, chat=group, text="a", anonymous=True)
    place = {"chat": group, "message_id": said["message"]["message_id"], "text": "b"}
    assert "did not write" in await control.refused("/edits", **{"from": 1002}, **place)
    assert (await control.post("/edits", **{"from": 1001}, **place))["message"]["text"] == "b"


async def test_reset_forgets_all_but_the_numbering_of_updates(api, control, anna):
    first = (await control.post("/messages", **{"from": anna}, text="a"))["update_ids"][0]
    await control.post("/faults", kind="500")
    await control.post("/reset")
    assert await control.get("/users") == []
    assert await control.get("/faults") == []
    assert await api.ok("getUpdates") == []
    await control.post("/users", id=anna)
    written = await control.post("/messages", **{"from": anna}, text="b")
    assert written["message"]["message_id"] == 1
    assert written["update_ids"][0] > first


async def test_reset_may_keep_what_bots_set(api, control, anna):
    await api.ok("setMyDescription", description="Opis")
    await control.post("/reset", keep_bots=True)
    assert (await control.get("/profile"))["description"] == "Opis"
    await control.post("/users", id=anna)
    await control.post("/messages", **{"from": anna}, text="a")
    assert len(await api.ok("getUpdates")) == 1


async def test_reset_ends_an_open_poll(api, control):
    poll = asyncio.create_task(api.ok("getUpdates", timeout=50))
    await control.until_polling()
    await control.post("/reset")
    assert await asyncio.wait_for(poll, PATIENCE_S) == []


async def test_the_event_stream_tells_of_every_change(client, control, anna):
    async with client.stream("GET", "/control/events") as stream:
        lines = stream.aiter_lines()
        assert (await anext(lines)).startswith("data: ")
        await anext(lines)
        await control.post("/messages", **{"from": anna}, text="a")
        assert (await asyncio.wait_for(anext(lines), 1)).startswith("data: ")


@pytest.fixture(scope="module")
def documentation(pytestconfig):
    return (pytestconfig.rootpath / "docs" / "sandbox.md").read_text()


@pytest.mark.parametrize(("method", "path"), [(method, path) for method, path, _ in ROUTES])
def test_every_route_is_documented(documentation, method, path):
    written = path.replace("{", "<").replace("}", ">")
    assert f"`{method} {written}" in documentation


@pytest.mark.parametrize("kind", FaultKind)
def test_every_fault_is_documented(documentation, kind):
    assert f"`{kind}`" in documentation


@pytest.mark.parametrize("method", [*METHODS, "getUpdates"])
def test_every_method_is_documented(documentation, method):
    assert f"`{method}`" in documentation
