"""Each kind of message is its call, and each error of the library is an outcome that was meant."""

import inspect
import json
from datetime import timedelta
from typing import Any, get_args

import pytest
import telegram.error
from telegram import Bot
from telegram.error import TelegramError

from bot.domain.emptying import Way
from bot.outcomes import (
    NOWHERE,
    SOURCE_GONE,
    UNCOPYABLE,
    VOICE_FORBIDDEN,
    Gone,
    Migrated,
    NotSent,
    Outcome,
    Place,
    Refused,
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
    AlbumItem,
    AnswerPress,
    Button,
    CopyMessage,
    CreateTopic,
    Delete,
    EditCaption,
    EditText,
    Empty,
    LeaveChat,
    Outgoing,
    SendAlbum,
    SendContact,
    SendDocument,
    SendText,
    SendVenue,
    SetCommands,
    SetReaction,
    document,
)
from bot.telegram.refusing import outcome_of
from bot.telegram.sending import send
from tests.telegram.wire import Answer, Wire, ok, refused

ERRORS: dict[type[TelegramError], tuple[TelegramError, Outcome]] = {
    telegram.error.TelegramError: (TelegramError("?"), Refused("TelegramError")),
    telegram.error.RetryAfter: (telegram.error.RetryAfter(7), Wait(timedelta(seconds=7))),
    telegram.error.ChatMigrated: (telegram.error.ChatMigrated(-1005), Migrated(-1005)),
    telegram.error.Forbidden: (telegram.error.Forbidden("blocked"), Gone("blocked")),
    telegram.error.BadRequest: (telegram.error.BadRequest("?"), NotSent("BadRequest")),
    telegram.error.InvalidToken: (telegram.error.InvalidToken(), Unreachable("InvalidToken")),
    telegram.error.Conflict: (telegram.error.Conflict("?"), Unreachable("Conflict")),
    telegram.error.TimedOut: (telegram.error.TimedOut(), Unreachable("TimedOut")),
    telegram.error.NetworkError: (telegram.error.NetworkError("?"), Unreachable("NetworkError")),
    telegram.error.EndPointNotFound: (telegram.error.EndPointNotFound("?"), NotSent("EndPointNotFound")),
    telegram.error.PassportDecryptionError: (
        telegram.error.PassportDecryptionError("?"),
        NotSent("PassportDecryptionError"),
    ),
}


def test_every_error_of_the_library_is_in_the_table():
    classes = {
        member for _, member in inspect.getmembers(telegram.error, inspect.isclass) if issubclass(member, TelegramError)
    }
    assert classes == ERRORS.keys()


@pytest.mark.parametrize(("error", "outcome"), ERRORS.values(), ids=[error.__name__ for error in ERRORS])
def test_an_error_is_the_outcome_that_was_meant(error: TelegramError, outcome: Outcome):
    assert outcome_of(error, SendText(5, "x")) == outcome


@pytest.mark.parametrize("wait", [3, 0.5, timedelta(minutes=1)], ids=str)
def test_a_wait_is_understood_in_every_form(wait: Any):
    expected = wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
    assert outcome_of(telegram.error.RetryAfter(wait), SendText(5, "x")) == Wait(expected)


# The Bot API's own words, as they come after "Bad Request: ".
REFUSALS: dict[str, Outcome] = {
    "message is not modified: specified new message content and reply markup are exactly the same": Sent(),
    "query is too old and response timeout expired or query ID is invalid": Sent(),
    "QUERY_ID_INVALID": Sent(),
    "chat not found": Gone("Chat not found"),
    "user is deactivated": Gone("User is deactivated"),
    "PEER_ID_INVALID": Gone("Peer_id_invalid"),
    "group chat was deactivated": Gone("Group chat was deactivated"),
    "message to edit not found": Uneditable(),
    "message can't be edited": Uneditable(),
    "MESSAGE_ID_INVALID": Uneditable(),
    "there is no text in the message to edit": Uneditable(),
    "can't parse entities: Can't find end tag corresponding to start tag b": Unformatted(),
    'can\'t parse entities: Unsupported start tag "x" at byte offset 0': Unformatted(),
    "there is no caption in the message to edit": Uneditable(),
    "MESSAGE_AUTHOR_REQUIRED": Uneditable(),
    "message is too long": TooLong(),
    "MESSAGE_TOO_LONG": TooLong(),
    "message caption is too long": TooLong(),
    "MEDIA_CAPTION_TOO_LONG": TooLong(),
    "message thread not found": Threadless(is_gone=True),
    "TOPIC_DELETED": Threadless(is_gone=True),
    "TOPIC_ID_INVALID": Threadless(is_gone=True),
    "TOPIC_CLOSED": Threadless(is_gone=False),
    "VOICE_MESSAGES_FORBIDDEN": NotSent(VOICE_FORBIDDEN),
    "user restricted receiving of video messages": NotSent(VOICE_FORBIDDEN),
    "message text is empty": NotSent("BadRequest"),
    "not enough rights to send text messages to the chat": NotSent("BadRequest"),
    "BUTTON_DATA_INVALID": NotSent("BadRequest"),
}


