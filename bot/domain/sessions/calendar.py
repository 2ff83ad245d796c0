"""What is due about sessions: registration ends, participants are reminded, moderators get their brief, it is over."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from bot.domain import promises
from bot.domain.counties import around
from bot.domain.desk.cards import LANGUAGE, group_id
from bot.domain.effects import Effect, Say, SendPaper
from bot.domain.knowledge import Session, SessionStatus
from bot.domain.offers import SessionAction
from bot.domain.sessions import clearing, mailings, waiting
from bot.domain.sessions.brief import brief
from bot.domain.sessions.buttons import button
from bot.domain.sessions.confirmed import ConfirmedSession, ProposalState
from bot.domain.sessions.counters import count
from bot.domain.sessions.events import SessionFellDue
from bot.domain.sessions.keeping import ForgetRegistrations, SessionDueAt, SettleProposal
from bot.domain.sessions.papers import Paper
from bot.domain.sessions.reminders import SessionReminder
from bot.domain.sessions.writing import as_message
from bot.domain.texts import Text, text
from bot.domain.world import World

# On the day before a session, in local time.
_BRIEF_AT, _REMINDER_AT = time(9), time(10)
# A brief that is longer, in its parts, goes as a document, too.
_LONG_BRIEF = 25
# What is set anew when one of these changes.
_TIMES = ("start", "end", "register_until", "status")


def dues(session: Session, world: World) -> Sequence[Effect]:
    """Give when a session is looked after; what lies in the past, or is cancelled, is not."""
    is_on = session.status not in {SessionStatus.CANCELLED, SessionStatus.HELD}
    times = _times(session, world) if is_on else dict.fromkeys(_times(session, world))
    return tuple(
        SessionDueAt(session.id, reminder, at if at is not None and at > world.now else None)
        for reminder, at in times.items()
    )


def dues_anew(before: Session, after: Session, world: World) -> Sequence[Effect]:
    """Give the same after a change, where it changes: what is overdue stays due."""
    is_same = all(getattr(before, name) == getattr(after, name) for name in _TIMES)
    return () if is_same else dues(after, world)


def _times(session: Session, world: World) -> Mapping[SessionReminder, datetime | None]:
    return {
        SessionReminder.REGISTRATION_ENDS: session.register_until,
        SessionReminder.BRIEF: _day_before(session, _BRIEF_AT, world),
        SessionReminder.SOON: _day_before(session, _REMINDER_AT, world),
        SessionReminder.OVER: session.end,
    }


def _day_before(session: Session, at: time, world: World) -> datetime:
    zone = promises.zone(world.knowledge)
    day = session.start.astimezone(zone).date() - timedelta(days=1)
    return datetime.combine(day, at, zone).astimezone(world.now.tzinfo)


def fell_due(event: SessionFellDue, world: World) -> Sequence[Effect]:
    """Look after a session at the time that was set for it; after an outage only what is still of use."""
    confirmed = next((one for one in world.agenda.confirmed.values() if one.key == event.key), None)
    if confirmed is not None and event.reminder is SessionReminder.OUTLIVED:
        return _outlived(confirmed, world)
    if confirmed is None or confirmed.session.status in {SessionStatus.CANCELLED, SessionStatus.HELD}:
        return ()
    is_ahead = confirmed.session.start > world.now
    match event.reminder:
        case SessionReminder.REGISTRATION_ENDS:
            return _registration_ended(confirmed, world) if is_ahead else ()
        case SessionReminder.SOON:
            return _soon(confirmed, world) if is_ahead else ()
        case SessionReminder.SEATS_FREED:
            return waiting.offer_freed(world, confirmed.session.id, world.agenda.registrations)
        case SessionReminder.BRIEF:
            return briefing(confirmed, world) if is_ahead else ()
        case SessionReminder.OVER:
            return _over(confirmed, world)
        case SessionReminder.OUTLIVED:
            return ()


def _soon(confirmed: ConfirmedSession, world: World) -> Sequence[Effect]:
    """Remind everybody who comes, in daytime."""
    if promises.is_quiet(world):
        return (SessionDueAt(confirmed.session.id, SessionReminder.SOON, promises.end_of_quiet(world)),)
    return mailings.reminder(confirmed, world.agenda.registrations, world)


def _registration_ended(confirmed: ConfirmedSession, world: World) -> Sequence[Effect]:
    session, counted = confirmed.session, count(world.agenda.registrations)
    said = text(
        "session.staff.registration_ended",
        title=session.title,
        start=session.start,
        organisations=counted.organisations,
        seats=counted.seats,
        waiting=counted.waiting,
    )
    return _to_group(said, confirmed, world, ("button.people", SessionAction.PEOPLE))


def briefing(confirmed: ConfirmedSession, world: World) -> Sequence[Effect]:
    """Give the brief to the moderators, in the group; a long one as a document, too."""
    if world.case.staff.group is None:
        return ()
    session, people = confirmed.session, world.agenda.registrations
    wanted = around([session.county], world.knowledge)
    interests = [one for one in world.agenda.interests if one.county in wanted]
    writing, chat_id = brief(session, people, world.knowledge, interests), group_id(world.case.staff)
    names, is_silent = clearing.lists(confirmed.key), promises.is_quiet(world)
    said = Say(chat_id, as_message(writing), language=LANGUAGE, handle=names, is_silent=is_silent)
    is_long = sum(len(one.body) for one in writing.sections) > _LONG_BRIEF
    named = clearing.files(confirmed.key)
    return (said, SendPaper(chat_id, Paper.BRIEF, confirmed, people, writing, handle=named)) if is_long else (said,)


def _over(confirmed: ConfirmedSession, world: World) -> Sequence[Effect]:
    said = text("session.staff.over", title=confirmed.session.title)
    return _to_group(
        said, confirmed, world, ("button.attendance", SessionAction.ATTENDANCE), ("button.report", SessionAction.REPORT)
    )


def _outlived(confirmed: ConfirmedSession, world: World) -> Sequence[Effect]:
    """Forget who came, in the group as well."""
    why, known = text("desk.outlived"), confirmed.session.id
    waiting_for_a_tap = [one.id for one in world.agenda.proposals if one.session_id == known]
    return (
        *(SettleProposal(one, ProposalState.SUPERSEDED) for one in waiting_for_a_tap),
        *clearing.proposals_emptied(waiting_for_a_tap, why, world),
        *clearing.emptied(world.agenda.registrations, why, world),
        *clearing.cleared(confirmed, why, world),
        ForgetRegistrations(known),
    )


def _to_group(
    said: Text, confirmed: ConfirmedSession, world: World, *offered: tuple[str, SessionAction]
) -> Sequence[Effect]:
    """Tell staff; without a sound outside working time, and nothing without a group."""
    if world.case.staff.group is None:
        return ()
    rows = [(button(text(label), action, confirmed.key),) for label, action in offered]
    is_silent = not promises.is_working_time(world)
    return (Say(group_id(world.case.staff), said, rows, language=LANGUAGE, is_silent=is_silent),)
