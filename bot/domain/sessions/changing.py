"""What becomes of a registration that its owner, or staff for them, change: seats, the waiting list, who is told."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.effects import Effect, Say
from bot.domain.sessions import cards, waiting
from bot.domain.sessions.keeping import KeepRegistration, RegistrationDueAt, UseInvitation
from bot.domain.sessions.lives import OfferMove, OfferState, RegistrationMove, RegistrationState
from bot.domain.sessions.registrations import Registration, moved, settled
from bot.domain.sessions.reminders import RegistrationReminder
from bot.domain.sessions.seats import seats
from bot.domain.sessions.shown import Standing, standing
from bot.domain.texts import Text, text
from bot.domain.world import World


def withdrawn(one: Registration) -> Registration:
    """Give a registration without its seats; an offer that waits for an answer is void."""
    offer = one.offer
    if offer is not None and offer.state is OfferState.MADE:
        offer = settled(offer, OfferMove.VOID)
    return replace(moved(one, RegistrationMove.WITHDRAW), seats=0, offer=offer, request="")


def withdraw(one: Registration, world: World) -> Sequence[Effect]:
    """Withdraw a registration; the seats go to who waits, and staff hear of it."""
    gone = withdrawn(one)
    return (
        KeepRegistration(gone),
        RegistrationDueAt(one.number, RegistrationReminder.OFFER_LAPSES, None),
        *cards.told_staff("registration.staff.withdrawn", one, world),
        *waiting.offer_freed(world, one.session_id, _people(gone, world)),
    )


def _people(changed: Registration, world: World) -> Sequence[Registration]:
    return [changed if one.number == changed.number else one for one in world.agenda.registrations]


def number(one: Registration, people: int, world: World) -> tuple[Text, Sequence[Effect], bool]:
    """Change how many come; give what is said, what follows, and whether the matter is done.

    Once registration has ended, staff decide about it.
    """
    if people == one.people and not one.request:
        return text("registration.number_same", count=people), (), True
    if standing(world.knowledge.sessions[one.session_id], world.now) is not Standing.OPEN:
        asked = replace(one, request=str(people))
        return text("registration.requested"), (KeepRegistration(asked), *cards.requested(asked, people, world)), True
    refused, effects = with_number(one, people, world)
    if refused is not None:
        return refused, (), False
    said = text("registration.number_changed", number=one.number, count=people)
    return said, (*effects, *cards.told_staff("registration.staff.number", replace(one, people=people), world)), True


def with_number(one: Registration, people: int, world: World) -> tuple[Text | None, Sequence[Effect]]:
    """Give (why that is not possible, what follows): more people need seats that nobody else waits for."""
    if one.state is not RegistrationState.CONFIRMED:
        return None, (KeepRegistration(replace(one, people=people, request="")),)
    free = seats(world.knowledge.sessions[one.session_id], world.agenda.registrations).free
    if free is not None and people - one.seats > free:
        return text("registration.too_few", count=one.seats + free), ()
    changed = replace(one, people=people, seats=people, request="")
    freed = waiting.offer_freed(world, one.session_id, _people(changed, world)) if people < one.seats else ()
    return None, (KeepRegistration(changed), *freed)


def grant(one: Registration, world: World) -> Sequence[Effect] | Text:
    """Let a requested number be; a text says why that is not possible."""
    if not one.request.isdecimal() or not one.is_active:
        return text("session.press.settled")
    people = int(one.request)
    refused, effects = with_number(one, people, world)
    if refused is not None:
        return refused
    return (*effects, *_told(text("registration.number_changed", number=one.number, count=people), one))


def refuse(one: Registration, _world: World) -> Sequence[Effect] | Text:
    """Leave a registration as it is."""
    if not one.request:
        return text("session.press.settled")
    kept = KeepRegistration(replace(one, request=""))
    return (kept, *_told(text("registration.request_refused", number=one.number, count=one.people), one))


def _told(said: Text, one: Registration) -> Sequence[Effect]:
    return () if one.chat_id is None else (Say(one.chat_id, said, language=one.language),)


def handed_over(one: Registration, chat_id: int, world: World, *, code: str = "") -> Sequence[Effect]:
    """Give a registration to another account; who had it, and staff, are told."""
    used = (UseInvitation(code),) if code else ()
    return (
        *used,
        KeepRegistration(replace(one, chat_id=chat_id)),
        *_told(text("registration.handed_over", number=one.number), one),
        *cards.told_staff("registration.staff.handed_over", one, world),
    )
