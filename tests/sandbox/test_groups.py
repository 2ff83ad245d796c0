"""Groups: who is told what, who sees what, members, leaving, the upgrade, pins, reactions."""

import time

import pytest
from telegram import ReactionTypeEmoji

from tests.sandbox.conftest import Control

ALL_KINDS = ["message", "edited_message", "my_chat_member", "chat_member", "message_reaction", "callback_query"]


@pytest.fixture
async def watched(api, group):
    """A group whose bot asks for every kind and has seen what happened so far."""
    updates = await api.ok("getUpdates", allowed_updates=ALL_KINDS)
    await api.ok("getUpdates", offset=updates[-1]["update_id"] + 1)
    return group


@pytest.fixture
def news(api):
    """Return the payloads of new updates by kind, and confirm them."""

    async def news():
        updates = await api.ok("getUpdates")
        if updates:
            await api.ok("getUpdates", offset=updates[-1]["update_id"] + 1)
        return [next((k, v) for k, v in update.items() if k != "update_id") for update in updates]

    return news


async def test_being_added_is_told_twice(bot, group):
    added, service = await bot.get_updates()
    change = added.my_chat_member
    assert change.old_chat_member.status == "left"
    assert change.new_chat_member.status == "administrator"
    assert change.new_chat_member.can_delete_messages is True
    assert change.from_user.first_name == "Anna"
    assert service.message.new_chat_members[0].username == "sandbox_bot"


async def test_members_coming_and_going_are_told_to_an_administrator(control, watched, news):
    await control.post("/users", id=1003, first_name="Ewa")
    await control.post(f"/chats/{watched}/members", user=1003, status="member", by=1001)
    (kind, change), (_, joined) = await news()
    assert kind == "chat_member"
    assert change["from"]["id"] == 1001
    assert change["new_chat_member"]["status"] == "member"
    assert joined["new_chat_members"][0]["first_name"] == "Ewa"
    await control.post(f"/chats/{watched}/members", user=1003, status="kicked", by=1001)
    (_, change), (_, gone) = await news()
    assert change["new_chat_member"] == {"user": gone["left_chat_member"], "status": "kicked", "until_date": 0}


async def test_a_plain_member_bot_does_not_learn_of_members(control, watched, news):
    await control.post(f"/chats/{watched}/members", status="member")
    assert [kind for kind, _ in await news()] == ["my_chat_member"]
    await control.post(f"/chats/{watched}/members", user=1002, status="administrator", by=1001)
    assert await news() == []
    await control.post(f"/chats/{watched}/members", user=1002, status="left")
    ((kind, message),) = await news()
    assert kind == "message"
    assert message["left_chat_member"]["id"] == 1002


@pytest.mark.parametrize(
    ("text", "is_seen"),
    [
        ("zwykła rozmowa", False),
        ("/otwarte", True),
        ("/otwarte@sandbox_bot", True),
        ("/otwarte@inny_bot", False),
        ("hej @Sandbox_Bot", True),
        ("hej @ktos", False),
    ],
)
async def test_privacy_mode_shows_a_member_bot_what_concerns_it(control, watched, news, text, is_seen):
    await control.post(f"/chats/{watched}/members", status="member")
    await news()
    await control.post("/messages", **{"from": 1002}, chat=watched, text=text)
    assert bool(await news()) is is_seen


async def test_privacy_mode_shows_replies_to_the_bot(api, control, watched, news):
    await control.post(f"/chats/{watched}/members", status="member")
    card = (await api.ok("sendMessage", chat_id=watched, text="karta"))["message_id"]
    await news()
    await control.post("/messages", **{"from": 1002}, chat=watched, text="odpowiedź", reply_to=card)
    ((_, message),) = await news()
    assert message["reply_to_message"]["text"] == "karta"
    assert message["chat"] == {"id": watched, "title": "Zespół", "type": "supergroup"}


@pytest.mark.parametrize("how", ["administrator", "privacy off"])
async def test_everything_is_shown_to_an_administrator_or_without_privacy(api, control, watched, news, how):
    if how == "privacy off":
        await control.post("/bots", token=api.token, can_read_all_group_messages=True)
        await control.post(f"/chats/{watched}/members", status="member")
        await news()
    await control.post("/messages", **{"from": 1002}, chat=watched, text="rozmowa")
    ((_, message),) = await news()
    assert message["text"] == "rozmowa"


