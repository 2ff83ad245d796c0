"""`/sesja` and its buttons: sessions made and changed in the group, taps that confirm, registrations by phone."""

from collections.abc import Sequence

from bot.domain.effects import Effect
from bot.domain.events import GroupPressed, GroupSpoke
from bot.domain.world import World


def obey(event: GroupSpoke, argument: str, world: World) -> Sequence[Effect]:
    """Obey `/sesja`, `/sesja nowa`, `/sesja <id>`."""
    raise NotImplementedError


def pressed(event: GroupPressed, world: World) -> Sequence[Effect]:
    """Obey a button of a session or of a proposal; always ends the waiting sign."""
    raise NotImplementedError


def went_on(event: GroupSpoke, world: World) -> Sequence[Effect] | None:
    """Take a reply to the bot's question about a session (a new date, a reason …); None where none was asked."""
    raise NotImplementedError
