"""What a decision may look at of sessions: loaded in its transaction, locked where seats may change hands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.sessions.confirmed import ConfirmedSession, Proposal
from bot.domain.sessions.interests import Interest
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.seats import Seats


@dataclass(frozen=True, slots=True)
class Agenda:
    """Sessions as one event finds them. What an event does not need is left empty."""

    # Every confirmed session by its id: `World.knowledge.sessions` holds the same sessions.
    confirmed: Mapping[str, ConfirmedSession] = field(default_factory=dict)
    # By session id.
    seats: Mapping[str, Seats] = field(default_factory=dict)
    # Every registration of the session that the event is about, by number; the session is locked.
    registrations: Sequence[Registration] = ()
    # Every registration of every session, by session id; for an account's turn only of those that it is about, or
    # where the account has or awaits seats.
    everybody: Mapping[str, Sequence[Registration]] = field(default_factory=dict)
    # Every registration of the account that the event is from, by number.
    mine: Sequence[Registration] = ()
    # The registration that the event is about.
    registration: Registration | None = None
    # The number that the next registration gets; 0 where none can be made.
    next_number: int = 0
    # The proposal that was tapped on.
    proposal: Proposal | None = None
    # Every proposal that waits for a tap.
    proposals: Sequence[Proposal] = ()
    # Who wants to hear of sessions: everybody, or for an account's turn its own wishes.
    interests: Sequence[Interest] = ()
    # A one-time code, made for whoever may need one.
    code: str = ""
    # The registration that a one-time link opens, for whoever came by it.
    invited_to: Registration | None = None
    # The mailing that is over: its session's id and its kind (`MailingKind` by value).
    mailing: tuple[str, str] | None = None
    # For a mailing that is over: who was not reached, by registration number; None: interested only.
    not_reached: Sequence[int | None] = ()
    reached: int = 0
