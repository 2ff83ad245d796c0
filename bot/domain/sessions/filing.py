"""What the file says against what is confirmed: new sessions are listed, changes proposed, gaps asked about."""

from collections.abc import Sequence

from bot.domain.effects import Effect
from bot.domain.events import SessionsFiled
from bot.domain.world import World


def filed(event: SessionsFiled, world: World) -> Sequence[Effect]:
    """Give what follows from reading the file; the same file again leads to nothing."""
    raise NotImplementedError
