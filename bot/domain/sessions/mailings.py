"""What many are told: who gets which letter, in their language, and what is said of it to staff afterwards."""

from collections.abc import Sequence

from bot.domain.effects import Effect
from bot.domain.knowledge import Session
from bot.domain.sessions.keeping import Letter
from bot.domain.world import World


def letters_of_change(before: Session, after: Session, world: World) -> Sequence[Letter]:
    """Give what every participant and waiter is told of a change or cancellation, with the new calendar entry."""
    raise NotImplementedError


def settled(world: World) -> Sequence[Effect]:
    """Tell staff how many were reached, and who was not, now that the last message has gone out."""
    raise NotImplementedError
