"""The lives of a session, of a registration and of an offer to somebody who waits: transition tables.

An illegal move raises and changes nothing.
"""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from bot.domain.knowledge import SessionStatus


class SessionMove(Enum):
    """What can happen to a session."""

    # Registration begins.
    OPEN = "open"
    # No more registrations.
    CLOSE = "close"
    CANCEL = "cancel"
    # It has taken place.
    HOLD = "hold"
    # It takes place after all, and registration goes on.
    RESTORE = "restore"
    # It takes place after all, with those who are registered.
    RESTORE_CLOSED = "restore_closed"
    # Registration has not begun after all.
    PLAN = "plan"


SESSION_MOVES: Mapping[tuple[SessionStatus, SessionMove], SessionStatus] = MappingProxyType(
    {
        (SessionStatus.PLANNED, SessionMove.OPEN): SessionStatus.OPEN,
        (SessionStatus.PLANNED, SessionMove.CLOSE): SessionStatus.CLOSED,
        (SessionStatus.PLANNED, SessionMove.CANCEL): SessionStatus.CANCELLED,
        (SessionStatus.PLANNED, SessionMove.HOLD): SessionStatus.HELD,
        (SessionStatus.OPEN, SessionMove.PLAN): SessionStatus.PLANNED,
        (SessionStatus.OPEN, SessionMove.CLOSE): SessionStatus.CLOSED,
        (SessionStatus.OPEN, SessionMove.CANCEL): SessionStatus.CANCELLED,
        (SessionStatus.OPEN, SessionMove.HOLD): SessionStatus.HELD,
        (SessionStatus.CLOSED, SessionMove.PLAN): SessionStatus.PLANNED,
        (SessionStatus.CLOSED, SessionMove.OPEN): SessionStatus.OPEN,
        (SessionStatus.CLOSED, SessionMove.CANCEL): SessionStatus.CANCELLED,
        (SessionStatus.CLOSED, SessionMove.HOLD): SessionStatus.HELD,
        (SessionStatus.CANCELLED, SessionMove.PLAN): SessionStatus.PLANNED,
        (SessionStatus.CANCELLED, SessionMove.RESTORE): SessionStatus.OPEN,
        (SessionStatus.CANCELLED, SessionMove.RESTORE_CLOSED): SessionStatus.CLOSED,
    }
)


def held(status: SessionStatus) -> SessionStatus | None:
    """Give the state of a session of whose day something is noted; None for one that did not take place."""
    return status if status is SessionStatus.HELD else SESSION_MOVES.get((status, SessionMove.HOLD))


def leads_to(before: SessionStatus, after: SessionStatus) -> bool:
    """Tell whether a session stays as it is, or one move of the table leads from one state to the other."""
    return before is after or any(SESSION_MOVES.get((before, move)) is after for move in SessionMove)


class RegistrationState(Enum):
    """Where a registration stands."""

    # On the waiting list.
    WAITING = "waiting"
    # Seats are held for it until it is answered.
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    # The session was cancelled.
    CANCELLED = "cancelled"
    # The session is over, and they were there or not.
    ATTENDED = "attended"
    ABSENT = "absent"


class RegistrationMove(Enum):
    """What can happen to a registration."""

    # Seats are there at once.
    CONFIRM = "confirm"
    OFFER = "offer"
    ACCEPT = "accept"
    # The offer was turned down for good.
    DECLINE = "decline"
    # The offer was turned down or ran out: back to the waiting list.
    STAY = "stay"
    WITHDRAW = "withdraw"
    # The session is cancelled.
    CANCEL = "cancel"
    # The session takes place after all, and they have their seats again.
    RESTORE = "restore"
    # The session takes place after all, and they wait again.
    REQUEUE = "requeue"
    ATTEND = "attend"
    MISS = "miss"


_S, _M = RegistrationState, RegistrationMove
REGISTRATION_MOVES: Mapping[tuple[RegistrationState, RegistrationMove], RegistrationState] = MappingProxyType(
    {
        (_S.WAITING, _M.CONFIRM): _S.CONFIRMED,
        (_S.WAITING, _M.OFFER): _S.OFFERED,
        (_S.WAITING, _M.WITHDRAW): _S.WITHDRAWN,
        (_S.WAITING, _M.CANCEL): _S.CANCELLED,
        (_S.OFFERED, _M.ACCEPT): _S.CONFIRMED,
        (_S.OFFERED, _M.DECLINE): _S.WITHDRAWN,
        (_S.OFFERED, _M.STAY): _S.WAITING,
        (_S.OFFERED, _M.WITHDRAW): _S.WITHDRAWN,
        (_S.OFFERED, _M.CANCEL): _S.CANCELLED,
        (_S.CONFIRMED, _M.WITHDRAW): _S.WITHDRAWN,
        (_S.CONFIRMED, _M.CANCEL): _S.CANCELLED,
        (_S.CONFIRMED, _M.ATTEND): _S.ATTENDED,
        (_S.CONFIRMED, _M.MISS): _S.ABSENT,
        (_S.CANCELLED, _M.RESTORE): _S.CONFIRMED,
        (_S.CANCELLED, _M.REQUEUE): _S.WAITING,
        (_S.ATTENDED, _M.MISS): _S.ABSENT,
        (_S.ABSENT, _M.ATTEND): _S.ATTENDED,
    }
)


class OfferState(Enum):
    """Where an offer of freed seats stands."""

    MADE = "made"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    # Not this time, but still on the list.
    STAYED = "stayed"
    # Nobody answered in time.
    LAPSED = "lapsed"
    # The session was cancelled or the registration withdrawn.
    VOID = "void"


class OfferMove(Enum):
    """What can happen to an offer."""

    ACCEPT = "accept"
    DECLINE = "decline"
    STAY = "stay"
    LAPSE = "lapse"
    VOID = "void"


OFFER_MOVES: Mapping[tuple[OfferState, OfferMove], OfferState] = MappingProxyType(
    {
        (OfferState.MADE, OfferMove.ACCEPT): OfferState.ACCEPTED,
        (OfferState.MADE, OfferMove.DECLINE): OfferState.DECLINED,
        (OfferState.MADE, OfferMove.STAY): OfferState.STAYED,
        (OfferState.MADE, OfferMove.LAPSE): OfferState.LAPSED,
        (OfferState.MADE, OfferMove.VOID): OfferState.VOID,
    }
)


def may_become(status: SessionStatus, move: SessionMove) -> bool:
    """Tell whether a session's status allows a move."""
    return (status, move) in SESSION_MOVES


class IllegalStep(Exception):
    """The state does not allow the move: the decision should have asked first."""

    def __init__(self, state: Enum, move: Enum) -> None:
        super().__init__(f"{move.value} is not possible in {state.value}")
