"""sendMessage: what is kept, and every refusal with its text."""

from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardRemove, ReplyParameters
from telegram.constants import ChatAction


async def test_a_message_is_kept_as_it_was_sent(bot, control, anna):
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Biorę", callback_data="b:1")]])
    sent = await bot.send_message(anna, "<b>Karta</b> nr 5", parse_mode="HTML", reply_markup=keyboard)
    (kept,) = await control.get(f"/chats/{anna}/messages")
    assert kept["from_bot"]
    assert kept["message"]["text"] == sent.text == "Karta nr 5"
    assert kept["message"]["entities"] == [{"offset": 0, "length": 5, "type": "bold"}]
    assert kept["message"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "b:1"
    assert sent.chat.type == "private"
    assert sent.from_user.username == "sandbox_bot"


async def test_message_ids_grow_from_one(bot, anna):
    assert [(await bot.send_message(anna, "x")).message_id for _ in range(3)] == [1, 2, 3]


async def test_the_length_is_counted_in_utf_16_units_after_parsing(api, anna):
    await api.ok("sendMessage", chat_id=anna, text="<b>" + "ł" * 4096 + "</b>", parse_mode="HTML")
    await api.ok("sendMessage", chat_id=anna, text="😀" * 2048)
    assert await api.refused("sendMessage", chat_id=anna, text="😀" * 2048 + "a") == (
        "400 Bad Request: message is too long"
    )


@pytest.mark.parametrize("text", ["", " \n ", "<b></b>"])
async def test_empty_text_is_refused(api, anna, text):
    assert await api.refused("sendMessage", chat_id=anna, text=text, parse_mode="HTML") == (
        "400 Bad Request: message text is empty"
    )


@pytest.mark.parametrize(
    ("chat_id", "refusal"),
    [
        ("", "400 Bad Request: chat_id is empty"),
        ("999", "400 Bad Request: chat not found"),
        ("-100999", "400 Bad Request: chat not found"),
        ("@nikt", "400 Bad Request: chat not found"),
        ("abc", "400 Bad Request: chat not found"),
    ],
)
async def test_a_chat_that_is_not_there_is_refused(api, chat_id, refusal):
    assert await api.refused("sendMessage", chat_id=chat_id, text="a") == refusal


async def test_someone_who_never_wrote_cannot_be_written_to(api, control):
    await control.post("/users", id=1005)
    assert await api.refused("sendMessage", chat_id=1005, text="a") == (
        "403 Forbidden: bot can't initiate conversation with a user"
    )
    await control.post("/messages", **{"from": 1005}, text="/start")
    await api.ok("sendMessage", chat_id=1005, text="a")


async def test_someone_who_blocked_the_bot_cannot_be_written_to(api, control, anna):
    first = (await api.ok("sendMessage", chat_id=anna, text="a"))["message_id"]
    await control.post("/blocks", user=anna)
    refusal = "403 Forbidden: bot was blocked by the user"
    assert await api.refused("sendMessage", chat_id=anna, text="a") == refusal
    assert await api.refused("sendChatAction", chat_id=anna, action="typing") == refusal
    assert await api.refused("editMessageText", chat_id=anna, message_id=first, text="b") == refusal
    await control.post("/blocks", user=anna, blocked=False)
    await api.ok("sendMessage", chat_id=anna, text="a")
    blocked, unblocked = await api.ok("getUpdates")
    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"


async def test_a_deleted_account_is_refused(api, control, anna):
    await control.post("/users", id=anna, deleted=True)
    assert await api.refused("sendMessage", chat_id=anna, text="a") == "403 Forbidden: user is deactivated"


async def test_a_reply_carries_the_message_it_answers(bot, control, anna):
    asked = (await control.post("/messages", **{"from": anna}, text="pytanie"))["message"]["message_id"]
    sent = await bot.send_message(anna, "odpowiedź", reply_parameters=ReplyParameters(asked))
    assert sent.reply_to_message.text == "pytanie"


async def test_a_reply_to_nothing_is_refused_unless_allowed(api, anna):
    reply = {"message_id": 77}
    assert await api.refused("sendMessage", chat_id=anna, text="a", reply_parameters=reply) == (
        "400 Bad Request: message to be replied not found"
    )
    reply["allow_sending_without_reply"] = True
    sent = await api.ok("sendMessage", chat_id=anna, text="a", reply_parameters=reply)
    assert "reply_to_message" not in sent


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"reply_parameters": "x"}, "can't parse reply parameters JSON object"),
        ({"reply_parameters": "[]"}, "object expected as reply parameters"),
        ({"reply_parameters": {"quote": "a"}}, 'can\'t find field "message_id"'),
        ({"link_preview_options": "x"}, "can't parse link preview options JSON object"),
        ({"link_preview_options": "[]"}, "object expected as link preview options"),
    ],
)
async def test_wrong_parameters_are_refused(api, anna, parameters, reason):
    assert await api.refused("sendMessage", chat_id=anna, text="a", **parameters) == f"400 Bad Request: {reason}"


