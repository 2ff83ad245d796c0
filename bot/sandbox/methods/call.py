"""One Bot API call: its bot and parameters, and the checks that most methods begin with."""

from dataclasses import dataclass

from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Bot, Chat, Stored
from bot.sandbox.wire import ApiError, JsonObject, bad_request, forbidden
from bot.sandbox.world import World

# The General topic is addressed by leaving the thread out.
GENERAL_TOPIC = 1


@dataclass(slots=True)
class Call:
    """What a method is given; `message_id` is filled for the log when a message was sent or changed."""

    world: World
    bot: Bot
    parameters: Parameters
    message_id: int | None = None

    def readable_chat(self, name: str = "chat_id") -> Chat:
        """Return the chat that a parameter names; raises Telegram's 400 or 403 when it cannot be read."""
        text = self.parameters.text(name).strip()
        if not text:
            raise bad_request(f"{name} is empty")
        chat = self._named_group(text) if text.startswith("@") else self._chat_by_id(self.parameters.integer(name))
        return self._readable(chat)

    def readable_by_id(self, chat_id: int) -> Chat:
        """Return the chat with an id; raises 400 or 403 as `readable_chat`."""
        return self._readable(self._chat_by_id(chat_id))

    def _readable(self, chat: Chat | None) -> Chat:
        if chat is None:
            raise bad_request("chat not found")
        if chat.kind == "supergroup":
            self._check_membership(chat)
        return chat

    def editable_chat(self) -> Chat:
        """Return the chat to change a message in; raises 400 or 403 for one the bot is not in."""
        chat = self.readable_chat()
        if chat.person is not None and chat.person.is_deleted:
            raise forbidden("user is deactivated")
        if chat.kind == "group" and chat.migrated_to is None:
            self._check_membership(chat)
        return chat

    def writable_chat(self) -> Chat:
        """Return the chat to send to; raises 400 or 403, also for one that was upgraded or has blocked the bot."""
        chat = self.editable_chat()
        if chat.migrated_to is not None:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": chat.migrated_to},
            )
        check_person(chat)
        return chat

    def message(self, chat: Chat, kind: str) -> Stored:
        """Return the message that `message_id` names; raises 400 "<kind> not found"."""
        if not self.parameters.text("message_id"):
            raise bad_request("message identifier is not specified")
        stored = chat.find(self.parameters.integer("message_id"))
        if stored is None:
            raise bad_request(f"{kind} not found")
        return stored

    def thread_id(self, chat: Chat) -> int | None:
        """Return the topic to write to; raises 400 for one that is not there or is closed to the bot."""
        thread_id = self.parameters.integer("message_thread_id")
        if thread_id == 0 or not (chat.is_forum or chat.kind == "private"):
            return None
        topic = chat.topics.get(thread_id)
        if topic is None or thread_id == GENERAL_TOPIC:
            raise bad_request("message thread not found")
        if topic.is_deleted:
            raise bad_request(topic.refusal)
        if topic.is_closed and not self.may(chat, "can_manage_topics"):
            raise bad_request("TOPIC_CLOSED")
        return thread_id

    def reply_target(self, chat: Chat) -> Stored | None:
        """Return the message to reply to; raises 400 when it is gone and the caller insists."""
        reply = self._reply_parameters()
        message_id = int(reply.get("message_id") or 0)
        if message_id <= 0:
            return None
        stored = chat.find(message_id)
        if stored is None and not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        return stored

    def may(self, chat: Chat, right: str) -> bool:
        """Say whether the bot is an administrator of the group with that right."""
        member = chat.bots.get(self.bot)
        return member is not None and member.is_admin and member.rights.get(right, False)

    def _reply_parameters(self) -> JsonObject:
        value = self.parameters.nested("reply_parameters", "reply parameters")
        if value is None:
            return {
                "message_id": self.parameters.integer("reply_to_message_id"),
                "allow_sending_without_reply": self.parameters.boolean("allow_sending_without_reply"),
            }
        if not isinstance(value, dict):
            raise bad_request("object expected as reply parameters")
        if value and not isinstance(value.get("message_id"), int):
            raise bad_request('can\'t find field "message_id"')
        return value

    def _named_group(self, name: str) -> Chat | None:
        groups = self.world.groups.values()
        return next((g for g in groups if f"@{g.info.get('username', '')}".lower() == name.lower()), None)

    def _chat_by_id(self, chat_id: int) -> Chat | None:
        if chat_id < 0:
            group = self.world.groups.get(chat_id)
            return group if group is not None and self.bot in group.bots else None
        person = self.world.people.get(chat_id)
        return None if person is None else self.world.private_chat(self.bot, person)

    def _check_membership(self, group: Chat) -> None:
        member = group.bots.get(self.bot)
        if member is not None and member.status == "kicked":
            raise forbidden(f"bot was kicked from the {group.kind} chat")
        if (member is None or not member.is_in) and "username" not in group.info:
            raise forbidden(f"bot is not a member of the {group.kind} chat")


def check_person(chat: Chat) -> None:
    """Raise the 403 of a person who never wrote to the bot, or blocked it."""
    if chat.person is None:
        return
    if not chat.is_started:
        raise forbidden("bot can't initiate conversation with a user")
    if chat.is_blocked:
        raise forbidden("bot was blocked by the user")
