"""Commands of the staff group: `/otwarte`, `/urlop`, `/zastepstwo`, and the templates."""

from collections.abc import Sequence

from bot.domain.effects import Effect
from bot.domain.events import GroupSpoke
from bot.domain.turns import World


def obey(event: GroupSpoke, world: World) -> Sequence[Effect]:
    """Obey a command of the staff group, or say which there are."""
    raise NotImplementedError
