"""How sessions and registrations look in the staff group."""

from collections.abc import Sequence

from bot.domain import promises
from bot.domain.desk.cards import LANGUAGE, group_id
from bot.domain.effects import Effect, Say
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.seats import place_in_queue
from bot.domain.texts import text
from bot.domain.world import World


def registered(registration: Registration, world: World) -> Sequence[Effect]:
    """Tell staff of a registration that is new; without a sound outside working time, and nothing without a group."""
    if world.case.staff.group is None:
        return ()
    session = world.knowledge.sessions[registration.session_id]
    everybody = [*world.agenda.registrations, registration]
    is_confirmed = registration.state is RegistrationState.CONFIRMED
    said = text(
        "session.staff.registered" if is_confirmed else "session.staff.waits",
        number=registration.number,
        organisation=registration.organisation,
        title=session.title,
        start=session.start,
        count=registration.people,
        place=place_in_queue(registration, everybody),
    )
    is_silent = not promises.is_working_time(world)
    handle = f"registration:{registration.number}"
    return (Say(group_id(world.case.staff), said, language=LANGUAGE, handle=handle, is_silent=is_silent),)
