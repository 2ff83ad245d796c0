"""Every method of the local server is carried out for the library's own client, all that the bot calls among them."""

import ast
import re
from pathlib import Path

import pytest
import telegram
from telegram import BotCommand, BotCommandScopeAllPrivateChats, InputMediaDocument, InputMediaPhoto, ReplyParameters
from telegram.constants import ChatAction, ForumIconColor

from bot.sandbox.methods import METHODS
from tests.sandbox.table import ANNA, JAN, PNG, Act, Table

# The bot asks for updates in the raw, which the library advises against.
pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")

BOT = Path(__file__).parents[2] / "bot"
HOOK = "http://127.0.0.1:9/hook"


async def in_topic(on: Table, name: str) -> object:
    """Do something with a topic that the bot has made."""
    topic = await on.bot.create_forum_topic(on.forum, "Pytanie nr 1", icon_color=ForumIconColor.BLUE)
    if name == "reopen_forum_topic":
        await on.bot.close_forum_topic(on.forum, topic.message_thread_id)
    fields = {"name": "Pytanie nr 2"} if name == "edit_forum_topic" else {}
    return await getattr(on.bot, name)(on.forum, topic.message_thread_id, **fields)


async def unpinned(on: Table) -> object:
    """Pin a message and take it off again."""
    await on.bot.pin_chat_message(ANNA, on.ours)
    return await on.bot.unpin_chat_message(ANNA)


# Each with everything that the bot gives it.
DRIVES: dict[str, Act] = {
    "getMe": lambda on: on.bot.get_me(),
    "getUpdates": lambda on: on.bot.do_api_request("getUpdates", api_kwargs={"timeout": 0}),
    "setWebhook": lambda on: on.bot.set_webhook(HOOK, secret_token="s"),
    "deleteWebhook": lambda on: on.bot.delete_webhook(),
    "getWebhookInfo": lambda on: on.bot.get_webhook_info(),
    "sendMessage": lambda on: on.bot.send_message(
        ANNA, "<b>a</b>", parse_mode="HTML", reply_parameters=ReplyParameters(on.hers)
    ),
    "sendChatAction": lambda on: on.bot.send_chat_action(ANNA, ChatAction.TYPING),
    "sendPhoto": lambda on: on.bot.send_photo(ANNA, PNG, caption="c"),
    "sendDocument": lambda on: on.bot.send_document(ANNA, b"BEGIN:VCALENDAR", filename="a.ics", caption="c"),
    "sendVideo": lambda on: on.bot.send_video(ANNA, b"mp4"),
    "sendAudio": lambda on: on.bot.send_audio(ANNA, b"mp3"),
    "sendVoice": lambda on: on.bot.send_voice(ANNA, b"OggS"),
    "sendVideoNote": lambda on: on.bot.send_video_note(ANNA, b"mp4"),
    "sendAnimation": lambda on: on.bot.send_animation(ANNA, b"mp4"),
    "sendSticker": lambda on: on.bot.send_sticker(ANNA, b"RIFF"),
    "sendMediaGroup": lambda on: on.bot.send_media_group(ANNA, [InputMediaPhoto(on.file_id)] * 2),
    "sendLocation": lambda on: on.bot.send_location(ANNA, 52.2, 18.2),
    "sendVenue": lambda on: on.bot.send_venue(ANNA, 52.2, 18.2, "Biuro", "ul. Przykładowa 1"),
    "sendContact": lambda on: on.bot.send_contact(ANNA, "+48600600600", "Biuro", vcard="BEGIN:VCARD\nEND:VCARD"),
    "copyMessage": lambda on: on.bot.copy_message(on.forum, ANNA, on.hers),
    "getFile": lambda on: on.bot.get_file(on.file_id),
    "editMessageText": lambda on: on.bot.edit_message_text("inny", ANNA, on.ours),
    "editMessageCaption": lambda on: on.bot.edit_message_caption(ANNA, on.file, caption="inny"),
    "editMessageMedia": lambda on: on.bot.edit_message_media(
        InputMediaDocument(b"x", "c", filename="a.txt"), ANNA, on.file
    ),
    "deleteMessage": lambda on: on.bot.delete_message(ANNA, on.ours),
    "answerCallbackQuery": lambda on: on.bot.answer_callback_query(on.press, text="Gotowe"),
    "setMessageReaction": lambda on: on.bot.set_message_reaction(ANNA, on.hers, "👌"),
    "getChatMember": lambda on: on.bot.get_chat_member(on.forum, JAN),
    "leaveChat": lambda on: on.bot.leave_chat(on.forum),
    "pinChatMessage": lambda on: on.bot.pin_chat_message(ANNA, on.ours),
    "unpinChatMessage": unpinned,
    "createForumTopic": lambda on: on.bot.create_forum_topic(on.forum, "Pytanie nr 1"),
    "editForumTopic": lambda on: in_topic(on, "edit_forum_topic"),
    "closeForumTopic": lambda on: in_topic(on, "close_forum_topic"),
    "reopenForumTopic": lambda on: in_topic(on, "reopen_forum_topic"),
    "deleteForumTopic": lambda on: in_topic(on, "delete_forum_topic"),
    "setMyCommands": lambda on: on.bot.set_my_commands(
        [BotCommand("start", "od początku")], scope=BotCommandScopeAllPrivateChats(), language_code="pl"
    ),
    "getMyCommands": lambda on: on.bot.get_my_commands(),
    "deleteMyCommands": lambda on: on.bot.delete_my_commands(),
    "setMyDescription": lambda on: on.bot.set_my_description("opis"),
    "getMyDescription": lambda on: on.bot.get_my_description("pl"),
    "setMyShortDescription": lambda on: on.bot.set_my_short_description("opis"),
    "getMyShortDescription": lambda on: on.bot.get_my_short_description("pl"),
}
# What the library's client calls by another name than the method's.
OTHER_NAMES = {"initialize": "getMe", "do_api_request": "getUpdates"}


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


def as_documented(name: str) -> str:
    """Give a method's name in the Bot API for its name in the library."""
    first, *others = name.split("_")
    return OTHER_NAMES.get(name) or first + "".join(word.capitalize() for word in others)


def test_every_method_that_the_bot_calls_is_there():
    assert {as_documented(name) for name in calls_of_the_bot()} <= DRIVES.keys()


def test_every_method_of_the_server_is_driven_here():
    assert {*METHODS, "getUpdates"} == DRIVES.keys()


def test_every_method_of_the_server_is_documented():
    listed = (BOT.parent / "docs" / "sandbox.md").read_text(encoding="utf-8").partition("\nMethods:\n")[2]
    assert set(re.findall(r"`(\w+)`", listed.partition("\n\n")[0])) == DRIVES.keys()


@pytest.mark.parametrize("method", DRIVES)
async def test_a_method_is_carried_out_for_the_library_s_client(method: str, table: Table):
    assert await DRIVES[method](table) not in (None, False)
    log = await table.control.get("/log", method=",".join(DRIVES))
    assert {call["code"] for call in log["calls"]} == {200}
    assert log["calls"][-1]["method"] == method
