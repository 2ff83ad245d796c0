"""The account's own registration for a session, as far as the list, the card and the form have to know of it."""

from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.seats import place_in_queue
from bot.domain.texts import Text, text
from bot.domain.world import World


def active(session_id: str, world: World) -> Registration | None:
    """Give the account's registration that takes or awaits seats of a session; None: there is none."""
    return next((one for one in world.agenda.mine if one.session_id == session_id and one.is_active), None)


def last(world: World) -> Registration | None:
    """Give the account's newest registration, for `Jak ostatnio`; None: there is none."""
    return max(world.agenda.mine, key=lambda one: one.number, default=None)


def described(registration: Registration, world: World) -> Text:
    """Say in one line what somebody has: seats, an offer, or a place in the queue."""
    match registration.state:
        case RegistrationState.CONFIRMED:
            return text("registration.confirmed", number=registration.number, count=registration.seats)
        case RegistrationState.OFFERED:
            return text("registration.offered", number=registration.number)
        case _:
            place = place_in_queue(registration, world.agenda.everybody.get(registration.session_id, ()))
            key = "registration.waiting_at" if place else "registration.waiting"
            return text(key, number=registration.number, place=place)
