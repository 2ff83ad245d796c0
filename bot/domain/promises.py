"""Working time and quiet hours as the desk counts them: promises, reminders, when a message may make a sound.

Everything is reckoned in the time the bot lives in; instants are aware UTC.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain import hours
from bot.domain.hours import Timetable
from bot.domain.knowledge import Knowledge
from bot.domain.world import World


def working_time(knowledge: Knowledge) -> Timetable:
    """Give the centre's working time: when at least one specialist works."""
    return hours.centre_timetable(knowledge, zone(knowledge))


def zone(knowledge: Knowledge) -> ZoneInfo:
    """Give the centre's time zone."""
    return ZoneInfo(knowledge.centre.timezone)


def promise(world: World) -> datetime | None:
    """Give until when a question of now is answered at the latest; None: no working time in sight."""
    return later(world, world.knowledge.centre.promise)


def later(world: World, amount: timedelta, *, since: datetime | None = None) -> datetime | None:
    """Give when so much working time has passed since an instant (None: now); a negative amount goes back."""
    return hours.add_working_time(working_time(world.knowledge), since or world.now, amount)


def is_working_time(world: World) -> bool:
    """Tell whether somebody is at work now."""
    return hours.is_reachable(working_time(world.knowledge), world.now)


def next_opening(world: World) -> datetime | None:
    """Give when work begins next; None: not in sight."""
    found = hours.next_open(working_time(world.knowledge), world.now)
    return found.start if found is not None else None


def is_quiet(world: World, at: datetime | None = None) -> bool:
    """Tell whether an instant (None: now) lies in the quiet hours, when the bot writes to nobody unasked."""
    centre = world.knowledge.centre
    local = (at or world.now).astimezone(zone(world.knowledge)).time()
    begins, ends = centre.quiet_from, centre.quiet_to
    if begins <= ends:
        return begins <= local < ends
    return local >= begins or local < ends


def last_before_quiet(world: World, at: datetime) -> datetime:
    """Give the last instant up to `at` that is not in the quiet hours."""
    if not is_quiet(world, at):
        return at
    here, begins = zone(world.knowledge), world.knowledge.centre.quiet_from
    local = at.astimezone(here)
    day = local.date() if local.time() >= begins else local.date() - timedelta(days=1)
    return (datetime.combine(day, begins, here) - timedelta(minutes=1)).astimezone(at.tzinfo)


def end_of_quiet(world: World) -> datetime:
    """Give the first instant from now on that is not in the quiet hours."""
    if not is_quiet(world):
        return world.now
    here = zone(world.knowledge)
    local = world.now.astimezone(here)
    ends: time = world.knowledge.centre.quiet_to
    day = local.date() if local.time() < ends else local.date() + timedelta(days=1)
    return datetime.combine(day, ends, here).astimezone(world.now.tzinfo)
