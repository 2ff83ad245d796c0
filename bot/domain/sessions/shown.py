"""How sessions look to a citizen: where one stands, its seats, its card. Their list is in `pages`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from bot.domain.knowledge import Knowledge, Session, SessionStatus
from bot.domain.sessions.hosts import moderators
from bot.domain.sessions.seats import Seats
from bot.domain.texts import Text, text


class Standing(Enum):
    """Where a session stands for somebody who would like to come."""

    # Registration has not begun.
    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    OVER = "over"


def standing(session: Session, now: datetime) -> Standing:
    """Tell where a session stands; one that has begun takes no more registrations."""
    if session.status is SessionStatus.CANCELLED:
        return Standing.CANCELLED
    if session.status is SessionStatus.HELD or session.end <= now:
        return Standing.OVER
    ends = session.start if session.register_until is None else min(session.register_until, session.start)
    if session.status is SessionStatus.CLOSED or ends <= now:
        return Standing.CLOSED
    return Standing.NOT_YET if session.status is SessionStatus.PLANNED else Standing.OPEN


def free_seats(seats: Seats) -> Text:
    """Say how many seats are free."""
    if seats.free is None:
        return text("session.seats.unlimited")
    return text("session.seats.full") if seats.is_full else text("session.seats.free", count=seats.free)


def card(session: Session, knowledge: Knowledge, now: datetime, seats: Mapping[str, Seats]) -> Text:
    """Describe one session with everything; says first when it is over, cancelled or closed."""
    facts = text(
        "session.card",
        title=session.title,
        county=knowledge.counties[session.county].name,
        start=session.start,
        end=session.end,
        place=session.place,
        address=session.address,
        topic=session.topic,
        more=[*_moderators(session, knowledge), *_registration(session, now, seats, knowledge)],
    )
    match standing(session, now):
        case Standing.CANCELLED:
            return text("session.cancelled", reason=session.reason, card=facts)
        case Standing.OVER:
            return text("session.held", card=facts)
        case Standing.CLOSED | Standing.NOT_YET | Standing.OPEN:
            return facts


def _moderators(session: Session, knowledge: Knowledge) -> Sequence[Text]:
    names = moderators(session, knowledge)
    return (text("session.moderators", names=", ".join(names)),) if names else ()


def _registration(session: Session, now: datetime, seats: Mapping[str, Seats], knowledge: Knowledge) -> Sequence[Text]:
    """Say how one can register: until when and for how many seats, or why not."""
    match standing(session, now):
        case Standing.OPEN:
            until = session.register_until
            counted = [free_seats(seats[session.id])] if session.id in seats else []
            return [*counted, *([_until(until, knowledge)] if until is not None else [])]
        case Standing.CLOSED:
            return (text("session.closed"),)
        case Standing.NOT_YET:
            return (text("session.not_yet"),)
        case Standing.OVER if session.outcome:
            return (text("session.outcome", words=session.outcome),)
        case Standing.CANCELLED | Standing.OVER:
            return ()


def _until(until: datetime, knowledge: Knowledge) -> Text:
    """Say until when one can register: by the last day where that is a whole one."""
    last = until - timedelta(seconds=1)
    local = last.astimezone(ZoneInfo(knowledge.centre.timezone)).time()
    is_midnight = time(local.hour, local.minute) == _LAST_MINUTE
    return text("session.until_day", at=last) if is_midnight else text("session.until", at=until)


_LAST_MINUTE = time(23, 59)
