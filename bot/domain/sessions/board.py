"""How sessions stand for staff: the overview, one session with its figures and buttons, who is registered."""

from collections import Counter
from collections.abc import Sequence

from bot.domain.knowledge import Session, SessionStatus
from bot.domain.offers import Offer, Offers, SessionAction
from bot.domain.sessions.buttons import button
from bot.domain.sessions.cards import with_similar
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.counters import IN_LINE, SEATED, count
from bot.domain.sessions.erasing import can_be_erased
from bot.domain.sessions.lives import SessionMove, may_become
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.shown import Standing, card, standing
from bot.domain.texts import Text, text
from bot.domain.world import World

# Sessions, and registrations, that one message shows.
_MOST_SESSIONS, _MOST_PEOPLE = 20, 40
_ROW = 2
# Wishes of one county that are shown, the newest.
_MOST_WISHES = 5


def overview(world: World) -> tuple[Text, Offers]:
    """List the sessions ahead, the next first, then those that are over and not reported on; with a button each."""
    known = sorted(world.agenda.confirmed.values(), key=lambda one: (_is_over(one.session, world), one.session.start))
    listed = [one for one in known if not _is_done(one, world)][:_MOST_SESSIONS]
    if not listed:
        return text("session.staff.no_sessions"), ()
    lines = [_line(one, world) for one in listed]
    rows = [(button(text("button.named", name=one.session.id), SessionAction.SHOW, one.key),) for one in listed]
    return text("session.staff.overview", lines=lines), rows


def _is_over(session: Session, world: World) -> bool:
    return session.end <= world.now


def _is_done(one: ConfirmedSession, world: World) -> bool:
    is_cancelled = one.session.status is SessionStatus.CANCELLED
    return _is_over(one.session, world) and (is_cancelled or bool(one.session.outcome))


def _line(one: ConfirmedSession, world: World) -> Text:
    counted = count(world.agenda.everybody.get(one.session.id, ()))
    return text(
        "session.staff.line",
        start=one.session.start,
        title=one.session.title,
        id=one.session.id,
        status=_status(one.session, world),
        organisations=counted.organisations,
        seats=counted.seats,
        waiting=counted.waiting,
    )


# What time does to a session whatever its status says.
_OVERTAKEN = {Standing.CLOSED: SessionStatus.CLOSED, Standing.OVER: SessionStatus.HELD}


def _status(session: Session, world: World) -> Text:
    """Say where a session stands now: past its deadline or its end it is not open, whatever was written last."""
    status = _OVERTAKEN.get(standing(session, world.now), session.status)
    return text(f"session.status.{status.value}")


def demand(world: World) -> Text:
    """Show where people want to hear of sessions and what they would raise: the county most asked for first."""
    counties = Counter(one.county for one in world.agenda.interests if one.county in world.knowledge.counties)
    if not counties:
        return text("session.staff.no_demand")
    lines = [_wanted(county, number, world) for county, number in counties.most_common()]
    return text("session.staff.demand", lines=lines)


def _wanted(county: str, number: int, world: World) -> Text:
    raised = [one.problem for one in world.agenda.interests if one.county == county and one.problem]
    shown = [text("session.staff.wish", problem=one) for one in raised[-_MOST_WISHES:]]
    said = text("session.staff.wanted", county=world.knowledge.counties[county].name, count=number)
    return text("session.staff.wanted_with_wishes", wanted=said, wishes=shown) if shown else said


def board(confirmed: ConfirmedSession, world: World) -> tuple[Text, Offers]:
    """Show one session with its figures and everything that can be done with it."""
    session = confirmed.session
    counted = count(world.agenda.everybody.get(session.id, ()))
    said = text(
        "session.staff.board",
        card=card(session, world.knowledge, world.now, world.agenda.seats),
        id=session.id,
        status=_status(session, world),
        organisations=counted.organisations,
        seats=counted.seats,
        waiting=counted.waiting,
        people_waiting=counted.people_waiting,
    )
    return said, _rows(confirmed, world)


