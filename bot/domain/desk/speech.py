"""What staff write in their group: a reply to the citizen, a note, a command, or talk that is nobody's business."""

from collections.abc import Sequence

from bot.domain.effects import Effect
from bot.domain.events import AlbumArrived, GroupSpoke
from bot.domain.turns import World


def spoke(event: GroupSpoke, world: World) -> Sequence[Effect]:
    """Give what a message in the staff group leads to."""
    raise NotImplementedError


def album_arrived(event: AlbumArrived, world: World) -> Sequence[Effect]:
    """Send the parts of an album on together, now that no more come."""
    raise NotImplementedError
