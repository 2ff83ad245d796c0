"""One outbox row → one Bot API call → what became of it.

What Telegram refuses is told apart in `refusing`; whether and when to try again is delivery's decision.
"""

import base64

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.domain.emptying import Way
from bot.outcomes import Outcome, Place, Sent
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
    Rows,
    SendAlbum,
    SendContact,
    SendDocument,
    SendText,
    SendVenue,
    SetCommands,
    SetReaction,
)
from bot.telegram.blanks import picture
from bot.telegram.refusing import outcome_of
from bot.texts.markup import without_markup

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def send(bot: Bot, message: Outgoing, place: Place) -> Outcome:
    """Carry out one row; `place` is what its names stand for. Never raises what Telegram answered."""
    try:
        return Sent(await _call(bot, message, place))
    except TelegramError as error:
        return outcome_of(error, message)


async def _call(bot: Bot, message: Outgoing, place: Place) -> tuple[int, ...]:
    """Give the ids of the messages that were made."""
    match message:
        case SendText() | CopyMessage() | SendAlbum():
            return await _put(bot, message, place)
        case EditText() | EditCaption() | Delete() | Empty():
            await _change(bot, message, place.target)
            return ()
        case SendDocument() | SendVenue() | SendContact():
            return await _put_unplaced(bot, message)
        case CreateTopic():
            topic = await bot.create_forum_topic(message.chat_id, message.name)
            return (topic.message_thread_id,)
        case SetReaction():
            await bot.set_message_reaction(message.chat_id, message.message_id, message.emoji)
        case SetCommands():
            commands = [BotCommand(name, description) for name, description in message.commands]
            await bot.set_my_commands(commands, scope=BotCommandScopeChat(message.chat_id))
        case AnswerPress():
            await bot.answer_callback_query(message.press_id, text=message.text or None)
        case LeaveChat():
            await bot.leave_chat(message.chat_id)
    return ()


async def _put(bot: Bot, message: SendText | CopyMessage | SendAlbum, place: Place) -> tuple[int, ...]:
    quoted = message.reply_to if message.reply_to is not None else place.quotes
    reply = ReplyParameters(quoted, allow_sending_without_reply=True) if quoted is not None else None
    silent = message.silent or None
    match message:
        case SendText():
            sent = await bot.send_message(
                chat_id=message.chat_id,
                text=message.html,
                parse_mode=ParseMode.HTML,
                reply_markup=_markup(message.buttons),
                reply_parameters=reply,
                message_thread_id=place.thread_id,
                disable_notification=silent,
                link_preview_options=_NO_PREVIEW,
            )
            return (sent.message_id,)
        case CopyMessage():
            copy = await bot.copy_message(
                chat_id=message.chat_id,
                from_chat_id=message.from_chat_id,
                message_id=message.message_id,
                caption=message.caption,
                parse_mode=ParseMode.HTML if message.caption else None,
                reply_markup=_markup(message.buttons),
                reply_parameters=reply,
                message_thread_id=place.thread_id,
                disable_notification=silent,
            )
            return (copy.message_id,)
        case SendAlbum():
            album = await bot.send_media_group(
                chat_id=message.chat_id,
                media=[_file(item) for item in message.items],
                reply_parameters=reply,
                message_thread_id=place.thread_id,
                disable_notification=silent,
            )
            return tuple(part.message_id for part in album)


async def _put_unplaced(bot: Bot, message: SendDocument | SendVenue | SendContact) -> tuple[int, ...]:
    match message:
        case SendDocument():
            sent = await bot.send_document(
                chat_id=message.chat_id,
                document=base64.b64decode(message.content),
                filename=message.file_name,
                caption=message.caption or None,
                parse_mode=ParseMode.HTML,
            )
        case SendVenue():
            sent = await bot.send_venue(
                chat_id=message.chat_id,
                latitude=message.lat,
                longitude=message.lon,
                title=message.title,
                address=message.address,
            )
        case SendContact():
            sent = await bot.send_contact(
                chat_id=message.chat_id, phone_number=message.phone, first_name=message.name, vcard=message.vcard
            )
    return (sent.message_id,)


async def _change(bot: Bot, message: EditText | EditCaption | Delete | Empty, target: int | None) -> None:
    if target is None:
        raise BadRequest("message to change was never sent")
    match message:
        case EditText():
            await bot.edit_message_text(
                chat_id=message.chat_id,
                message_id=target,
                text=message.html,
                parse_mode=ParseMode.HTML,
                reply_markup=_markup(message.buttons),
                link_preview_options=_NO_PREVIEW,
            )
        case EditCaption():
            await bot.edit_message_caption(
                chat_id=message.chat_id, message_id=target, caption=message.html, parse_mode=ParseMode.HTML
            )
        case Delete():
            await bot.delete_message(message.chat_id, target)
        case Empty():
            await _empty(bot, message, target)


async def _empty(bot: Bot, message: Empty, target: int) -> None:
    match message.ways[0]:
        case Way.DELETE:
            await bot.delete_message(message.chat_id, target)
        case Way.TEXT:
            await bot.edit_message_text(message.html, message.chat_id, target, parse_mode=ParseMode.HTML)
        case Way.DOCUMENT:
            words = without_markup(message.html).encode()
            file = InputMediaDocument(words, message.html, ParseMode.HTML, filename=message.file_name)
            await bot.edit_message_media(file, message.chat_id, target)
        case Way.PHOTO:
            photo = InputMediaPhoto(picture(), message.html, ParseMode.HTML)
            await bot.edit_message_media(photo, message.chat_id, target)


def _file(item: AlbumItem) -> InputMediaPhoto | InputMediaVideo | InputMediaDocument | InputMediaAudio:
    caption, mode = item.caption or None, ParseMode.HTML if item.caption else None
    match item.type:
        case "photo":
            return InputMediaPhoto(item.file_id, caption=caption, parse_mode=mode)
        case "video":
            return InputMediaVideo(item.file_id, caption=caption, parse_mode=mode)
        case "document":
            return InputMediaDocument(item.file_id, caption=caption, parse_mode=mode)
        case _:
            return InputMediaAudio(item.file_id, caption=caption, parse_mode=mode)


def _markup(rows: Rows) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup([[_button(one) for one in row] for row in rows]) if rows else None


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(button.label, callback_data=button.data, url=button.url)
