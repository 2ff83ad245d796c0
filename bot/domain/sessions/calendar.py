"""What is due about sessions: registration ends, participants are reminded, moderators get their brief, it is over."""

from collections.abc import Sequence

from bot.domain.effects import Effect
from bot.domain.sessions.events import SessionFellDue
from bot.domain.world import World


def fell_due(event: SessionFellDue, world: World) -> Sequence[Effect]:
    """Look after a session at the time that was set for it."""
    raise NotImplementedError
