"""What is due about enquiries: nobody takes one, an owner is silent, a promise ends, a closing question stays open.

Everything is counted in working time, so no reminder comes at night, on a holiday, or for what is closed.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from bot.domain import promises
from bot.domain.desk import announcing, cards, clearing
from bot.domain.effects import Effect, Say
from bot.domain.enquiries import Enquiry, Move, State, may, moved
from bot.domain.events import EnquiryFellDue, Reminder
from bot.domain.keeping import Count, ForgetEnquiry, KeepEnquiry, OpenDeskAt, RemindAt, StopReminding
from bot.domain.staff import StaffGroup
from bot.domain.texts import Text, text
from bot.domain.world import World

# Working time after which somebody is asked to take an enquiry, and after which the coordinators are called.
UNTAKEN_AFTER = timedelta(hours=2)
ESCALATED_AFTER = timedelta(hours=4)
# Working time before the promised moment at which a silent owner is warned.
WARNED_BEFORE = timedelta(hours=2)
# A closing question is open for five working days; the day before they are over the citizen is told.
_WORKING_DAY = timedelta(hours=8)
CLOSED_AFTER = 5 * _WORKING_DAY
ANNOUNCED_AFTER = 4 * _WORKING_DAY
# Working time without a word after which the owner of what is answered is asked to close it: until then the bot does
# not answer its citizen, and everything is kept.
IDLE_AFTER = 5 * _WORKING_DAY
# Working time after which the owner is asked again about a message beside the thread.
SWIPE_AFTER = timedelta(minutes=15)


def begin(enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Set anew everything that is due about an enquiry in the state it is in; what was due before gives way.

    What was to be closed at night stays due: it is decided afresh in the morning.
    """
    return (StopReminding(enquiry.number, _SET_ANEW), *_wishes(enquiry, world))


_SET_ANEW = tuple(one for one in Reminder if one is not Reminder.MORNING)


def _wishes(enquiry: Enquiry, world: World) -> Sequence[Effect]:
    match enquiry.state:
        case State.WAITING:
            opens = () if promises.is_working_time(world) else _at_opening(world)
            answered = _after(enquiry, Reminder.IDLE, IDLE_AFTER, world) if enquiry.waits_since is None else ()
            return (
                *_after(enquiry, Reminder.UNTAKEN, UNTAKEN_AFTER, world),
                *_after(enquiry, Reminder.ESCALATE, ESCALATED_AFTER, world),
                *_at_promise(enquiry),
                *answered,
                *opens,
            )
        case State.TAKEN if enquiry.waits_since is not None:
            return (*_before_promise(enquiry, world), *_at_promise(enquiry))
        case State.CLOSING:
            return (
                *_after(enquiry, Reminder.CLOSES_TOMORROW, ANNOUNCED_AFTER, world),
                *_after(enquiry, Reminder.CLOSES, CLOSED_AFTER, world),
            )
        case State.TAKEN:
            return _after(enquiry, Reminder.IDLE, IDLE_AFTER, world)
        case State.CLOSED:
            return ()
        case _:
            assert_never(enquiry.state)


