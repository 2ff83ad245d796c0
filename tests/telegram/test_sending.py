"""Each kind of message is its call, and each error of the library is an outcome that was meant."""

import inspect
import json
from datetime import timedelta
from typing import Any, get_args

import pytest
import telegram.error
from telegram import Bot
from telegram.error import TelegramError

from bot.outcomes import (
    Gone,
    Migrated,
    NotSent,
    Outcome,
    Refused,
    Sent,
    Target,
    Uneditable,
    Unformatted,
    Unreachable,
    Wait,
)
from bot.store.outgoing import (
    AnswerPress,
    Button,
    EditText,
    LeaveChat,
    Outgoing,
    SendContact,
    SendText,
    SendVenue,
)
from bot.telegram.sending import outcome_of, send
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
    assert outcome_of(error) == outcome


@pytest.mark.parametrize("wait", [3, 0.5, timedelta(minutes=1)], ids=str)
def test_a_wait_is_understood_in_every_form(wait: Any):
    expected = wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
    assert outcome_of(telegram.error.RetryAfter(wait)) == Wait(expected)


# The Bot API's own words, as they come after "Bad Request: ".
REFUSALS: dict[str, Outcome] = {
    "message is not modified: specified new message content and reply markup are exactly the same": Sent(None),
    "query is too old and response timeout expired or query ID is invalid": Sent(None),
    "QUERY_ID_INVALID": Sent(None),
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
    "message is too long": NotSent("BadRequest"),
    "message text is empty": NotSent("BadRequest"),
    "not enough rights to send text messages to the chat": NotSent("BadRequest"),
    "BUTTON_DATA_INVALID": NotSent("BadRequest"),
}


@pytest.mark.parametrize("said", REFUSALS)
async def test_a_refusal_is_told_by_the_words_of_the_bot_api(bot: Bot, wire: Wire, said: str):
    wire.answers.append(refused(400, f"Bad Request: {said}"))
    assert await send(bot, EditText(5, "card", "x"), Target(5, 7)) == REFUSALS[said]


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
    assert await send(bot, SendText(5, "x"), None) == outcome


MESSAGE = {"message_id": 7, "date": 1772442000, "chat": {"id": 5, "type": "private"}}
BUTTONS = ((Button("Yes", data="ok"), Button("Map", url="https://example.org")),)
KEYBOARD = {
    "inline_keyboard": [[{"text": "Yes", "callback_data": "ok"}, {"text": "Map", "url": "https://example.org"}]]
}
NO_PREVIEW = {"is_disabled": True}
TEXT = {"chat_id": 5, "text": "<b>x</b>", "parse_mode": "HTML", "link_preview_options": NO_PREVIEW}

CALLS: dict[str, tuple[Outgoing, str, dict[str, Any], Any, int | None]] = {
    "a text": (SendText(5, "<b>x</b>"), "sendMessage", TEXT, MESSAGE, 7),
    "a text with everything": (
        SendText(5, "<b>x</b>", BUTTONS, reply_to=6, silent=True),
        "sendMessage",
        TEXT
        | {
            "reply_markup": KEYBOARD,
            "reply_parameters": {"message_id": 6, "allow_sending_without_reply": True},
            "disable_notification": True,
        },
        MESSAGE,
        7,
    ),
    "an edit": (
        EditText(5, "card", "<b>x</b>", BUTTONS),
        "editMessageText",
        TEXT | {"message_id": 7, "reply_markup": KEYBOARD},
        MESSAGE,
        None,
    ),
    "a pin": (
        SendVenue(5, 52.2, 18.2, "Office", "1 Street"),
        "sendVenue",
        {"chat_id": 5, "latitude": 52.2, "longitude": 18.2, "title": "Office", "address": "1 Street"},
        MESSAGE,
        7,
    ),
    "a card": (
        SendContact(5, "Jo Example", "+48600000000", "BEGIN:VCARD"),
        "sendContact",
        {"chat_id": 5, "phone_number": "+48600000000", "first_name": "Jo Example", "vcard": "BEGIN:VCARD"},
        MESSAGE,
        7,
    ),
    "the end of a press": (
        AnswerPress("99", "Saved"),
        "answerCallbackQuery",
        {"callback_query_id": "99", "text": "Saved"},
        True,
        None,
    ),
    "the end of a press without words": (
        AnswerPress("99"),
        "answerCallbackQuery",
        {"callback_query_id": "99"},
        True,
        None,
    ),
    "leaving": (LeaveChat(-1005), "leaveChat", {"chat_id": -1005}, True, None),
}


def test_every_kind_of_message_is_tried():
    assert {type(message) for message, *_ in CALLS.values()} == set(get_args(Outgoing))


@pytest.mark.parametrize("name", CALLS)
async def test_a_message_is_one_call_of_the_bot_api(bot: Bot, wire: Wire, name: str):
    message, method, parameters, result, message_id = CALLS[name]
    wire.answers.append(ok(result))
    assert await send(bot, message, Target(5, 7)) == Sent(message_id)
    [call] = wire.calls
    assert (call.method, {key: _plain(value) for key, value in call.parameters.items()}) == (method, parameters)


def _plain(value: Any) -> Any:
    """Give a parameter as the wire carries it."""
    return json.loads(value) if isinstance(value, str) and value.startswith("{") else value


async def test_an_edit_of_a_message_that_was_never_sent_asks_nobody(bot: Bot, wire: Wire):
    assert await send(bot, EditText(5, "card", "x"), None) == Uneditable()
    assert wire.calls == []


async def test_an_edit_goes_to_the_message_it_names_not_to_the_chat_of_the_row(bot: Bot, wire: Wire):
    wire.answers.append(ok(MESSAGE))
    await send(bot, EditText(5, "card", "x"), Target(-1005, 70))
    assert (wire.calls[0].parameters["chat_id"], wire.calls[0].parameters["message_id"]) == (-1005, 70)
