"""Forum topics: create, edit, close, reopen, delete."""

from bot.sandbox.conversation import announce, post
from bot.sandbox.methods.call import Call
from bot.sandbox.state import Bot, Chat, Person, Topic
from bot.sandbox.wire import JsonObject, bad_request
from bot.sandbox.world import World

# Bot API: a topic's name has 1–128 characters and its icon one of six colours.
LONGEST_NAME = 128
COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def create_forum_topic(call: Call) -> JsonObject:
    """Open a topic; its id is that of the message that says so."""
    chat = _forum(call)
    if not call.may(chat, "can_manage_topics"):
        raise bad_request("not enough rights to create a topic")
    name = call.parameters.text("name").strip()[:LONGEST_NAME]
    if not name:
        raise bad_request("name must be non-empty")
    colour = call.parameters.integer("icon_color") or COLOURS[0]
    if colour not in COLOURS:
        raise bad_request("TOPIC_ICON_COLOR_INVALID")
    topic = open_topic(call.world, chat, call.bot, name, colour)
    topic.icon_custom_emoji_id = call.parameters.text("icon_custom_emoji_id") or None
    return topic_json(topic)


def edit_forum_topic(call: Call) -> bool:
    """Rename a topic or change its icon."""
    chat = _forum(call)
    topic = _topic(call, chat, "not enough rights to edit the topic", "can_manage_topics")
    name = call.parameters.text("name").strip()[:LONGEST_NAME]
    icon = call.parameters.values.get("icon_custom_emoji_id")
    if not name and icon is None:
        return True
    if name in {"", topic.name} and icon in {None, topic.icon_custom_emoji_id}:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.icon_custom_emoji_id = icon or topic.icon_custom_emoji_id
    rename(call.world, chat, topic, call.bot, name)
    return True


def close_forum_topic(call: Call) -> bool:
    """Close a topic: only administrators can write in it then."""
    return _set_closed(call, is_closed=True)


def reopen_forum_topic(call: Call) -> bool:
    """Open a closed topic again."""
    return _set_closed(call, is_closed=False)


def delete_forum_topic(call: Call) -> bool:
    """Delete a topic with its messages."""
    chat = _forum(call)
    delete_topic(chat, _topic(call, chat, "not enough rights to delete the topic", "can_delete_messages"))
    return True


def open_topic(world: World, chat: Chat, by: Bot | Person, name: str, colour: int) -> Topic:
    """Make a topic and the message that says so."""
    content: JsonObject = {"forum_topic_created": {"name": name, "icon_color": colour}}
    stored = post(world, chat, content, sender=by)
    thread_id = int(stored.message["message_id"])
    stored.message |= {"message_thread_id": thread_id, "is_topic_message": True}
    topic = chat.topics[thread_id] = Topic(thread_id, name, colour)
    announce(world, chat, stored, "message")
    return topic


def rename(world: World, chat: Chat, topic: Topic, by: Bot | Person, name: str) -> None:
    """Give a topic another name, if one is given, and say so in it."""
    topic.name = name or topic.name
    say(world, chat, topic, {"forum_topic_edited": {"name": name} if name else {}}, by)


def set_closed(world: World, chat: Chat, topic: Topic, by: Bot | Person, *, is_closed: bool) -> None:
    """Close or reopen a topic and say so in it."""
    topic.is_closed = is_closed
    say(world, chat, topic, {"forum_topic_closed" if is_closed else "forum_topic_reopened": {}}, by)


def delete_topic(chat: Chat, topic: Topic) -> None:
    """Delete a topic with its messages; nobody is told."""
    topic.is_deleted = True
    for stored in chat.messages.values():
        if stored.message.get("message_thread_id") == topic.thread_id:
            stored.is_deleted = True


def say(world: World, chat: Chat, topic: Topic, content: JsonObject, by: Bot | Person) -> None:
    """Post a service message into a topic."""
    place = {"message_thread_id": topic.thread_id, "is_topic_message": True}
    announce(world, chat, post(world, chat, place | content, sender=by), "message")


def topic_json(topic: Topic) -> JsonObject:
    """Return the ForumTopic object."""
    shown: JsonObject = {"message_thread_id": topic.thread_id, "name": topic.name, "icon_color": topic.icon_color}
    icon = topic.icon_custom_emoji_id
    return shown if icon is None else shown | {"icon_custom_emoji_id": icon}


def _set_closed(call: Call, *, is_closed: bool) -> bool:
    chat = _forum(call)
    topic = _topic(call, chat, "not enough rights to close or open the topic", "can_manage_topics")
    if topic.is_closed == is_closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    set_closed(call.world, chat, topic, call.bot, is_closed=is_closed)
    return True


def _forum(call: Call) -> Chat:
    chat = call.writable_chat()
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    return chat


def _topic(call: Call, chat: Chat, refusal: str, right: str) -> Topic:
    thread_id = call.parameters.integer("message_thread_id")
    if thread_id <= 0:
        raise bad_request("invalid forum topic identifier specified")
    topic = chat.topics.get(thread_id)
    first = chat.messages.get(thread_id)
    is_own = first is not None and first.sender is call.bot
    if not is_own and not call.may(chat, right):
        raise bad_request(refusal)
    if topic is None or topic.is_deleted:
        raise bad_request("TOPIC_ID_INVALID")
    return topic
