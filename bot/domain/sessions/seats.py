"""Seats as arithmetic: how many are free, who is next, what a registration gets."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.knowledge import Session
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of one session at one moment."""

    # None: as many as come.
    capacity: int | None
    # Taken, or held for an offer.
    held: int
    # Organisations on the waiting list.
    waiting: int

    @property
    def free(self) -> int | None:
        """Seats that somebody new could have; None: as many as come. Nobody passes those who wait."""
        if self.capacity is None:
            return None
        return 0 if self.waiting else max(0, self.capacity - self.held)

    @property
    def is_full(self) -> bool:
        """Whether somebody new would have to wait."""
        return self.free == 0


def seats(session: Session, registrations: Sequence[Registration]) -> Seats:
    """Count the seats of a session."""
    waiting = sum(one.state in {RegistrationState.WAITING, RegistrationState.OFFERED} for one in registrations)
    return Seats(session.capacity, sum(one.held for one in registrations), waiting)


def queue(registrations: Sequence[Registration]) -> Sequence[Registration]:
    """Give who waits and has no offer, in the order they came."""
    waiting = [one for one in registrations if one.state is RegistrationState.WAITING]
    return sorted(waiting, key=lambda one: (one.registered_at, one.number))


def place_in_queue(registration: Registration, registrations: Sequence[Registration]) -> int:
    """Give the place of somebody who waits, from 1; 0 for anybody else."""
    waiting = [one.number for one in queue(registrations)]
    return waiting.index(registration.number) + 1 if registration.number in waiting else 0


def freed(session: Session, registrations: Sequence[Registration]) -> int:
    """Give how many seats could be offered to those who wait; 0 when there is no limit."""
    if session.capacity is None:
        return 0
    return max(0, session.capacity - sum(one.held for one in registrations))
