"""Rows of the outbox against the local server: what it takes, and that its refusals are those that the bot knows."""

from typing import Any

import pytest

from bot.outcomes import (
    NOWHERE,
    SOURCE_GONE,
    Gone,
    Migrated,
    NotSent,
    Outcome,
    Place,
    Sent,
    Threadless,
    TooLong,
    Uneditable,
    Unformatted,
    Unreactable,
)
from bot.store.outgoing import (
    AlbumItem,
    CopyMessage,
    CreateTopic,
    Delete,
    EditCaption,
    EditText,
    SendAlbum,
    SendText,
    SetCommands,
    SetReaction,
    document,
)
from bot.telegram.sending import send
from tests.sandbox.conftest import Control


@pytest.fixture
async def forum(control, anna):
    made = await control.post("/groups", title="Forum", kind="forum", owner=anna, bot_status="administrator")
    return made["chat"]["id"]


@pytest.fixture
async def photo(control, anna):
    """Give a photo that Anna has sent: its message id and file id."""
    message = (await control.post("/messages", **{"from": anna}, photo=True, caption="old"))["message"]
    return message["message_id"], message["photo"][-1]["file_id"]


def ids(outcome: Outcome) -> tuple[int, ...]:
    assert isinstance(outcome, Sent)
    return outcome.message_ids


async def last(control: Control, chat: int) -> Any:
    return (await control.get(f"/chats/{chat}/messages"))[-1]


async def test_a_copy_quotes_the_card_and_names_nobody(bot, control, group, anna, photo):
    card = ids(await send(bot, SendText(group, "card"), NOWHERE))[0]
    outcome = await send(bot, CopyMessage(group, anna, photo[0], "<b>nr 1</b>"), Place(quotes=card))
    copy = (await last(control, group))["message"]
    assert outcome == Sent((copy["message_id"],))
    assert (copy["caption"], copy["reply_to_message"]["message_id"]) == ("nr 1", card)
    assert "forward_origin" not in copy
    assert copy["from"]["is_bot"]


async def test_an_album_is_one_album_with_its_caption(bot, control, group, photo):
    items = (AlbumItem("photo", photo[1], "a", "<b>both</b>"), AlbumItem("photo", photo[1], "b"))
    outcome = await send(bot, SendAlbum(group, items), NOWHERE)
    one, other = (await control.get(f"/chats/{group}/messages"))[-2:]
    assert outcome == Sent((one["message"]["message_id"], other["message"]["message_id"]))
    assert one["message"]["media_group_id"] == other["message"]["media_group_id"]
    assert one["message"]["caption"] == "both"


async def test_a_mark_a_caption_a_file_and_a_deletion_are_done(bot, control, group, anna, photo):
    [copy] = ids(await send(bot, CopyMessage(group, anna, photo[0]), NOWHERE))
    assert await send(bot, SetReaction(group, copy, "✍", "x"), NOWHERE) == Sent()
    assert await send(bot, EditCaption(group, "x", "<i>new</i>"), Place(target=copy)) == Sent()
    shown = await last(control, group)
    assert (shown["message"]["caption"], shown["reactions"][0]["reaction"][0]["emoji"]) == ("new", "✍")
    assert await send(bot, Delete(group, "x"), Place(target=copy)) == Sent()
    assert (await last(control, group))["deleted"]
    assert len(ids(await send(bot, document(anna, "dane.txt", b"x", "caption"), NOWHERE))) == 1
    assert await send(bot, SetCommands(group, (("otwarte", "x"),)), NOWHERE) == Sent()


async def test_a_topic_is_made_and_written_in(bot, control, forum):
    [thread] = ids(await send(bot, CreateTopic(forum, "Nr 1"), NOWHERE))
    await send(bot, SendText(forum, "x", topic="topic:1"), Place(thread_id=thread))
    assert (await last(control, forum))["message"]["message_thread_id"] == thread