async def test_entities_that_cannot_be_read_are_ignored(api, anna):
    sent = await api.ok("sendMessage", chat_id=anna, text="a", entities="x")
    assert "entities" not in sent


def button(**fields: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "T", **fields}]]}


@pytest.mark.parametrize("data", ["a", "ł" * 32, "x" * 64])
async def test_callback_data_up_to_64_bytes_is_kept(api, anna, data):
    sent = await api.ok("sendMessage", chat_id=anna, text="a", reply_markup=button(callback_data=data))
    assert sent["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == data


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
        (button(callback_data="x" * 65), "BUTTON_DATA_INVALID"),
        (button(callback_data="ł" * 33), "BUTTON_DATA_INVALID"),
        (
            button(callback_data=""),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (button(), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (button(url="nie adres"), "inline keyboard button URL 'nie adres' is invalid: Wrong HTTP URL"),
        (
            {"inline_keyboard": [[{"callback_data": "a"}]]},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            {"inline_keyboard": [[{"text": " ", "callback_data": "a"}]]},
            "inline keyboard button text must be non-empty",
        ),
        (
            {"inline_keyboard": [["a"]]},
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
        ),
        (
            {"inline_keyboard": ["a"]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"inline_keyboard": "a"}, 'field "inline_keyboard" must be of type Array'),
        (
            {"inline_keyboard": [[{"text": 1, "callback_data": "a"}]]},
            'can\'t parse inline keyboard button: Field "text" must be of type String',
        ),
        ({"keyboard": "a"}, 'field "keyboard" must be of type Array'),
        ({"keyboard": ["a"]}, 'field "keyboard" must be an Array of Arrays'),
        ({"keyboard": [[{"style": "primary"}]]}, "can't parse keyboard button: Can't find field \"text\""),
        ({"keyboard": [[1]]}, "can't parse keyboard button: KeyboardButton must be a String or an Object"),
        ({"keyboard": [[{"text": ""}]]}, "keyboard button text must be non-empty"),
    ],
)
async def test_a_wrong_keyboard_is_refused(api, anna, markup, reason):
    assert await api.refused("sendMessage", chat_id=anna, text="a", reply_markup=markup) == (
        f"400 Bad Request: {reason}"
    )


async def test_keyboards_other_than_inline_are_not_part_of_the_message(bot, anna):
    sent = await bot.send_message(anna, "a", reply_markup=ReplyKeyboardRemove())
    assert sent.reply_markup is None


async def test_links_of_buttons_are_completed(api, anna):
    sent = await api.ok("sendMessage", chat_id=anna, text="a", reply_markup=button(url="woes.pl"))
    assert sent["reply_markup"]["inline_keyboard"][0][0]["url"] == "http://woes.pl/"


async def test_previews_may_be_switched_off(api, anna):
    sent = await api.ok("sendMessage", chat_id=anna, text="a", link_preview_options={"is_disabled": True})
    assert sent["link_preview_options"] == {"is_disabled": True}


async def test_chat_actions(bot, api, anna):
    assert await bot.send_chat_action(anna, ChatAction.TYPING) is True
    assert await api.refused("sendChatAction", chat_id=anna, action="spanie") == (
        "400 Bad Request: wrong parameter action in request"
    )
