"""How a group becomes the staff group, and how people in it get and lose the right to work."""

from collections.abc import Sequence

from bot.domain import commands
from bot.domain.effects import Effect
from bot.domain.events import BotMoved, GroupMigrated, GroupPressed, GroupSpoke, MemberChanged
from bot.domain.staff import Member
from bot.domain.texts import Text
from bot.domain.turns import World


def is_pairing(event: GroupSpoke | GroupPressed) -> bool:
    """Tell whether somebody tries to make their group the staff group: `/polacz <code>`, or a `startgroup` link."""
    if not isinstance(event, GroupSpoke):
        return False
    command, argument = commands.parse(event.text) if event.text.startswith("/") else ("", "")
    return command == "polacz" or (command == "start" and bool(argument))


def pair(event: GroupSpoke, world: World) -> Sequence[Effect]:
    """Pair a group by its one-time code."""
    raise NotImplementedError


def member_changed(event: MemberChanged, world: World) -> Sequence[Effect]:
    """Give or take rights as somebody comes, leaves, or becomes or ceases to be an administrator."""
    raise NotImplementedError


def bot_moved(event: BotMoved, world: World) -> Sequence[Effect]:
    """Complete the pairing when the bot becomes an administrator; say so when it is one no more, or is out."""
    raise NotImplementedError


def migrated(event: GroupMigrated, world: World) -> Sequence[Effect]:
    """Follow the group to its new id, with a new card for every open enquiry."""
    raise NotImplementedError


def confirmed(user_id: int, actor: Member, world: World) -> Sequence[Effect] | Text:
    """Let a person work at the desk; a text says why that is not possible."""
    raise NotImplementedError