@pytest.mark.parametrize("said", REFUSALS)
async def test_a_refusal_is_told_by_the_words_of_the_bot_api(bot: Bot, wire: Wire, said: str):
    wire.answers.append(refused(400, f"Bad Request: {said}"))
    assert await send(bot, EditText(5, "card", "x"), Place(target=7)) == REFUSALS[said]


COPY, INTO_GROUP = CopyMessage(5, -1005, 70), CopyMessage(-1005, 5, 70)
REACTION, TOPIC, DELETION = SetReaction(-1005, 70, "👌", "x"), CreateTopic(-1005, "x"), Delete(-1005, "x")

# What the same words mean depends on what was asked.
REFUSALS_OF_A_KIND: dict[str, tuple[Outgoing, Answer, Outcome]] = {
    "a copy of a message that is gone": (
        INTO_GROUP,
        refused(400, "Bad Request: message to copy not found"),
        NotSent(SOURCE_GONE),
    ),
    "a copy of what cannot be copied": (
        COPY,
        refused(400, "Bad Request: the message can't be copied"),
        NotSent(UNCOPYABLE),
    ),
    "a copy out of a group that protects its content": (
        COPY,
        refused(400, "Bad Request: CHAT_FORWARDS_RESTRICTED"),
        NotSent(UNCOPYABLE),
    ),
    "a copy out of a group that has thrown the bot out": (
        COPY,
        refused(403, "Forbidden: bot was kicked from the supergroup chat"),
        NotSent(SOURCE_GONE),
    ),
    "a copy to somebody who has blocked the bot": (
        COPY,
        refused(403, "Forbidden: bot was blocked by the user"),
        Gone("Forbidden: bot was blocked by the user"),
    ),
    "a copy into a group that has thrown the bot out": (
        INTO_GROUP,
        refused(403, "Forbidden: bot was kicked from the supergroup chat"),
        Gone("Forbidden: bot was kicked from the supergroup chat"),
    ),
    "a reaction that the group does not allow": (
        REACTION,
        refused(400, "Bad Request: REACTION_INVALID"),
        Unreactable(),
    ),
    "a reaction in the words of TDLib": (
        REACTION,
        refused(400, "Bad Request: the reaction isn't available for the message"),
        Unreactable(),
    ),
    "a reaction for which rights are missing": (
        REACTION,
        refused(400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
        Unreactable(),
    ),
    "a reaction on a message that is gone": (
        REACTION,
        refused(400, "Bad Request: message to react not found"),
        Sent(),
    ),
    "a topic for which rights are missing": (
        TOPIC,
        refused(400, "Bad Request: not enough rights to create a topic"),
        Sent(),
    ),
    "a topic in a group without topics": (TOPIC, refused(400, "Bad Request: the chat is not a forum"), Sent()),
    "one topic too many": (TOPIC, refused(429, "Too Many Requests: retry after 300", retry_after=300), Sent()),
    "a deletion that comes too late": (DELETION, refused(400, "Bad Request: message can't be deleted"), Sent()),
    "a deletion of what is gone": (DELETION, refused(400, "Bad Request: message to delete not found"), Sent()),
}


@pytest.mark.parametrize("name", REFUSALS_OF_A_KIND)
async def test_a_refusal_is_told_by_what_was_asked(bot: Bot, wire: Wire, name: str):
    message, answer, outcome = REFUSALS_OF_A_KIND[name]
    wire.answers.append(answer)
    assert await send(bot, message, Place(target=7)) == outcome


STATUSES: dict[str, tuple[Answer | Exception, Outcome]] = {
    "401": (refused(401, "Unauthorized"), Unreachable("InvalidToken")),
    "403": (
        refused(403, "Forbidden: bot was blocked by the user"),
        Gone("Forbidden: bot was blocked by the user"),
    ),
    "409": (refused(409, "Conflict: terminated by other getUpdates request"), Unreachable("Conflict")),
    "429": (refused(429, "Too Many Requests: retry after 35", retry_after=35), Wait(timedelta(seconds=35))),
    "a migrated group": (
        refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1005),
        Migrated(-1005),
    ),
    "500": (refused(500, "Internal Server Error"), Unreachable("NetworkError")),
    "502": (Answer(502, b"<html>Bad Gateway</html>"), Unreachable("NetworkError")),
    "a lost connection": (ConnectionError("lost"), Unreachable("NetworkError")),
    "a time-out": (telegram.error.TimedOut(), Unreachable("TimedOut")),
}


