"""A session as staff have confirmed it, beside what the file says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import Enum

from bot.domain.knowledge import Session, SessionStatus


@dataclass(frozen=True, slots=True)
class ConfirmedSession:
    """The state that everybody is told."""

    # Our own number of the session, for due rows.
    key: int
    session: Session
    # RFC 5545 SEQUENCE: raised by each change that the participants are told.
    sequence: int = 0
    # What the file said when it was last looked at; None: it is not in the file.
    filed: Session | None = None
    # What the moderators wrote for the report, by its part; None: nothing yet.
    report: Mapping[str, str] | None = None


class Origin(Enum):
    """Who proposes a change."""

    FILE = "file"
    GROUP = "group"


class ProposalState(Enum):
    """Where a proposed change stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    # It was a mistake, staff said.
    REJECTED = "rejected"
    # A later change of the same session was confirmed, or the file took it back.
    SUPERSEDED = "superseded"


class ProposalKind(Enum):
    """What is proposed."""

    # A session that is new in the group; one that is new in the file is listed at once.
    NEW = "new"
    # Another date, place, status, or anything else.
    CHANGE = "change"
    # It has vanished from the file: a question, never a cancellation.
    VANISHED = "vanished"
    # A message to participants.
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that waits for a staff tap; nothing goes out to many without one."""

    # 0 until it is stored.
    id: int
    session_id: str
    kind: ProposalKind
    origin: Origin
    at: datetime
    # The session as people were told; None for NEW.
    before: Session | None = None
    # The session as it would be; None for VANISHED and MESSAGE.
    after: Session | None = None
    # For MESSAGE: what is said, and to whom (`Audience` by value).
    message: str = ""
    audience: str = ""
    state: ProposalState = ProposalState.OPEN
    # Staff member who proposed it; None: the file.
    by: int | None = None


# What people are told of a session, in the order of its card.
TOLD = ("title", "county", "place", "address", "start", "end", "topic", "capacity", "register_until", "status")


def differences(before: Session, after: Session) -> Sequence[str]:
    """Give the names of the fields that differ and that people are told: the order is that of the session card.

    That it was held is told nobody: they were there.
    """
    told = [name for name in TOLD if getattr(before, name) != getattr(after, name)]
    return [name for name in told if name != "status" or after.status is not SessionStatus.HELD]


def merged(current: Session, before: Session, after: Session) -> Session:
    """Give the current session with all that changes from `before` to `after`, and with nothing else."""
    changed = {one.name for one in fields(Session) if getattr(before, one.name) != getattr(after, one.name)}
    return replace(current, **{name: getattr(after, name) for name in changed})
