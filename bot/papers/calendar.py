"""A session as an iCalendar file (RFC 5545), which a calendar replaces by its UID when a later SEQUENCE comes."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress

from bot.domain.knowledge import Session, SessionStatus
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.hosts import contacts
from bot.domain.texts import Text, text
from bot.texts.texts import Renderer

# Names the program, not the centre: RFC 5545, section 3.7.3.
_PRODUCT = "-//Dialogue sessions//Bot//PL"
# Never changes, unlike the centre's name and address: a calendar knows the session by it for ever.
_UID = "{session_id}@dialogue-sessions"


def entry(confirmed: ConfirmedSession, words: Renderer, language: str, *, at: datetime) -> str:
    """Give the file's text, made at the aware moment `at`; a cancelled session takes itself out of the calendar."""
    session, zone = confirmed.session, ZoneInfo(words.knowledge.centre.timezone)
    is_cancelled = session.status is SessionStatus.CANCELLED
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    # RFC 5546, sections 3.2.1 and 3.2.5.
    calendar.add("method", "CANCEL" if is_cancelled else "PUBLISH")
    event = Event()
    event.add("uid", _UID.format(session_id=session.id))
    event.add("sequence", confirmed.sequence)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("dtstamp", at)
    event.add("dtstart", session.start.astimezone(zone))
    event.add("dtend", session.end.astimezone(zone))
    event.add("summary", words.plain(_summary(session), language))
    event.add("location", words.plain(text("paper.place", place=session.place, address=session.address), language))
    event.add("description", words.plain(_description(session, words), language))
    event.add("organizer", _organizer(words))
    calendar.add_component(event)
    year = session.start.astimezone(zone).year
    calendar.add_missing_timezones(date(year, 1, 1), date(year + 1, 1, 1))
    written: bytes = calendar.to_ical()
    return written.decode()


def _summary(session: Session) -> Text:
    is_cancelled = session.status is SessionStatus.CANCELLED
    return text("paper.calendar.cancelled" if is_cancelled else "paper.calendar.summary", title=session.title)


def _description(session: Session, words: Renderer) -> Text:
    called = contacts(session, words.knowledge)
    if session.status is SessionStatus.CANCELLED:
        return text("paper.calendar.why", reason=session.reason, contacts=called)
    return text("paper.calendar.description", topic=session.topic, contacts=called)


def _organizer(words: Renderer) -> vCalAddress:
    centre = words.knowledge.centre
    organizer = vCalAddress(f"mailto:{centre.email}")
    organizer.params["CN"] = centre.name
    return organizer
