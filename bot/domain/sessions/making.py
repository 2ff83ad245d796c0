"""A session made, or changed, by what staff write in the group: read strictly, all faults at once, nothing stored."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from bot.domain import counties, promises
from bot.domain.knowledge import Knowledge, Provenance, Session, SessionStatus, Span
from bot.domain.lexicon import is_any
from bot.domain.matching import tokenise
from bot.domain.sessions.filled import Field, Filled, fault
from bot.domain.texts import Text, text
from bot.domain.world import World

# Characters; as in the file.
_LONGEST, _LONGEST_TOPIC = 200, 1000
_MOST_SEATS = 10_000
_REQUIRED = (Field.TITLE, Field.COUNTY, Field.PLACE, Field.ADDRESS, Field.WHEN, Field.TOPIC)
# Of an id: contract, `[a-z0-9_]{1,40}`.
_LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class Faulty:
    """What was written makes no session; why, a line each."""

    why: Sequence[Text]


_Changes = Mapping[str, Any]
_Reader = Callable[[str, World], _Changes | Text]


def made(filled: Filled, world: World) -> Session | Faulty:
    """Make a session that is new; registration for it begins at once."""
    missing = [fault(one, text("session.no.missing")) for one in _REQUIRED if not filled.values.get(one)]
    changes = _read(filled, world)
    if isinstance(changes, Faulty) or missing:
        found = changes.why if isinstance(changes, Faulty) else ()
        return Faulty([*missing, *(one for one in found if one not in missing)])
    session = Session(
        **{"moderators": (), "capacity": None, "register_until": None, **changes},
        id=_new_id(changes["county"], changes["start"], world),
        status=SessionStatus.OPEN,
        reason="",
        outcome="",
        provenance=Provenance("Telegram", _local_day(world.now, world)),
    )
    return _checked(session, session, 0, world)


def changed(session: Session, filled: Filled, taken: int, world: World) -> Session | Faulty:
    """Change a session by the lines that are there; `taken` seats cannot be had by nobody."""
    changes = _read(filled, world)
    if isinstance(changes, Faulty):
        return changes
    return _checked(replace(session, **changes), session, taken, world)


def _checked(session: Session, before: Session, taken: int, world: World) -> Session | Faulty:
    """Refuse what no session can be: over before it begins, in the past, smaller than what is taken."""
    faults = []
    is_moved = session is before or session.start != before.start
    if is_moved and session.start <= world.now:
        faults.append(fault(Field.WHEN, text("session.no.past")))
    until = session.register_until
    if until is not None and until > session.start:
        faults.append(fault(Field.REGISTER_UNTIL, text("session.no.until_after_start")))
    if session.capacity is not None and session.capacity < taken and session.capacity != before.capacity:
        faults.append(fault(Field.CAPACITY, text("session.no.too_small", taken=taken)))
    return Faulty(faults) if faults else session


def _read(filled: Filled, world: World) -> _Changes | Faulty:
    """Give the fields of a session that the lines name."""
    changes: dict[str, Any] = {}
    faults = [text("session.no.strange", line=one) for one in filled.strange]
    for field, value in filled.values.items():
        found = _READERS[field](value, world)
        if isinstance(found, Text):
            faults.append(fault(field, found))
        else:
            changes |= found
    return Faulty(faults) if faults else changes


def _words(name: str, longest: int = _LONGEST, *, is_localised: bool = False) -> _Reader:
    def read(value: str, _world: World) -> _Changes | Text:
        if not value:
            return text("session.no.missing")
        if len(value) > longest:
            return text("session.no.too_long", most=longest, length=len(value))
        return {name: {"pl": value} if is_localised else value}

    return read


def _county(value: str, world: World) -> _Changes | Text:
    found = counties.answered(value, world.knowledge)
    if len(found) == 1:
        return {"county": found[0]}
    names = ", ".join(world.knowledge.counties[one].name for one in found)
    return text("session.no.which_county", names=names) if found else text("session.no.county")


# No year, no month of a date in figures, no minutes.
_HOUR = re.compile(r"(?<!\d)(?<!\d[:.])\d{1,2}(?!\d)")


def _when(value: str, world: World) -> _Changes | Text:
    moment = world.moment_of(value)
    is_one_day = moment is not None and moment.is_day_explicit and moment.day == moment.last_day
    if moment is None or not is_one_day or not isinstance(moment.at, Span) or moment.at.start >= moment.at.end:
        return text("session.no.when")
    written = pairwise(int(hour) for hour in _HOUR.findall(value))
    if ":" in value and (moment.at.start.hour, moment.at.end.hour) not in written:
        # Who asks a question may mean "12 to 10" otherwise; who sets a date writes the hours that it has.
        return text("session.no.when")
    start, end = (_instant(moment.day, at, world) for at in (moment.at.start, moment.at.end))
    return {"start": start, "end": end}


def _register_until(value: str, world: World) -> _Changes | Text:
    if _is_nothing(value, world):
        return {"register_until": None}
    moment = world.moment_of(value)
    if moment is None or not moment.is_day_explicit or moment.day != moment.last_day:
        return text("session.no.until")
    if isinstance(moment.at, Span):
        return text("session.no.until")
    if moment.at is None:
        return {"register_until": _instant(moment.day + timedelta(days=1), time(0), world) - timedelta(seconds=1)}
    return {"register_until": _instant(moment.day, moment.at, world)}


def _capacity(value: str, world: World) -> _Changes | Text:
    if _is_nothing(value, world):
        return {"capacity": None}
    numbers = [one for one in tokenise(value) if one.isascii() and one.isdecimal()]
    if len(numbers) != 1 or "-" in value or len(numbers[0]) > len(str(_MOST_SEATS)):
        return text("session.no.capacity", most=_MOST_SEATS)
    seats = int(numbers[0])
    return {"capacity": seats} if 1 <= seats <= _MOST_SEATS else text("session.no.capacity", most=_MOST_SEATS)


def _moderators(value: str, world: World) -> _Changes | Text:
    names = [one.strip() for one in value.split(",") if one.strip()]
    return {"moderators": tuple(_person(one, world.knowledge) for one in names)}


def _person(name: str, knowledge: Knowledge) -> str:
    """Give the id of a specialist by any part of their name that is theirs alone; anybody else's name as it is."""
    words = set(tokenise(name))
    found = [one.id for one in knowledge.specialists.values() if words <= set(tokenise(one.name))]
    return found[0] if len(found) == 1 else name


