"""What is asked of or done to a chat: members, leaving, pins, reactions."""

from bot.sandbox.conversation import announce, post, quoted
from bot.sandbox.groups import change_standing, member_json, standing_of
from bot.sandbox.methods.call import Call
from bot.sandbox.state import Bot, Chat, Member, Person
from bot.sandbox.wire import JsonObject, bad_request

# Bot API, ReactionTypeEmoji: every emoji that can be a reaction; variation selectors do not count.
REACTION_LIST = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 "
    "🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 "
    "🤷\u200d♂ 🤷 🤷\u200d♀ 😡"
)
REACTIONS = frozenset(REACTION_LIST.split())
SELECTOR = "\ufe0f"
# Bot API: a bot may put one reaction on a message.
MOST_REACTIONS = 1


def get_chat_member(call: Call) -> JsonObject:
    """Return the ChatMember object of a user, also of one who left."""
    if not call.parameters.text("user_id"):
        raise bad_request("invalid user_id specified")
    user_id = call.parameters.integer("user_id")
    chat = call.readable_chat() if user_id == call.bot.bot_id else _group_or_private(call)
    who: Bot | Person | None = next((bot for bot in call.world.bots if bot.bot_id == user_id), None)
    who = who or call.world.people.get(user_id)
    if who is None:
        raise bad_request("user not found")
    standing = Member("member") if chat.person is who else standing_of(chat, who)
    return member_json(chat, who, standing)


def leave_chat(call: Call) -> bool:
    """Leave a group."""
    chat = call.readable_chat()
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    if standing_of(chat, call.bot).is_in:
        change_standing(call.world, chat, call.bot, Member("left"), by=call.bot)
    return True


def pin_chat_message(call: Call) -> bool:
    """Pin a message; Telegram writes so into the chat."""
    chat = call.writable_chat()
    stored = call.message(chat, "message to pin")
    _check_may_pin(call, chat)
    message_id = int(stored.message["message_id"])
    if message_id not in chat.pinned:
        chat.pinned.append(message_id)
        notice = post(call.world, chat, {"pinned_message": quoted(stored)}, sender=call.bot)
        announce(call.world, chat, notice, "message")
    return True


def unpin_chat_message(call: Call) -> bool:
    """Unpin a message, the latest pinned one if none is named."""
    chat = call.writable_chat()
    if call.parameters.integer("message_id"):
        message_id = int(call.message(chat, "message to unpin").message["message_id"])
    elif chat.pinned:
        message_id = chat.pinned[-1]
    else:
        raise bad_request("message to unpin not found")
    _check_may_pin(call, chat)
    if message_id in chat.pinned:
        chat.pinned.remove(message_id)
    return True


def set_message_reaction(call: Call) -> bool:
    """Put the bot's reaction on a message, or take it away."""
    value = call.parameters.nested("reaction", "reaction types")
    if value is not None and not isinstance(value, list):
        raise bad_request("expected an Array of ReactionType")
    reactions = [_reaction(item) for item in value or []]
    chat = call.readable_chat()
    stored = call.message(chat, "message to react")
    if len(reactions) > MOST_REACTIONS:
        raise bad_request("REACTIONS_TOO_MANY")
    allowed = REACTIONS if chat.reactions is None else chat.reactions
    if any(str(reaction.get("emoji", "")).replace(SELECTOR, "") not in allowed for reaction in reactions):
        raise bad_request("REACTION_INVALID")
    stored.reactions[call.bot.bot_id] = reactions
    call.message_id = stored.message["message_id"]
    return True


def _group_or_private(call: Call) -> Chat:
    """Return the chat to read members of: a plain group that the bot left does not show them."""
    return call.readable_chat() if call.parameters.integer("chat_id") > 0 else call.editable_chat()


def _check_may_pin(call: Call, chat: Chat) -> None:
    if chat.kind != "private" and not call.may(chat, "can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")


def _reaction(item: object) -> JsonObject:
    if not isinstance(item, dict):
        raise bad_request("can't parse ReactionType: expected an Object")
    if item.get("type") not in {"emoji", "custom_emoji"}:
        raise bad_request("can't parse ReactionType: invalid reaction type specified")
    return item