def ask_about_swipe(enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Ask again in a while about a message beside the thread."""
    return _after(enquiry, Reminder.FORGOTTEN_SWIPE, SWIPE_AFTER, world)


def _after(enquiry: Enquiry, reminder: Reminder, amount: timedelta, world: World) -> Sequence[Effect]:
    at = promises.later(world, amount)
    return () if at is None else (RemindAt(enquiry.number, reminder, at),)


def _at_promise(enquiry: Enquiry) -> Sequence[Effect]:
    if enquiry.promised_for is None:
        return ()
    return (RemindAt(enquiry.number, Reminder.PROMISE_BROKEN, enquiry.promised_for),)


def _before_promise(enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Warn the owner before the promise ends; who took it later than that is told when it has ended."""
    if enquiry.promised_for is None:
        return ()
    at = promises.later(world, -WARNED_BEFORE, since=enquiry.promised_for)
    return (RemindAt(enquiry.number, Reminder.OWNER_SILENT, at),) if at is not None and at > world.now else ()


def _at_opening(world: World) -> Sequence[Effect]:
    opening = promises.next_opening(world)
    return () if opening is None else (OpenDeskAt(opening),)


def fell_due(event: EnquiryFellDue, world: World) -> Sequence[Effect]:
    """Look after an enquiry at the time that was set for it; what no longer holds leads to nothing."""
    enquiry, group = world.case.enquiry, world.case.staff.group
    if enquiry is None:
        return ()
    if event.reminder is Reminder.OUTLIVED:
        return () if enquiry.is_open else _forget(enquiry, world)
    if not enquiry.is_open:
        return ()
    if later := put_off(event, world):
        return later
    match event.reminder:
        case Reminder.PROMISE_BROKEN if enquiry.waits_since is not None:
            return _break_promise(enquiry, world)
        case Reminder.CLOSES_TOMORROW if enquiry.state is State.CLOSING:
            return _to_citizen(enquiry, text("enquiry.closes_tomorrow", number=enquiry.number))
        case Reminder.CLOSES if may(enquiry, Move.EXPIRE):
            return _expire(enquiry, world)
        case _ if group is not None:
            return _for_staff(event.reminder, enquiry, group, world)
        case _:
            return ()


# Alarms in the group; whatever else falls due is said to the citizen alone.
_ALARMS = frozenset(
    {
        Reminder.UNTAKEN,
        Reminder.ESCALATE,
        Reminder.OWNER_SILENT,
        Reminder.PROMISE_BROKEN,
        Reminder.FORGOTTEN_SWIPE,
        Reminder.IDLE,
    }
)


def put_off(event: EnquiryFellDue, world: World) -> Sequence[Effect]:
    """Set anew what fell due in time and is seen late, at night or on a holiday; empty: it may be said now."""
    later = _not_before(event.reminder, world)
    return () if later is None else (RemindAt(event.number, event.reminder, later),)


def _not_before(reminder: Reminder, world: World) -> datetime | None:
    opening = promises.next_opening(world)
    if reminder in _ALARMS and opening is not None and not promises.is_working_time(world):
        return opening
    return promises.end_of_quiet(world) if promises.is_quiet(world) else None


def _for_staff(reminder: Reminder, enquiry: Enquiry, group: StaffGroup, world: World) -> Sequence[Effect]:
    """Say in the group what is due there."""
    match reminder:
        case Reminder.UNTAKEN if enquiry.state is State.WAITING:
            said = text("desk.untaken", number=enquiry.number)
            return (announcing.to_be_claimed(enquiry, group, said, world),)
        case Reminder.ESCALATE if enquiry.state is State.WAITING:
            said = text("desk.escalated", who=announcing.coordinators(world), number=enquiry.number)
            return (announcing.to_be_claimed(enquiry, group, said, world),)
        case Reminder.OWNER_SILENT if _is_silent(enquiry) and not _is_over(enquiry, world):
            return (KeepEnquiry(replace(enquiry, warned_at=world.now)), announcing.warning(enquiry, group, world))
        case Reminder.IDLE if enquiry.state in _HELD_OPEN and enquiry.waits_since is None:
            return (announcing.idle(enquiry, group, world), *_after(enquiry, Reminder.IDLE, IDLE_AFTER, world))
        case _:
            return ()


# Where an enquiry that is answered can lie forgotten.
_HELD_OPEN = frozenset({State.WAITING, State.TAKEN})


def _is_over(enquiry: Enquiry, world: World) -> bool:
    """Tell a promise that has ended: a warning before its end comes too late."""
    return enquiry.promised_for is not None and enquiry.promised_for <= world.now


def _forget(enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Delete what retention no longer allows to keep, in the group, too."""
    group, lines = world.case.staff.group, world.case.lines
    emptied = () if group is None else clearing.emptied(enquiry, lines, group, text("desk.outlived"))
    return (*emptied, StopReminding(enquiry.number), ForgetEnquiry(enquiry.number))


def _is_silent(enquiry: Enquiry) -> bool:
    return enquiry.state is State.TAKEN and enquiry.waits_since is not None


def _break_promise(enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Say honestly that the promise was not kept, and make a new one where somebody can keep it.

    An owner who was silent although warned gives the enquiry back.
    """
    group = world.case.staff.group
    goes_back = may(enquiry, Move.RETURN) and (group is None or _has_been_warned(enquiry, world))
    returned = moved(enquiry, Move.RETURN, at=world.now) if goes_back else enquiry
    promised = replace(returned, promised_for=promises.promise(world) if group is not None else None)
    return (
        KeepEnquiry(promised),
        *_to_citizen(enquiry, _new_promise(promised, world)),
        *(_shown_broken(enquiry, promised, group, world) if group is not None else ()),
        *begin(promised, world),
        Count("enquiry.promise_broken", enquiry.topic or ""),
    )


def _has_been_warned(enquiry: Enquiry, world: World) -> bool:
    """Tell whether the owner of now has been warned of the end of this promise; who is gone needs no warning."""
    owner = world.case.staff.members.get(enquiry.owner_id or 0)
    if owner is None or not owner.may_work:
        return True
    warned, promised = enquiry.warned_at, enquiry.promised_for
    if warned is None or promised is None or (enquiry.owned_since is not None and enquiry.owned_since > warned):
        return False
    first = promises.later(world, -WARNED_BEFORE, since=promised)
    return first is None or warned >= first


def _shown_broken(before: Enquiry, after: Enquiry, group: StaffGroup, world: World) -> Sequence[Effect]:
    if after.owner_id is not None and not before.is_unreachable:
        return (announcing.warning(before, group, world, "desk.promise_over_kept"), cards.revise(after, world))
    owner = world.case.staff.name_of(before.owner_id)
    key = "desk.returned" if owner else "desk.still_untaken"
    key = "desk.promise_over_unreachable" if before.is_unreachable else key
    said = text(key, owner=owner, who=announcing.coordinators(world), number=before.number)
    return (announcing.to_group(before, group, said, world), cards.revise(after, world))


def _new_promise(enquiry: Enquiry, world: World) -> Text:
    phones = world.answers.phones()
    if enquiry.promised_for is None:
        return text("enquiry.promise_broken_without_another", number=enquiry.number, phones=phones)
    return text("enquiry.promise_broken", number=enquiry.number, promised=enquiry.promised_for, phones=phones)


def _expire(enquiry: Enquiry, world: World) -> Sequence[Effect]:
    closed = moved(enquiry, Move.EXPIRE, at=world.now)
    return (
        *cards.closed(closed, world),
        *_to_citizen(enquiry, text("enquiry.closed_by_itself", number=enquiry.number)),
        StopReminding(enquiry.number),
        Count("enquiry.closed.unanswered", enquiry.topic or ""),
    )


def opened(world: World) -> Sequence[Effect]:
    """Sum up in one message what came outside working time; nothing came: nothing is said."""
    group = world.case.staff.group
    waiting = [one for one in world.case.queue if one.state is State.WAITING]
    if group is None or not waiting:
        return ()
    if not promises.is_working_time(world):
        return _at_opening(world)
    numbers = ", ".join(str(one.number) for one in waiting)
    return (Say(group.chat_id, text("desk.opened", count=len(waiting), numbers=numbers)),)


def _to_citizen(enquiry: Enquiry, said: Text) -> Sequence[Effect]:
    """Say something to the citizen; who has blocked the bot is not tried again."""
    return () if enquiry.is_unreachable else (Say(enquiry.citizen_chat_id, said, language=enquiry.language),)
