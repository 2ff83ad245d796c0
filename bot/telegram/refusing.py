"""What Telegram's refusal of a row means: every error that python-telegram-bot knows is mapped here.

The Bot API has no codes for most refusals: they are told apart by its own words and by what was asked.
"""

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.outcomes import (
    SOURCE_GONE,
    UNCOPYABLE,
    VOICE_FORBIDDEN,
    Gone,
    Migrated,
    NotSent,
    Outcome,
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
from bot.store.outgoing import CopyMessage, CreateTopic, Delete, Empty, Outgoing, SetCommands, SetReaction
from bot.telegram.waiting import wait_of


def outcome_of(error: TelegramError, message: Outgoing) -> Outcome:
    """Map an error of the library: who or what must change before this row can go out."""
    match error:
        case RetryAfter() if isinstance(message, CreateTopic):
            # Topics are rationed for minutes; nothing in the group may wait for one.
            return Sent()
        case RetryAfter():
            return Wait(wait_of(error))
        case ChatMigrated():
            return Migrated(error.new_chat_id)
        case Forbidden():
            return _forbidden(error.message, message)
        case BadRequest():
            return _refusal(error.message, message)
        case InvalidToken() | Conflict() | TimedOut() | NetworkError():
            return Unreachable(type(error).__name__)
        case EndPointNotFound() | PassportDecryptionError():
            return NotSent(type(error).__name__)
        case _:
            return Refused(type(error).__name__)


def _forbidden(said: str, message: Outgoing) -> Outcome:
    """Tell a reader who is gone from a group that a citizen's copy cannot be read from any more."""
    is_about_a_person = "user" in said.casefold()
    if isinstance(message, CopyMessage) and message.chat_id > 0 and not is_about_a_person:
        return NotSent(SOURCE_GONE)
    return Gone(said)


# Fragments of the Bot API's own texts, lower case.
_ALREADY_SO = ("message is not modified", "query is too old", "query id is invalid", "query_id_invalid")
_GONE = (
    "chat not found",
    "user is deactivated",
    "peer_id_invalid",
    "group chat was deactivated",
    "chat was deleted",
    "input_user_deactivated",
)
_UNEDITABLE = (
    "message to edit not found",
    "message to change was never sent",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
    "message_author_required",
)
# Nothing is there to be emptied, or it is empty already.
_EMPTY = (
    "message to edit not found",
    "message to delete not found",
    "message to change was never sent",
    "message is not modified",
)
_TOO_LONG = ("message is too long", "message_too_long", "caption is too long", "media_caption_too_long")
_THREAD_CLOSED = ("topic_closed",)
_THREAD_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid", "thread_not_found")
_SOURCE_GONE = ("message to copy not found", "message_id_invalid", "chat not found")
_UNCOPYABLE = ("message can't be copied", "chat_forwards_restricted", "message has protected content")
_VOICE = ("voice_messages_forbidden", "restricted receiving of v")


def _refusal(message: str, row: Outgoing) -> Outcome:
    said = message.casefold()
    match row:
        case SetReaction() if "message to react not found" in said:
            return Sent()  # nothing is left to be marked
        case SetReaction() if not _is_any(_GONE, said):
            return Unreactable()
        case Delete() if not _is_any(_GONE, said):
            return Sent()  # gone already, or too old to be taken back
        case Empty() if not _is_any(_GONE, said):
            return Sent() if _is_any(_EMPTY, said) else Uneditable()
        case CreateTopic() | SetCommands():
            return Sent()  # an ornament; what it would adorn works without
        case CopyMessage() if _is_any(_SOURCE_GONE, said):
            return NotSent(SOURCE_GONE)
        case CopyMessage() if _is_any(_UNCOPYABLE, said):
            return NotSent(UNCOPYABLE)
    return _general(said, message)


def _general(said: str, message: str) -> Outcome:
    for fragments, outcome in (
        (_ALREADY_SO, Sent()),
        (_GONE, Gone(message)),
        (_UNEDITABLE, Uneditable()),
        (_TOO_LONG, TooLong()),
        (_THREAD_CLOSED, Threadless(is_gone=False)),
        (_THREAD_GONE, Threadless(is_gone=True)),
        (_VOICE, NotSent(VOICE_FORBIDDEN)),
        (("can't parse entities",), Unformatted()),
    ):
        if _is_any(fragments, said):
            return outcome
    return NotSent("BadRequest")


def _is_any(fragments: tuple[str, ...], said: str) -> bool:
    return any(part in said for part in fragments)
