"""Presses of inline buttons and their answers."""

import pytest

TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
KEYBOARD = {
    "inline_keyboard": [[{"text": "✅ Biorę (2)", "callback_data": "b"}, {"text": "Oddaj", "callback_data": "o"}]]
}


@pytest.fixture
async def card(api, anna):
    return await api.ok("sendMessage", chat_id=anna, text="karta", reply_markup=KEYBOARD)


@pytest.mark.parametrize(
    "chosen", [{"data": "b"}, {"label": "Biorę"}, {"label": "✅ Biorę (2)"}, {"label": "Biorę", "message_id": 1}]
)
async def test_a_press_comes_with_the_message_as_it_is(bot, control, anna, card, chosen):
    await bot.edit_message_text("zmieniona", anna, 1, reply_markup=KEYBOARD)
    pressed = await control.post("/presses", **{"from": anna}, **chosen)
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert query.id == pressed["callback_query_id"]
    assert query.data == "b"
    assert query.from_user.id == anna
    assert query.message.text == "zmieniona"
    assert query.message.reply_markup is not None


async def test_the_answer_can_be_read(bot, control, anna, card):
    pressed = (await control.post("/presses", **{"from": anna}, label="Oddaj"))["callback_query_id"]
    assert await control.get(f"/callbacks/{pressed}") == {"answer": None}
    await bot.answer_callback_query(pressed, "Gotowe", show_alert=True)
    waited = await control.get("/wait", answer=pressed)
    assert waited["ok"]
    assert waited["answers"] == [{"text": "Gotowe", "show_alert": True, "url": ""}]


async def test_a_press_is_answered_once(api, control, anna, card):
    pressed = (await control.post("/presses", **{"from": anna}, data="b"))["callback_query_id"]
    await api.ok("answerCallbackQuery", callback_query_id=pressed)
    assert await api.refused("answerCallbackQuery", callback_query_id=pressed) == TOO_OLD


async def test_an_unknown_or_expired_press_cannot_be_answered(api, control, anna, card):
    assert await api.refused("answerCallbackQuery", callback_query_id="1") == TOO_OLD
    expired = await control.post("/presses", **{"from": anna}, data="b", expired=True)
    assert await api.refused("answerCallbackQuery", callback_query_id=expired["callback_query_id"]) == TOO_OLD
    await control.post("/callbacks", lifetime_s=0)
    late = await control.post("/presses", **{"from": anna}, data="b")
    assert await api.refused("answerCallbackQuery", callback_query_id=late["callback_query_id"]) == TOO_OLD


async def test_a_long_answer_is_refused(api, control, anna, card):
    pressed = (await control.post("/presses", **{"from": anna}, data="b"))["callback_query_id"]
    assert await api.refused("answerCallbackQuery", callback_query_id=pressed, text="a" * 201) == (
        "400 Bad Request: MESSAGE_TOO_LONG"
    )


async def test_a_button_that_is_not_there_cannot_be_pressed(control, anna, card):
    refusal = await control.refused("/presses", **{"from": anna}, label="Nie ma")
    assert "✅ Biorę (2)" in refusal
    assert "Oddaj" in await control.refused("/presses", **{"from": anna}, message_id=1, data="nie ma")


async def test_data_can_be_forged(bot, control, anna, card):
    await control.post("/presses", **{"from": anna}, message_id=1, data="cudze", forged=True)
    (update,) = await bot.get_updates()
    assert update.callback_query.data == "cudze"


@pytest.mark.parametrize("message_id", [1, 77], ids=["known", "unknown"])
async def test_a_month_old_message_is_inaccessible(bot, control, anna, card, message_id):
    await control.post("/presses", **{"from": anna}, message_id=message_id, data="b", inaccessible=True)
    (update,) = await bot.get_updates()
    assert update.callback_query.message.is_accessible is False
    assert update.callback_query.message.message_id == message_id
    assert update.callback_query.message.chat.id == anna


async def test_a_button_of_a_deleted_message_cannot_be_pressed(control, bot, anna, card):
    await bot.delete_message(anna, 1)
    assert "has no such button" in await control.refused("/presses", **{"from": anna}, message_id=1, data="b")
