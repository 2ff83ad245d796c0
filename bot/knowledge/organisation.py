"""What `centre.yaml`, `offices.yaml`, `specialists.yaml` and `counties.yaml` look like."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.domain.knowledge import Centre, County, Days, Location, Office, Provenance, Specialist
from bot.knowledge.faults import Code, Place
from bot.knowledge.nodes import Fields
from bot.knowledge.reading import Field, Kind, Reader, by_language, choice, list_of, optional, record, required, text
from bot.knowledge.values import (
    WEEKDAYS,
    closure,
    day,
    days_off,
    decimal,
    email,
    known_id,
    new_id,
    phone,
    postcode,
    time_of_day,
    timezone,
    weekly_hours,
    whole_number,
)

T = TypeVar("T")

# Every fact says where it comes from and when that was last checked.
PROVENANCE: Mapping[str, Field] = {"source": required(text()), "verified_on": required(day)}


def sourced(build: Callable[..., T]) -> Callable[..., T]:
    """A builder for records that carry `PROVENANCE`."""

    def with_provenance(node: Fields, source: str, verified_on: date, **values: object) -> T:
        provenance = Provenance(source, verified_on, short_place(node.keys["verified_on"]))
        return build(node, **values, provenance=provenance)

    return with_provenance


def short_place(place: Place) -> str:
    """File and line without the name of the knowledge directory: "topics/office.yaml:12"."""
    return f"{place.file.partition('/')[2]}:{place.line}"


def made(build: Callable[..., T], **defaults: object) -> Callable[..., T]:
    """A builder whose parameters are named as the keys; `defaults` stand for optional keys that are left out."""
    return lambda _, **values: build(**{**defaults, **values})


def _centre(
    _: Fields,
    *,
    timezone: ZoneInfo,
    working_days: Sequence[int],
    stale_after_days: int,
    promise_working_hours: int,
    quiet_hours: tuple[time, time],
    closures: Sequence[Days] = (),
    **values: str,
) -> Centre:
    return Centre(
        **values,
        timezone=timezone.key,
        working_days=frozenset(working_days),
        closures=closures,
        stale_after=timedelta(days=stale_after_days),
        promise=timedelta(hours=promise_working_hours),
        quiet_from=quiet_hours[0],
        quiet_to=quiet_hours[1],
    )


def _between(_: Fields, start: time, end: time) -> tuple[time, time]:
    return start, end


weekday: Reader[int] = choice({name: number for number, name in enumerate(WEEKDAYS)})
county_ref: Reader[str] = known_id(Kind.COUNTY, Code.UNKNOWN_COUNTY)

centre: Reader[Centre] = record(
    _centre,
    {
        "name": required(text(200)),
        "short_name": required(text(40)),
        "operator": required(text(200)),
        "email": required(email),
        "timezone": required(timezone),
        "working_days": required(list_of(weekday, least=1)),
        "closures": optional(list_of(closure)),
        "stale_after_days": required(whole_number(1, 36_500)),
        "promise_working_hours": required(whole_number(1, 400)),
        "quiet_hours": required(
            record(_between, {"from": required(time_of_day, "start"), "to": required(time_of_day, "end")})
        ),
    },
)

offices: Reader[tuple[Office, ...]] = list_of(
    record(
        sourced(made(Office, location=None, hours=None)),
        {
            "id": required(new_id(Kind.OFFICE)),
            "city": required(text(100)),
            "street": required(text(200)),
            "postcode": required(postcode),
            "phone": required(phone),
            "email": required(email),
            "location": optional(
                record(made(Location), {"lat": required(decimal(-90, 90)), "lon": required(decimal(-180, 180))})
            ),
            "hours": optional(weekly_hours),
            **PROVENANCE,
        },
    ),
    least=1,
)

specialists: Reader[tuple[Specialist, ...]] = list_of(
    record(
        sourced(made(Specialist, absences=(), topics=(), counties=())),
        {
            "id": required(new_id(Kind.SPECIALIST)),
            "name": required(text(100)),
            "role": required(by_language(text(200))),
            "phone": required(phone),
            "email": required(email),
            "hours": required(weekly_hours),
            "absences": optional(list_of(days_off)),
            "topics": optional(list_of(known_id(Kind.ENTRY, Code.UNKNOWN_TOPIC, prefix=True))),
            "counties": optional(list_of(county_ref)),
            **PROVENANCE,
        },
    ),
    least=1,
)

counties: Reader[tuple[County, ...]] = list_of(
    record(
        made(County),
        {
            "id": required(new_id(Kind.COUNTY)),
            "name": required(text(100)),
            "seat": required(text(100)),
            "municipalities": required(list_of(text(100), least=1)),
            "neighbours": required(list_of(county_ref)),
        },
    ),
    least=1,
)
