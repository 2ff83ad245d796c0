"""editMessageMedia: what stands in the place of a file or a text, and what Telegram refuses to replace."""

from typing import TYPE_CHECKING, Any

import pytest
from telegram import InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from bot.domain.emptying import Way
from bot.outcomes import Place, Sent, Uneditable
from bot.store.outgoing import Empty
from bot.telegram.sending import send
from tests.sandbox.table import PNG

if TYPE_CHECKING:
    from tests.sandbox.conftest import Control

FILE = InputMediaDocument(b"emptied", "why", filename="emptied.txt")


def emptying(chat_id: int, way: Way) -> Empty:
    return Empty(chat_id, "x", (way,), "<b>why</b>", "by hand", "emptied.txt")


async def shown(control: "Control", chat_id: int, message_id: int) -> Any:
    found = await control.get(f"/chats/{chat_id}/messages")
    return next(one["message"] for one in found if one["message"]["message_id"] == message_id)


@pytest.mark.parametrize("kind", ["photo", "document", "video", "audio", "animation"])
async def test_a_file_takes_the_place_of_a_file(bot, control, group, kind):
    sent = await getattr(bot, f"send_{kind}")(group, PNG, caption="Anna Przykład")
    await bot.edit_message_media(FILE, group, sent.message_id)
    now = await shown(control, group, sent.message_id)
    assert (now["document"]["file_name"], now["caption"]) == ("emptied.txt", "why")
    assert kind == "document" or kind not in now


async def test_a_file_takes_the_place_of_a_text(bot, control, group):
    sent = await bot.send_message(group, "Anna <b>Przykład</b>", parse_mode="HTML")
    await bot.edit_message_media(FILE, group, sent.message_id)
    now = await shown(control, group, sent.message_id)
    assert now["document"]["file_name"] == "emptied.txt"
    assert now.keys().isdisjoint({"text", "entities"})


@pytest.mark.parametrize("kind", ["voice", "video_note", "sticker"])
async def test_what_has_no_replacement_is_refused(bot, group, kind):
    sent = await getattr(bot, f"send_{kind}")(group, b"OggS")
    with pytest.raises(BadRequest, match="Message media can't be edited"):
        await bot.edit_message_media(FILE, group, sent.message_id)
    assert await send(bot, emptying(group, Way.DOCUMENT), Place(target=sent.message_id)) == Uneditable()


async def test_an_album_of_pictures_takes_a_picture_and_no_document(bot, control, group):
    [first, _] = await bot.send_media_group(group, [InputMediaPhoto(PNG), InputMediaPhoto(PNG)])
    with pytest.raises(BadRequest, match="Can't change media type in the album"):
        await bot.edit_message_media(FILE, group, first.message_id)
    assert await send(bot, emptying(group, Way.PHOTO), Place(target=first.message_id)) == Sent()
    now = await shown(control, group, first.message_id)
    assert (now["caption"], now["media_group_id"]) == ("why", first.media_group_id)


async def test_a_text_is_emptied_by_another_text(bot, control, group):
    sent = await bot.send_message(group, "Anna Przykład")
    for _ in range(2):
        assert await send(bot, emptying(group, Way.TEXT), Place(target=sent.message_id)) == Sent()
    assert (await shown(control, group, sent.message_id))["text"] == "why"


async def test_what_is_there_no_more_is_empty(bot, group):
    sent = await bot.send_message(group, "Anna Przykład")
    assert await send(bot, emptying(group, Way.DELETE), Place(target=sent.message_id)) == Sent()
    for way in Way:
        assert await send(bot, emptying(group, way), Place(target=sent.message_id)) == Sent()
