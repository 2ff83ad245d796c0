"""Freed seats are offered to who waits, one after the other, in daytime."""

from collections.abc import Sequence

from bot.domain.effects import Effect
from bot.domain.sessions.events import RegistrationFellDue
from bot.domain.sessions.registrations import Registration
from bot.domain.world import World


def fell_due(event: RegistrationFellDue, world: World) -> Sequence[Effect]:
    """Look after a registration at the time that was set for it: an offer lapses, retention ends."""
    raise NotImplementedError


def offer_freed(world: World, session_id: str, registrations: Sequence[Registration]) -> Sequence[Effect]:
    """Offer seats that are free to whoever waits longest; `registrations` are all of the session as they are now."""
    raise NotImplementedError
