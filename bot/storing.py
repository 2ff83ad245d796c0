"""What a decision wants to be stored of the desk's work → statements."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot import storing_sessions
from bot.domain import keeping
from bot.domain.keeping import DeskKeeping
from bot.store import citizens, due, enquiries, lines, messages, moving, operators, staff, tallies
from bot.store.due import Due
from bot.store.operators import CodeKind
from bot.storing_sessions import Stored

# Kind of the due row that sums up what came outside working time; it has no subject.
DESK_OPENS = "desk.opens"
# Kind of the due row that tells of a day on which an absence begins or is over; it has no subject.
ABSENCES = "absences"


class GroupCodeAlreadyUsed(Exception):
    """Somebody paired another group meanwhile; the turn is decided again."""


def keep(tx: Connection, wanted: DeskKeeping | Stored, *, now: datetime, zone: ZoneInfo) -> None:  # noqa: PLR0912 - one branch for each wish
    """Store one thing. `now` is of the time the bot lives in, `zone` tells its local day."""
    match wanted:
        case keeping.KeepEnquiry(enquiry=enquiry):
            enquiries.keep(tx, enquiry)
        case keeping.KeepLine(line=line):
            lines.keep(tx, line)
        case keeping.ForgetEnquiry(number=number):
            enquiries.forget(tx, number)
        case keeping.RemindAt(number=number, reminder=reminder, at=at):
            due.set_due(tx, Due(reminder.value, number, at=at, real=False))
        case keeping.StopReminding(number=number, reminders=reminders):
            for reminder in reminders:
                due.drop(tx, reminder.value, number)
        case keeping.OpenDeskAt(at=at):
            due.set_if_absent(tx, Due(DESK_OPENS, 0, at=at, real=False))
        case keeping.Count(what=what, topic=topic):
            tallies.count(tx, what, day=now.astimezone(zone).date(), topic=topic)
        case keeping.NoteConsent(chat_id=chat_id, version=version):
            citizens.note_consent(tx, chat_id, version=version, at=now)
        case keeping.PairGroup(group=group, code=code):
            if code and not operators.use_code(tx, CodeKind.GROUP, code):
                raise GroupCodeAlreadyUsed
            staff.pair(tx, group)
        case keeping.UnpairGroup(chat_id=chat_id):
            staff.unpair(tx, chat_id)
        case keeping.MoveGroup(chat_id=chat_id, new_chat_id=new_chat_id):
            _move(tx, chat_id, new_chat_id)
        case keeping.KeepMember(member=member):
            staff.keep_member(tx, member)
        case keeping.KeepAbsence(absence=absence):
            staff.keep_absence(tx, absence)
        case keeping.LookAtAbsencesAt(at=at):
            due.set_due(tx, Due(ABSENCES, 0, at=at, real=False))
        case _:
            storing_sessions.keep(tx, wanted, now=now)


def _move(tx: Connection, chat_id: int, new_chat_id: int) -> None:
    """Give the staff group its new id everywhere; its messages have lost theirs, so cards go out anew when changed."""
    staff.move(tx, chat_id, new_chat_id)
    messages.forget_chat(tx, chat_id)
    lines.forget_sources(tx, chat_id)
    moving.move_chat(tx, chat_id, new_chat_id)
