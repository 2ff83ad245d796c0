"""Who acts in a chat, and what they are there: Telegram's users, chats and memberships in the words of events."""

import unicodedata

from telegram import Chat, ChatMember, ChatMemberRestricted, Message, User
from telegram.constants import ChatMemberStatus

from bot.domain.events import MemberChanged, Person

_ADMINISTRATORS = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})
_OUT = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


def name_of(user: User | None) -> str:
    """Give a user's name without what would hide, reorder or break what stands around it."""
    return "" if user is None else clean(" ".join(part for part in (user.first_name, user.last_name) if part))


def clean(name: str) -> str:
    """Give a name of visible characters on one line: no bidi or zero-width controls, no line breaks."""
    # Unicode, general categories: Cc, Cf, Co, Cs and Cn show nothing of their own, Zl and Zp break the line.
    kept = (" " if one.isspace() else one for one in name if one.isspace() or unicodedata.category(one)[0] != "C")
    return " ".join("".join(kept).split())


def person(user: User) -> Person:
    """Give a user as a person; one whose name shows nothing is called by the username, or by the id."""
    name = name_of(user) or (user.username or str(user.id))
    return Person(user.id, name, user.username)


def author_of(message: Message) -> Person:
    """Give who wrote a group's message; whoever speaks as the group or as a channel is anonymous."""
    chat = message.sender_chat
    if chat is not None:
        return Person(chat.id, _title(chat), chat.username, is_anonymous=True)
    if message.from_user is None:
        return Person(message.chat.id, _title(message.chat), is_anonymous=True)
    return person(message.from_user)


def _title(chat: Chat) -> str:
    return clean(chat.effective_name or "")


def member_changed(chat_id: int, member: ChatMember) -> MemberChanged:
    """Give what a person is in a group now."""
    is_out = member.status in _OUT or (isinstance(member, ChatMemberRestricted) and not member.is_member)
    return MemberChanged(chat_id, person(member.user), is_present=not is_out, is_administrator=is_administrator(member))


def is_administrator(member: ChatMember) -> bool:
    """Tell whether a member runs the group."""
    return member.status in _ADMINISTRATORS
