"""Groups as people make and run them: members, administrators, topics, the upgrade to a supergroup."""

from bot.sandbox.control.body import Body, ControlError
from bot.sandbox.control.reading import chat_json
from bot.sandbox.groups import change_standing, member, open_group, upgrade
from bot.sandbox.methods.chats import SELECTOR
from bot.sandbox.methods.topics import COLOURS, delete_topic, open_topic, rename, set_closed, topic_json
from bot.sandbox.state import Bot, Chat, Person
from bot.sandbox.wire import JsonObject

KINDS = {"group": ("group", False), "supergroup": ("supergroup", False), "forum": ("supergroup", True)}
STATUSES = frozenset({"creator", "administrator", "member", "restricted", "left", "kicked"})


def create_group(body: Body) -> JsonObject:
    """Create a group: `kind` group, supergroup or forum, with `owner`, `admins`, `members` and the `bot`'s place.

    Only the bot's joining makes updates.
    """
    kind, is_forum = KINDS.get(body.text("kind", "group"), ("", False))
    if not kind:
        raise ControlError(f"kind: give one of {', '.join(KINDS)}")
    info: JsonObject = {"title": body.text("title", "Grupa"), "type": kind}
    info |= {"is_forum": True} if is_forum else {}
    info |= {"username": body.text("username")} if body.has("username") else {}
    if body.has("id"):
        info["id"] = _free_id(body)
    people = {name: _people(body, name) for name in ("owner", "admins", "members")}
    chat = open_group(body.world, info)
    for name, status in (("members", "member"), ("admins", "administrator"), ("owner", "creator")):
        for person in people[name]:
            chat.members[int(person.user["id"])] = member(status)
    updates = _add_bot(body, chat)
    return chat_json(chat) | {"update_ids": updates}


def change_group(body: Body) -> JsonObject:
    """Change `title`, `is_forum` or `reactions` (a list of emoji, null for all)."""
    chat = _group(body)
    if body.has("title"):
        chat.info["title"] = body.text("title")
    if body.has("is_forum"):
        chat.info.pop("is_forum", None)
        chat.info |= {"is_forum": True} if body.boolean("is_forum") else {}
    if "reactions" in body.values:
        allowed = body.values["reactions"]
        chat.reactions = None if allowed is None else frozenset(str(one).replace(SELECTOR, "") for one in allowed)
    return chat_json(chat)


def set_member(body: Body) -> JsonObject:
    """Give `user`, or the bot without one, a `status`; `by` is who did it, `rights` what differs from the usual."""
    chat = _group(body)
    who: Bot | Person = body.person("user") if body.has("user") else body.bot()
    status = body.text("status")
    if status not in STATUSES:
        raise ControlError(f"status: give one of {', '.join(sorted(STATUSES))}")
    rights = body.values.get("rights") or {}
    new = member(status, {str(k): bool(v) for k, v in rights.items()}, anonymous=body.boolean("anonymous"))
    by = body.person("by") if body.has("by") else _owner(body, chat) if isinstance(who, Bot) else who
    return {"update_ids": change_standing(body.world, chat, who, new, by=by)}


def migrate(body: Body) -> JsonObject:
    """Upgrade a plain group to a supergroup, with `new_id` if given."""
    chat = _group(body)
    if chat.kind != "group" or chat.migrated_to is not None:
        raise ControlError("chat: give a plain group that was not upgraded yet")
    supergroup, updates = upgrade(body.world, chat, body.integer("new_id") if body.has("new_id") else None)
    return {"chat": supergroup.info, "update_ids": updates}


def create_topic(body: Body) -> JsonObject:
    """Open a topic as `from`."""
    chat = _group(body)
    topic = open_topic(body.world, chat, body.person("from"), body.text("name"), COLOURS[0])
    return topic_json(topic)


def change_topic(body: Body) -> JsonObject:
    """Rename (`name`) a topic, close or reopen it (`closed`), or delete it (`deleted`, with a `refusal`), as `from`."""
    chat = _group(body)
    topic = chat.topics.get(body.integer("thread"))
    if topic is None:
        raise ControlError(f"thread: the group has no such topic; it has {list(chat.topics)}")
    by = body.person("from") if body.has("from") else _owner(body, chat)
    if body.has("name"):
        rename(body.world, chat, topic, by, body.text("name"))
    if body.has("closed") and body.boolean("closed") != topic.is_closed:
        set_closed(body.world, chat, topic, by, is_closed=body.boolean("closed"))
    if body.boolean("deleted"):
        delete_topic(chat, topic)
        topic.refusal = body.text("refusal", topic.refusal)
    return topic_json(topic)


def _group(body: Body) -> Chat:
    chat = body.chat()
    if chat.person is not None:
        raise ControlError("chat: give a group")
    return chat


def _free_id(body: Body) -> int:
    chat_id = body.integer("id")
    if chat_id >= 0 or chat_id in body.world.groups:
        raise ControlError("id: give a negative number that is not taken")
    return chat_id


def _people(body: Body, name: str) -> list[Person]:
    return [Body(body.world, {name: user_id}).person(name) for user_id in body.integers(name)]


def _add_bot(body: Body, chat: Chat) -> list[int]:
    """Put the bot into a new group as `bot_status` says, none if it says nothing."""
    if not body.has("bot_status"):
        return []
    return change_standing(body.world, chat, body.bot(), member(body.text("bot_status")), by=_owner(body, chat))


def _owner(body: Body, chat: Chat) -> Person:
    """Return who acts for the group: its owner, else an administrator, else any member."""
    order = {"creator": 0, "administrator": 1}
    ids = sorted(chat.members, key=lambda user_id: order.get(chat.members[user_id].status, 2))
    if not ids:
        raise ControlError("by: the group has no people, so say who does it")
    return body.world.people[ids[0]]
