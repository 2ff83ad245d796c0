"""One outbox row → one Bot API call → what became of it.

Every error that python-telegram-bot knows is mapped here; whether and when to try again is delivery's decision.
"""

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
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
    Rows,
    SendContact,
    SendText,
    SendVenue,
)
from bot.telegram.waiting import wait_of

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def send(bot: Bot, message: Outgoing, target: Target | None) -> Outcome:
    """Carry out one row; `target` is the message an edit changes. Never raises what Telegram answered."""
    try:
        return Sent(await _call(bot, message, target))
    except TelegramError as error:
        return outcome_of(error)


async def _call(bot: Bot, message: Outgoing, target: Target | None) -> int | None:
    match message:
        case SendText():
            return await _send_text(bot, message)
        case EditText():
            return await _edit_text(bot, message, target)
        case SendVenue():
            venue = await bot.send_venue(
                chat_id=message.chat_id,
                latitude=message.lat,
                longitude=message.lon,
                title=message.title,
                address=message.address,
            )
            return venue.message_id
        case SendContact():
            card = await bot.send_contact(
                chat_id=message.chat_id, phone_number=message.phone, first_name=message.name, vcard=message.vcard
            )
            return card.message_id
        case AnswerPress():
            await bot.answer_callback_query(message.press_id, text=message.text or None)
            return None
        case LeaveChat():
            await bot.leave_chat(message.chat_id)
            return None


async def _send_text(bot: Bot, message: SendText) -> int:
    quoted = None
    if message.reply_to is not None:
        quoted = ReplyParameters(message.reply_to, allow_sending_without_reply=True)
    sent = await bot.send_message(
        chat_id=message.chat_id,
        text=message.html,
        parse_mode=ParseMode.HTML,
        reply_markup=_markup(message.buttons),
        reply_parameters=quoted,
        disable_notification=message.silent or None,
        link_preview_options=_NO_PREVIEW,
    )
    return sent.message_id


async def _edit_text(bot: Bot, message: EditText, target: Target | None) -> int | None:
    if target is None:
        raise BadRequest("message to edit not found")
    await bot.edit_message_text(
        chat_id=target.chat_id,
        message_id=target.message_id,
        text=message.html,
        parse_mode=ParseMode.HTML,
        reply_markup=_markup(message.buttons),
        link_preview_options=_NO_PREVIEW,
    )
    return None


def _markup(rows: Rows) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup([[_button(one) for one in row] for row in rows]) if rows else None


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(button.label, callback_data=button.data, url=button.url)


def outcome_of(error: TelegramError) -> Outcome:
    """Map an error of the library: who or what must change before this row can go out."""
    match error:
        case RetryAfter():
            return Wait(wait_of(error))
        case ChatMigrated():
            return Migrated(error.new_chat_id)
        case Forbidden():
            return Gone(error.message)
        case BadRequest():
            return _refusal(error.message)
        case InvalidToken() | Conflict() | TimedOut() | NetworkError():
            return Unreachable(type(error).__name__)
        case EndPointNotFound() | PassportDecryptionError():
            return NotSent(type(error).__name__)
        case _:
            return Refused(type(error).__name__)


# Fragments of the Bot API's own texts: it has no codes for these. Lower case.
_ALREADY_SO = ("message is not modified", "query is too old", "query id is invalid", "query_id_invalid")
_GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "group chat was deactivated", "chat was deleted")
_UNEDITABLE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
)


def _refusal(message: str) -> Outcome:
    said = message.casefold()
    if any(part in said for part in _ALREADY_SO):
        return Sent(None)
    if any(part in said for part in _GONE):
        return Gone(message)
    if any(part in said for part in _UNEDITABLE):
        return Uneditable()
    if "can't parse entities" in said:
        return Unformatted()
    return NotSent("BadRequest")
