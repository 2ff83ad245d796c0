"""What people do in chats: write, edit, press buttons, react, delete."""

import time

from bot.sandbox.control.body import Body, ControlError
from bot.sandbox.control.sending import album, content, written
from bot.sandbox.conversation import ANONYMOUS_ADMIN, announce, change, is_service, post, quoted, thread_fields
from bot.sandbox.entities import with_found
from bot.sandbox.state import CallbackQuery, Chat, Person, Stored
from bot.sandbox.wire import JsonObject
from bot.sandbox.world import World


def write(body: Body) -> JsonObject:
    """Post a person's message, or an album; return it with the ids of the updates that it made."""
    person, chat = author(body)
    if body.has("album"):
        stored = [post_by_person(body, chat, person, item) for item in album(body)]
        updates = [number for one in stored for number in announce(body.world, chat, one, "message")]
        return {"messages": [one.message for one in stored], "update_ids": updates}
    stored_one = post_by_person(body, chat, person, content(body))
    return {"message": stored_one.message, "update_ids": announce(body.world, chat, stored_one, "message")}


def author(body: Body) -> tuple[Person, Chat]:
    """Return who writes (`from`) and where (`chat`, else the private chat); raises when they may not."""
    person = body.person("from")
    chat = body.chat(default=int(person.user["id"]))
    if chat.person is not None:
        if chat.is_blocked:
            raise ControlError(f"from: user {person.user['id']} has blocked the bot; POST /control/blocks first")
        chat.is_started = True
    elif chat.migrated_to is not None:
        raise ControlError(f"chat: the group was upgraded to {chat.migrated_to}")
    elif not _is_member(chat, person):
        raise ControlError(f"from: user {person.user['id']} is not a member of {chat.chat_id}")
    return person, chat


def post_by_person(body: Body, chat: Chat, person: Person, said: JsonObject) -> Stored:
    """Store a person's message with its topic and quoted message, anonymously if they write so."""
    reply = None
    if body.has("reply_to"):
        reply = body.message(chat, "reply_to")
    thread_id = body.integer("message_thread_id", 0) or None
    fields = thread_fields(chat, thread_id, reply) | said
    # Telegram lets what only stands in a topic quote the message that made the topic.
    reply = reply or chat.messages.get(int(fields.get("message_thread_id", 0)))
    if reply is not None:
        fields["reply_to_message"] = quoted(reply)
    member = chat.members.get(int(person.user["id"]))
    anonymous = body.boolean("anonymous", default=member is not None and member.is_anonymous)
    date = body.integer("date", body.world.now())
    if not anonymous:
        return post(body.world, chat, fields, sender=person, date=date)
    fields["sender_chat"] = chat.info.copy()
    return post(body.world, chat, fields, sender=Person(ANONYMOUS_ADMIN), date=date)


def edit(body: Body) -> JsonObject:
    """Change a person's own message: `text` or `caption`."""
    person = body.person("from")
    chat = body.chat(default=int(person.user["id"]))
    stored = body.message(chat)
    _check_may_edit(chat, stored, person)
    name, entities = ("text", "entities") if "text" in stored.message else ("caption", "caption_entities")
    fields: JsonObject = {name: None, entities: None}
    change(body.world, stored, fields | written(body, name))
    return {"message": stored.message, "update_ids": announce(body.world, chat, stored, "edited_message")}


def _check_may_edit(chat: Chat, stored: Stored, person: Person) -> None:
    """Refuse what Telegram's apps do not offer: to change what somebody else wrote, or what is gone."""
    if stored.sender is not None:
        raise ControlError("message_id: it is the bot's message")
    member = chat.members.get(int(person.user["id"]))
    is_as_group = "sender_chat" in stored.message and member is not None and member.is_admin
    if not is_as_group and stored.message["from"]["id"] != person.user["id"]:
        raise ControlError(f"from: user {person.user['id']} did not write message {stored.message['message_id']}")
    if stored.is_deleted or is_service(stored.message):
        raise ControlError(f"message_id: message {stored.message['message_id']} cannot be changed")


def press(body: Body) -> JsonObject:
    """Press an inline button, named by `label` or `data`; `forged` sends any data, `inaccessible` an old message."""
    person = body.person("from")
    chat = body.chat(default=int(person.user["id"]))
    forged = body.boolean("forged") or body.boolean("inaccessible")
    stored = _pressed_message(body, chat, forged=forged)
    data = body.text("data") if forged else _callback_data(body, stored)
    message_id = body.integer("message_id", int(stored.message["message_id"]) if stored else 0)
    if stored is None or stored.is_deleted or body.boolean("inaccessible"):
        message: JsonObject = {"chat": chat.info, "message_id": message_id, "date": 0}
    else:
        message = stored.message
    bot = (stored.sender if stored else None) or chat.bot or body.bot()
    query_id = str(4_000_000_000_000_000 + next(body.world.serial))
    lifetime_s = 0.0 if body.boolean("expired") else body.world.query_lifetime_s
    _remember(body.world, CallbackQuery(query_id, bot, time.monotonic() + lifetime_s))
    payload = {"id": query_id, "from": person.user, "message": message}
    payload |= {"chat_instance": str(abs(chat.chat_id) * 7919), "data": data}
    return {"callback_query_id": query_id, "update_ids": [body.world.push(bot, "callback_query", payload)]}


