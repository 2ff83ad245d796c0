"""Every method that the bot calls is carried out by the local server for the library's own client."""

import ast
from pathlib import Path

import pytest
import telegram
from telegram import BotCommand, BotCommandScopeAllPrivateChats, InputMediaPhoto, ReplyParameters

from bot.sandbox.methods import METHODS
from tests.sandbox.table import ANNA, JAN, Act, Table

# The bot asks for updates in the raw, which the library advises against.
pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")

BOT = Path(__file__).parents[2] / "bot"

CALLS: dict[str, Act] = {
    "get_me": lambda on: on.bot.get_me(),
    "initialize": lambda on: on.bot.initialize(),
    "delete_webhook": lambda on: on.bot.delete_webhook(),
    "send_message": lambda on: on.bot.send_message(
        ANNA, "<b>a</b>", parse_mode="HTML", reply_parameters=ReplyParameters(on.hers)
    ),
    "send_document": lambda on: on.bot.send_document(ANNA, b"BEGIN:VCALENDAR", filename="a.ics", caption="c"),
    "send_venue": lambda on: on.bot.send_venue(ANNA, 52.2, 18.2, "Biuro", "ul. Przykładowa 1"),
    "send_contact": lambda on: on.bot.send_contact(ANNA, "+48600600600", "Biuro", vcard="BEGIN:VCARD\nEND:VCARD"),
    "send_media_group": lambda on: on.bot.send_media_group(ANNA, [InputMediaPhoto(on.file_id)] * 2),
    "copy_message": lambda on: on.bot.copy_message(on.forum, ANNA, on.hers),
    "edit_message_text": lambda on: on.bot.edit_message_text("inny", ANNA, on.ours),
    "edit_message_caption": lambda on: on.bot.edit_message_caption(ANNA, on.file, caption="inny"),
    "delete_message": lambda on: on.bot.delete_message(ANNA, on.ours),
    "set_message_reaction": lambda on: on.bot.set_message_reaction(ANNA, on.hers, "👌"),
    "answer_callback_query": lambda on: on.bot.answer_callback_query(on.press, text="Gotowe"),
    "create_forum_topic": lambda on: on.bot.create_forum_topic(on.forum, "Pytanie nr 1"),
    "get_chat_member": lambda on: on.bot.get_chat_member(on.forum, JAN),
    "leave_chat": lambda on: on.bot.leave_chat(on.forum),
    "set_my_commands": lambda on: on.bot.set_my_commands(
        [BotCommand("start", "od początku")], scope=BotCommandScopeAllPrivateChats(), language_code="pl"
    ),
    "set_my_description": lambda on: on.bot.set_my_description("opis"),
    "set_my_short_description": lambda on: on.bot.set_my_short_description("opis"),
    "do_api_request": lambda on: on.bot.do_api_request("getUpdates", api_kwargs={"timeout": 0}),
}


def calls_of_the_bot() -> set[str]:
    """Give the names of all methods that the bot's own code calls on the library's client."""
    known = {name for name in dir(telegram.Bot) if not name.startswith("_") and name.islower()}
    sources = [BOT / "app.py", *sorted((BOT / "telegram").glob("*.py"))]
    called = (node for path in sources for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return {
        node.func.attr
        for node in called
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and "bot" in ast.unparse(node.func.value)
        and node.func.attr in known - {"shutdown", "bot"}
    }


def test_every_method_that_the_bot_calls_is_driven_here():
    assert calls_of_the_bot() <= CALLS.keys()


@pytest.mark.parametrize("name", CALLS)
async def test_a_method_is_carried_out_for_the_library_s_client(name: str, table: Table):
    table.bot._bot_user = None  # so that `initialize` asks again
    table.bot._initialized = False
    assert await CALLS[name](table) is not False
    log = await table.control.get("/log", method=",".join([*METHODS, "getUpdates"]))
    assert {call["code"] for call in log["calls"]} == {200}
