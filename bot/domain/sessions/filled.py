"""What staff write as lines "field: value": a session, its changes, or a registration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.domain.lexicon import Lexicon
from bot.domain.matching import tokenise
from bot.domain.registering.accepting import cleaned
from bot.domain.texts import Text, text


class Field(Enum):
    """What a line can be about; also the section of the lexicon's `fields` with its names."""

    TITLE = "title"
    PLACE = "place"
    ADDRESS = "address"
    WHEN = "when"
    TOPIC = "topic"
    MODERATORS = "moderators"
    CAPACITY = "capacity"
    REGISTER_UNTIL = "register_until"
    COUNTY = "county"
    ORGANISATION = "organisation"
    SECTOR = "sector"
    PEOPLE = "people"
    CONTACT = "contact"
    REACH = "reach"
    PROBLEM = "problem"
    NEEDS = "needs"


OF_SESSION = (
    *(Field.TITLE, Field.COUNTY, Field.PLACE, Field.ADDRESS, Field.WHEN, Field.TOPIC),
    *(Field.MODERATORS, Field.CAPACITY, Field.REGISTER_UNTIL),
)
OF_REGISTRATION = (
    *(Field.ORGANISATION, Field.SECTOR, Field.COUNTY, Field.PEOPLE, Field.CONTACT, Field.REACH),
    *(Field.PROBLEM, Field.NEEDS),
)


@dataclass(frozen=True, slots=True)
class Filled:
    """Lines, taken apart."""

    # What stands behind each field that is there; empty where nothing does.
    values: Mapping[Field, str]
    # What no field of the asked ones names, as it was written.
    strange: Sequence[str] = ()


def read(typed: str, wanted: Sequence[Field], lexicon: Lexicon) -> Filled:
    """Take lines apart; a line without a field's name goes on with the one before it."""
    values: dict[Field, str] = {}
    strange, last = [], None
    for line in (one.strip() for one in typed.splitlines()):
        name, colon, rest = line.partition(":")
        field = _named(name, wanted, lexicon) if colon else None
        if field is not None:
            last, values[field] = field, cleaned(rest)
        elif last is not None:
            values[last] = cleaned(f"{values[last]} {line}")
        elif line:
            strange.append(cleaned(line))
    return Filled(values, strange)


def _named(name: str, wanted: Sequence[Field], lexicon: Lexicon) -> Field | None:
    words = tuple(tokenise(name))
    return next((one for one in wanted if words in lexicon.fields[one.value]), None)


def label(field: Field) -> Text:
    """Give a field's name as staff read it."""
    return text(f"session.field.{field.value}")


def fault(field: Field, why: Text) -> Text:
    """Say what is wrong with a field."""
    return text("session.staff.fault", field=label(field), why=why)
