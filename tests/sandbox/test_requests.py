"""Tokens, method names and the four ways to give parameters."""

import json

import pytest

from bot.sandbox.botapi import LARGEST_REQUEST

TOKEN = "123456789:" + "a" * 35


async def test_any_token_of_the_right_shape_is_a_bot_with_its_id(bot, api):
    assert bot.id == 123456789
    api.token = "77:" + "Zz_-9" * 7
    assert (await api.ok("getMe"))["id"] == 77


@pytest.mark.parametrize("token", ["123", "123:short", "abc:" + "a" * 35, "1:" + "a" * 34 + "!"])
async def test_a_token_of_another_shape_is_unauthorized(api, token):
    api.token = token
    assert await api.refused("getMe") == "401 Unauthorized"


async def test_a_token_declared_wrong_is_unauthorized(api, control):
    await control.post("/bots", token=TOKEN, wrong=True)
    assert await api.refused("getMe") == "401 Unauthorized"
    await control.post("/bots", token=TOKEN)
    assert (await api.ok("getMe"))["is_bot"] is True


async def test_an_unknown_method_is_not_found(api):
    assert await api.refused("sendNothing") == "404 Not Found"


async def test_method_names_do_not_depend_on_case(api):
    assert (await api.ok("GETME"))["username"] == "sandbox_bot"


@pytest.mark.parametrize("style", ["query", "form", "json", "json with numbers", "multipart"])
async def test_parameters_may_be_given_in_any_way(client, control, anna, style):
    url = f"/bot{TOKEN}/sendMessage"
    values = {
        "chat_id": "1001",
        "text": "zażółć & <b>gęślą</b> +",
        "parse_mode": "HTML",
        "reply_markup": json.dumps({"inline_keyboard": [[{"text": "T", "callback_data": "t"}]]}),
        "unknown_field": "ignored",
    }
    match style:
        case "query":
            response = await client.get(url, params=values)
        case "form":
            response = await client.post(url, data=values)
        case "json":
            response = await client.post(url, json=values)
        case "json with numbers":
            nested = {"inline_keyboard": [[{"text": "T", "callback_data": "t"}]]}
            response = await client.post(url, json=values | {"chat_id": 1001, "reply_markup": nested})
        case _:
            response = await client.post(url, data=values, files={"x": ("x.txt", b"x")})
    message = response.json()["result"]
    assert message["text"] == "zażółć & gęślą +"
    assert message["entities"] == [{"offset": 9, "length": 5, "type": "bold"}]
    assert message["reply_markup"]["inline_keyboard"] == [[{"text": "T", "callback_data": "t"}]]


@pytest.mark.parametrize(
    ("kind", "content", "refusal"),
    [
        ("application/json", b"{", "Bad Request: can't parse JSON object"),
        ("application/json", b"[]", "Bad Request: object expected"),
        ("multipart/form-data", b"x", "Bad Request: boundary is not specified"),
        ("text/plain", b"x" * (LARGEST_REQUEST + 1), "Request Entity Too Large"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(client, control, kind, content, refusal):
    response = await client.post(f"/bot{TOKEN}/getMe", content=content, headers={"content-type": kind})
    assert response.json()["description"] == refusal


async def test_a_second_bot_has_its_own_people_and_updates(api, control, anna):
    await api.ok("sendMessage", chat_id=anna, text="od pierwszego")
    api.token = "88:" + "b" * 35
    assert await api.refused("sendMessage", chat_id=anna, text="a") == (
        "403 Forbidden: bot can't initiate conversation with a user"
    )
    await control.post("/messages", **{"from": anna}, text="do drugiego", bot=88)
    assert len(await api.ok("getUpdates")) == 1
    api.token = TOKEN
    assert await api.ok("getUpdates") == []


async def test_people_may_write_and_invite_before_the_bot_ever_calls(api, control):
    await control.post("/users", id=1001)
    await control.post("/messages", **{"from": 1001}, text="/start")
    await control.post("/groups", title="G", owner=1001, bot_status="member")
    api.token = "4321:" + "c" * 35
    first, second, third = await api.ok("getUpdates")
    assert first["message"]["text"] == "/start"
    assert second["my_chat_member"]["new_chat_member"]["user"]["id"] == 4321
    assert third["message"]["new_chat_members"][0]["id"] == 4321
