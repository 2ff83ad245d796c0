"""Groups: who is in them with which rights, and what the bots in them are told when that changes.

Shared by what bots do (`methods`) and what people do (`control`); no rights are checked here.
"""

import itertools

from bot.sandbox.conversation import announce, post, public_user
from bot.sandbox.state import Bot, Chat, Member, Person
from bot.sandbox.wire import JsonObject
from bot.sandbox.world import World

# Rights of an administrator, all given unless said otherwise, and those that are not given by default.
ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_pin_messages",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_manage_topics",
    "can_promote_members",
)
NOT_GIVEN = frozenset({"can_promote_members"})
FORUM_RIGHTS = frozenset({"can_manage_topics"})

# Permissions of a restricted member, none given unless said otherwise.
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
)

FIRST_GROUP_ID = -5001
FIRST_SUPERGROUP_ID = -1001000000001


def open_group(world: World, info: JsonObject) -> Chat:
    """Make an empty group; `info` is its Chat object, whose id is given here unless it has one."""
    is_super = info["type"] == "supergroup"
    if "id" not in info:
        first = FIRST_SUPERGROUP_ID if is_super else FIRST_GROUP_ID
        taken = [chat_id for chat_id in world.groups if (chat_id <= FIRST_SUPERGROUP_ID) == is_super]
        info["id"] = min(taken, default=first + 1) - 1
    chat = Chat(info, own_numbers=itertools.count(1) if is_super else None)
    world.groups[chat.chat_id] = chat
    return chat


def member(status: str, rights: dict[str, bool] | None = None, *, anonymous: bool = False) -> Member:
    """Return a standing with the rights usual for its status, changed by those given."""
    given: dict[str, bool] = {}
    if status in {"administrator", "creator"}:
        given = {name: status == "creator" or name not in NOT_GIVEN for name in ADMIN_RIGHTS}
    elif status == "restricted":
        given = dict.fromkeys(PERMISSIONS, False)
    return Member(status, given | (rights or {}), is_anonymous=anonymous)


def member_json(chat: Chat, who: Bot | Person, standing: Member) -> JsonObject:
    """Return the ChatMember object."""
    shown: JsonObject = {"user": public_user(who), "status": standing.status}
    match standing.status:
        case "creator":
            shown["is_anonymous"] = standing.is_anonymous
        case "administrator":
            left_out = frozenset() if chat.is_forum else FORUM_RIGHTS
            shown |= {"can_be_edited": False, "is_anonymous": standing.is_anonymous}
            shown |= {name: value for name, value in standing.rights.items() if name not in left_out}
        case "restricted":
            shown |= {"until_date": 0, "is_member": standing.is_in, **standing.rights}
        case "kicked":
            shown["until_date"] = 0
    return shown


def standing_of(chat: Chat, who: Bot | Person) -> Member:
    """Return where someone stands; whoever never was there has left."""
    found = chat.bots.get(who) if isinstance(who, Bot) else chat.members.get(int(who.user["id"]))
    return found or Member("left")


def change_standing(world: World, chat: Chat, who: Bot | Person, new: Member, *, by: Bot | Person) -> list[int]:
    """Give someone a new standing and return the ids of the updates that tell of it.

    The bot itself gets `my_chat_member`; of others, bots that are administrators get `chat_member`, and every bot
    the message that someone came or went.
    """
    old = standing_of(chat, who)
    if isinstance(who, Bot):
        chat.bots[who] = new
        told = [who]
    else:
        chat.members[int(who.user["id"])] = new
        told = [bot for bot, standing in chat.bots.items() if standing.is_admin and standing.is_in]
    payload = {"chat": chat.info.copy(), "from": public_user(by), "date": world.now()}
    payload |= {"old_chat_member": member_json(chat, who, old), "new_chat_member": member_json(chat, who, new)}
    kind = "my_chat_member" if isinstance(who, Bot) else "chat_member"
    updates = [world.push(bot, kind, payload) for bot in told]
    if old.is_in != new.is_in:
        content = {"new_chat_members": [public_user(who)]} if new.is_in else {"left_chat_member": public_user(who)}
        updates += announce(world, chat, post(world, chat, content, sender=by), "message")
    return updates


def upgrade(world: World, chat: Chat, new_id: int | None) -> tuple[Chat, list[int]]:
    """Turn a plain group into a supergroup, as Telegram does; return it and the ids of the updates."""
    info: JsonObject = {"title": chat.info["title"], "type": "supergroup"}
    supergroup = open_group(world, info if new_id is None else info | {"id": new_id})
    supergroup.members, supergroup.bots = dict(chat.members), dict(chat.bots)
    chat.migrated_to = supergroup.chat_id
    creator = next((world.people[i] for i, m in chat.members.items() if m.status == "creator"), None)
    left = post(world, chat, {"migrate_to_chat_id": supergroup.chat_id}, sender=creator)
    entered = post(world, supergroup, {"migrate_from_chat_id": chat.chat_id}, sender=creator)
    updates = announce(world, chat, left, "message") + announce(world, supergroup, entered, "message")
    return supergroup, updates
