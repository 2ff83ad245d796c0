"""Who is there: bots, people and their blocking of a bot."""

from bot.sandbox.control.body import Body, ControlError
from bot.sandbox.conversation import public_user
from bot.sandbox.state import Bot, Person, private_info
from bot.sandbox.wire import JsonObject
from bot.sandbox.world import TOKEN_SHAPE

USER_FIELDS = ("first_name", "last_name", "username", "language_code", "is_premium")
FIRST_USER_ID = 1001


def create_user(body: Body) -> JsonObject:
    """Create a person, or change the fields given of one who is there; return the User object."""
    people = body.world.people
    user_id = body.integer("id", max(people, default=FIRST_USER_ID - 1) + 1)
    if user_id <= 0:
        raise ControlError("id: a person's id is positive")
    person = people.get(user_id)
    if person is None:
        first_name = body.text("first_name", "Osoba")
        person = people[user_id] = Person({"id": user_id, "is_bot": False, "first_name": first_name})
    for name in USER_FIELDS:
        if name in body.values:
            person.user[name] = body.values[name]
    person.user = {key: value for key, value in person.user.items() if value is not None}
    person.is_deleted = body.boolean("deleted", default=person.is_deleted)
    person.refuses_voice = body.boolean("refuses_voice", default=person.refuses_voice)
    for (_, private_id), chat in body.world.private.items():
        if private_id == user_id:
            chat.info = private_info(person.user)
    if body.boolean("started"):
        body.world.private_chat(body.bot(), person).is_started = True
    return person.user


def list_users(body: Body) -> list[JsonObject]:
    """Return every User object."""
    return [person.user for person in body.world.people.values()]


def declare_bot(body: Body) -> JsonObject:
    """Declare a bot by its token, or a token to be refused; return the bot."""
    token = body.text("token")
    if body.boolean("wrong"):
        body.world.wrong_tokens.add(token)
        body.world.bots = [bot for bot in body.world.bots if bot.token != token]
        return {"token": token, "wrong": True}
    if not TOKEN_SHAPE.fullmatch(token):
        raise ControlError("token: give digits, a colon and at least 30 letters, digits, - or _")
    body.world.wrong_tokens.discard(token)
    bot = body.world.bot_by_token(token)
    if bot is None:
        raise ControlError("token: no bot can have it")
    for name in ("first_name", "username", "can_read_all_group_messages", "can_join_groups"):
        if name in body.values:
            bot.user[name] = body.values[name]
    return bot_json(bot)


def list_bots(body: Body) -> list[JsonObject]:
    """Return every bot with what waits for it."""
    return [bot_json(bot) for bot in body.world.bots]


def bot_json(bot: Bot) -> JsonObject:
    """Return the bot as the control API shows it, without its token."""
    queue = bot.queue
    return {
        "user": bot.user,
        "connected": bot.token is not None,
        "pending": len(queue.waiting),
        "polling": queue.poll is not None,
    }


def profile(body: Body) -> JsonObject:
    """Return what the bot says of itself to a person with that `language_code`."""
    bot = body.bot()
    language = body.text("language_code", "")
    chat_id = body.integer("chat", 0)
    scopes = [f"chat:{chat_id}", "all_group_chats" if chat_id < 0 else "all_private_chats", "default"]
    keys = [(scope, code) for scope in scopes for code in (language, "")]
    commands = next((bot.profile.commands[key] for key in keys if key in bot.profile.commands), [])
    texts = {
        name: of.get(language) or of.get("", "")
        for name, of in (
            ("description", bot.profile.descriptions),
            ("short_description", bot.profile.short_descriptions),
        )
    }
    return {"user": bot.user, "commands": commands, "name": bot.user["first_name"], **texts}


def block(body: Body) -> JsonObject:
    """Block the bot or, with `blocked: false`, unblock it; return the update id, null when nothing changed."""
    person = body.person("user")
    bot = body.bot()
    chat = body.world.private_chat(bot, person)
    blocked = body.boolean("blocked", default=True)
    if chat.is_blocked == blocked:
        return {"update_id": None}
    chat.is_blocked = blocked
    standing: list[JsonObject] = [{"user": public_user(bot), "status": "member"}]
    standing.insert(0 if not blocked else 1, {"user": public_user(bot), "status": "kicked", "until_date": 0})
    update = {"chat": chat.info, "from": person.user, "date": body.world.now()}
    update |= {"old_chat_member": standing[0], "new_chat_member": standing[1]}
    return {"update_id": body.world.push(bot, "my_chat_member", update)}