async def test_an_anonymous_administrator_writes_as_the_group(control, watched, news):
    await control.post(f"/chats/{watched}/members", user=1001, status="administrator", anonymous=True)
    await news()
    await control.post("/messages", **{"from": 1001}, chat=watched, text="anonimowo")
    ((_, message),) = await news()
    assert message["sender_chat"]["id"] == watched
    assert message["from"]["username"] == "GroupAnonymousBot"


async def test_someone_who_is_not_a_member_cannot_write(control, group):
    await control.post("/users", id=1009)
    assert "not a member" in await control.refused("/messages", **{"from": 1009}, chat=group, text="a")


@pytest.mark.parametrize(
    ("place", "refusal"),
    [
        ("supergroup kicked", "403 Forbidden: bot was kicked from the supergroup chat"),
        ("supergroup left", "403 Forbidden: bot is not a member of the supergroup chat"),
        ("group kicked", "403 Forbidden: bot was kicked from the group chat"),
        ("group left", "403 Forbidden: bot is not a member of the group chat"),
        ("supergroup restricted", "400 Bad Request: not enough rights to send text messages to the chat"),
    ],
)
async def test_a_bot_that_may_not_write_is_refused(api, control, anna, place, refusal):
    kind, status = place.split()
    made = await control.post("/groups", kind=kind, owner=anna, bot_status="member")
    await control.post(f"/chats/{made['chat']['id']}/members", status=status)
    assert await api.refused("sendMessage", chat_id=made["chat"]["id"], text="a") == refusal


async def test_a_group_the_bot_never_was_in_is_not_found(api, control, anna):
    made = await control.post("/groups", owner=anna)
    assert await api.refused("sendMessage", chat_id=made["chat"]["id"], text="a") == "400 Bad Request: chat not found"


async def test_a_public_group_is_found_by_name(api, control, anna):
    await control.post("/groups", kind="supergroup", username="woes_test", owner=anna, bot_status="member")
    sent = await api.ok("sendMessage", chat_id="@WOES_test", text="a")
    assert sent["chat"]["username"] == "woes_test"


async def test_an_upgraded_group_says_where_it_went(api, control, anna):
    old = (await control.post("/groups", owner=anna, bot_status="administrator"))["chat"]["id"]
    new = (await control.post(f"/chats/{old}/migrate"))["chat"]["id"]
    response = (await api.call("sendMessage", chat_id=old, text="a")).json()
    assert response["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert response["parameters"] == {"migrate_to_chat_id": new}
    messages = [update["message"] for update in (await api.ok("getUpdates"))[-2:]]
    assert messages[0]["migrate_to_chat_id"] == new
    assert messages[1]["migrate_from_chat_id"] == old
    assert (await api.ok("sendMessage", chat_id=new, text="a"))["message_id"] == 2


async def test_members_are_asked_for(bot, control, group):
    owner = await bot.get_chat_member(group, 1001)
    assert owner.status == "creator"
    assert (await bot.get_chat_member(group, bot.id)).status == "administrator"
    await control.post(f"/chats/{group}/members", user=1002, status="restricted")
    assert (await bot.get_chat_member(group, 1002)).can_send_messages is False
    await control.post("/users", id=1004)
    assert (await bot.get_chat_member(group, 1004)).status == "left"


@pytest.mark.parametrize(
    ("method", "parameters", "reason"),
    [
        ("getChatMember", {"user_id": 4040}, "user not found"),
        ("getChatMember", {}, "invalid user_id specified"),
        ("leaveChat", {"chat_id": 1001}, "chat member status can't be changed in private chats"),
        ("pinChatMessage", {"message_id": 77}, "message to pin not found"),
        ("unpinChatMessage", {}, "message to unpin not found"),
        ("setMessageReaction", {"message_id": 77, "reaction": []}, "message to react not found"),
        ("setMessageReaction", {"message_id": 1, "reaction": "x"}, "can't parse reaction types JSON object"),
        ("setMessageReaction", {"message_id": 1, "reaction": "{}"}, "expected an Array of ReactionType"),
        ("setMessageReaction", {"message_id": 1, "reaction": [1]}, "can't parse ReactionType: expected an Object"),
        (
            "setMessageReaction",
            {"message_id": 1, "reaction": [{"type": "x"}]},
            "can't parse ReactionType: invalid reaction type specified",
        ),
        (
            "setMessageReaction",
            {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "🦖"}]},
            "REACTION_INVALID",
        ),
        (
            "setMessageReaction",
            {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "👌"}, {"type": "emoji", "emoji": "✍"}]},
            "REACTIONS_TOO_MANY",
        ),
    ],
)
async def test_wrong_questions_are_refused(api, group, method, parameters, reason):
    assert await api.refused(method, **({"chat_id": group} | parameters)) == f"400 Bad Request: {reason}"