@pytest.mark.parametrize(("answer", "outcome"), STATUSES.values(), ids=STATUSES.keys())
async def test_sending_never_raises_what_came_over_the_wire(
    bot: Bot, wire: Wire, answer: Answer | Exception, outcome: Outcome
):
    wire.answers.append(answer)
    assert await send(bot, SendText(5, "x"), NOWHERE) == outcome


MESSAGE = {"message_id": 7, "date": 1772442000, "chat": {"id": 5, "type": "private"}}
BUTTONS = ((Button("Yes", data="ok"), Button("Map", url="https://example.org")),)
KEYBOARD = {
    "inline_keyboard": [[{"text": "Yes", "callback_data": "ok"}, {"text": "Map", "url": "https://example.org"}]]
}
NO_PREVIEW = {"is_disabled": True}
TEXT = {"chat_id": 5, "text": "<b>x</b>", "parse_mode": "HTML", "link_preview_options": NO_PREVIEW}

PLACED = Place(quotes=6, thread_id=40)
WHERE = {
    "reply_parameters": {"message_id": 6, "allow_sending_without_reply": True},
    "message_thread_id": 40,
    "disable_notification": True,
}
FILES = (AlbumItem("photo", "p", "relay:5:1", "<b>x</b>"), AlbumItem("video", "v", "relay:5:2"))
PAPERS = (AlbumItem("document", "d", "relay:5:1"), AlbumItem("document", "e", "relay:5:2"))
SOUNDS = (AlbumItem("audio", "a", "relay:5:1"), AlbumItem("audio", "b", "relay:5:2"))

CALLS: dict[str, tuple[Outgoing, Place, str, dict[str, Any], Any, tuple[int, ...]]] = {
    "a text": (SendText(5, "<b>x</b>"), NOWHERE, "sendMessage", TEXT, MESSAGE, (7,)),
    "a text with everything": (
        SendText(5, "<b>x</b>", BUTTONS, silent=True, quotes="card:1", topic="topic:1"),
        PLACED,
        "sendMessage",
        TEXT | WHERE | {"reply_markup": KEYBOARD},
        MESSAGE,
        (7,),
    ),
    "an answer to a message of somebody else": (
        SendText(5, "<b>x</b>", reply_to=3, quotes="card:1"),
        Place(quotes=6),
        "sendMessage",
        TEXT | {"reply_parameters": {"message_id": 3, "allow_sending_without_reply": True}},
        MESSAGE,
        (7,),
    ),
    "an edit": (
        EditText(5, "card", "<b>x</b>", BUTTONS),
        Place(target=7),
        "editMessageText",
        TEXT | {"message_id": 7, "reply_markup": KEYBOARD},
        MESSAGE,
        (),
    ),
    "a copy": (
        CopyMessage(-1005, 5, 70, silent=True, quotes="card:1", topic="topic:1"),
        PLACED,
        "copyMessage",
        {"chat_id": -1005, "from_chat_id": 5, "message_id": 70} | WHERE,
        {"message_id": 7},
        (7,),
    ),
    "a copy with another caption": (
        CopyMessage(-1005, 5, 70, "<b>x</b>", BUTTONS),
        NOWHERE,
        "copyMessage",
        {
            "chat_id": -1005,
            "from_chat_id": 5,
            "message_id": 70,
            "caption": "<b>x</b>",
            "parse_mode": "HTML",
            "reply_markup": KEYBOARD,
        },
        {"message_id": 7},
        (7,),
    ),
    "a copy whose caption is taken away": (
        CopyMessage(-1005, 5, 70, ""),
        NOWHERE,
        "copyMessage",
        {"chat_id": -1005, "from_chat_id": 5, "message_id": 70, "caption": ""},
        {"message_id": 7},
        (7,),
    ),
    "an album": (
        SendAlbum(-1005, FILES, quotes="card:1", topic="topic:1", silent=True),
        PLACED,
        "sendMediaGroup",
        {
            "chat_id": -1005,
            "media": [
                {"type": "photo", "media": "p", "caption": "<b>x</b>", "parse_mode": "HTML"},
                {"type": "video", "media": "v"},
            ],
        }
        | WHERE,
        [MESSAGE, MESSAGE | {"message_id": 8}],
        (7, 8),
    ),
    "an album of documents": (
        SendAlbum(-1005, PAPERS),
        NOWHERE,
        "sendMediaGroup",
        {"chat_id": -1005, "media": [{"type": "document", "media": "d"}, {"type": "document", "media": "e"}]},
        [MESSAGE, MESSAGE | {"message_id": 8}],
        (7, 8),
    ),
    "an album of music": (
        SendAlbum(-1005, SOUNDS),
        NOWHERE,
        "sendMediaGroup",
        {"chat_id": -1005, "media": [{"type": "audio", "media": "a"}, {"type": "audio", "media": "b"}]},
        [MESSAGE, MESSAGE | {"message_id": 8}],
        (7, 8),
    ),
    "a caption": (
        EditCaption(-1005, "relay:5:1", "<b>x</b>"),
        Place(target=7),
        "editMessageCaption",
        {"chat_id": -1005, "message_id": 7, "caption": "<b>x</b>", "parse_mode": "HTML"},
        MESSAGE,
        (),
    ),
    "a deletion": (
        Delete(-1005, "relay:5:1"),
        Place(target=7),
        "deleteMessage",
        {"chat_id": -1005, "message_id": 7},
        True,
        (),
    ),
    "an emptying by deletion": (
        Empty(-1005, "file:1:a", (Way.DELETE, Way.DOCUMENT), "<b>x</b>", "y", "x.txt"),
        Place(target=7),
        "deleteMessage",
        {"chat_id": -1005, "message_id": 7},
        True,
        (),
    ),
    "a reaction": (
        SetReaction(-1005, 70, "👌", "x"),
        NOWHERE,
        "setMessageReaction",
        {"chat_id": -1005, "message_id": 70, "reaction": [{"type": "emoji", "emoji": "👌"}]},
        True,
        (),
    ),
    "a topic": (
        CreateTopic(-1005, "12 · Konin"),
        NOWHERE,
        "createForumTopic",
        {"chat_id": -1005, "name": "12 · Konin"},
        {"message_thread_id": 40, "name": "12 · Konin", "icon_color": 1},
        (40,),
    ),
    "commands": (
        SetCommands(-1005, (("urlop", "Absence"),)),
        NOWHERE,
        "setMyCommands",
        {
            "commands": [{"command": "urlop", "description": "Absence"}],
            "scope": {"type": "chat", "chat_id": -1005},
        },
        True,
        (),
    ),
    "a pin": (
        SendVenue(5, 52.2, 18.2, "Office", "1 Street"),
        NOWHERE,
        "sendVenue",
        {"chat_id": 5, "latitude": 52.2, "longitude": 18.2, "title": "Office", "address": "1 Street"},
        MESSAGE,
        (7,),
    ),
    "a card": (
        SendContact(5, "Jo Example", "+48600000000", "BEGIN:VCARD"),
        NOWHERE,
        "sendContact",
        {"chat_id": 5, "phone_number": "+48600000000", "first_name": "Jo Example", "vcard": "BEGIN:VCARD"},
        MESSAGE,
        (7,),
    ),
    "the end of a press": (
        AnswerPress("99", "Saved"),
        NOWHERE,
        "answerCallbackQuery",
        {"callback_query_id": "99", "text": "Saved"},
        True,
        (),
    ),
    "the end of a press without words": (
        AnswerPress("99"),
        NOWHERE,
        "answerCallbackQuery",
        {"callback_query_id": "99"},
        True,
        (),
    ),
    "leaving": (LeaveChat(-1005), NOWHERE, "leaveChat", {"chat_id": -1005}, True, ()),
}


