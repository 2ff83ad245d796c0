"""How many come to a session, how many wait, and what they need: the figures of cards, sheets and briefs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Need, Registration

# Who has seats, or had them when the session took place.
SEATED = frozenset({RegistrationState.CONFIRMED, RegistrationState.ATTENDED, RegistrationState.ABSENT})
# Who is on the waiting list, with or without an offer.
IN_LINE = frozenset({RegistrationState.WAITING, RegistrationState.OFFERED})


@dataclass(frozen=True, slots=True)
class Counters:
    """What the registrations of one session add up to. Who withdrew, or was cancelled, counts nowhere."""

    # Organisations with seats, and their seats.
    organisations: int
    seats: int
    # Organisations on the waiting list, and the people whom they would send.
    waiting: int
    people_waiting: int
    # People whom everybody together wants to send.
    people: int
    # People who were there, as far as it was noted.
    attended: int
    # Registrations by what they need, in the order of `Need`; what nobody needs is left out.
    needs: Mapping[Need, int]


def count(registrations: Sequence[Registration]) -> Counters:
    """Add up the registrations of one session."""
    there = seated(registrations)
    in_line = [one for one in registrations if one.state in IN_LINE]
    needs = {need: sum(need in one.needs for one in [*there, *in_line]) for need in Need}
    return Counters(
        organisations=len(there),
        seats=sum(one.seats for one in there),
        waiting=len(in_line),
        people_waiting=sum(one.people for one in in_line),
        people=sum(one.people for one in [*there, *in_line]),
        attended=sum(one.attended or 0 for one in there),
        needs={need: number for need, number in needs.items() if number},
    )


def seated(registrations: Sequence[Registration]) -> Sequence[Registration]:
    """Give who has seats, or had them, in the order given."""
    return [one for one in registrations if one.state in SEATED]
