"""Who works at the desk: the staff group, its members and their rights, who is away and who stands in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum


@dataclass(frozen=True, slots=True)
class StaffGroup:
    """The one Telegram group where the desk is."""

    # Negative.
    chat_id: int
    # Pairing is complete when the bot is an administrator: only then does Telegram show it what is said and who leaves.
    is_complete: bool
    is_forum: bool = False


class Standing(Enum):
    """What a person is in the staff group, as Telegram says."""

    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Member:
    """A person seen in the staff group."""

    user_id: int
    # As Telegram shows it, without control characters.
    name: str
    standing: Standing
    username: str | None = None
    # A coordinator has let this person work at the desk; administrators need nobody's leave.
    is_confirmed: bool = False
    # The coordinators have been asked, once, whether this person may work.
    is_asked_about: bool = False
    # Real time of the last word from Telegram about the standing.
    seen_at: datetime | None = None

    @property
    def is_coordinator(self) -> bool:
        """Whether this person may confirm others and decide about anybody's enquiry."""
        return self.standing is Standing.ADMINISTRATOR

    @property
    def may_work(self) -> bool:
        """Whether this person may take and answer enquiries."""
        return self.is_coordinator or (self.standing is Standing.MEMBER and self.is_confirmed)


class AbsenceState(Enum):
    """Where an absence stands."""

    PLANNED = "planned"
    CURRENT = "current"
    OVER = "over"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which a member is away, both included, and who stands in; None: nobody in particular."""

    user_id: int
    first: date
    last: date
    substitute_id: int | None = None
    state: AbsenceState = AbsenceState.PLANNED

    @property
    def is_ahead(self) -> bool:
        """Whether it is planned or under way."""
        return self.state in {AbsenceState.PLANNED, AbsenceState.CURRENT}


@dataclass(frozen=True, slots=True)
class Staff:
    """The desk's people at one moment."""

    # None: no group is paired.
    group: StaffGroup | None = None
    # By user id; also those who have left, for their names.
    members: Mapping[int, Member] = field(default_factory=dict)
    absences: Sequence[Absence] = ()

    @property
    def is_open(self) -> bool:
        """Whether enquiries reach people: a group is paired, and the bot sees what is said in it."""
        return self.group is not None and self.group.is_complete

    def name_of(self, user_id: int | None) -> str:
        """Give a member's name; empty for nobody and for who is unknown."""
        member = self.members.get(user_id or 0)
        return member.name if member is not None else ""

    def is_away(self, user_id: int, day: date) -> bool:
        """Tell whether a member is away on a local day."""
        return self.absence(user_id, day) is not None

    def absence(self, user_id: int, day: date) -> Absence | None:
        """Give the absence of a member that a local day lies in."""
        mine = (one for one in self.absences if one.user_id == user_id and one.is_ahead)
        return next((one for one in mine if one.first <= day <= one.last), None)

    def who_has(self, user_id: int, day: date) -> Member | None:
        """Give who does a member's work on a local day: they, or their substitute; None: nobody who may.

        A substitute who is away is not asked for another one.
        """
        absence = self.absence(user_id, day)
        worker = user_id if absence is None else absence.substitute_id
        member = self.members.get(worker or 0)
        if member is None or not member.may_work or self.is_away(member.user_id, day):
            return None
        return member
