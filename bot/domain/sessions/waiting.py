"""Freed seats are offered to who waits, one after the other, in daytime.

A round begins when seats become free: whoever waits longest is offered what there is, perhaps less than they want. Who
lets an offer pass, or wants to go on waiting, stays on the list and is not asked again in the same round.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import promises
from bot.domain.desk.cards import LANGUAGE, group_id
from bot.domain.effects import Effect, Say
from bot.domain.offers import Action, Offer, Offers, SessionAction
from bot.domain.sessions import cards
from bot.domain.sessions.buttons import button
from bot.domain.sessions.events import RegistrationFellDue
from bot.domain.sessions.keeping import KeepRegistration, RegistrationDueAt, SessionDueAt
from bot.domain.sessions.lives import OfferMove, RegistrationMove, RegistrationState
from bot.domain.sessions.registrations import Registration, SeatOffer, moved, settled
from bot.domain.sessions.reminders import RegistrationReminder, SessionReminder
from bot.domain.sessions.seats import freed, queue
from bot.domain.sessions.shown import Standing, standing
from bot.domain.texts import Text, text
from bot.domain.world import World

# How long seats are held, and how long before the session nobody is asked any more.
_HELD_FOR = timedelta(hours=24)
_TOO_LATE = timedelta(hours=2)
# Seats are held at least so long into the day where they would be lost in the quiet hours.
_IN_THE_MORNING = timedelta(hours=2)


def offer_freed(world: World, session_id: str, registrations: Sequence[Registration]) -> Sequence[Effect]:
    """Begin a round: offer seats that are free to whoever waits longest.

    `registrations` are all of the session as they are now; `world.knowledge.sessions` has the session as it is now.
    """
    anew = [_asked_anew(one) for one in registrations]
    kept = [KeepRegistration(one) for one, before in zip(anew, registrations, strict=True) if one is not before]
    offered = _offer(world, session_id, anew)
    again = {one.registration.number for one in offered if isinstance(one, KeepRegistration)}
    return (*(one for one in kept if one.registration.number not in again), *offered)


def _asked_anew(one: Registration) -> Registration:
    return replace(one, offer=None) if one.state is RegistrationState.WAITING and one.offer is not None else one


def go_on(world: World, session_id: str, registrations: Sequence[Registration]) -> Sequence[Effect]:
    """Go on with a round when somebody joins the list: seats that everybody else let pass are offered to them."""
    return _offer(world, session_id, registrations)


def _offer(world: World, session_id: str, registrations: Sequence[Registration]) -> Sequence[Effect]:
    """Offer what is free to those who have not been asked in this round."""
    session = world.knowledge.sessions.get(session_id)
    if session is None or standing(session, world.now) not in {Standing.OPEN, Standing.CLOSED}:
        return ()
    asked = [one for one in queue(registrations) if one.offer is None]
    latest = promises.last_before_quiet(world, session.start - _TOO_LATE)
    is_limited = session.capacity is not None
    free = freed(session, registrations) if is_limited else sum(one.people for one in asked)
    if not free or not asked or world.now >= latest:
        return ()
    if promises.is_quiet(world):
        return (SessionDueAt(session_id, SessionReminder.SEATS_FREED, promises.end_of_quiet(world)),)
    until = min(_until(world), latest)
    effects: list[Effect] = []
    for one in asked:
        if free == 0:
            break
        seats = min(free, one.people)
        free -= seats
        effects += _offered(one, SeatOffer(seats, until, made_at=world.now), world)
    return effects


def _until(world: World) -> datetime:
    """Give when an offer of now runs out: never in the quiet hours, nor before the day has begun properly."""
    at = world.now + _HELD_FOR
    if not promises.is_quiet(world, at):
        return at
    return promises.end_of_quiet(replace(world, now=at)) + _IN_THE_MORNING


def _offered(one: Registration, offer: SeatOffer, world: World) -> Sequence[Effect]:
    return _told(replace(moved(one, RegistrationMove.OFFER), offer=offer), world)


def _told(one: Registration, world: World) -> Sequence[Effect]:
    """Keep a registration with its offer, and tell whoever can answer that."""
    if one.offer is None:
        return ()
    due = RegistrationDueAt(one.number, RegistrationReminder.OFFER_LAPSES, one.offer.until)
    if one.chat_id is None:
        return (KeepRegistration(one), due, *_to_call(one, world))
    words, handle = said(one, one.offer, world), cards.offer_handle(one.number)
    told = Say(one.chat_id, words, offers(one.number), language=one.language, handle=handle)
    return (KeepRegistration(one), due, told)


def hurried(
    people: Sequence[Registration], session_id: str, world: World
) -> tuple[Sequence[Registration], Sequence[Effect]]:
    """Let no offer outlast the beginning of a session that now begins earlier: it is told anew, with less time.

    Give `people` as they are then, and what follows; `world.knowledge.sessions` has the session as it is now.
    """
    start = world.knowledge.sessions[session_id].start
    latest = promises.last_before_quiet(world, start - _TOO_LATE)
    until = latest if latest > world.now else start
    is_late = {one.number for one in people if _lasts_beyond(one, until)} if until > world.now else set()
    told = [_held_until(one, until) if one.number in is_late else one for one in people]
    return told, [effect for one in told if one.number in is_late for effect in _told(one, world)]


def _lasts_beyond(one: Registration, until: datetime) -> bool:
    return one.state is RegistrationState.OFFERED and one.offer is not None and one.offer.until > until


def _held_until(one: Registration, until: datetime) -> Registration:
    return one if one.offer is None else replace(one, offer=replace(one.offer, until=until))


def said(one: Registration, offer: SeatOffer, world: World) -> Text:
    """Give the words of an offer of seats."""
    session = world.knowledge.sessions[one.session_id]
    return text(
        "waiting.offer" if offer.seats >= one.people else "waiting.offer_of_fewer",
        count=offer.seats,
        people=one.people,
        number=one.number,
        title=session.title,
        start=session.start,
        until=offer.until,
    )


def offers(number: int) -> Offers:
    """Give the buttons under an offer of seats."""
    labels = (
        ("button.take_seats", Action.TAKE_SEATS),
        ("button.not_this_time", Action.NOT_THIS_TIME),
        ("button.stay_on_list", Action.STAY_ON_LIST),
    )
    return tuple((Offer(text(label), action, str(number)),) for label, action in labels)


def _to_call(one: Registration, world: World) -> Sequence[Effect]:
    """Ask staff to call who has no account; they answer the offer for them."""
    if world.case.staff.group is None or one.offer is None:
        return ()
    key = world.agenda.confirmed[one.session_id].key
    said = text(
        "waiting.to_call",
        count=one.offer.seats,
        number=one.number,
        organisation=one.organisation,
        reach=cards.reach(one),
        until=one.offer.until,
    )
    rows = (
        (button(text("button.take_seats"), SessionAction.TAKE_FOR, key, str(one.number)),),
        (button(text("button.not_this_time"), SessionAction.DECLINE_FOR, key, str(one.number)),),
    )
    return (Say(group_id(world.case.staff), said, rows, language=LANGUAGE, handle=cards.offer_handle(one.number)),)


def accepted(one: Registration, world: World) -> Sequence[Effect]:
    """Give the seats that were offered; `one` has an offer. Staff hear of it."""
    seats = 0 if one.offer is None else one.offer.seats
    kept = _answered(replace(one, people=seats or one.people, seats=seats), RegistrationMove.ACCEPT, OfferMove.ACCEPT)
    return (*_kept(kept), *cards.told_staff("waiting.staff.accepted", kept, world))


def declined(one: Registration, world: World) -> Sequence[Effect]:
    """End a registration whose offer was turned down; the next is asked."""
    kept = _answered(one, RegistrationMove.DECLINE, OfferMove.DECLINE)
    return (*_kept(kept), *cards.told_staff("waiting.staff.declined", kept, world), *_next(kept, world))


def stayed(one: Registration, world: World, move: OfferMove = OfferMove.STAY) -> Sequence[Effect]:
    """Put somebody back on the list who does not want the seats now; the next is asked."""
    kept = _answered(one, RegistrationMove.STAY, move)
    return (*_kept(kept), *_next(kept, world))


def _answered(one: Registration, move: RegistrationMove, answer: OfferMove) -> Registration:
    return replace(moved(one, move), offer=None if one.offer is None else settled(one.offer, answer))


def _kept(one: Registration) -> Sequence[Effect]:
    return (KeepRegistration(one), RegistrationDueAt(one.number, RegistrationReminder.OFFER_LAPSES, None))


def _next(kept: Registration, world: World) -> Sequence[Effect]:
    people = [kept if one.number == kept.number else one for one in world.agenda.everybody[kept.session_id]]
    return _offer(world, kept.session_id, people)


def fell_due(_event: RegistrationFellDue, world: World) -> Sequence[Effect]:
    """Take back an offer that nobody answered in time; in the quiet hours it lasts until they are over."""
    one = world.agenda.registration
    if one is None or one.state is not RegistrationState.OFFERED or one.offer is None or world.now < one.offer.until:
        return ()
    if promises.is_quiet(world):
        return (RegistrationDueAt(one.number, RegistrationReminder.OFFER_LAPSES, promises.end_of_quiet(world)),)
    lapsed = stayed(one, world, OfferMove.LAPSE)
    kept = [effect.registration for effect in lapsed if isinstance(effect, KeepRegistration)]
    if one.chat_id is None:
        return (*lapsed, *cards.called(one, world), *cards.told_staff("waiting.staff.lapsed", kept[0], world))
    title = world.knowledge.sessions[one.session_id].title
    key = "waiting.lapsed_last" if len(kept) == 1 else "waiting.lapsed"
    said = text(key, number=one.number, title=title, phones=world.answers.phones())
    return (*lapsed, Say(one.chat_id, said, language=one.language))