def test_every_kind_of_message_is_tried():
    assert {type(message) for message, *_ in CALLS.values()} | {SendDocument} == set(get_args(Outgoing))


@pytest.mark.parametrize("name", CALLS)
async def test_a_message_is_one_call_of_the_bot_api(bot: Bot, wire: Wire, name: str):
    message, place, method, parameters, result, message_ids = CALLS[name]
    wire.answers.append(ok(result))
    assert await send(bot, message, place) == Sent(message_ids)
    [call] = wire.calls
    assert (call.method, {key: _plain(value) for key, value in call.parameters.items()}) == (method, parameters)


async def test_a_file_goes_with_its_name_and_content(bot: Bot, wire: Wire):
    wire.answers.append(ok(MESSAGE))
    assert await send(bot, document(5, "dane.txt", "zażółć".encode(), "<b>x</b>"), NOWHERE) == Sent((7,))
    [call] = wire.calls
    assert call.method == "sendDocument"
    assert (call.parameters["chat_id"], call.parameters["caption"]) == (5, "<b>x</b>")
    assert [(name, content.decode()) for name, content, _ in call.files.values()] == [("dane.txt", "zażółć")]


def _plain(value: Any) -> Any:
    """Give a parameter as the wire carries it."""
    return json.loads(value) if isinstance(value, str) and value.startswith(("{", "[")) else value


@pytest.mark.parametrize(
    ("message", "outcome"),
    [
        (EditText(5, "card", "x"), Uneditable()),
        (EditCaption(5, "card", "x"), Uneditable()),
        (Delete(5, "card"), Sent()),
    ],
    ids=["text", "caption", "deletion"],
)
async def test_a_change_of_a_message_that_was_never_sent_asks_nobody(
    bot: Bot, wire: Wire, message: Outgoing, outcome: Outcome
):
    assert await send(bot, message, NOWHERE) == outcome
    assert wire.calls == []
