"""What happens to sessions → effects. Total over `SessionEvent`."""

from collections.abc import Sequence
from typing import assert_never

from bot.domain.effects import Effect
from bot.domain.sessions import calendar, filing, mailings, waiting
from bot.domain.sessions.events import MailingSettled, RegistrationFellDue, SessionEvent, SessionFellDue, SessionsFiled
from bot.domain.world import World


def decide(event: SessionEvent, world: World) -> Sequence[Effect]:
    """Give what follows for sessions; `world.agenda` holds what it concerns."""
    match event:
        case SessionsFiled():
            return filing.filed(event, world)
        case SessionFellDue():
            return calendar.fell_due(event, world)
        case RegistrationFellDue():
            return waiting.fell_due(event, world)
        case MailingSettled():
            return mailings.settled(world)
        case _:
            assert_never(event)
