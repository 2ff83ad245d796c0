"""What the sandbox knows of: bots, people, chats, messages and files. Held together by `world`."""

import itertools
from dataclasses import dataclass, field

from bot.sandbox.updates import UpdateQueue
from bot.sandbox.wire import JsonObject

# Messages kept per chat; older ones are forgotten as if they had never been.
KEPT_MESSAGES = 5_000


@dataclass(slots=True)
class Profile:
    """What a bot says of itself; every key holds the language code, "" for everyone."""

    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    # (scope, language code) → commands
    commands: dict[tuple[str, str], list[JsonObject]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Bot:
    """A bot; `user` is its User object, shared by every message it sends."""

    user: JsonObject
    token: str | None = None
    queue: UpdateQueue = field(default_factory=UpdateQueue)
    profile: Profile = field(default_factory=Profile)
    webhook: JsonObject = field(default_factory=dict)

    @property
    def bot_id(self) -> int:
        """The bot's user id."""
        return int(self.user["id"])

    @property
    def username(self) -> str:
        """The bot's username without "@"."""
        return str(self.user["username"])


@dataclass(slots=True, eq=False)
class Person:
    """A person; `user` is their User object as it is now."""

    user: JsonObject
    is_deleted: bool = False
    # Takes neither voice nor video messages from anybody, as those who pay Telegram may choose.
    refuses_voice: bool = False


@dataclass(slots=True)
class Member:
    """Someone's standing in a group: a ChatMember status, and rights if an administrator."""

    status: str
    rights: dict[str, bool] = field(default_factory=dict)
    is_anonymous: bool = False

    @property
    def is_in(self) -> bool:
        """Whether the member is in the group now."""
        return self.status not in {"left", "kicked"}

    @property
    def is_admin(self) -> bool:
        """Whether the member is an administrator or the owner."""
        return self.status in {"administrator", "creator"}


@dataclass(slots=True)
class Stored:
    """A message as it is now; the wire object is replaced, never changed, by an edit."""

    message: JsonObject
    # The bot that sent it, `None` when a person did or Telegram itself.
    sender: Bot | None = None
    is_deleted: bool = False
    edit_count: int = 0
    # user id → reactions
    reactions: dict[int, list[JsonObject]] = field(default_factory=dict)
    # Of the updates that told bots of it, oldest first.
    update_ids: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Topic:
    """A forum topic."""

    thread_id: int
    name: str
    icon_color: int
    icon_custom_emoji_id: str | None = None
    is_closed: bool = False
    is_deleted: bool = False
    # What a bot that writes to the deleted topic is told; Telegram also says TOPIC_DELETED.
    refusal: str = "message thread not found"


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat of one person with one bot, or a group; `info` is the Chat object."""

    info: JsonObject
    # Private chats only.
    person: Person | None = None
    bot: Bot | None = None
    is_started: bool = False
    is_blocked: bool = False
    # Groups only.
    members: dict[int, Member] = field(default_factory=dict)
    bots: dict[Bot, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    migrated_to: int | None = None
    # Emoji that may be used as reactions; `None` means all of Telegram's.
    reactions: frozenset[str] | None = None
    pinned: list[int] = field(default_factory=list)
    # The reply keyboard that people see under the writing, as the bot sent it; `None` for none.
    keyboard: JsonObject | None = None
    messages: dict[int, Stored] = field(default_factory=dict)
    # Supergroups number their own messages; other chats take the next of the account.
    own_numbers: "itertools.count[int] | None" = None

    @property
    def chat_id(self) -> int:
        """The chat's id."""
        return int(self.info["id"])

    @property
    def kind(self) -> str:
        """The chat's type: private, group or supergroup."""
        return str(self.info["type"])

    @property
    def is_forum(self) -> bool:
        """Whether the group has topics."""
        return bool(self.info.get("is_forum"))

    def keep(self, stored: Stored) -> None:
        """Store a message, forgetting the oldest beyond the bound."""
        self.messages[int(stored.message["message_id"])] = stored
        if len(self.messages) > KEPT_MESSAGES:
            del self.messages[next(iter(self.messages))]

    def find(self, message_id: int) -> Stored | None:
        """Return a message that was not deleted."""
        stored = self.messages.get(message_id)
        return None if stored is None or stored.is_deleted else stored


@dataclass(slots=True)
class StoredFile:
    """A file that was sent; `content` is empty for one that exists by name only."""

    file_id: str
    unique_id: str
    path: str
    content: bytes
    # In bytes; may be more than the content of a file that is only claimed.
    size: int
    kind: str
    name: str | None
    mime_type: str | None
    # The media object of its kind; for a photo the list of its sizes.
    info: object = None


@dataclass(slots=True)
class CallbackQuery:
    """A press of an inline button that waits for, or has got, its answer."""

    query_id: str
    bot: Bot
    # Monotonic seconds after which it is too old to be answered.
    expires_at: float
    answer: JsonObject | None = None


def private_info(user: JsonObject) -> JsonObject:
    """Return the Chat object of a private chat with this user."""
    names: JsonObject = {key: user[key] for key in ("first_name", "last_name", "username") if key in user}
    return {"id": user["id"], "type": "private", **names}
