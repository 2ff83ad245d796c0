"""The polling loop: fetch, hand over, confirm only what is committed.

Updates are fetched raw and read one by one: a broken one must not take its neighbours with it. The confirmation is
the next request's offset, so it is sent only after the commit that holds the effects of all updates before it.
"""

import asyncio
import warnings
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.store.database import StoreError
from bot.telegram.reading import update_id_of
from bot.telegram.waiting import wait_of

log = structlog.get_logger(__name__)

# Bot API: at most 100 updates a call.
BATCH = 100
# Bot API: of a kind that was not asked for nothing is kept; chat_member and message_reaction come only when asked for.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction")
# Who writes when Telegram or the store is back waits for so long at most.
LONGEST_REST_S = 10.0

# Takes raw updates; returns when their effects are committed. False: the store did not take them, ask again.
Take = Callable[[Sequence[object]], Awaitable[bool]]


async def poll(bot: Bot, take: Take, *, poll_timeout_s: int, on_conflict: Callable[[], Awaitable[None]]) -> None:
    """Fetch and hand over until cancelled; backs off while Telegram or the store is down.

    `on_conflict` is called once for each time that another process begins to poll; it may raise `StoreError`.
    """
    # The library advises its own method, which fails a whole batch for one bad update.
    warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'")
    offset: int | None = None
    failures = 0
    is_contested = False
    while True:
        try:
            updates = await _fetch(bot, offset, poll_timeout_s)
            is_contested = False
            is_taken = not updates or await take(updates)
        except RetryAfter as error:
            await asyncio.sleep(wait_of(error).total_seconds())
            continue
        except Conflict:
            log.error("telegram.another_process_polls")
            is_contested = is_contested or await _is_told(on_conflict)
            await _rest(failures := failures + 1)
            continue
        except Exception as error:  # noqa: BLE001 - one of the loops that must go on; Telegram keeps what was not taken
            _report(error)
            await _rest(failures := failures + 1)
            continue
        following = _next_offset(updates, offset)
        if updates and (not is_taken or following == offset):
            await _rest(failures := failures + 1)
            continue
        failures = 0
        offset = following


async def _fetch(bot: Bot, offset: int | None, timeout_s: int) -> Sequence[object]:
    parameters: dict[str, Any] = {"timeout": timeout_s, "limit": BATCH, "allowed_updates": list(ALLOWED_UPDATES)}
    if offset is not None:
        parameters["offset"] = offset
    result = await bot.do_api_request("getUpdates", api_kwargs=parameters, read_timeout=timeout_s + 10)
    if not isinstance(result, list):
        raise NetworkError("getUpdates gave no list")
    return result


async def _is_told(on_conflict: Callable[[], Awaitable[None]]) -> bool:
    try:
        await on_conflict()
    except StoreError as error:
        log.error("telegram.conflict_untold", error=str(error))
        return False
    return True


def _report(error: Exception) -> None:
    """Log the class of an error; its text may quote a token or what a person wrote."""
    name = type(error).__name__
    match error:
        # The library takes a 401 for a missing method once it has seen the bot's name.
        case InvalidToken() | EndPointNotFound():
            log.error("telegram.token_refused")
        case TelegramError():
            log.warning("telegram.unreachable", error=name)
        case _:
            log.error("updates.crashed", error=name)


def _next_offset(updates: Sequence[object], offset: int | None) -> int | None:
    """Give the offset that confirms `updates`.

    Telegram gives them in rising order, but only the keys are trusted; one without a key cannot be confirmed alone
    and is passed when a later one is.
    """
    keys = [key for raw in updates if (key := update_id_of(raw)) is not None]
    return max(keys) + 1 if keys else offset


async def _rest(failures: int) -> None:
    await asyncio.sleep(min(0.25 * 2 ** min(failures, 8), LONGEST_REST_S))
