"""Buttons in the staff group: every one is checked against who presses it and against the enquiry's state."""

from collections.abc import Sequence

from bot.domain.effects import Effect
from bot.domain.events import GroupPressed
from bot.domain.turns import World


def pressed(event: GroupPressed, world: World) -> Sequence[Effect]:
    """Give what a press in the staff group leads to; always ends the waiting sign."""
    raise NotImplementedError
