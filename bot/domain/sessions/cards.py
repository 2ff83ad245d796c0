"""How sessions and registrations look in the staff group."""

from collections.abc import Sequence

from bot.domain import promises
from bot.domain.desk.cards import LANGUAGE, group_id
from bot.domain.effects import Effect, Revise, Say
from bot.domain.offers import SessionAction
from bot.domain.sessions.buttons import button
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.seats import place_in_queue
from bot.domain.texts import Text, text
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
    handle = handle_of(registration)
    return (Say(group_id(world.case.staff), said, language=LANGUAGE, handle=handle, is_silent=is_silent),)


def handle_of(one: Registration) -> str:
    """Name the card of a registration: the only message in the group that says who it is of."""
    return f"registration:{one.number}"


def reach(one: Registration) -> str:
    """Say who can be asked about a registration, and how."""
    return ", ".join(part for part in (one.contact, one.phone, one.email) if part)


def told_staff(key: str, one: Registration, world: World) -> Sequence[Effect]:
    """Tell staff what became of a registration, by its card and a line without a sound; nothing without a group.

    `one` is the registration as it is now. The line names it by its number only, so that erasure finds the card alone.
    """
    if world.case.staff.group is None:
        return ()
    chat_id, handle = group_id(world.case.staff), handle_of(one)
    said = text(key, number=one.number, count=one.seats or one.people)
    # Who was entered by staff has no card.
    card = (Revise(chat_id, handle, _now(one, world), language=LANGUAGE),) if one.chat_id else ()
    return (*card, Say(chat_id, said, language=LANGUAGE, quotes=handle, is_silent=True))


def _now(one: Registration, world: World) -> Text:
    session = world.knowledge.sessions[one.session_id]
    return text(
        "registration.staff.now",
        number=one.number,
        organisation=one.organisation,
        people=one.people,
        title=session.title,
        start=session.start,
        state=text(f"registration.state.{one.state.value}"),
    )


def requested(one: Registration, people: int, world: World) -> Sequence[Effect]:
    """Ask staff about a number of people that somebody wants after registration has ended."""
    session = world.knowledge.sessions[one.session_id]
    said = text(
        "registration.staff.request",
        number=one.number,
        title=session.title,
        had=one.people,
        people=people,
    )
    return _asked(said, (SessionAction.GRANT, SessionAction.REFUSE), f"{one.number}:{people}", one, world)


def asks_access(one: Registration, chat_id: int, world: World) -> Sequence[Effect]:
    """Ask staff whether another account may have a registration; they know by a call whose it is."""
    said = text("registration.staff.access", number=one.number, session=one.session_id)
    about = f"{one.number}:{chat_id}"
    return _asked(said, (SessionAction.GIVE_ACCESS, SessionAction.REFUSE_ACCESS), about, one, world)


def _asked(
    said: Text, answers: tuple[SessionAction, SessionAction], about: str, one: Registration, world: World
) -> Sequence[Effect]:
    if world.case.staff.group is None:
        return ()
    key, (yes, no) = world.agenda.confirmed[one.session_id].key, answers
    rows = ((button(text("button.grant"), yes, key, about), button(text("button.refuse"), no, key, about)),)
    is_silent = not promises.is_working_time(world)
    chat_id = group_id(world.case.staff)
    return (Say(chat_id, said, rows, language=LANGUAGE, quotes=handle_of(one), is_silent=is_silent),)
