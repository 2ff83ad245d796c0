"""What Telegram shows of the bot before anybody has written to it: commands, descriptions with the phone numbers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import structlog
from telegram import Bot, BotCommand, BotCommandScope, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
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


# How soon a change of the base reaches the profile; several changes in that time are one.
LOOK_EVERY_S = 30.0

Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is shown in one language."""

    description: str
    short_description: str
    # Scope -> (command, what it does).
    commands: Sequence[tuple[BotCommandScope, Sequence[tuple[str, str]]]]


_NOTHING: Mapping[str, Profile] = MappingProxyType({})


async def keep_published(bot: Bot, renderer: Callable[[], Renderer], *, sleep: Sleep = asyncio.sleep) -> None:
    """Set the profile, and again whatever an edit of the base has changed in it, until cancelled."""
    shown = _NOTHING
    while True:
        shown = await publish(bot, renderer, shown, sleep=sleep)
        await sleep(LOOK_EVERY_S)


async def publish(
    bot: Bot, renderer: Callable[[], Renderer], shown: Mapping[str, Profile] = _NOTHING, *, sleep: Sleep = asyncio.sleep
) -> Mapping[str, Profile]:
    """Set the profile in every language in which it is not `shown` yet, and give what is wanted now.

    A refusal is logged, never fatal, and tried again at the next change or start.
    """
    wanted = {language: _profile(renderer(), language) for language in LANGUAGES}
    for language, profile in wanted.items():
        if shown.get(language) != profile:
            await _publish_in(bot, profile, language, sleep)
    return wanted


async def _publish_in(bot: Bot, profile: Profile, language: str, sleep: Sleep) -> None:
    for _ in range(ATTEMPTS):
        try:
            await _set(bot, profile, language)
        except RetryAfter as error:
            await sleep(wait_of(error).total_seconds())
        except TelegramError as error:
            log.warning("profile.refused", language=language, error=type(error).__name__)
            if isinstance(error, BadRequest) or not isinstance(error, NetworkError):
                return
            await sleep(AWAY_S)
        else:
            return


async def _set(bot: Bot, profile: Profile, language: str) -> None:
    # Bot API: an empty language code is for everybody whose language has none of its own.
    code = "" if language == DEFAULT else language
    await bot.set_my_description(profile.description, language_code=code)
    await bot.set_my_short_description(profile.short_description, language_code=code)
    for scope, commands in profile.commands:
        await bot.set_my_commands([BotCommand(*one) for one in commands], scope=scope, language_code=code)


def _profile(renderer: Renderer, language: str) -> Profile:
    def commands(names: Sequence[str]) -> Sequence[tuple[str, str]]:
        return [(name, renderer.plain(text(f"profile.commands.{name}"), language)) for name in names]

    return Profile(
        description(renderer, language),
        short_description(renderer, language),
        (
            (BotCommandScopeAllPrivateChats(), commands(PRIVATE_COMMANDS)),
            (BotCommandScopeAllGroupChats(), commands(GROUP_COMMANDS)),
        ),
    )


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
