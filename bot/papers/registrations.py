"""The registrations of a session as a table of words and numbers, before it becomes a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.knowledge import Session
from bot.domain.sessions.counters import Counters, count
from bot.domain.sessions.registrations import Need, Registration
from bot.domain.sessions.seats import seats
from bot.domain.texts import Text, text
from bot.texts.texts import DEFAULT, Renderer

# What is not known is empty.
Cell = str | int

COLUMNS = (
    "number",
    "organisation",
    "sector",
    "county",
    "state",
    "people",
    "seats",
    "attended",
    "contact",
    "phone",
    "email",
    "problem",
    "needs",
    "request",
    "registered_at",
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table in Polish, as staff read it."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    # What it adds up to: a label and a figure each.
    counters: Sequence[tuple[str, Cell]]


def table(session: Session, registrations: Sequence[Registration], words: Renderer) -> Table:
    """Give every registration in the order given, whatever became of it, and the counters."""
    headings = [words.plain(text(f"paper.column.{name}"), DEFAULT) for name in COLUMNS]
    return Table(headings, [_row(one, words) for one in registrations], _counters(session, registrations, words))


def _row(one: Registration, words: Renderer) -> Sequence[Cell]:
    county = words.knowledge.counties.get(one.county)
    return (
        one.number,
        one.organisation,
        words.plain(text(f"sector.{one.sector.value}"), DEFAULT),
        one.county if county is None else county.name,
        words.plain(text(f"registration.state.{one.state.value}"), DEFAULT),
        one.people,
        one.seats,
        "" if one.attended is None else one.attended,
        one.contact,
        one.phone or "",
        one.email or "",
        one.problem,
        ", ".join(_need(need, one, words) for need in one.needs),
        one.request,
        _local(one.registered_at, words),
    )


def _need(need: Need, one: Registration, words: Renderer) -> str:
    if need is Need.OTHER and one.need_in_words:
        return one.need_in_words
    return words.plain(text(f"need.{need.value}"), DEFAULT)


def _local(at: datetime, words: Renderer) -> str:
    return at.astimezone(ZoneInfo(words.knowledge.centre.timezone)).strftime("%Y-%m-%d %H:%M")


def _counters(session: Session, registrations: Sequence[Registration], words: Renderer) -> Sequence[tuple[str, Cell]]:
    counted, free = count(registrations), seats(session, registrations).free
    figures = [(words.plain(said, DEFAULT), figure) for said, figure in _figures(counted)]
    if session.capacity is None or free is None:
        return figures
    return [
        *figures,
        (words.plain(text("paper.counter.capacity"), DEFAULT), session.capacity),
        (words.plain(text("paper.counter.free"), DEFAULT), free),
    ]


def _figures(counted: Counters) -> Sequence[tuple[Text, int]]:
    return [
        (text("paper.counter.organisations"), counted.organisations),
        (text("paper.counter.seats"), counted.seats),
        (text("paper.counter.waiting"), counted.waiting),
        (text("paper.counter.people_waiting"), counted.people_waiting),
        (text("paper.counter.people"), counted.people),
        (text("paper.counter.attended"), counted.attended),
        *((text(f"need.{need.value}"), number) for need, number in counted.needs.items()),
    ]
