"""What Telegram shows of the bot before anybody has written to it."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Bot
from telegram.error import NetworkError

from bot.domain.commands import STAFF_MENU
from bot.domain.knowledge import Knowledge
from bot.knowledge.loading import Loaded
from bot.telegram.profile import (
    ATTEMPTS,
    AWAY_S,
    DESCRIPTION_LIMIT,
    GROUP_COMMANDS,
    LOOK_EVERY_S,
    PRIVATE_COMMANDS,
    SHORT_DESCRIPTION_LIMIT,
    description,
    keep_published,
    publish,
    short_description,
)
from bot.texts.texts import DEFAULT, LANGUAGES
from tests.telegram.wire import Wire, ok, refused
from tests.worlds import renderer

CALLS = 4 * len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_fits_and_carries_the_telephones(language: str, base: Loaded):
    shown = description(renderer(base.knowledge), language)
    assert len(shown) < DESCRIPTION_LIMIT
    assert all(one.phone in shown for one in base.knowledge.offices.values())
    assert "112" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_short_description_fits_and_carries_the_telephones(language: str, base: Loaded):
    shown = short_description(renderer(base.knowledge), language)
    assert len(shown) <= SHORT_DESCRIPTION_LIMIT
    assert "\n" not in shown
    assert all(one.phone in shown for one in base.knowledge.offices.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_markup_is_shown(language: str, base: Loaded):
    words = renderer(base.knowledge)
    assert not set("<>{}&") & set(description(words, language) + short_description(words, language))


def test_the_commands_are_those_of_the_contract():
    assert PRIVATE_COMMANDS == ("start", "sesje", "moje", "czlowiek", "prywatnosc")
    assert set(GROUP_COMMANDS) == {"sesje", "biura", "specjalisci"}
    assert STAFF_MENU == ("otwarte", "sesja", "urlop", "zastepstwo")


def parameters(wire: Wire, method: str) -> list[dict[str, Any]]:
    return [dict(call.parameters) for call in wire.calls if call.method == method]


async def test_everything_is_set_in_every_language(bot: Bot, wire: Wire, base: Loaded):
    wire.answers.extend([ok(True)] * CALLS)
    await publish(bot, lambda: renderer(base.knowledge))
    for method in ("setMyDescription", "setMyShortDescription"):
        # The default language is everybody's whose language has no texts of its own.
        assert [one.get("language_code", "") for one in parameters(wire, method)] == ["", "uk", "en"]
    commands = parameters(wire, "setMyCommands")
    assert [one.get("language_code", "") for one in commands] == ["", "", "uk", "uk", "en", "en"]


async def test_each_scope_has_its_commands_with_descriptions(bot: Bot, wire: Wire, base: Loaded):
    wire.answers.extend([ok(True)] * CALLS)
    await publish(bot, lambda: renderer(base.knowledge))
    for call in parameters(wire, "setMyCommands"):
        names = PRIVATE_COMMANDS if _loaded(call["scope"])["type"] == "all_private_chats" else GROUP_COMMANDS
        commands = _loaded(call["commands"])
        assert [one["command"] for one in commands] == list(names)
        # Bot API, BotCommand: 1-256 characters.
        assert all(1 <= len(one["description"]) <= 256 for one in commands)


def _loaded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


async def test_a_refusal_is_logged_and_the_other_languages_are_set(bot: Bot, wire: Wire, base: Loaded):
    wire.answers.extend([refused(400, "Bad Request: nonsense"), *[ok(True)] * 8])
    with capture_logs() as logs:
        await publish(bot, lambda: renderer(base.knowledge))
    assert [(line["event"], line["language"]) for line in logs] == [("profile.refused", DEFAULT)]
    assert len(wire.calls) == 9


class Nights:
    """Sleeps without sleeping."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


async def test_telegrams_wish_to_wait_is_obeyed_and_the_language_set_after_it(bot: Bot, wire: Wire, base: Loaded):
    nights = Nights()
    wire.answers.extend([ok(True), refused(429, "Too Many Requests", retry_after=7), *[ok(True)] * CALLS])
    await publish(bot, lambda: renderer(base.knowledge), sleep=nights.sleep)
    assert nights.slept == [7]
    assert len(wire.calls) == CALLS + 2


async def test_a_telegram_that_is_away_is_tried_again(bot: Bot, wire: Wire, base: Loaded):
    nights = Nights()
    wire.answers.extend([ok(True), NetworkError("away"), *[ok(True)] * CALLS])
    await publish(bot, lambda: renderer(base.knowledge), sleep=nights.sleep)
    assert nights.slept == [AWAY_S]
    assert len(wire.calls) == CALLS + 2


async def test_a_telegram_that_stays_away_is_left_alone_in_the_end(bot: Bot, wire: Wire, base: Loaded):
    nights = Nights()
    wire.answers.extend([NetworkError("away")] * ATTEMPTS * len(LANGUAGES))
    await publish(bot, lambda: renderer(base.knowledge), sleep=nights.sleep)
    assert nights.slept == [AWAY_S] * ATTEMPTS * len(LANGUAGES)


async def test_a_refusal_is_not_tried_again(bot: Bot, wire: Wire, base: Loaded):
    nights = Nights()
    wire.answers.extend([refused(400, "Bad Request: nonsense")] * len(LANGUAGES))
    await publish(bot, lambda: renderer(base.knowledge), sleep=nights.sleep)
    assert nights.slept == []


async def test_a_telegram_that_always_wants_a_wait_is_left_alone_in_the_end(bot: Bot, wire: Wire, base: Loaded):
    nights = Nights()
    wire.answers.extend([refused(429, "Too Many Requests", retry_after=7)] * 9)
    await publish(bot, lambda: renderer(base.knowledge), sleep=nights.sleep)
    assert nights.slept == [7] * 9


def with_phone(base: Loaded, phone: str) -> Knowledge:
    """The base after an edit of a telephone."""
    offices = {**base.knowledge.offices, "konin": replace(base.knowledge.offices["konin"], phone=phone)}
    return replace(base.knowledge, offices=offices)


class Edited:
    """Sleeps without sleeping; what the base says then is changed meanwhile, and the third time ends the test."""

    def __init__(self, base: Loaded, *phones: str) -> None:
        self.words = renderer(base.knowledge)
        self.edits = [renderer(with_phone(base, phone)) for phone in phones]

    async def sleep(self, seconds: float) -> None:
        assert seconds == LOOK_EVERY_S
        if not self.edits:
            raise asyncio.CancelledError
        self.words = self.edits.pop(0)


async def test_a_changed_telephone_is_published_once(bot: Bot, wire: Wire, base: Loaded):
    wire.answers.extend([ok(True)] * CALLS * 2)
    edited = Edited(base, "+48 63 000 00 00", "+48 63 000 00 00")
    with pytest.raises(asyncio.CancelledError):
        await keep_published(bot, lambda: edited.words, sleep=edited.sleep)
    assert len(wire.calls) == CALLS * 2
    for method in ("setMyDescription", "setMyShortDescription"):
        assert ["63 000 00 00" in str(one) for one in parameters(wire, method)] == [False] * 3 + [True] * 3


async def test_an_edit_that_the_profile_does_not_show_publishes_nothing(bot: Bot, wire: Wire, base: Loaded):
    wire.answers.extend([ok(True)] * CALLS)
    edited = Edited(base, base.knowledge.offices["konin"].phone)
    with pytest.raises(asyncio.CancelledError):
        await keep_published(bot, lambda: edited.words, sleep=edited.sleep)
    assert len(wire.calls) == CALLS
