"""Readers of single values that have a form: ids, numbers, dates, hours, phones, addresses."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers

from bot.domain.knowledge import Days, Span, WeeklyHours
from bot.knowledge.faults import Code
from bot.knowledge.nodes import Fields, Node, Scalar
from bot.knowledge.reading import (
    Kind,
    Reader,
    Reading,
    Reference,
    Values,
    list_of,
    optional,
    parsed,
    record,
    required,
    text,
)

Number = TypeVar("Number", int, float)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Phone numbers without a prefix are of this region.
_REGION = "PL"

# Session ids by contract; the others as long, so that each fits in callback data with what stands before it (64 bytes).
_PLAIN_ID = re.compile(r"[a-z0-9_]{1,40}")
_ENTRY_ID = re.compile(r"(?=.{1,40}$)[a-z0-9_]+(\.[a-z0-9_]+)*")
_TIME = re.compile(r"[01]?\d:[0-5]\d|2[0-3]:[0-5]\d")
_SPAN = re.compile(r"(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)")
_DAY = re.compile(r"20\d\d-\d\d-\d\d")
_MOMENT = re.compile(r"20\d\d-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?")
_PHONE = re.compile(r"\+?[0-9][0-9 ()\-]*")
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")
_POSTCODE = re.compile(r"[0-9]{2}-[0-9]{3}")


def new_id(kind: Kind) -> Reader[str]:
    """The id that a record is known by; noted, so that others may refer to it and none takes it again."""
    form = _ENTRY_ID if kind is Kind.ENTRY else _PLAIN_ID
    read_id = parsed(Code.BAD_ID, lambda words: words if form.fullmatch(words) else None)

    def read(node: Node, reading: Reading) -> str | None:
        words = read_id(node, reading)
        if words is None:
            return None
        first = reading.definitions[kind].setdefault(words, node.place)
        if first != node.place:
            reading.note(Code.DUPLICATE_ID, node.place, value=words, first=first)
        return words

    return read


def known_id(kind: Kind, code: Code, *, prefix: bool = False) -> Reader[str]:
    """The id of something written elsewhere; whether it is there is found out at the end."""
    read_text = text()

    def read(node: Node, reading: Reading) -> str | None:
        words = read_text(node, reading)
        if words is not None:
            reading.references.append(Reference(kind, words, node.place, code, prefix))
        return words

    return read


def whole_number(low: int, high: int) -> Reader[int]:
    """A whole number in a range, both ends included."""
    return _number(re.compile(r"[0-9]{1,9}"), int, low, high)


def decimal(low: int, high: int) -> Reader[float]:
    """A number with a decimal point in a range, both ends included."""
    return _number(re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,12})?"), float, low, high)


def flag(node: Node, reading: Reading) -> bool | None:
    """True or false."""
    if isinstance(node, Scalar) and node.plain and node.text in {"true", "false"}:
        return node.text == "true"
    reading.note(Code.BAD_FLAG, node.place, key=node.key)
    return None


def moment(zone: ZoneInfo) -> Reader[datetime]:
    """A date with a time, as UTC; without an offset it is local time of the zone."""
    return parsed(Code.BAD_MOMENT, lambda words: _moment(words, zone))


def deadline(zone: ZoneInfo) -> Reader[datetime]:
    """A date with a time, as UTC; a date alone includes that whole day of the zone."""
    return parsed(Code.BAD_MOMENT, lambda words: _moment(words, zone) or _end_of_day(words, zone))


def _number(form: re.Pattern[str], convert: Callable[[str], Number], low: int, high: int) -> Reader[Number]:
    read_text = text()

    def read(node: Node, reading: Reading) -> Number | None:
        words = read_text(node, reading)
        if words is None:
            return None
        if not form.fullmatch(words) or not low <= convert(words) <= high:
            reading.note(Code.BAD_NUMBER, node.place, key=node.key, value=words, low=low, high=high)
            return None
        return convert(words)

    return read


def _moment(words: str, zone: ZoneInfo) -> datetime | None:
    if not _MOMENT.fullmatch(words):
        return None
    try:
        written = datetime.fromisoformat(words)
    except ValueError:
        return None
    return (written if written.tzinfo else written.replace(tzinfo=zone)).astimezone(UTC)


def _end_of_day(words: str, zone: ZoneInfo) -> datetime | None:
    day = _day(words)
    return None if day is None else datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def _day(words: str) -> date | None:
    if not _DAY.fullmatch(words):
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _time(words: str) -> time | None:
    if not _TIME.fullmatch(words):
        return None
    hour, _, minute = words.partition(":")
    return time(int(hour), int(minute))


def _span(words: str) -> Span | None:
    parts = _SPAN.fullmatch(words)
    if parts is None:
        return None
    start, end = _time(parts[1]), _time(parts[2])
    return Span(start, end) if start is not None and end is not None and start < end else None


def _phone(words: str) -> str | None:
    number = _number_dialled(words)
    if number is None or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _helpline(words: str) -> str | None:
    number = _number_dialled(words)
    if number is None:
        return None
    dialled = phonenumbers.is_valid_number(number) or phonenumbers.is_valid_short_number_for_region(number, _REGION)
    return " ".join(words.split()) if dialled else None


def _number_dialled(words: str) -> phonenumbers.PhoneNumber | None:
    if not _PHONE.fullmatch(words):
        return None
    try:
        return phonenumbers.parse(words, _REGION)
    except phonenumbers.NumberParseException:
        return None


def _days(_: Fields, first: date, last: date | None = None, reason: str = "") -> Days:
    return Days(first, last or first, reason)


def _note_reversed(values: Values, node: Fields, reading: Reading) -> None:
    first, last = values.get("first"), values.get("last")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        reading.note(Code.DAYS_REVERSED, node.values["to"].place, first=first, last=last)


def _week(_: Fields, **spans: Sequence[Span]) -> WeeklyHours:
    return {WEEKDAYS.index(day): spans_of_day for day, spans_of_day in spans.items()}


def _note_overlaps(hours: WeeklyHours, node: Fields, reading: Reading) -> None:
    for weekday, spans in hours.items():
        if any(earlier.end > later.start for earlier, later in pairwise(spans)):
            day = WEEKDAYS[weekday]
            reading.note(Code.SPANS_OVERLAP, node.values[day].place, key=day)


def _matching(form: re.Pattern[str]) -> Callable[[str], str | None]:
    return lambda words: words if form.fullmatch(words) else None


day: Reader[date] = parsed(Code.BAD_DATE, _day)
time_of_day: Reader[time] = parsed(Code.BAD_TIME, _time)
span: Reader[Span] = parsed(Code.BAD_SPAN, _span)


# With the prefix and spaces: "+48 63 245 58 29".
def phone_in(words: str) -> str | None:
    """Give the first valid telephone number in what somebody typed, international; None: there is none."""
    found = phonenumbers.PhoneNumberMatcher(words, _REGION)
    return next(
        (phonenumbers.format_number(one.number, phonenumbers.PhoneNumberFormat.INTERNATIONAL) for one in found), None
    )


phone: Reader[str] = parsed(Code.BAD_PHONE, _phone)
# As it is written, short public numbers included: "116 123".
helpline: Reader[str] = parsed(Code.BAD_PHONE, _helpline)
email: Reader[str] = parsed(Code.BAD_EMAIL, _matching(_EMAIL))
postcode: Reader[str] = parsed(Code.BAD_POSTCODE, _matching(_POSTCODE))
timezone: Reader[ZoneInfo] = parsed(
    Code.BAD_TIMEZONE, lambda words: ZoneInfo(words) if words in available_timezones() else None
)
weekly_hours: Reader[WeeklyHours] = record(
    _week, {weekday: optional(list_of(span)) for weekday in WEEKDAYS}, _note_overlaps
)
days_off: Reader[Days] = record(
    _days, {"from": required(day, "first"), "to": optional(day, "last")}, compare=_note_reversed
)
closure: Reader[Days] = record(
    _days,
    {"from": required(day, "first"), "to": optional(day, "last"), "reason": required(text())},
    compare=_note_reversed,
)