async def test_leaving(bot, control, watched, news):
    assert await bot.leave_chat(watched) is True
    ((kind, change),) = await news()
    assert kind == "my_chat_member"
    assert change["new_chat_member"]["status"] == "left"


async def pinned(control: Control, chat: int) -> list[str]:
    return [one["message"].get("text") for one in await control.get(f"/chats/{chat}/messages") if one["pinned"]]


async def test_pins_are_written_into_the_chat_and_taken_back(bot, control, watched, news):
    message = await bot.send_message(watched, "ważne")
    await bot.pin_chat_message(watched, message.message_id)
    ((_, notice),) = await news()
    assert notice["pinned_message"]["text"] == "ważne"
    assert await pinned(control, watched) == ["ważne"]
    await bot.unpin_chat_message(watched)
    assert await pinned(control, watched) == []


async def test_pinning_needs_the_right(api, control, group):
    message = (await api.ok("sendMessage", chat_id=group, text="a"))["message_id"]
    await control.post(f"/chats/{group}/members", status="administrator", rights={"can_pin_messages": False})
    assert await api.refused("pinChatMessage", chat_id=group, message_id=message) == (
        "400 Bad Request: not enough rights to manage pinned messages in the chat"
    )


async def test_a_member_bot_deletes_only_its_own(api, control, group):
    await control.post(f"/chats/{group}/members", status="member")
    own = (await api.ok("sendMessage", chat_id=group, text="a"))["message_id"]
    theirs = (await control.post("/messages", **{"from": 1002}, chat=group, text="b"))["message"]["message_id"]
    await api.ok("deleteMessage", chat_id=group, message_id=own)
    assert await api.refused("deleteMessage", chat_id=group, message_id=theirs) == (
        "400 Bad Request: message can't be deleted"
    )


async def test_not_even_an_administrator_deletes_what_is_older_than_two_days(api, control, group):
    old = int(time.time()) - 48 * 3600 - 5
    theirs = (await control.post("/messages", **{"from": 1002}, chat=group, text="b", date=old))["message"]
    assert await api.refused("deleteMessage", chat_id=group, message_id=theirs["message_id"]) == (
        "400 Bad Request: message can't be deleted"
    )


@pytest.mark.parametrize("emoji", ["👌", "✍", "❤️", "🤷‍♂️"])
async def test_the_bot_reacts(bot, control, watched, emoji):
    message = (await control.post("/messages", **{"from": 1002}, chat=watched, text="a"))["message"]["message_id"]
    await bot.set_message_reaction(watched, message, ReactionTypeEmoji(emoji))
    kept = (await control.get(f"/chats/{watched}/messages"))[-1]
    assert kept["reactions"] == [{"user_id": bot.id, "reaction": [{"type": "emoji", "emoji": emoji}]}]
    await bot.set_message_reaction(watched, message, None)
    assert (await control.get(f"/chats/{watched}/messages"))[-1]["reactions"] == []


async def test_a_group_may_allow_few_reactions(api, control, group):
    await control.post(f"/chats/{group}", reactions=["👍"])
    reaction = [{"type": "emoji", "emoji": "👌"}]
    assert await api.refused("setMessageReaction", chat_id=group, message_id=1, reaction=reaction) == (
        "400 Bad Request: REACTION_INVALID"
    )
    await api.ok("setMessageReaction", chat_id=group, message_id=1, reaction=[{"type": "emoji", "emoji": "👍"}])


async def test_reactions_of_people_reach_an_administrator(control, watched, news):
    await control.post("/messages", **{"from": 1002}, chat=watched, text="a")
    await news()
    await control.post("/reactions", **{"from": 1001}, chat=watched, message_id=1, emoji="👍")
    ((kind, reaction),) = await news()
    assert kind == "message_reaction"
    assert reaction["user"]["id"] == 1001
    await control.post(f"/chats/{watched}/members", status="member")
    await news()
    await control.post("/reactions", **{"from": 1001}, chat=watched, message_id=1)
    assert await news() == []
