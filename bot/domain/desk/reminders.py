"""What is due about enquiries: nobody takes one, an owner is silent, a promise ends, a closing question stays open."""

from collections.abc import Sequence

from bot.domain.effects import Effect
from bot.domain.events import EnquiryFellDue
from bot.domain.turns import World


def fell_due(event: EnquiryFellDue, world: World) -> Sequence[Effect]:
    """Look after an enquiry at the time that was set for it; what no longer holds leads to nothing."""
    raise NotImplementedError


def opened(world: World) -> Sequence[Effect]:
    """Sum up in one message what came outside working time."""
    raise NotImplementedError
