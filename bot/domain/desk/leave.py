"""Who is away: `/urlop` and `/zastepstwo`, and what happens to enquiries when an absence begins."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.domain import absences, promises
from bot.domain.absences import AbsenceMove
from bot.domain.desk import cards, reminders
from bot.domain.effects import Effect, Say
from bot.domain.enquiries import Enquiry, Move, State, may, moved, owned
from bot.domain.events import GroupSpoke
from bot.domain.keeping import KeepAbsence, KeepEnquiry, LookAtAbsencesAt
from bot.domain.lexicon import is_any
from bot.domain.matching import tokenise
from bot.domain.moments import Moment
from bot.domain.offers import DeskAction, Offer
from bot.domain.staff import Absence, AbsenceState, Member, Staff, StaffGroup
from bot.domain.texts import Text, text
from bot.domain.world import World


def take(event: GroupSpoke, argument: str, world: World) -> Sequence[Effect]:
    """Obey `/urlop`: with days it plans an absence, with "koniec" it ends one, alone it says who is away."""
    actor = world.case.actor
    if actor is None or not actor.may_work:
        return (_answer(event, text("desk.no_right")),)
    if not argument:
        return (_answer(event, _overview(world)),)
    if is_any(tokenise(argument), world.interpreter.lexicon.typed["leave_over"]):
        return _come_back(event, actor, world)
    moment = world.moment_of(_range(argument))
    if moment is None or moment.last_day < _today(world):
        return (_answer(event, text("desk.leave.which_days")),)
    return _plan(event, actor, moment, world)


def _range(argument: str) -> str:
    """Read two dates that stand side by side as a range."""
    parts = argument.split()
    both = len(parts) == 2 and all(any(letter.isdigit() for letter in part) for part in parts)  # noqa: PLR2004 - two
    return f"od {parts[0]} do {parts[1]}" if both else argument


def _plan(event: GroupSpoke, actor: Member, moment: Moment, world: World) -> Sequence[Effect]:
    today = _today(world)
    absence = Absence(actor.user_id, max(moment.day, today), moment.last_day)
    people = _with(world.case.staff, absence)
    offers = [[_may_stand_in(one, absence)] for one in _substitutes(people, absence)]
    said = text("desk.leave.planned", name=actor.name, first=absence.first, last=absence.last)
    question = text("desk.leave.who_stands_in") if offers else text("desk.leave.nobody_stands_in")
    return (
        KeepAbsence(absence),
        *_look_again(people, world),
        Say(event.chat_id, text("desk.leave.with_question", said=said, question=question), offers, event.message_id),
    )


def _may_stand_in(member: Member, absence: Absence) -> Offer:
    about = f"{absence.first.toordinal()}:{member.user_id}"
    return Offer(text("button.person", name=member.name), DeskAction.SUBSTITUTE, about)


def _substitutes(staff: Staff, absence: Absence) -> Sequence[Member]:
    return [
        one
        for one in staff.members.values()
        if one.may_work and one.user_id != absence.user_id and not staff.is_away(one.user_id, absence.first)
    ]


def _come_back(event: GroupSpoke, actor: Member, world: World) -> Sequence[Effect]:
    ahead = [one for one in world.case.staff.absences if one.user_id == actor.user_id and one.is_ahead]
    if not ahead:
        return (_answer(event, text("desk.leave.none")),)
    kept = [KeepAbsence(absences.moved(one, AbsenceMove.CANCEL)) for one in ahead]
    return (*kept, _answer(event, text("desk.leave.cancelled", name=actor.name)))


def stand_in(event: GroupSpoke, argument: str, world: World) -> Sequence[Effect]:
    """Obey `/zastepstwo`: with a name it says who stands in for the writer, alone who is away and who stands in."""
    actor = world.case.actor
    if actor is None or not actor.may_work:
        return (_answer(event, text("desk.no_right")),)
    if not argument:
        return (_answer(event, _overview(world)),)
    mine = sorted(
        (one for one in world.case.staff.absences if one.user_id == actor.user_id and one.is_ahead),
        key=lambda one: one.first,
    )
    other = named(argument, world.case.staff)
    if not mine or other is None or other.user_id == actor.user_id:
        return (_answer(event, text("desk.leave.none" if not mine else "desk.leave.whom")),)
    absence = replace(mine[0], substitute_id=other.user_id)
    return (KeepAbsence(absence), _answer(event, stands_in(absence, world)))


def chosen(absence_day: int, substitute_id: int, user_id: int, world: World) -> Absence | None:
    """Give a member's absence from a day (as an ordinal) with the chosen substitute; None when that is not possible."""
    mine = (one for one in world.case.staff.absences if one.user_id == user_id and one.is_ahead)
    absence = next((one for one in mine if one.first.toordinal() == absence_day), None)
    other = world.case.staff.members.get(substitute_id)
    if absence is None or other is None or not other.may_work:
        return None
    return replace(absence, substitute_id=substitute_id)