def _rows(confirmed: ConfirmedSession, world: World) -> Offers:
    session = confirmed.session
    is_on = session.status is not SessionStatus.CANCELLED
    changing = [*_changing(session)] if not _is_over(session, world) else []
    people = [SessionAction.PEOPLE, *([SessionAction.ADD] if is_on and not _is_over(session, world) else [])]
    telling = [SessionAction.MESSAGE, SessionAction.BRIEF] if is_on else []
    files = [SessionAction.WORKBOOK, SessionAction.SEPARATED, SessionAction.ATTENDANCE_LIST]
    after = [SessionAction.ATTENDANCE, SessionAction.REPORT] if is_on and session.start <= world.now else []
    offers = [_offer(one, confirmed.key) for one in (*changing, *people, *telling, *files, *after)]
    return [offers[at : at + _ROW] for at in range(0, len(offers), _ROW)]


def _changing(session: Session) -> Sequence[SessionAction]:
    moves = {
        SessionMove.OPEN: SessionAction.OPEN,
        SessionMove.CLOSE: SessionAction.CLOSE,
        SessionMove.CANCEL: SessionAction.CANCEL,
        SessionMove.RESTORE: SessionAction.RESTORE,
    }
    return [SessionAction.CHANGE, *(action for move, action in moves.items() if may_become(session.status, move))]


LABELS = {
    SessionAction.CHANGE: text("button.change"),
    SessionAction.CANCEL: text("button.call_off"),
    SessionAction.CLOSE: text("button.close_registration"),
    SessionAction.OPEN: text("button.open_registration"),
    SessionAction.RESTORE: text("button.restore"),
    SessionAction.PEOPLE: text("button.people"),
    SessionAction.ADD: text("button.add"),
    SessionAction.FORGET: text("button.erase_entered"),
    SessionAction.MESSAGE: text("button.message"),
    SessionAction.BRIEF: text("button.brief"),
    SessionAction.WORKBOOK: text("button.workbook"),
    SessionAction.SEPARATED: text("button.separated"),
    SessionAction.ATTENDANCE_LIST: text("button.attendance_list"),
    SessionAction.ATTENDANCE: text("button.attendance"),
    SessionAction.REPORT: text("button.report"),
}


def _offer(action: SessionAction, key: int) -> Offer:
    return button(LABELS[action], action, key)


def people(confirmed: ConfirmedSession, world: World) -> tuple[Text, Offers]:
    """List who is registered; what staff entered they can withdraw, and erase whatever became of it."""
    everybody = [one for one in world.agenda.registrations if one.state in SEATED | IN_LINE]
    can_erase = any(can_be_erased(one) for one in world.agenda.registrations)
    erase = ((_offer(SessionAction.FORGET, confirmed.key),),) if can_erase else ()
    if not everybody:
        return text("session.staff.nobody"), erase
    lines = [with_similar(_person(one), one, everybody) for one in everybody[:_MOST_PEOPLE]]
    if len(everybody) > _MOST_PEOPLE:
        lines.append(text("session.staff.more_people", count=len(everybody) - _MOST_PEOPLE))
    entered = [one for one in everybody if one.chat_id is None and one.is_active][:_MOST_PEOPLE]
    rows = [(_withdrawing(one, confirmed.key),) for one in entered]
    return text("session.staff.people", title=confirmed.session.title, lines=lines), (*rows, *erase)


def _withdrawing(one: Registration, key: int) -> Offer:
    return button(text("button.withdraw_number", number=one.number), SessionAction.WITHDRAW, key, str(one.number))


def _person(one: Registration) -> Text:
    return text(
        "session.staff.person",
        number=one.number,
        organisation=one.organisation,
        count=one.seats or one.people,
        state=text(f"registration.state.{one.state.value}"),
    )
