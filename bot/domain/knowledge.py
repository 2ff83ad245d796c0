"""What the bot knows: the frozen shape of the knowledge base, and how a fact in it is named.

Reading YAML, and the faults an author can make, belong to `bot.knowledge`; wording belongs to `bot.texts`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum

# A text by language code; "pl" is always there.
Localised = Mapping[str, str]

# Working time of a week: weekday (Monday = 0) -> spans of one day, in order, in the centre's time zone.
WeeklyHours = Mapping[int, Sequence["Span"]]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one day, start included, end excluded."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days, both ends included."""

    first: date
    last: date
    reason: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a fact comes from, when it was last checked, and the line an author would edit."""

    source: str
    verified_on: date
    # File and line within the base; empty for what was not read from a file.
    place: str = ""


@dataclass(frozen=True, slots=True)
class Centre:
    """The centre as a whole, and the rules of its working time."""

    name: str
    short_name: str
    operator: str
    email: str
    # IANA name.
    timezone: str
    # Monday is 0.
    working_days: frozenset[int]
    closures: Sequence[Days]
    stale_after: timedelta
    # Working time, not wall time.
    promise: timedelta
    # No unsolicited message leaves between these two times of day, which may lie on both sides of midnight.
    quiet_from: time
    quiet_to: time


@dataclass(frozen=True, slots=True)
class Location:
    """WGS 84 degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Office:
    """A place a citizen can visit."""

    id: str
    city: str
    street: str
    postcode: str
    # International, with spaces.
    phone: str
    email: str
    # None: no pin is sent.
    location: Location | None
    # None: the base does not say when it is open.
    hours: WeeklyHours | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Specialist:
    """A person whom citizens reach by phone, mail or through the bot."""

    id: str
    name: str
    role: Localised
    phone: str
    email: str
    hours: WeeklyHours
    absences: Sequence[Days]
    # Entry ids, or prefixes of them ending before a dot.
    topics: Sequence[str]
    # County ids; empty means all.
    counties: Sequence[str]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class County:
    """A powiat of the region."""

    id: str
    name: str
    seat: str
    municipalities: Sequence[str]
    neighbours: Sequence[str]


class SessionStatus(Enum):
    """What authors may write; `full` is computed, never written."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Session:
    """A dialogue session (sesja dialogowa)."""

    id: str
    title: Localised
    # County id.
    county: str
    place: str
    address: str
    # Aware.
    start: datetime
    end: datetime
    topic: Localised
    moderators: Sequence[str]
    # Seats; None: unlimited.
    capacity: int | None
    register_until: datetime | None
    status: SessionStatus
    reason: str
    outcome: str
    provenance: Provenance


class Live(Enum):
    """What an answer computes at the moment it is shown."""

    REACHABLE = "reachable"
    SESSIONS = "sessions"


class Route(Enum):
    """The flow that an entry opens."""

    HANDOFF = "handoff"
    REGISTER = "session.register"
    MANAGE = "session.manage"
    PROPOSE = "session.propose"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that people ask, and its answer."""

    id: str
    title: Localised
    # Language -> phrases as people type them.
    phrases: Mapping[str, Sequence[str]]
    # Plain text with placeholders such as "{office.konin.phone}".
    answer: Localised
    related: Sequence[str]
    live: Live | None
    # The specialist a live answer is about; None: all of them.
    live_about: str | None
    route: Route | None
    provenance: Provenance
    # The county of the session that the answer tells of, which was held there; None: it tells of no such session.
    held_in: str | None = None


@dataclass(frozen=True, slots=True)
class CrisisContact:
    """A public helpline."""

    # Names it in placeholders: "{crisis.adults.phone}"; None: only listed.
    id: str | None
    name: Localised
    phone: str
    when: Localised
    # Whom it is for.
    whom: Localised
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Crisis:
    """How a call for help is recognised, and what is said."""

    contacts: Sequence[CrisisContact]
    # Language -> phrases: pl, uk, ru, en.
    phrases: Mapping[str, Sequence[str]]
    answer: Localised


@dataclass(frozen=True, slots=True)
class Question:
    """A labelled question of `evaluation.yaml`."""

    text: str
    # Accepted entry ids, best first.
    entries: Sequence[str]
    kind: str
    # Entry id of the answer before; None: the conversation begins here.
    context: str | None
    # All of `entries` must be answered, not one of them.
    all: bool
    place: str = ""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that authors write, without faults."""

    centre: Centre
    offices: Mapping[str, Office]
    specialists: Mapping[str, Specialist]
    counties: Mapping[str, County]
    sessions: Mapping[str, Session]
    entries: Mapping[str, Entry]
    crisis: Crisis
    # Public holidays of the years around now: day -> name in Polish. Given by the loader, from a library.
    holidays: Mapping[date, str] = field(default_factory=dict)