def react(body: Body) -> JsonObject:
    """Set a person's reactions to a message: `emoji`, a string or a list, empty for none."""
    person = body.person("from")
    chat = body.chat(default=int(person.user["id"]))
    stored = body.message(chat)
    emoji = body.values.get("emoji") or []
    new = [{"type": "emoji", "emoji": one} for one in ([emoji] if isinstance(emoji, str) else emoji)]
    user_id = int(person.user["id"])
    payload = {"chat": chat.info, "message_id": stored.message["message_id"], "date": body.world.now()}
    member = chat.members.get(user_id)
    payload |= {"actor_chat": chat.info} if member is not None and member.is_anonymous else {"user": person.user}
    payload |= {"old_reaction": stored.reactions.get(user_id, []), "new_reaction": new}
    stored.reactions[user_id] = new
    bots = [chat.bot] if chat.bot is not None else [bot for bot, standing in chat.bots.items() if standing.is_admin]
    return {"update_ids": [body.world.push(bot, "message_reaction", payload) for bot in bots]}


def delete(body: Body) -> JsonObject:
    """Delete messages as a person does: bots are told nothing."""
    chat = body.chat()
    ids = body.integers("message_ids") or [body.integer("message_id")]
    for message_id in ids:
        if message_id in chat.messages:
            chat.messages[message_id].is_deleted = True
    body.world.log.changed.send()
    return {"deleted": len(ids)}


def bulk(body: Body) -> JsonObject:
    """Post many private text messages at once: `messages` of `{from, text}`; unknown people are made."""
    world, bot = body.world, body.bot()
    for item in body.objects("messages"):
        user_id, text = item.get("from"), item.get("text")
        if not isinstance(user_id, int) or not isinstance(text, str):
            raise ControlError("messages: give objects with from (a number) and text (a string)")
        person = world.people.get(user_id)
        if person is None:
            person = world.people[user_id] = Person({"id": user_id, "is_bot": False, "first_name": f"Osoba {user_id}"})
        chat = world.private_chat(bot, person)
        chat.is_started = True
        found = with_found(text, [])
        said: JsonObject = {"text": text, "entities": found} if found else {"text": text}
        world.push(bot, "message", post(world, chat, said, sender=person).message)
    return {"pending": len(bot.queue.waiting), "last_update_id": bot.queue.last.update_id if bot.queue.last else None}


def _is_member(chat: Chat, person: Person) -> bool:
    member = chat.members.get(int(person.user["id"]))
    return member is not None and member.is_in


def _pressed_message(body: Body, chat: Chat, *, forged: bool) -> Stored | None:
    if body.has("message_id"):
        return chat.messages.get(body.integer("message_id")) if forged else body.message(chat)
    for stored in reversed(chat.messages.values()):
        if not stored.is_deleted and _find_button(body, stored) is not None:
            return stored
    if forged:
        return None
    labels = [button["text"] for s in chat.messages.values() if not s.is_deleted for button in _buttons(s)]
    raise ControlError(f"label: no message of {chat.chat_id} has this button; there are {labels}")


def _callback_data(body: Body, stored: Stored | None) -> str:
    button = None if stored is None or stored.is_deleted else _find_button(body, stored)
    if button is None:
        labels = [button["text"] for button in _buttons(stored)] if stored else []
        raise ControlError(f"label: the message has no such button; it has {labels}")
    return str(button["callback_data"])


def _find_button(body: Body, stored: Stored) -> JsonObject | None:
    """Return the callback button with the data, or whose label is, ends with or starts with the one given."""
    buttons = [button for button in _buttons(stored) if "callback_data" in button]
    if body.has("data"):
        return next((b for b in buttons if b["callback_data"] == body.values["data"]), None)
    label = body.text("label")
    exact = next((b for b in buttons if b["text"] == label), None)
    return exact or next((b for b in buttons if label in b["text"]), None)


def _buttons(stored: Stored) -> list[JsonObject]:
    return [button for row in stored.message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def _remember(world: World, query: CallbackQuery) -> None:
    world.queries[query.query_id] = query
    if len(world.queries) > world.log.calls.maxlen:  # type: ignore[operator]  # the log is bounded
        del world.queries[next(iter(world.queries))]
