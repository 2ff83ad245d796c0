"""Who comes to a session: an organisation's registration, which belongs to the account that made it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from bot.domain.sessions.lives import (
    OFFER_MOVES,
    REGISTRATION_MOVES,
    IllegalStep,
    OfferMove,
    OfferState,
    RegistrationMove,
    RegistrationState,
)


class Sector(Enum):
    """What kind of organisation comes; a brief tells which of these are missing."""

    LOCAL_GOVERNMENT = "local_government"
    LABOUR_OFFICE = "labour_office"
    SOCIAL_WELFARE = "social_welfare"
    SOCIAL_ENTERPRISE = "social_enterprise"
    REINTEGRATION = "reintegration"
    NGO = "ngo"
    CHURCH = "church"
    SCHOOL = "school"
    BUSINESS = "business"
    RESIDENTS = "residents"
    OTHER = "other"


class Need(Enum):
    """What somebody needs to be able to take part."""

    STEP_FREE = "step_free"
    INDUCTION_LOOP = "induction_loop"
    SIGN_LANGUAGE = "sign_language"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SeatOffer:
    """Freed seats, held for somebody who waits."""

    seats: int
    # Aware UTC, in daytime.
    until: datetime
    state: OfferState = OfferState.MADE
    # None: not known, it was made by an older version.
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """One organisation's registration for one session. Times are aware UTC."""

    # Counted from 1, shown to everybody.
    number: int
    session_id: str
    registered_at: datetime
    organisation: str
    sector: Sector
    # County id.
    county: str
    # How many people want to come.
    people: int
    contact: str
    # The account that made it, and owns it; None: entered by staff for somebody who phoned or wrote.
    chat_id: int | None = None
    # Of the account.
    language: str = "pl"
    # International, with spaces.
    phone: str | None = None
    email: str | None = None
    # The local problem that they want to raise; empty: none.
    problem: str = ""
    needs: tuple[Need, ...] = ()
    # What `Need.OTHER` is.
    need_in_words: str = ""
    state: RegistrationState = RegistrationState.WAITING
    # Seats that they have; 0 while they wait.
    seats: int = 0
    offer: SeatOffer | None = None
    # Staff member who entered it.
    entered_by: int | None = None
    # How many were there.
    attended: int | None = None
    # They were asked whether the session was of use, and have answered; what they said is only counted.
    is_opinion_asked: bool = False
    is_opinion_given: bool = False
    # A change or withdrawal after the deadline, which staff decide about; empty: none.
    request: str = ""

    @property
    def is_active(self) -> bool:
        """Whether it takes or awaits seats."""
        return self.state in {RegistrationState.WAITING, RegistrationState.OFFERED, RegistrationState.CONFIRMED}

    @property
    def held(self) -> int:
        """Seats that nobody else can have because of it."""
        if self.state is RegistrationState.OFFERED and self.offer is not None:
            return self.offer.seats
        return self.seats if self.state is RegistrationState.CONFIRMED else 0


def may(registration: Registration, move: RegistrationMove) -> bool:
    """Tell whether the registration's state allows a move."""
    return (registration.state, move) in REGISTRATION_MOVES


def moved(registration: Registration, move: RegistrationMove) -> Registration:
    """Give the registration after a move; seats and offer are the caller's to change. Raises `IllegalStep`."""
    target = REGISTRATION_MOVES.get((registration.state, move))
    if target is None:
        raise IllegalStep(registration.state, move)
    return replace(registration, state=target)


def settled(offer: SeatOffer, move: OfferMove) -> SeatOffer:
    """Give an offer after a move. Raises `IllegalStep`."""
    target = OFFER_MOVES.get((offer.state, move))
    if target is None:
        raise IllegalStep(offer.state, move)
    return replace(offer, state=target)
