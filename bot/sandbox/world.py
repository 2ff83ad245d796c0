"""The whole state, in memory only, and the few changes that touch several parts of it.

What happens to it is in `methods` (what a bot may do) and `control` (what people do).
"""

import itertools
import json
import re
import time
from collections.abc import Callable
from dataclasses import replace

from bot.sandbox.calls import CallLog
from bot.sandbox.faults import Faults
from bot.sandbox.limits import RateLimits
from bot.sandbox.state import Bot, CallbackQuery, Chat, Person, StoredFile, private_info
from bot.sandbox.updates import QueuedUpdate, Wake
from bot.sandbox.wire import JsonObject, encode

# Telegram's own shape is digits and 35 characters; any token as long as this is taken.
TOKEN_SHAPE = re.compile(r"(\d+):[A-Za-z0-9_-]{30,}")

# Stands for the id of a bot whose token is not known yet.
UNNAMED_BOT_ID = 1


class World:
    """The whole state, and the few changes that touch several parts of it."""

    def __init__(self, *, first_update_id: int) -> None:
        self.update_ids = itertools.count(first_update_id)
        self.log = CallLog()
        # Told of every bot that sets a webhook.
        self.on_webhook: Callable[[Bot], None] = lambda _bot: None
        self.is_closing = False
        # How far the bot that is looked after lives ahead of real time: messages are dated by its clock.
        self.ahead_s = 0.0
        self.clear()

    def clear(self) -> None:
        """Forget everything but the numbering of updates and calls, so that no bot takes new for already seen."""
        self.bots: list[Bot] = []
        self.wrong_tokens: set[str] = set()
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Chat] = {}
        self.private: dict[tuple[Bot, int], Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, CallbackQuery] = {}
        self.message_ids = itertools.count(1)
        self.serial = itertools.count(1)
        self.faults = Faults()
        self.limits = RateLimits()
        self.is_down = False
        self.query_lifetime_s = 15.0

    def now(self) -> int:
        """Return the Unix time in seconds, as in `message.date`."""
        return int(time.time() + self.ahead_s)

    def reset(self, *, keep_bots: bool) -> None:
        """Start afresh; kept bots keep token, profile and what they ask for, and lose their updates."""
        kept = self.bots if keep_bots else []
        for bot in self.bots:
            bot.queue.waiting.clear()
            if not keep_bots:
                bot.webhook = {}
                bot.queue.wake(Wake.CLOSED)
        self.clear()
        self.bots = kept
        self.log.forget()

    def close(self) -> None:
        """Wake everyone who waits, for the last time."""
        self.is_closing = True
        self.log.changed.send()
        for bot in self.bots:
            bot.queue.wake(Wake.CLOSED)

    def default_bot(self) -> Bot:
        """Return the bot that is meant when none is named: the first one, made here if need be."""
        if not self.bots:
            self._new_bot(UNNAMED_BOT_ID)
        return self.bots[0]

    def bot_by_token(self, token: str) -> Bot | None:
        """Return the bot of a token, `None` if no bot can have it.

        The first unknown token takes the bot that was made without one, so that people may write before it polls.
        """
        for bot in self.bots:
            if bot.token == token:
                return bot
        shape = TOKEN_SHAPE.fullmatch(token)
        if shape is None or token in self.wrong_tokens:
            return None
        bot = next((b for b in self.bots if b.token is None), None) or self._new_bot(int(shape[1]))
        bot.token = token
        if bot.bot_id != int(shape[1]):
            self._give_id(bot, int(shape[1]))
        return bot

    def _give_id(self, bot: Bot, bot_id: int) -> None:
        """Put the id of its token wherever a bot that was made without one is named."""
        bot.user["id"] = bot_id
        for chat in [*self.private.values(), *self.groups.values()]:
            for stored in chat.messages.values():
                _rename(stored.message, bot_id)
        for index, update in enumerate(bot.queue.waiting):
            if update.kind is not None:
                body = json.loads(update.body)
                _rename(body, bot_id)
                bot.queue.waiting[index] = replace(update, body=encode(body))

    def _new_bot(self, bot_id: int) -> Bot:
        number = len(self.bots) + 1
        username = "sandbox_bot" if number == 1 else f"sandbox{number}_bot"
        bot = Bot(user=_bot_user(bot_id, username, "Bot"))
        self.bots.append(bot)
        return bot

    def push(self, bot: Bot, kind: str, payload: JsonObject) -> int:
        """Queue an update for a bot and return its update_id."""
        update_id = next(self.update_ids)
        body = b'{"update_id":%d,"%s":%s}' % (update_id, kind.encode(), encode(payload))
        bot.queue.add(QueuedUpdate(update_id, kind, body))
        return update_id

    def private_chat(self, bot: Bot, person: Person) -> Chat:
        """Return the chat of a person with a bot, made here if need be."""
        key = (bot, int(person.user["id"]))
        chat = self.private.get(key)
        if chat is None:
            chat = self.private[key] = Chat(private_info(person.user), person=person, bot=bot)
        return chat

    def next_message_id(self, chat: Chat) -> int:
        """Return the id of the next message of a chat."""
        return next(chat.own_numbers or self.message_ids)


def _rename(value: object, bot_id: int) -> None:
    """Give the id to every User object of the bot that has none yet."""
    if isinstance(value, dict):
        if value.get("is_bot") and value.get("id") == UNNAMED_BOT_ID:
            value["id"] = bot_id
        for inner in value.values():
            _rename(inner, bot_id)
    elif isinstance(value, list):
        for inner in value:
            _rename(inner, bot_id)


def _bot_user(bot_id: int, username: str, first_name: str) -> JsonObject:
    return {
        "id": bot_id,
        "is_bot": True,
        "first_name": first_name,
        "username": username,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }
