"""Reading what a control request says, with a refusal that names the field and what to do."""

from dataclasses import dataclass

from bot.sandbox.state import Bot, Chat, Person, Stored
from bot.sandbox.wire import JsonObject
from bot.sandbox.world import World


class ControlError(Exception):
    """A control request that cannot be carried out; answered with 400 and the reason."""


@dataclass(slots=True)
class Body:
    """The JSON object of a request, or its query parameters, read field by field."""

    world: World
    values: JsonObject

    def has(self, name: str) -> bool:
        """Say whether the field is given and is not null."""
        return self.values.get(name) is not None

    def text(self, name: str, default: str | None = None) -> str:
        """Return a string; raises when it is missing and there is no default."""
        value = self.values.get(name, default)
        if not isinstance(value, str):
            raise ControlError(f"{name}: give a string")
        return value

    def integer(self, name: str, default: int | None = None) -> int:
        """Return a whole number; raises when it is missing and there is no default."""
        value = self.values.get(name, default)
        try:
            return int(value)  # type: ignore[arg-type]  # None and lists are refused just below
        except (TypeError, ValueError):
            raise ControlError(f"{name}: give a whole number") from None

    def number(self, name: str, default: float) -> float:
        """Return a number."""
        try:
            return float(self.values.get(name, default))
        except (TypeError, ValueError):
            raise ControlError(f"{name}: give a number") from None

    def boolean(self, name: str, *, default: bool = False) -> bool:
        """Return a truth value; query parameters say true, 1 or yes."""
        value = self.values.get(name, default)
        return value.lower() in {"true", "1", "yes"} if isinstance(value, str) else bool(value)

    def objects(self, name: str) -> list[JsonObject]:
        """Return a list of objects; raises when it is anything else."""
        value = self.values.get(name)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise ControlError(f"{name}: give a list of objects")
        return value

    def integers(self, name: str) -> list[int]:
        """Return a list of whole numbers; one number counts as a list of one, nothing as none."""
        value = self.values.get(name)
        items = [] if value is None else value if isinstance(value, list) else [value]
        return [Body(self.world, {name: item}).integer(name) for item in items]

    def bot(self) -> Bot:
        """Return the bot named by id, username or token in `bot`, else the first one."""
        wanted = self.values.get("bot")
        if wanted is None or wanted is True:
            return self.world.default_bot()
        for bot in self.world.bots:
            if wanted in (bot.token, bot.username, bot.bot_id, str(bot.bot_id)):  # may be unhashable
                return bot
        raise ControlError("bot: no bot has this id, username or token")

    def person(self, name: str) -> Person:
        """Return the person whose id the field holds."""
        person = self.world.people.get(self.integer(name))
        if person is None:
            raise ControlError(f"{name}: there is no user {self.values[name]}; POST /control/users first")
        return person

    def chat(self, name: str = "chat", default: int | None = None) -> Chat:
        """Return the chat whose id the field holds; a person's id means their private chat with the bot."""
        chat_id = self.integer(name, default)
        if chat_id < 0:
            group = self.world.groups.get(chat_id)
            if group is None:
                raise ControlError(f"{name}: there is no group {chat_id}; POST /control/groups first")
            return group
        person = self.world.people.get(chat_id)
        if person is None:
            raise ControlError(f"{name}: there is no user {chat_id}; POST /control/users first")
        return self.world.private_chat(self.bot(), person)

    def message(self, chat: Chat, name: str = "message_id") -> Stored:
        """Return the message whose id the field holds, deleted ones included."""
        stored = chat.messages.get(self.integer(name))
        if stored is None:
            raise ControlError(f"{name}: chat {chat.chat_id} has no message {self.values[name]}")
        return stored
