"""What is to be stored of the desk's work: the part of the effects that nobody sees at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.enquiries import Enquiry
from bot.domain.events import Reminder
from bot.domain.lines import Line
from bot.domain.sessions.keeping import SessionKeeping
from bot.domain.staff import Absence, Member, StaffGroup


@dataclass(frozen=True, slots=True)
class KeepEnquiry:
    """Store an enquiry as it is now; a number that is new opens it."""

    enquiry: Enquiry


@dataclass(frozen=True, slots=True)
class KeepLine:
    """Store a line; one with the same handle is replaced."""

    line: Line


@dataclass(frozen=True, slots=True)
class ForgetEnquiry:
    """Delete an enquiry with all its lines."""

    number: int


@dataclass(frozen=True, slots=True)
class RemindAt:
    """Look after an enquiry at this time, of the time the bot lives in; an earlier wish of the same kind gives way."""

    number: int
    reminder: Reminder
    at: datetime


@dataclass(frozen=True, slots=True)
class StopReminding:
    """Nothing of these kinds is due about an enquiry any more."""

    number: int
    reminders: Sequence[Reminder] = tuple(Reminder)


@dataclass(frozen=True, slots=True)
class OpenDeskAt:
    """Sum up at this time what came outside working time."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Count:
    """Count something that happened, on its local day, without whose it was."""

    what: str
    # Entry id; empty: of no entry.
    topic: str = ""


@dataclass(frozen=True, slots=True)
class NoteConsent:
    """Keep when the privacy notice was shown, and which version of it."""

    chat_id: int
    version: int


@dataclass(frozen=True, slots=True)
class PairGroup:
    """Make a group the staff group, or tell what has changed about it; uses the group code up where it is given."""

    group: StaffGroup
    code: str = ""


@dataclass(frozen=True, slots=True)
class UnpairGroup:
    """The bot is out of the staff group; a new code is needed to pair one."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class MoveGroup:
    """The staff group has another id from now on, wherever the old one is kept."""

    chat_id: int
    new_chat_id: int


@dataclass(frozen=True, slots=True)
class KeepMember:
    """Store what is known of a person in the staff group."""

    member: Member


@dataclass(frozen=True, slots=True)
class KeepAbsence:
    """Store when a member is away, as it stands now; replaces what was kept for the same first day."""

    absence: Absence


@dataclass(frozen=True, slots=True)
class LookAtAbsencesAt:
    """See at this time whose absence begins or is over."""

    at: datetime


DeskKeeping = (
    KeepEnquiry
    | KeepLine
    | ForgetEnquiry
    | RemindAt
    | StopReminding
    | OpenDeskAt
    | Count
    | NoteConsent
    | PairGroup
    | UnpairGroup
    | MoveGroup
    | KeepMember
    | KeepAbsence
    | LookAtAbsencesAt
)
Keeping = DeskKeeping | SessionKeeping
