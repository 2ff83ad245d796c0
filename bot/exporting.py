"""What the store or the base holds, for people and programs outside: `export` and `poster` give it out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import yaml
from sqlalchemy import Connection

from bot import app
from bot.config import Settings
from bot.domain.knowledge import Knowledge, Localised, Session
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.papers import Paper
from bot.domain.sessions.registrations import Registration
from bot.papers.branding import read_strip
from bot.store import outbox, registrations, updates
from bot.store import sessions as kept
from bot.store.database import Database
from bot.store.schema import is_made
from bot.texts.texts import Renderer, load_catalogues

if TYPE_CHECKING:
    from bot.papers.making import File, Printer


class NoSuchSession(Exception):
    """Neither the store nor the file knows the session."""


@dataclass(frozen=True, slots=True)
class Book:
    """The sessions as confirmed, who is registered, and what papers are made with."""

    knowledge: Knowledge
    # By id: those of the file in its order, then those that only the group made.
    confirmed: Mapping[str, ConfirmedSession]
    registrations: Mapping[str, Sequence[Registration]]
    printer: "Printer"

    def session(self, session_id: str) -> ConfirmedSession:
        """Give a session. Raises `NoSuchSession`."""
        if session_id not in self.confirmed:
            known = ", ".join(self.confirmed) or "none"
            raise NoSuchSession(f"{session_id}: there is no such session; known are: {known}")
        return self.confirmed[session_id]

    def paper(self, paper: Paper, session_id: str, *, at: datetime) -> "File":
        """Make a paper as of the moment `at`. Raises `NoSuchSession`."""
        found = self.session(session_id)
        return self.printer.make(paper, found, self.registrations.get(session_id, ()), at=at)


def open_book(settings: Settings) -> Book:
    """Read base and store; where there is no store yet, the file's sessions are the confirmed ones.

    Raises `CannotStart` with every fault of the base, `StoreError`, `BadStrip`.
    """
    # Every verb loads this module for its errors, and most of them make no paper.
    from bot.papers.making import Printer

    knowledge = app.read_base(settings)
    confirmed, registered = _kept(settings.database_url)
    filed = {one.id: confirmed.get(one.id, ConfirmedSession(0, one)) for one in knowledge.sessions.values()}
    printer = Printer(Renderer(knowledge, load_catalogues()), read_strip(settings.branding_dir))
    return Book(knowledge, {**filed, **confirmed}, registered, printer)


def _kept(database_url: str) -> tuple[Mapping[str, ConfirmedSession], Mapping[str, Sequence[Registration]]]:
    if not is_made(database_url):
        return {}, {}
    database = Database(database_url)
    try:
        return database.read(_everything)
    finally:
        database.close()


def _everything(tx: Connection) -> tuple[Mapping[str, ConfirmedSession], Mapping[str, Sequence[Registration]]]:
    confirmed = kept.all_confirmed(tx) if kept.are_kept(tx) else {}
    return confirmed, {one: registrations.of_session(tx, one) for one in confirmed}


def sessions(knowledge: Knowledge, confirmed: Mapping[str, ConfirmedSession]) -> str:
    """Give the dialogue sessions as `sessions.yaml` would write them, in the centre's time."""
    zone = ZoneInfo(knowledge.centre.timezone)
    told = [_session(one.session, zone) for one in confirmed.values()]
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=120)


def set_aside(database: Database) -> Iterator[str]:
    """Give the updates that could not be handled, one JSON object a line: they hold what people wrote."""
    for row in database.read(updates.all_set_aside):
        found = {
            "update_id": row.update_id,
            "error": row.error,
            "at": row.at.isoformat(),
            "update": json.loads(row.body),
        }
        yield _line(found)


def dead_letters(database: Database) -> Iterator[str]:
    """Give the messages that Telegram refused for good, one JSON object a line."""
    for row in database.read(outbox.dead_letters):
        found = {"id": row.id, "why": row.why, "at": row.at.isoformat(), "message": json.loads(row.message)}
        yield _line(found)


def _line(found: Mapping[str, object]) -> str:
    # Half of a surrogate pair, which a broken update may hold, cannot be written but as an escape.
    return json.dumps(found, ensure_ascii=False).encode(errors="backslashreplace").decode()


def _session(session: Session, zone: ZoneInfo) -> Mapping[str, object]:
    def local(at: datetime) -> str:
        return at.astimezone(zone).isoformat(timespec="minutes")

    told: dict[str, object] = {
        "id": session.id,
        "title": _text(session.title),
        "county": session.county,
        "place": session.place,
        "address": session.address,
        "start": local(session.start),
        "end": local(session.end),
        "topic": _text(session.topic),
        "moderators": list(session.moderators),
        "capacity": session.capacity,
        "register_until": local(session.register_until) if session.register_until else None,
        "status": session.status.value,
        "reason": session.reason,
        "outcome": session.outcome,
        "source": session.provenance.source,
        "verified_on": session.provenance.verified_on,
    }
    return {key: value for key, value in told.items() if value not in (None, "")}


def _text(words: Localised) -> object:
    return words["pl"] if set(words) == {"pl"} else dict(words)
