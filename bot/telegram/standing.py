"""Asks Telegram what a person is in a group now: rights follow from that and from nothing older than a minute."""

import structlog
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.domain.events import MemberChanged, Person
from bot.telegram.people import member_changed

log = structlog.get_logger(__name__)

# Whoever pressed or wrote waits for this, and so does all that came with it.
PATIENCE_S = 5.0
# Bot API, getChatMember: said of people who never were in the chat.
_STRANGER = ("user not found", "participant_id_invalid", "member not found", "user_id_invalid", "invalid user_id")


async def standing_of(bot: Bot, chat_id: int, person: Person) -> MemberChanged | None:
    """Give what a person is in a group; None when Telegram cannot be asked now."""
    try:
        member = await bot.get_chat_member(chat_id, person.user_id, read_timeout=PATIENCE_S)
    except TelegramError as error:
        if isinstance(error, BadRequest) and any(part in error.message.casefold() for part in _STRANGER):
            return MemberChanged(chat_id, person, is_present=False, is_administrator=False)
        log.warning("standing.unknown", error=type(error).__name__)
        return None
    return member_changed(chat_id, member)
