"""Raw updates → intake: each read alone, all committed before the batch may be confirmed.

An update that cannot be read, or whose handling crashes again and again, is set aside; its neighbours are not touched.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from telegram import Bot

from bot.intake import Intake
from bot.store.database import StoreError
from bot.telegram.reading import Received, Unreadable, chat_id_of, read, update_id_of

log = structlog.get_logger(__name__)

# Crashes of one update before it is set aside.
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Handing:
    """Hands what Telegram delivers to intake."""

    bot: Bot
    intake: Intake

    async def take(self, raws: Sequence[object]) -> bool:
        """Commit the effects of all updates; False when the store did not take them, so that they must come again."""
        # Tasks start in order, and the store keeps the order of one chat.
        results = await asyncio.gather(*(self._take_one(raw) for raw in raws), return_exceptions=True)
        down = [failure for failure in results if isinstance(failure, StoreError)]
        for failure in results:
            if isinstance(failure, BaseException) and not isinstance(failure, StoreError):
                raise failure
        if down:
            log.error("updates.store_down", error=str(down[0]), updates=len(down))
        return not down

    async def _take_one(self, raw: object) -> None:
        update_id = update_id_of(raw)
        if update_id is None:
            log.error("update.without_key")
            return
        try:
            received = read(raw, self.bot)
        except Unreadable as error:
            await self._set_aside(update_id, raw, f"Unreadable {error}".strip())
            return
        await self._handle(received, raw)

    async def _handle(self, received: Received, raw: object) -> None:
        for _ in range(ATTEMPTS):
            try:
                await self.intake.take_update(
                    received.update_id,
                    received.event,
                    chat_id=received.chat_id,
                    pressed_message_id=received.pressed_message_id,
                )
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever the decision tripped over, the loop goes on
                name = type(error).__name__
                attempts = await self.intake.count_failure(received.update_id, chat_id=received.chat_id, error=name)
                log.error("update.crashed", update=received.update_id, error=name, attempts=attempts)
                if attempts >= ATTEMPTS:
                    await self._set_aside(received.update_id, raw, name)
                    return
            else:
                return

    async def _set_aside(self, update_id: int, raw: object, error: str) -> None:
        body = json.dumps(raw)  # ASCII: half a surrogate pair could not be stored
        await self.intake.set_aside(update_id, chat_id=chat_id_of(raw), error=error[:100], body=body)
