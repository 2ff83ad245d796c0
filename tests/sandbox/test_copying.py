"""Copying."""

import pytest


@pytest.fixture
async def question(control, anna):
    return (await control.post("/messages", **{"from": anna}, text="<b>Pytanie</b>", parse_mode="HTML"))["message"]


async def test_a_copy_says_the_same_without_its_author(bot, control, anna, group, question):
    copy = await bot.copy_message(group, anna, question["message_id"])
    kept = (await control.get(f"/chats/{group}/messages"))[-1]["message"]
    assert kept["message_id"] == copy.message_id
    assert kept["text"] == "Pytanie"
    assert kept["entities"] == question["entities"]
    assert kept["from"]["is_bot"]
    assert "forward_origin" not in kept


async def test_a_copy_of_media_may_have_another_caption(bot, control, anna, group):
    photo = (await control.post("/messages", **{"from": anna}, photo=True, caption="stary"))["message"]
    await bot.copy_message(group, anna, photo["message_id"], caption="<i>nowy</i>", parse_mode="HTML")
    kept = (await control.get(f"/chats/{group}/messages"))[-1]["message"]
    assert kept["photo"] == photo["photo"]
    assert kept["caption"] == "nowy"


async def test_what_is_gone_cannot_be_copied(api, anna, group):
    assert await api.refused("copyMessage", chat_id=group, from_chat_id=anna, message_id=77) == (
        "400 Bad Request: message to copy not found"
    )


async def test_a_copy_says_what_of(api, anna, group):
    assert await api.refused("copyMessage", chat_id=group, message_id=1) == (
        '400 Bad Request: parameter "from_chat_id" is required'
    )
    assert await api.refused("copyMessage", chat_id=group, from_chat_id=anna) == (
        "400 Bad Request: message identifier is not specified"
    )


async def test_service_and_protected_messages_cannot_be_copied(api, control, anna, group):
    service = (await control.get(f"/chats/{group}/messages"))[0]["message"]
    assert "new_chat_members" in service
    protected = await api.ok("sendMessage", chat_id=anna, text="a", protect_content=True)
    for from_chat, message in ((group, service), (anna, protected)):
        refused = await api.refused(
            "copyMessage", chat_id=anna, from_chat_id=from_chat, message_id=message["message_id"]
        )
        assert refused == "400 Bad Request: the message can't be copied"
