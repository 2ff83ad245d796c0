"""What became of a message to the other side: the mark that staff see, and a card about a citizen out of reach."""

from collections.abc import Sequence

from bot.domain.effects import Effect
from bot.domain.turns import World


def settled(world: World) -> Sequence[Effect]:
    """Mark a staff message as delivered, or say why it was not; for a citizen's message only a failure matters."""
    raise NotImplementedError


def reached(world: World, *, is_reached: bool) -> Sequence[Effect]:
    """Show on the card of `world.case.enquiry` that its citizen has blocked the bot, or is back."""
    raise NotImplementedError