def _is_nothing(value: str, world: World) -> bool:
    return not value or is_any(tuple(tokenise(value)), world.interpreter.lexicon.typed["no_limit"])


_READERS: Mapping[Field, _Reader] = {
    Field.TITLE: _words("title", is_localised=True),
    Field.COUNTY: _county,
    Field.PLACE: _words("place"),
    Field.ADDRESS: _words("address"),
    Field.WHEN: _when,
    Field.TOPIC: _words("topic", _LONGEST_TOPIC, is_localised=True),
    Field.MODERATORS: _moderators,
    Field.CAPACITY: _capacity,
    Field.REGISTER_UNTIL: _register_until,
}


def _instant(day: date, at: time, world: World) -> datetime:
    return datetime.combine(day, at, promises.zone(world.knowledge)).astimezone(world.now.tzinfo)


def _local_day(at: datetime, world: World) -> date:
    return at.astimezone(promises.zone(world.knowledge)).date()


def _new_id(county: str, start: datetime, world: World) -> str:
    """Make an id of the county and the day; several of one day are counted."""
    known = {*world.agenda.confirmed, *(one.session_id for one in world.agenda.proposals)}
    stem = f"{county[: _LONGEST_ID - 12]}_{_local_day(start, world):%Y%m%d}"
    ids = (stem, *(f"{stem}_{number}" for number in range(2, len(known) + 3)))
    return next(one for one in ids if one not in known)
