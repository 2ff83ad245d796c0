"""Posting into a chat: what a message carries, who gets it as an update, what an edit changes.

Shared by what bots do (`methods`) and what people do (`control`); no rights are checked here.
"""

from bot.sandbox.state import Bot, Chat, Member, Person, Stored
from bot.sandbox.wire import JsonObject
from bot.sandbox.world import World

ANONYMOUS_ADMIN: JsonObject = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


def post(
    world: World, chat: Chat, content: JsonObject, *, sender: Bot | Person | None, date: int | None = None
) -> Stored:
    """Store a new message; `content` holds every field but id, sender, chat and date.

    No update is queued: a bot's own message makes none, and a person's is announced by `announce`.
    """
    message: JsonObject = {"message_id": world.next_message_id(chat)}
    user = public_user(sender)
    if user is not None:
        message["from"] = user
    message["chat"] = chat.info.copy()
    message["date"] = world.now() if date is None else date
    message.update(content)
    stored = Stored(message, sender=sender if isinstance(sender, Bot) else None)
    chat.keep(stored)
    return stored


def public_user(sender: Bot | Person | None) -> JsonObject | None:
    """Return the User object as it stands in messages: a bot's without what only getMe tells."""
    if isinstance(sender, Bot):
        return {key: sender.user[key] for key in ("id", "is_bot", "first_name", "username")}
    return None if sender is None else sender.user.copy()


def announce(world: World, chat: Chat, stored: Stored, kind: str) -> list[int]:
    """Queue a message as an update of that kind for every bot that is to see it; return the update ids."""
    told = (
        [chat.bot]
        if chat.bot is not None
        else [bot for bot, member in chat.bots.items() if _is_told(bot, member, stored)]
    )
    updates = [world.push(bot, kind, stored.message) for bot in told]
    stored.update_ids += updates
    return updates


def _is_told(bot: Bot, member: Member, stored: Stored) -> bool:
    is_new_to_it = bot is not stored.sender or is_service(stored.message)
    return member.is_in and is_new_to_it and sees(bot, member, stored.message)


def sees(bot: Bot, member: Member, message: JsonObject) -> bool:
    """Say whether a bot in a group gets the message.

    Telegram's privacy mode: an administrator, or a bot with privacy off, sees everything; any other sees service
    messages, commands, mentions of itself and replies to itself.
    """
    if member.is_admin or bot.user.get("can_read_all_group_messages") or is_service(message):
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == bot.bot_id:
        return True
    text = message.get("text") or message.get("caption") or ""
    entities = message.get("entities") or message.get("caption_entities") or []
    return any(_concerns(bot, entity, text) for entity in entities)


def is_service(message: JsonObject) -> bool:
    """Say whether Telegram itself made the message."""
    return not _SERVICE.isdisjoint(message)


_SERVICE = frozenset(
    [
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "group_chat_created",
        "supergroup_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
    ]
)


def quoted(stored: Stored) -> JsonObject:
    """Return a message as it stands in `reply_to_message`, which never nests."""
    return {key: value for key, value in stored.message.items() if key != "reply_to_message"}


def thread_fields(chat: Chat, thread_id: int | None, reply: Stored | None) -> JsonObject:
    """Return the fields that put a message into a topic: the named one, else that of the message replied to."""
    if not chat.is_forum:
        return {}
    if thread_id is None and reply is not None:
        thread_id = reply.message.get("message_thread_id")
    return {"message_thread_id": thread_id, "is_topic_message": True} if thread_id else {}


def change(world: World, stored: Stored, fields: JsonObject) -> None:
    """Replace fields of a stored message, `None` removing one, and mark it as edited now."""
    message = stored.message | fields | {"edit_date": world.now()}
    stored.message = {key: value for key, value in message.items() if value is not None}
    stored.edit_count += 1


def _concerns(bot: Bot, entity: JsonObject, text: str) -> bool:
    if entity["type"] == "text_mention":
        return bool(entity["user"]["id"] == bot.bot_id)
    if entity["type"] not in {"bot_command", "mention"}:
        return False
    units = text.encode("utf-16-le")
    part = units[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le").lower()
    name = f"@{bot.username.lower()}"
    return part == name or part.endswith(name) or (entity["type"] == "bot_command" and "@" not in part)
