"""What becomes of a registration that its owner, or staff for them, change: seats, the waiting list, who is told."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.effects import Effect, Say
from bot.domain.sessions import cards, clearing, waiting
from bot.domain.sessions.keeping import DropInvitations, KeepRegistration, RegistrationDueAt, UseInvitation
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
        DropInvitations(one.number),
        RegistrationDueAt(one.number, RegistrationReminder.OFFER_LAPSES, None),
        *cards.told_staff("registration.staff.withdrawn", gone, world),
        *waiting.offer_freed(world, one.session_id, _people(gone, world)),
    )


def _people(changed: Registration, world: World) -> Sequence[Registration]:
    everybody = world.agenda.everybody[changed.session_id]
    return [changed if one.number == changed.number else one for one in everybody]


def number(one: Registration, people: int, world: World) -> tuple[Text, Sequence[Effect], bool]:
    """Change how many come; give what is said, what follows, and whether the matter is done.

    Once registration has ended, staff decide about it.
    """
    if one.state is RegistrationState.OFFERED:
        return text("registration.offer_first"), (), True
    if people == one.people:
        no_more = (KeepRegistration(replace(one, request="")),) if one.request else ()
        return text("registration.number_same", count=people), no_more, True
    if standing(world.knowledge.sessions[one.session_id], world.now) is not Standing.OPEN:
        return _requested(one, people, world)
    most = _most(one, world)
    if most is not None and people > most:
        return text("registration.too_few", count=most), (), False
    said = text("registration.number_changed", number=one.number, count=people)
    return said, _with_number(one, people, world), True


def _requested(one: Registration, people: int, world: World) -> tuple[Text, Sequence[Effect], bool]:
    asked = cards.requested(one, people, world)
    if not asked:
        return text("registration.access_by_phone", phones=world.answers.phones()), (), True
    return text("registration.requested"), (KeepRegistration(replace(one, request=str(people))), *asked), True


def _most(one: Registration, world: World) -> int | None:
    """Give how many people can come at most: more need seats that nobody else waits for. None: as many as they like."""
    free = seats(world.knowledge.sessions[one.session_id], world.agenda.everybody[one.session_id]).free
    return None if free is None or one.state is not RegistrationState.CONFIRMED else one.seats + free


def _with_number(one: Registration, people: int, world: World) -> Sequence[Effect]:
    seated = people if one.state is RegistrationState.CONFIRMED else 0
    changed = replace(one, people=people, seats=seated, request="")
    if seated < one.seats:
        freed = waiting.offer_freed(world, one.session_id, _people(changed, world))
    elif one.state is RegistrationState.WAITING and people < one.people:
        # Seats that were too few for them may be enough now.
        changed = replace(changed, offer=None)
        freed = waiting.go_on(world, one.session_id, _people(changed, world))
    else:
        freed = ()
    return (KeepRegistration(changed), *cards.told_staff("registration.staff.number", changed, world), *freed)


def grant(one: Registration, people: str, world: World) -> Sequence[Effect] | Text:
    """Let the number be that was asked for; a text says why that is not possible.

    `people`: the number that staff have read, for another may have been asked for since.
    """
    if one.request != people or not people.isdecimal() or not one.is_active:
        return text("session.press.settled")
    if one.state is RegistrationState.OFFERED:
        return text("session.press.offered")
    most = _most(one, world)
    if most is not None and int(people) > most:
        return text("session.press.too_few", count=most)
    said = text("registration.number_changed", number=one.number, count=int(people))
    return (*_with_number(one, int(people), world), *_told(said, one))


def refuse(one: Registration, people: str, _world: World) -> Sequence[Effect] | Text:
    """Leave a registration as it is."""
    if not one.request or one.request != people:
        return text("session.press.settled")
    kept = KeepRegistration(replace(one, request=""))
    return (kept, *_told(text("registration.request_refused", number=one.number, count=one.people), one))


def _told(said: Text, one: Registration) -> Sequence[Effect]:
    return () if one.chat_id is None else (Say(one.chat_id, said, language=one.language),)


def handed_over(one: Registration, chat_id: int, world: World, *, code: str = "") -> Sequence[Effect]:
    """Give a registration to another account; who had it, and staff, are told. No link to it works any more.

    Who was asked about it so far is not asked any more, so their name, telephone and e-mail go. An open offer of seats
    is told anew to who can answer it now.
    """
    used = (UseInvitation(code),) if code else ()
    language = world.case.language or one.language
    theirs = replace(one, chat_id=chat_id, language=language, contact="", phone=None, email=None)
    return (
        *used,
        DropInvitations(one.number),
        KeepRegistration(theirs),
        *_told(text("registration.handed_over", number=one.number), one),
        *clearing.unreached(one, text("registration.staff.handed_over", number=one.number), world),
        *cards.told_staff("registration.staff.handed_over", theirs, world),
        *_offered_anew(theirs, chat_id, world),
    )


def _offered_anew(one: Registration, chat_id: int, world: World) -> Sequence[Effect]:
    if one.state is not RegistrationState.OFFERED or one.offer is None:
        return ()
    return (Say(chat_id, waiting.said(one, one.offer, world), waiting.offers(one.number), language=one.language),)
