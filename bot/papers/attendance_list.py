"""The list that participants sign: a line for each seat, and some for whoever comes besides."""

from collections.abc import Iterator, Sequence

from bot.domain.knowledge import Session
from bot.domain.sessions.counters import seated
from bot.domain.sessions.registrations import Registration
from bot.domain.texts import text
from bot.papers.pages import escaped, image, page
from bot.texts.texts import DEFAULT, Renderer

# Lines for people who were not registered.
SPARE = 10


def attendance_list(session: Session, registrations: Sequence[Registration], words: Renderer, *, strip: bytes) -> str:
    """Give the page. `strip` is a PNG file; empty: none.

    Registration asks for one name an organisation, so that name stands in its first line and the others stay empty.
    """

    def said(key: str) -> str:
        return escaped(words.plain(text(key), DEFAULT))

    name = words.plain(session.title, DEFAULT)
    title = words.plain(text("paper.attendance.title", title=name), DEFAULT)
    when = text("paper.when", start=session.start, end=session.end)
    where = text("paper.place", place=session.place, address=session.address)
    parts = {
        "strip": image(strip, "image/png", words.plain(text("paper.strip"), DEFAULT)),
        "title": escaped(title),
        "when": escaped(words.plain(when, DEFAULT)),
        "where": escaped(words.plain(where, DEFAULT)),
        "number": said("paper.attendance.number"),
        "person": said("paper.attendance.person"),
        "organisation": said("paper.attendance.organisation"),
        "signature": said("paper.attendance.signature"),
        "notice": said("paper.attendance.notice"),
        "rows": "".join(_row(at, *one) for at, one in enumerate(_people(registrations), start=1)),
    }
    return page("attendance_list", title, parts)


def _people(registrations: Sequence[Registration]) -> Iterator[tuple[str, str]]:
    """Give a person, as far as known, and an organisation for each line, by organisation."""
    for one in sorted(seated(registrations), key=lambda one: (one.organisation.casefold(), one.number)):
        yield one.contact, one.organisation
        yield from [("", one.organisation)] * (one.seats - 1)
    yield from [("", "")] * SPARE


def _row(at: int, person: str, organisation: str) -> str:
    return (
        f'<tr><td class="number">{at}</td><td>{escaped(person)}</td><td>{escaped(organisation)}</td>'
        '<td class="signature"></td></tr>\n'
    )
