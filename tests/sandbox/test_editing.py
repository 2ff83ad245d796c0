"""Editing and deleting: what changes, and every refusal with its text."""

import time

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

NOT_MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Dalej", callback_data="d")]])


@pytest.fixture
async def card(bot, anna):
    return await bot.send_message(anna, "karta", reply_markup=KEYBOARD)


async def test_text_and_keyboard_are_replaced(bot, control, anna, card):
    edited = await bot.edit_message_text("<i>nowa</i>", anna, card.message_id, parse_mode="HTML", reply_markup=KEYBOARD)
    assert edited.text == "nowa"
    assert edited.edit_date is not None
    (kept,) = await control.get(f"/chats/{anna}/messages")
    assert kept["edits"] == 1
    assert kept["message"]["entities"][0]["type"] == "italic"


async def test_an_edit_without_a_keyboard_removes_it(bot, anna, card):
    edited = await bot.edit_message_text("nowa", anna, card.message_id)
    assert edited.reply_markup is None


async def test_an_edit_that_changes_nothing_is_refused(api, anna, card):
    same = {"chat_id": anna, "message_id": card.message_id, "reply_markup": KEYBOARD.to_dict()}
    assert await api.refused("editMessageText", **same, text="<b></b>karta", parse_mode="HTML") == NOT_MODIFIED
    await api.ok("editMessageText", **same, text="<b>karta</b>", parse_mode="HTML")


@pytest.mark.parametrize("method", ["editMessageText", "editMessageCaption"])
async def test_a_message_that_is_not_there_cannot_be_edited(api, anna, method):
    assert await api.refused(method, chat_id=anna, message_id=77, text="a", caption="a") == (
        "400 Bad Request: message to edit not found"
    )


async def test_somebody_else_s_message_cannot_be_edited(api, control, anna):
    theirs = (await control.post("/messages", **{"from": anna}, text="a"))["message"]["message_id"]
    assert await api.refused("editMessageText", chat_id=anna, message_id=theirs, text="b") == (
        "400 Bad Request: message can't be edited"
    )


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": "a" * 4097}, "message is too long"),
        (
            {"text": "<b>", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"text": "a", "reply_markup": {"keyboard": [["a"]]}}, "inline keyboard expected"),
    ],
)
async def test_wrong_content_is_refused(api, anna, card, parameters, reason):
    assert await api.refused("editMessageText", chat_id=anna, message_id=card.message_id, **parameters) == (
        f"400 Bad Request: {reason}"
    )


async def test_a_caption_belongs_to_media_and_text_to_text(api, anna, card):
    assert await api.refused("editMessageCaption", chat_id=anna, message_id=card.message_id, caption="a") == (
        "400 Bad Request: there is no caption in the message to edit"
    )
    place = await api.ok("sendLocation", chat_id=anna, latitude=52.2, longitude=18.2)
    assert await api.refused("editMessageText", chat_id=anna, message_id=place["message_id"], text="a") == (
        "400 Bad Request: there is no text in the message to edit"
    )


async def test_messages_are_deleted(bot, control, anna, card):
    theirs = (await control.post("/messages", **{"from": anna}, text="a"))["message"]["message_id"]
    for message_id in (card.message_id, theirs):
        assert await bot.delete_message(anna, message_id) is True
    assert await control.texts(anna) == []


async def test_a_message_cannot_be_deleted_twice(api, anna, card):
    await api.ok("deleteMessage", chat_id=anna, message_id=card.message_id)
    assert await api.refused("deleteMessage", chat_id=anna, message_id=card.message_id) == (
        "400 Bad Request: message to delete not found"
    )
    assert await api.refused("editMessageText", chat_id=anna, message_id=card.message_id, text="a") == (
        "400 Bad Request: message to edit not found"
    )


async def test_a_message_older_than_two_days_cannot_be_deleted(api, control, anna):
    old = int(time.time()) - 48 * 3600 - 5
    message = (await control.post("/messages", **{"from": anna}, text="a", date=old))["message"]
    assert await api.refused("deleteMessage", chat_id=anna, message_id=message["message_id"]) == (
        "400 Bad Request: message can't be deleted for everyone"
    )
