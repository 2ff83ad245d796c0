"""Copying and forwarding."""

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


async def test_a_forward_names_its_author(bot, anna, group, question):
    sent = await bot.forward_message(group, anna, question["message_id"])
    assert sent.text == "Pytanie"
    assert sent.forward_origin.sender_user.first_name == "Anna"


async def test_a_copy_of_media_may_have_another_caption(bot, control, anna, group):
    photo = (await control.post("/messages", **{"from": anna}, photo=True, caption="stary"))["message"]
    await bot.copy_message(group, anna, photo["message_id"], caption="<i>nowy</i>", parse_mode="HTML")
    kept = (await control.get(f"/chats/{group}/messages"))[-1]["message"]
    assert kept["photo"] == photo["photo"]
    assert kept["caption"] == "nowy"


async def test_several_copies_keep_albums_together_and_skip_what_is_gone(bot, control, anna, group):
    album = (await control.post("/messages", **{"from": anna}, album=[{"photo": True}, {"photo": True}]))["messages"]
    ids = [message["message_id"] for message in album]
    copies = await bot.copy_messages(group, anna, [*ids, 77])
    assert len(copies) == 2
    kept = [item["message"] for item in (await control.get(f"/chats/{group}/messages"))[-2:]]
    assert kept[0]["media_group_id"] == kept[1]["media_group_id"] != album[0]["media_group_id"]


@pytest.mark.parametrize(
    ("method", "reason"),
    [("copyMessage", "message to copy not found"), ("forwardMessage", "message to forward not found")],
)
async def test_what_is_gone_cannot_be_copied(api, anna, group, method, reason):
    assert await api.refused(method, chat_id=group, from_chat_id=anna, message_id=77) == f"400 Bad Request: {reason}"


async def test_no_message_at_all_cannot_be_copied(api, anna, group):
    assert await api.refused("copyMessages", chat_id=group, from_chat_id=anna, message_ids=[77]) == (
        "400 Bad Request: there are no messages to forward"
    )


async def test_service_and_protected_messages_cannot_be_copied(api, control, anna, group):
    service = (await control.get(f"/chats/{group}/messages"))[0]["message"]
    assert "new_chat_members" in service
    assert await api.refused("copyMessage", chat_id=anna, from_chat_id=group, message_id=service["message_id"]) == (
        "400 Bad Request: the message can't be copied"
    )
    protected = await api.ok("sendMessage", chat_id=anna, text="a", protect_content=True)
    assert await api.refused(
        "forwardMessage", chat_id=group, from_chat_id=anna, message_id=protected["message_id"]
    ) == ("400 Bad Request: the message can't be forwarded")
