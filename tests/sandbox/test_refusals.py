"""Every refusal that the bot tells apart: brought about here, in Telegram's words, and understood by the bot."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from telegram import BotCommand, BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.outcomes import (
    SOURCE_GONE,
    UNCOPYABLE,
    VOICE_FORBIDDEN,
    Gone,
    Migrated,
    NotSent,
    Outcome,
    Sent,
    Threadless,
    TooLong,
    Uneditable,
    Unformatted,
    Unreachable,
    Unreactable,
    Wait,
)
from bot.store.outgoing import (
    CopyMessage,
    CreateTopic,
    Delete,
    EditCaption,
    EditText,
    Outgoing,
    SendText,
    SetCommands,
    SetReaction,
)
from bot.telegram import refusing
from bot.telegram.refusing import outcome_of
from tests.sandbox.refusals import ANYTHING, refusals, said_in_tests
from tests.sandbox.table import ANNA, Act, Table

# The bot asks for updates in the raw, which the library advises against.
pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")


@dataclass(frozen=True)
class Case:
    """One refusal: what leads to it, how the library raises it, and what a row that meets it becomes."""

    act: Act
    raised: type[TelegramError]
    said: str
    row: Outgoing
    becomes: Outcome


async def blocked(on: Table) -> Any:
    await on.control.post("/blocks", user=ANNA)
    return await on.bot.send_message(ANNA, "a")


async def deactivated(on: Table) -> Any:
    await on.control.post("/users", id=ANNA, deleted=True)
    return await on.bot.send_message(ANNA, "a")


async def never_wrote(on: Table) -> Any:
    await on.control.post("/users", id=1009)
    return await on.bot.send_message(1009, "a")


async def kicked(on: Table) -> Any:
    await on.control.post(f"/chats/{on.forum}/members", status="kicked")
    return await on.bot.send_message(on.forum, "a")


async def migrated(on: Table) -> Any:
    plain = (await on.control.post("/groups", owner=ANNA, bot_status="administrator"))["chat"]["id"]
    await on.control.post(f"/chats/{plain}/migrate", new_id=-1001000000777)
    return await on.bot.send_message(plain, "a")


async def twice(on: Table) -> Any:
    await on.bot.edit_message_text("c", ANNA, on.ours)
    return await on.bot.edit_message_text("c", ANNA, on.ours)


async def answered_twice(on: Table) -> Any:
    await on.bot.answer_callback_query(on.press)
    return await on.bot.answer_callback_query(on.press)


async def gone(on: Table, *, of: str) -> None:
    await on.control.post("/deletions", chat=ANNA, message_id=getattr(on, of))


async def edit_deleted(on: Table) -> Any:
    await gone(on, of="ours")
    return await on.bot.edit_message_text("c", ANNA, on.ours)


async def copy_deleted(on: Table) -> Any:
    await gone(on, of="hers")
    return await on.bot.copy_message(on.forum, ANNA, on.hers)


async def react_to_deleted(on: Table) -> Any:
    await gone(on, of="hers")
    return await on.bot.set_message_reaction(ANNA, on.hers, "👌")


async def delete_deleted(on: Table) -> Any:
    await gone(on, of="ours")
    return await on.bot.delete_message(ANNA, on.ours)


async def protected(on: Table) -> Any:
    kept = await on.bot.send_message(ANNA, "a", protect_content=True)
    return await on.bot.copy_message(on.forum, ANNA, kept.message_id)


async def voice_to_who_wants_none(on: Table) -> Any:
    await on.control.post("/users", id=ANNA, refuses_voice=True)
    return await on.bot.send_voice(ANNA, b"OggS")


async def video_note_to_who_wants_none(on: Table) -> Any:
    await on.control.post("/users", id=ANNA, refuses_voice=True)
    return await on.bot.send_video_note(ANNA, b"mp4")


async def no_reactions(on: Table) -> Any:
    await on.control.post(f"/chats/{on.forum}", reactions=["👍"])
    said = await on.control.post("/messages", **{"from": ANNA}, chat=on.forum, text="a")
    return await on.bot.set_message_reaction(on.forum, said["message"]["message_id"], "👌")


async def topic(on: Table, **change: Any) -> Any:
    made = await on.control.post(f"/chats/{on.forum}/topics", **{"from": ANNA}, name="Sprawa")
    thread = made["message_thread_id"]
    await on.control.post(f"/chats/{on.forum}/members", status="administrator", rights={"can_manage_topics": False})
    await on.control.post(f"/chats/{on.forum}/topics/{thread}", **change)
    return await on.bot.send_message(on.forum, "a", message_thread_id=thread)


async def topics_switched_off(on: Table) -> Any:
    await on.control.post(f"/chats/{on.forum}", is_forum=False)
    return await on.bot.create_forum_topic(on.forum, "Sprawa")


async def too_fast(on: Table) -> Any:
    await on.control.post("/faults", kind="429", retry_after=7)
    return await on.bot.send_message(ANNA, "a")


async def wrong_token(on: Table) -> Any:
    await on.control.post("/faults", kind="401")
    return await on.bot.get_me()


async def polled_beside_a_webhook(on: Table) -> Any:
    await on.bot.set_webhook("http://127.0.0.1:9/hook")
    return await on.bot.do_api_request("getUpdates", api_kwargs={"timeout": 0})


TEXT, EDIT, COPY = SendText(ANNA, "a"), EditText(ANNA, "h", "a"), CopyMessage(-1, ANNA, 5)
REACT, DELETE = SetReaction(ANNA, 5, "👌", "a"), Delete(ANNA, "h")
UNMODIFIED = (
    "Message is not modified: specified new message content and reply markup are exactly the same as a current content"
    " and reply markup of the message"
)
TOO_OLD = "Query is too old and response timeout expired or query id is invalid"

CASES: dict[str, Case] = {
    "unknown chat": Case(
        lambda on: on.bot.send_message(999, "a"), BadRequest, "Chat not found", TEXT, Gone("Chat not found")
    ),
    "blocked": Case(
        blocked,
        Forbidden,
        "Forbidden: bot was blocked by the user",
        TEXT,
        Gone("Forbidden: bot was blocked by the user"),
    ),
    "deactivated": Case(
        deactivated, Forbidden, "Forbidden: user is deactivated", TEXT, Gone("Forbidden: user is deactivated")
    ),
    "never wrote": Case(
        never_wrote,
        Forbidden,
        "Forbidden: bot can't initiate conversation with a user",
        TEXT,
        Gone("Forbidden: bot can't initiate conversation with a user"),
    ),
    "kicked": Case(
        kicked,
        Forbidden,
        "Forbidden: bot was kicked from the supergroup chat",
        TEXT,
        Gone("Forbidden: bot was kicked from the supergroup chat"),
    ),
    "migrated": Case(
        migrated,
        ChatMigrated,
        "Group migrated to supergroup. New chat id: -1001000000777",
        TEXT,
        Migrated(-1001000000777),
    ),
    "too long": Case(
        lambda on: on.bot.send_message(ANNA, "a" * 4097), BadRequest, "Message is too long", TEXT, TooLong()
    ),
    "caption too long": Case(
        lambda on: on.bot.edit_message_caption(ANNA, on.file, caption="a" * 1025),
        BadRequest,
        "Message caption is too long",
        EditCaption(ANNA, "h", "a"),
        TooLong(),
    ),
    "broken markup": Case(
        lambda on: on.bot.send_message(ANNA, "<b>a", parse_mode="HTML"),
        BadRequest,
        "Can't parse entities: can't find end tag corresponding to start tag \"b\"",
        TEXT,
        Unformatted(),
    ),
    "nothing said": Case(
        lambda on: on.bot.send_message(ANNA, " "), BadRequest, "Message text is empty", TEXT, NotSent("BadRequest")
    ),
    "button too long": Case(
        lambda on: on.bot.send_message(
            ANNA, "a", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="a" * 65)]])
        ),
        BadRequest,
        "Button_data_invalid",
        TEXT,
        NotSent("BadRequest"),
    ),
    "quoted message gone": Case(
        lambda on: on.bot.send_message(ANNA, "a", reply_parameters=ReplyParameters(777)),
        BadRequest,
        "Message to be replied not found",
        TEXT,
        NotSent("BadRequest"),
    ),
    "not modified": Case(twice, BadRequest, UNMODIFIED, EDIT, Sent()),
    "edited message gone": Case(edit_deleted, BadRequest, "Message to edit not found", EDIT, Uneditable()),
    "somebody else's message": Case(
        lambda on: on.bot.edit_message_text("c", ANNA, on.hers),
        BadRequest,
        "Message can't be edited",
        EDIT,
        Uneditable(),
    ),
    "a file is no text": Case(
        lambda on: on.bot.edit_message_text("c", ANNA, on.file),
        BadRequest,
        "There is no text in the message to edit",
        EDIT,
        Uneditable(),
    ),
    "a text has no caption": Case(
        lambda on: on.bot.edit_message_caption(ANNA, on.ours, caption="c"),
        BadRequest,
        "There is no caption in the message to edit",
        EditCaption(ANNA, "h", "a"),
        Uneditable(),
    ),
    "deleted already": Case(delete_deleted, BadRequest, "Message to delete not found", DELETE, Sent()),
    "copied message gone": Case(copy_deleted, BadRequest, "Message to copy not found", COPY, NotSent(SOURCE_GONE)),
    "protected": Case(protected, BadRequest, "The message can't be copied", COPY, NotSent(UNCOPYABLE)),
    "no voice": Case(
        voice_to_who_wants_none,
        BadRequest,
        "User restricted receiving of voice messages",
        COPY,
        NotSent(VOICE_FORBIDDEN),
    ),
    "no video note": Case(
        video_note_to_who_wants_none,
        BadRequest,
        "User restricted receiving of video messages",
        COPY,
        NotSent(VOICE_FORBIDDEN),
    ),
    "pressed twice": Case(answered_twice, BadRequest, TOO_OLD, TEXT, Sent()),
    "reaction to nothing": Case(react_to_deleted, BadRequest, "Message to react not found", REACT, Sent()),
    "reactions refused": Case(no_reactions, BadRequest, "Reaction_invalid", REACT, Unreactable()),
    "topic never there": Case(
        lambda on: on.bot.send_message(on.forum, "a", message_thread_id=777),
        BadRequest,
        "Message thread not found",
        TEXT,
        Threadless(is_gone=True),
    ),
    "topic deleted": Case(
        lambda on: topic(on, deleted=True, refusal="TOPIC_DELETED"),
        BadRequest,
        "Topic_deleted",
        TEXT,
        Threadless(is_gone=True),
    ),
    "topic closed": Case(
        lambda on: topic(on, closed=True), BadRequest, "Topic_closed", TEXT, Threadless(is_gone=False)
    ),
    "no forum": Case(topics_switched_off, BadRequest, "The chat is not a forum", CreateTopic(-1, "Sprawa"), Sent()),
    "commands for a stranger": Case(
        lambda on: on.bot.set_my_commands([BotCommand("start", "a")], scope=BotCommandScopeChat(999)),
        BadRequest,
        "Chat not found",
        SetCommands(999, ()),
        Sent(),
    ),
    "too fast": Case(
        too_fast, RetryAfter, "Flood control exceeded. Retry in 0:00:07", TEXT, Wait(timedelta(seconds=7))
    ),
    "wrong token": Case(wrong_token, InvalidToken, "Unauthorized", TEXT, Unreachable("InvalidToken")),
    "webhook set": Case(
        polled_beside_a_webhook,
        Conflict,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        TEXT,
        Unreachable("Conflict"),
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_refusal_has_telegram_s_words_and_is_understood(name: str, table: Table):
    case = CASES[name]
    with pytest.raises(TelegramError) as caught:
        await case.act(table)
    assert (type(caught.value), caught.value.message) == (case.raised, case.said)
    assert outcome_of(caught.value, case.row) == case.becomes


# What cannot be brought about on this machine, in Telegram's words: ordered as a fault.
ORDERED: dict[str, tuple[Outgoing, Outcome]] = {
    "PEER_ID_INVALID": (TEXT, Gone("Peer_id_invalid")),
    "INPUT_USER_DEACTIVATED": (TEXT, Gone("Input_user_deactivated")),
    "group chat was deactivated": (TEXT, Gone("Group chat was deactivated")),
    "chat was deleted": (TEXT, Gone("Chat was deleted")),
    "user is deactivated": (TEXT, Gone("User is deactivated")),
    "QUERY_ID_INVALID": (TEXT, Sent()),
    "MESSAGE_ID_INVALID": (EDIT, Uneditable()),
    "MESSAGE_AUTHOR_REQUIRED": (EDIT, Uneditable()),
    "MESSAGE_TOO_LONG": (TEXT, TooLong()),
    "MEDIA_CAPTION_TOO_LONG": (TEXT, TooLong()),
    "TOPIC_ID_INVALID": (TEXT, Threadless(is_gone=True)),
    "THREAD_NOT_FOUND": (TEXT, Threadless(is_gone=True)),
    "CHAT_FORWARDS_RESTRICTED": (COPY, NotSent(UNCOPYABLE)),
    "message has protected content and can't be copied": (COPY, NotSent(UNCOPYABLE)),
    "VOICE_MESSAGES_FORBIDDEN": (COPY, NotSent(VOICE_FORBIDDEN)),
}


@pytest.mark.parametrize("words", ORDERED)
async def test_a_refusal_that_only_telegram_can_give_is_understood(words: str, table: Table):
    row, becomes = ORDERED[words]
    await table.control.post("/faults", kind="400", description=f"Bad Request: {words}")
    with pytest.raises(BadRequest) as caught:
        await table.bot.send_message(ANNA, "a")
    assert outcome_of(caught.value, row) == becomes


def test_no_words_that_the_bot_listens_for_are_left_out():
    listened = {words for name, words in vars(refusing).items() if name.isupper() and isinstance(words, tuple)}
    fragments = {fragment for several in listened for fragment in several}
    said = [case.said.casefold() for case in CASES.values()] + [words.casefold() for words in ORDERED]
    ours = "message to change was never sent"
    assert {one for one in fragments if not any(one in words for words in said)} == {ours}


# What Telegram ignores where it is unreadable, and what another refusal comes before.
NEVER_SAID = {
    "can't parse allowed updates JSON object",
    "can't parse entities JSON object",
    "can't parse caption_entities JSON object",
    "from_chat_id is empty",
}


def test_every_refusal_of_the_server_is_brought_about_in_a_test():
    said = said_in_tests() | NEVER_SAID
    wanted = refusals() - {ANYTHING}
    assert len(wanted) > len(CASES)
    assert [one for one in sorted(wanted) if not any(re.fullmatch(one, text, re.IGNORECASE) for text in said)] == []
