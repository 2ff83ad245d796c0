"""What the file says against what is confirmed: new sessions are listed, changes proposed, gaps asked about."""

from collections.abc import Sequence

from bot.domain.effects import Effect
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.events import SessionsFiled
from bot.domain.sessions.keeping import KeepSession
from bot.domain.world import World


def filed(event: SessionsFiled, world: World) -> Sequence[Effect]:
    """Give what follows from reading the file; the same file again leads to nothing."""
    new = [one for name, one in event.sessions.items() if name not in world.agenda.confirmed]
    return tuple(KeepSession(ConfirmedSession(0, one, filed=one)) for one in new)
