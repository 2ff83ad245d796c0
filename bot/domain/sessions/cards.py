"""How sessions and registrations look in the staff group."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import promises
from bot.domain.desk.cards import LANGUAGE, group_id
from bot.domain.effects import Effect, Revise, Say
from bot.domain.offers import SessionAction
from bot.domain.sessions.buttons import button
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.seats import place_in_queue
from bot.domain.sessions.similar import similar
from bot.domain.texts import Text, text
from bot.domain.world import World


def registered(registration: Registration, world: World) -> Sequence[Effect]:
    """Tell staff of a registration that is new; without a sound outside working time, and nothing without a group."""
    if world.case.staff.group is None:
        return ()
    session = world.knowledge.sessions[registration.session_id]
    everybody = [*world.agenda.registrations, registration]
    at_once = [one for one in everybody if one.chat_id is not None and _hour_of(one) == _hour_of(registration)]
    if len(at_once) > _MOST_CARDS:
        return (_together(at_once[_MOST_CARDS:], world),)
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
    said = with_similar(said, registration, everybody)
    is_silent = not promises.is_working_time(world)
    handle = handle_of(registration)
    return (Say(group_id(world.case.staff), said, language=LANGUAGE, handle=handle, is_silent=is_silent),)


def with_similar(said: Text, one: Registration, everybody: Sequence[Registration]) -> Text:
    """Name below, by their numbers, the registrations of organisations whose names resemble this one's."""
    numbers = ", ".join(str(other.number) for other in similar(one, everybody))
    return text("session.staff.similar", said=said, numbers=numbers) if numbers else said


# Cards of one session in one hour: what comes on top is told in one message (Bot API: a group takes 20 a minute).
_MOST_CARDS = 5
# Numbers that one message lists.
_MOST_LISTED = 200


def _hour_of(one: Registration) -> datetime:
    return one.registered_at.replace(minute=0, second=0, microsecond=0)


def _together(many: Sequence[Registration], world: World) -> Effect:
    """Tell of many registrations of one hour in one message, which is changed as more come; it names nobody."""
    last, chat_id = many[-1], group_id(world.case.staff)
    session, key = world.knowledge.sessions[last.session_id], world.agenda.confirmed[last.session_id].key
    said = text(
        "session.staff.many_registered",
        count=len(many),
        people=sum(one.people for one in many),
        title=session.title,
        start=session.start,
        numbers=", ".join(str(one.number) for one in many[-_MOST_LISTED:]),
    )
    rows = ((button(text("button.people"), SessionAction.PEOPLE, key),),)
    handle = f"registrations:{key}:{_hour_of(last):%Y%m%d%H}"
    if len(many) > 1:
        return Revise(chat_id, handle, said, rows, language=LANGUAGE)
    return Say(chat_id, said, rows, language=LANGUAGE, handle=handle, is_silent=not promises.is_working_time(world))


def handle_of(one: Registration) -> str:
    """Name the card of a registration: the only message in the group that says who it is of."""
    return f"registration:{one.number}"


def reach_handle(number: int) -> str:
    """Name the message in the group that says how to reach who was not reached."""
    return f"reach:{number}"


def offer_handle(number: int) -> str:
    """Name the message about an offer of seats: to the account, or in the group to whoever calls who has none."""
    return f"seats:{number}"


def called(one: Registration, world: World) -> Sequence[Effect]:
    """Take telephone and buttons away from the request to call somebody: it is settled."""
    if world.case.staff.group is None:
        return ()
    said = text("waiting.staff.called", number=one.number)
    return (Revise(group_id(world.case.staff), offer_handle(one.number), said, language=LANGUAGE, is_emptying=True),)


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
    card = Revise(chat_id, handle, _now(one, world), language=LANGUAGE)
    return (card, Say(chat_id, said, language=LANGUAGE, quotes=handle, is_silent=True))


def _now(one: Registration, world: World) -> Text:
    session = world.knowledge.sessions[one.session_id]
    said = text(
        "registration.staff.now",
        number=one.number,
        organisation=one.organisation,
        people=one.people,
        title=session.title,
        start=session.start,
        state=text(f"registration.state.{one.state.value}"),
    )
    return with_similar(said, one, world.agenda.everybody.get(one.session_id, ()))


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
