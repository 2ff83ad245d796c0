"""What becomes of registrations when their session is called off, and when it takes place after all."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.knowledge import Session
from bot.domain.sessions.lives import OfferMove, OfferState, RegistrationMove, RegistrationState
from bot.domain.sessions.registrations import Registration, moved, settled


def cancelled(one: Registration) -> Registration:
    """Give a registration whose session is called off; its seats stay noted, in case it takes place after all."""
    offer = one.offer
    if offer is not None and offer.state is OfferState.MADE:
        offer = settled(offer, OfferMove.VOID)
    return replace(moved(one, RegistrationMove.CANCEL), offer=offer)


def to_restore(people: Sequence[Registration]) -> Sequence[Registration]:
    """Give who comes or waits again when the session takes place after all; of each account only the newest.

    `people` are all of the session, by number. What was withdrawn stands in nobody's way.
    """
    called_off = [one for one in people if one.state is RegistrationState.CANCELLED]
    newest = {one.chat_id: one.number for one in people if one.is_active or one in called_off}
    return [one for one in called_off if one.chat_id is None or newest[one.chat_id] == one.number]


def restored(people: Sequence[Registration], session: Session) -> Sequence[Registration]:
    """Give the same as they are then: with their seats, as far as there are still so many, else on the waiting list."""
    free = None if session.capacity is None else session.capacity - sum(one.held for one in people)
    given = []
    for one in to_restore(people):
        has_seats = one.seats > 0 and (free is None or one.seats <= free)
        given.append(moved(one, RegistrationMove.RESTORE) if has_seats else _waiting(one))
        free = free if free is None else free - given[-1].seats
    return given


def _waiting(one: Registration) -> Registration:
    return replace(moved(one, RegistrationMove.REQUEUE), seats=0)
