"""Raw updates → intake: each read alone, all committed before the batch may be confirmed.

An update that cannot be read, or whose handling crashes again and again, is set aside; its neighbours are not touched.
Before somebody in the staff group is obeyed, Telegram is asked what they are there, outside the transaction.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import structlog
from telegram import Bot

from bot.domain.desk.pairing import is_pairing
from bot.domain.events import Event, GroupSpoke, Person
from bot.intake import Intake
from bot.store.database import StoreError
from bot.telegram.reading import Received, Unreadable, chat_id_of, read, spoken_in, update_id_of
from bot.telegram.standing import standing_of

log = structlog.get_logger(__name__)

# Crashes of one update before it is set aside.
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Handing:
    """Hands what Telegram delivers to intake."""

    bot: Bot
    intake: Intake
    # By group: what was said first is handled first, although Telegram may have to be asked in between.
    _turns: dict[int, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    async def take(self, raws: Sequence[object]) -> bool:
        """Commit the effects of all updates; False when the store did not take them, so that they must come again."""
        # Tasks start in order; the store keeps the order of a private chat, `_turns` that of a group.
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
        if received.chat_id >= 0:
            await self._handle(received, raw)
            return
        async with self._turns[received.chat_id]:
            await self._handle(received, raw)

    async def _handle(self, received: Received, raw: object) -> None:
        for _ in range(ATTEMPTS):
            try:
                await self._ask_standing(received)
                event = await self._with_standings(received.event)
                await self.intake.take_update(
                    received.update_id,
                    event,
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

    async def _ask_standing(self, received: Received) -> None:
        """Let intake know what Telegram says of who acts; what it does not say, the decision sees as uncertain."""
        person = await self.intake.whose_standing_is_needed(received.event)
        if person is None:
            return
        seen = await standing_of(self.bot, received.chat_id, person)
        if seen is not None:
            await self.intake.note_standing(seen)

    async def _with_standings(self, event: Event) -> Event:
        """Let a message that pairs its group know whether the bot and its writer are administrators there."""
        if not isinstance(event, GroupSpoke) or not is_pairing(event):
            return event
        return replace(
            event,
            bot_is_administrator=await self._is_administrator(event.chat_id, Person(self.bot.id, "")),
            author_is_administrator=await self._is_administrator(event.chat_id, event.author),
        )

    async def _is_administrator(self, chat_id: int, person: Person) -> bool:
        seen = None if person.is_anonymous else await standing_of(self.bot, chat_id, person)
        return seen is not None and seen.is_administrator

    async def _set_aside(self, update_id: int, raw: object, error: str) -> None:
        body = json.dumps(raw)  # ASCII: half a surrogate pair could not be stored
        await self.intake.set_aside(
            update_id, chat_id=chat_id_of(raw), error=error[:100], body=body, spoken=spoken_in(raw)
        )
