"""Forum topics: their life, and what is refused about them."""

import pytest


@pytest.fixture
async def forum(control, anna):
    made = await control.post("/groups", title="Forum", kind="forum", owner=anna, bot_status="administrator")
    return made["chat"]["id"]


async def test_a_topic_is_opened_and_written_in(bot, forum):
    topic = await bot.create_forum_topic(forum, "Nr 5: Konin")
    sent = await bot.send_message(forum, "karta", message_thread_id=topic.message_thread_id)
    assert sent.is_topic_message is True
    assert sent.message_thread_id == topic.message_thread_id
    created = (await bot.get_updates())[-1].message
    assert created.forum_topic_created.name == "Nr 5: Konin"
    assert created.message_id == topic.message_thread_id


async def test_a_reply_stays_in_its_topic(bot, control, anna, forum):
    topic = await bot.create_forum_topic(forum, "Nr 5")
    card = await bot.send_message(forum, "karta", message_thread_id=topic.message_thread_id)
    written = await control.post("/messages", **{"from": anna}, chat=forum, text="a", reply_to=card.message_id)
    assert written["message"]["message_thread_id"] == topic.message_thread_id


async def test_what_people_say_in_a_topic_quotes_the_message_that_made_it(bot, control, anna, forum):
    topic = await bot.create_forum_topic(forum, "Nr 5")
    place = {"chat": forum, "message_thread_id": topic.message_thread_id}
    said = (await control.post("/messages", **{"from": anna}, **place, text="a"))["message"]
    assert said["reply_to_message"]["forum_topic_created"]["name"] == "Nr 5"
    assert said["reply_to_message"]["message_id"] == topic.message_thread_id


async def test_closing_and_renaming_are_said_in_the_topic(bot, control, forum):
    topic = (await bot.create_forum_topic(forum, "Nr 5")).message_thread_id
    await bot.edit_forum_topic(forum, topic, name="Nr 5: zamknięte")
    await bot.close_forum_topic(forum, topic)
    await bot.reopen_forum_topic(forum, topic)
    messages = [item["message"] for item in await control.get(f"/chats/{forum}/messages")]
    assert messages[-3]["forum_topic_edited"] == {"name": "Nr 5: zamknięte"}
    assert "forum_topic_closed" in messages[-2]
    assert "forum_topic_reopened" in messages[-1]
    assert messages[-1]["message_thread_id"] == topic


async def test_a_topic_is_deleted_with_its_messages(bot, control, api, forum):
    topic = (await bot.create_forum_topic(forum, "Nr 5")).message_thread_id
    await bot.send_message(forum, "karta", message_thread_id=topic)
    await bot.delete_forum_topic(forum, topic)
    assert "karta" not in await control.texts(forum)
    assert await api.refused("sendMessage", chat_id=forum, text="a", message_thread_id=topic) == (
        "400 Bad Request: message thread not found"
    )
    assert await api.refused("closeForumTopic", chat_id=forum, message_thread_id=topic) == (
        "400 Bad Request: TOPIC_ID_INVALID"
    )


async def test_a_topic_deleted_by_people_may_be_refused_in_the_other_words(api, control, anna, forum):
    topic = (await control.post(f"/chats/{forum}/topics", **{"from": anna}, name="Nr 5"))["message_thread_id"]
    await control.post(f"/chats/{forum}/topics/{topic}", deleted=True, refusal="TOPIC_DELETED")
    assert await api.refused("sendMessage", chat_id=forum, text="a", message_thread_id=topic) == (
        "400 Bad Request: TOPIC_DELETED"
    )


async def test_a_closed_topic_is_closed_to_a_bot_without_the_right(api, control, anna, forum):
    topic = (await control.post(f"/chats/{forum}/topics", **{"from": anna}, name="Nr 5"))["message_thread_id"]
    await control.post(f"/chats/{forum}/topics/{topic}", closed=True)
    await api.ok("sendMessage", chat_id=forum, text="a", message_thread_id=topic)
    await control.post(f"/chats/{forum}/members", status="member")
    assert await api.refused("sendMessage", chat_id=forum, text="a", message_thread_id=topic) == (
        "400 Bad Request: TOPIC_CLOSED"
    )


@pytest.mark.parametrize(
    ("method", "parameters", "reason"),
    [
        ("sendMessage", {"text": "a", "message_thread_id": 999}, "message thread not found"),
        ("sendMessage", {"text": "a", "message_thread_id": 1}, "message thread not found"),
        ("createForumTopic", {"name": " "}, "name must be non-empty"),
        ("createForumTopic", {"name": "a", "icon_color": 5}, "TOPIC_ICON_COLOR_INVALID"),
        ("editForumTopic", {"name": "a"}, "invalid forum topic identifier specified"),
        ("editForumTopic", {"name": "a", "message_thread_id": 999}, "TOPIC_ID_INVALID"),
        ("reopenForumTopic", {"message_thread_id": 999}, "TOPIC_ID_INVALID"),
    ],
)
async def test_wrong_topics_are_refused(api, forum, method, parameters, reason):
    assert await api.refused(method, chat_id=forum, **parameters) == f"400 Bad Request: {reason}"


async def test_a_change_that_changes_nothing_is_refused(api, forum):
    topic = (await api.ok("createForumTopic", chat_id=forum, name="Nr 5"))["message_thread_id"]
    place = {"chat_id": forum, "message_thread_id": topic}
    assert await api.refused("reopenForumTopic", **place) == "400 Bad Request: TOPIC_NOT_MODIFIED"
    assert await api.refused("editForumTopic", **place, name="Nr 5") == "400 Bad Request: TOPIC_NOT_MODIFIED"
    assert await api.ok("editForumTopic", **place) is True


async def test_rights_are_needed(api, control, anna, forum):
    topic = (await control.post(f"/chats/{forum}/topics", **{"from": anna}, name="Nr 5"))["message_thread_id"]
    await control.post(f"/chats/{forum}/members", status="member")
    refused = {
        "createForumTopic": "not enough rights to create a topic",
        "editForumTopic": "not enough rights to edit the topic",
        "closeForumTopic": "not enough rights to close or open the topic",
        "deleteForumTopic": "not enough rights to delete the topic",
    }
    said = {method: await api.refused(method, chat_id=forum, name="a", message_thread_id=topic) for method in refused}
    assert said == {method: f"400 Bad Request: {reason}" for method, reason in refused.items()}


async def test_a_group_without_topics_is_no_forum(api, control, forum):
    await control.post(f"/chats/{forum}", is_forum=False)
    assert await api.refused("createForumTopic", chat_id=forum, name="a") == (
        "400 Bad Request: the chat is not a forum"
    )
    sent = await api.ok("sendMessage", chat_id=forum, text="a", message_thread_id=5)
    assert "message_thread_id" not in sent


async def test_the_message_that_opens_a_topic_cannot_be_deleted(api, forum):
    topic = (await api.ok("createForumTopic", chat_id=forum, name="Nr 5"))["message_thread_id"]
    assert await api.refused("deleteMessage", chat_id=forum, message_id=topic) == (
        "400 Bad Request: message can't be deleted"
    )
