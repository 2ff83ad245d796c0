"""What Telegram shows of the bot before anybody has written to it: commands, descriptions with the phone numbers."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.domain.texts import Text, text
from bot.telegram.waiting import wait_of
from bot.texts.texts import DEFAULT, LANGUAGES, Renderer

log = structlog.get_logger(__name__)

# Bot API: setMyDescription takes at most 512 characters, setMyShortDescription 120.
DESCRIPTION_LIMIT = 512
SHORT_DESCRIPTION_LIMIT = 120

# How often a language is tried when Telegram asks to wait.
ATTEMPTS = 3
# How long to wait for a Telegram that is away.
AWAY_S = 5.0

PRIVATE_COMMANDS = ("start", "sesje", "moje", "czlowiek", "prywatnosc")
GROUP_COMMANDS = ("sesje", "biura", "specjalisci")


async def publish(
    bot: Bot, renderer: Callable[[], Renderer], *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Set the profile in every language; a refusal is logged, never fatal, and tried again at the next start."""
    for language in LANGUAGES:
        for _ in range(ATTEMPTS):
            try:
                await _publish_in(bot, renderer(), language)
            except RetryAfter as error:
                await sleep(wait_of(error).total_seconds())
            except TelegramError as error:
                log.warning("profile.refused", language=language, error=type(error).__name__)
                if isinstance(error, BadRequest) or not isinstance(error, NetworkError):
                    break
                await sleep(AWAY_S)
            else:
                break


async def _publish_in(bot: Bot, renderer: Renderer, language: str) -> None:
    # Bot API: an empty language code is for everybody whose language has none of its own.
    code = "" if language == DEFAULT else language
    await bot.set_my_description(description(renderer, language), language_code=code)
    await bot.set_my_short_description(short_description(renderer, language), language_code=code)
    for scope, names in (
        (BotCommandScopeAllPrivateChats(), PRIVATE_COMMANDS),
        (BotCommandScopeAllGroupChats(), GROUP_COMMANDS),
    ):
        commands = [BotCommand(name, renderer.plain(text(f"profile.commands.{name}"), language)) for name in names]
        await bot.set_my_commands(commands, scope=scope, language_code=code)


def description(renderer: Renderer, language: str) -> str:
    """Give the text shown in an empty chat, phone numbers included."""
    centre = renderer.knowledge.centre
    said = text("profile.description", name=centre.name, short_name=centre.short_name, phones=_phones(renderer))
    return renderer.plain(said, language)[:DESCRIPTION_LIMIT]


def short_description(renderer: Renderer, language: str) -> str:
    """Give the text shown in the profile and beside shared links."""
    short_name = renderer.knowledge.centre.short_name
    phones = renderer.plain(text("profile.phones", phones=_phones(renderer)), language).replace("\n", ", ")
    said = text("profile.short_description", short_name=short_name, phones=phones)
    return renderer.plain(said, language)[:SHORT_DESCRIPTION_LIMIT]


def _phones(renderer: Renderer) -> list[Text]:
    return [text("profile.phone", city=one.city, phone=one.phone) for one in renderer.knowledge.offices.values()]