@pytest.mark.parametrize("refusal", ["message thread not found", "TOPIC_DELETED"])
async def test_a_deleted_topic_is_known_by_either_refusal(bot, control, forum, anna, refusal):
    topic = (await control.post(f"/chats/{forum}/topics", **{"from": anna}, name="Nr 5"))["message_thread_id"]
    await control.post(f"/chats/{forum}/topics/{topic}", deleted=True, refusal=refusal)
    assert await send(bot, SendText(forum, "x"), Place(thread_id=topic)) == Threadless(is_gone=True)


async def test_a_closed_topic_is_known(bot, control, forum, anna):
    topic = (await control.post(f"/chats/{forum}/topics", **{"from": anna}, name="Nr 5"))["message_thread_id"]
    await control.post(f"/chats/{forum}/topics/{topic}", closed=True)
    await control.post(f"/chats/{forum}/members", status="member")
    assert await send(bot, SendText(forum, "x"), Place(thread_id=topic)) == Threadless(is_gone=False)


async def test_a_topic_that_may_not_be_made_is_none(bot, control, forum, group):
    await control.post(f"/chats/{forum}/members", status="member")
    assert await send(bot, CreateTopic(forum, "Nr 1"), NOWHERE) == Sent()
    assert await send(bot, CreateTopic(group, "Nr 1"), NOWHERE) == Sent()


async def test_reactions_that_the_group_does_not_allow_are_known(bot, control, group):
    said = (await control.post("/messages", **{"from": 1001}, chat=group, text="x"))["message"]["message_id"]
    await control.post(f"/chats/{group}", reactions=["👍"])
    assert await send(bot, SetReaction(group, said, "👌", "x"), NOWHERE) == Unreactable()
    await control.post("/deletions", chat=group, message_id=said)
    assert await send(bot, SetReaction(group, said, "👍", "x"), NOWHERE) == Sent()


async def test_a_message_deleted_before_it_was_copied_is_known(bot, control, group, anna, photo):
    await control.post("/deletions", chat=anna, message_id=photo[0])
    assert await send(bot, CopyMessage(group, anna, photo[0]), NOWHERE) == NotSent(SOURCE_GONE)


async def test_a_quote_that_is_gone_is_left_out(bot, control, group):
    assert isinstance(await send(bot, SendText(group, "x"), Place(quotes=777)), Sent)
    assert "reply_to_message" not in (await last(control, group))["message"]


async def test_what_is_gone_cannot_be_changed_and_a_text_has_no_caption(bot, group):
    assert await send(bot, EditText(group, "x", "y"), Place(target=777)) == Uneditable()
    assert await send(bot, Delete(group, "x"), Place(target=777)) == Sent()
    [text] = ids(await send(bot, SendText(group, "x"), NOWHERE))
    assert await send(bot, EditCaption(group, "x", "y"), Place(target=text)) == Uneditable()


async def test_what_is_too_long_or_not_well_formed_is_known(bot, group, anna, photo):
    assert await send(bot, SendText(group, "x" * 4097), NOWHERE) == TooLong()
    assert await send(bot, CopyMessage(group, anna, photo[0], "x" * 1025), NOWHERE) == TooLong()
    assert await send(bot, CopyMessage(group, anna, photo[0], "<b>x"), NOWHERE) == Unformatted()


async def test_a_copy_to_somebody_who_has_blocked_the_bot_is_known(bot, control, group, anna):
    said = (await control.post("/messages", **{"from": 1002}, chat=group, text="x"))["message"]["message_id"]
    await control.post("/blocks", user=anna)
    assert isinstance(await send(bot, CopyMessage(anna, group, said), NOWHERE), Gone)


async def test_a_copy_out_of_a_group_that_threw_the_bot_out_is_no_block(bot, control, group, anna):
    said = (await control.post("/messages", **{"from": 1002}, chat=group, text="x"))["message"]["message_id"]
    await control.post(f"/chats/{group}/members", status="kicked")
    assert await send(bot, CopyMessage(anna, group, said), NOWHERE) == NotSent(SOURCE_GONE)


async def test_a_group_that_moved_says_where(bot, control, anna):
    made = await control.post("/groups", title="Zespół", owner=anna, bot_status="member")
    old = made["chat"]["id"]
    moved = (await control.post(f"/chats/{old}/migrate"))["chat"]["id"]
    assert await send(bot, SendText(old, "x"), NOWHERE) == Migrated(moved)