def named(argument: str, staff: Staff) -> Member | None:
    """Find a member by user name or by a part of the name that only one of them has."""
    wanted = tokenise(argument.lstrip("@"))
    people = [one for one in staff.members.values() if one.may_work]
    exact = [one for one in people if one.username and tokenise(one.username) == wanted]
    by_name = [one for one in people if set(wanted) <= set(tokenise(one.name))]
    found = exact or by_name
    return found[0] if len(found) == 1 and wanted else None


def stands_in(absence: Absence, world: World) -> Text:
    """Say who stands in for whom, and when."""
    return _line_of("desk.leave.stands_in", absence, world.case.staff)


def _overview(world: World) -> Text:
    staff = world.case.staff
    ahead = [one for one in staff.absences if one.is_ahead and one.last >= _today(world)]
    if not ahead:
        return text("desk.leave.nobody_is_away")
    lines = [_line(one, staff) for one in sorted(ahead, key=lambda one: (one.first, one.user_id))]
    return text("desk.leave.overview", lines=lines)


def _line(absence: Absence, staff: Staff) -> Text:
    return _line_of("desk.leave.line_with_substitute" if absence.substitute_id else "desk.leave.line", absence, staff)


def _line_of(key: str, absence: Absence, staff: Staff) -> Text:
    return text(
        key,
        name=staff.name_of(absence.user_id),
        other=staff.name_of(absence.substitute_id),
        first=absence.first,
        last=absence.last,
    )


def fell_due(world: World) -> Sequence[Effect]:
    """Begin and end absences whose day has come; what their members had goes to the substitute or to the queue."""
    staff, today = world.case.staff, _today(world)
    changed = absences.passed(staff.absences, today)
    people = replace(staff, absences=[next((new for new in changed if _same(new, one)), one) for one in staff.absences])
    begun = [one for one in changed if one.state is AbsenceState.CURRENT]
    handed = [effect for one in begun for effect in _hand_over(one, _with_staff(world, people))]
    return (*(KeepAbsence(one) for one in changed), *handed, *_look_again(people, world))


def _with_staff(world: World, staff: Staff) -> World:
    return replace(world, case=replace(world.case, staff=staff))


def _same(one: Absence, other: Absence) -> bool:
    return (one.user_id, one.first) == (other.user_id, other.first)


def _hand_over(absence: Absence, world: World) -> Sequence[Effect]:
    group = world.case.staff.group
    mine = [one for one in world.case.queue if one.owner_id == absence.user_id and one.state is State.TAKEN]
    if group is None or not mine:
        return ()
    worker = world.case.staff.who_has(absence.user_id, _today(world))
    effects: list[Effect] = []
    for enquiry in mine:
        changed = _passed_on(enquiry, worker, world)
        effects += [KeepEnquiry(changed), cards.revise(changed, world), *reminders.begin(changed, world)]
    return (*effects, _told(absence, worker, mine, group, world))


def _passed_on(enquiry: Enquiry, worker: Member | None, world: World) -> Enquiry:
    if worker is not None:
        return owned(enquiry, Move.HAND_OVER, worker.user_id, at=world.now)
    return moved(enquiry, Move.RETURN, at=world.now) if may(enquiry, Move.RETURN) else enquiry


def _told(
    absence: Absence, worker: Member | None, enquiries: Sequence[Enquiry], group: StaffGroup, world: World
) -> Say:
    numbers = ", ".join(str(one.number) for one in enquiries)
    name = world.case.staff.name_of(absence.user_id)
    key = "desk.leave.handed_over" if worker is not None else "desk.leave.given_back"
    other = worker.name if worker is not None else ""
    said = text(key, name=name, other=other, numbers=numbers, last=absence.last)
    return Say(group.chat_id, said, is_silent=not promises.is_working_time(world))


def _look_again(staff: Staff, world: World) -> Sequence[Effect]:
    day = absences.next_change(staff.absences)
    if day is None:
        return ()
    return (LookAtAbsencesAt(max(_morning(day, world), world.now)),)


def _morning(day: date, world: World) -> datetime:
    """Give when the quiet hours of a local day are over."""
    centre = world.knowledge.centre
    return datetime.combine(day, centre.quiet_to, promises.zone(world.knowledge)).astimezone(world.now.tzinfo)


def _with(staff: Staff, absence: Absence) -> Staff:
    return replace(staff, absences=[*(one for one in staff.absences if not _same(one, absence)), absence])


def _today(world: World) -> date:
    return world.now.astimezone(promises.zone(world.knowledge)).date()


def _answer(event: GroupSpoke, said: Text) -> Say:
    return Say(event.chat_id, said, reply_to=event.message_id, is_urgent=True)
