"""`export`: what the store or the base holds, for people and programs outside."""

import json
from collections.abc import Iterator, Mapping

import yaml

from bot.domain.knowledge import Knowledge, Localised, Session
from bot.store import outbox, updates
from bot.store.database import Database


def sessions(knowledge: Knowledge) -> str:
    """Give the dialogue sessions as `sessions.yaml` would write them."""
    return yaml.safe_dump(
        [_session(one) for one in knowledge.sessions.values()], allow_unicode=True, sort_keys=False, width=120
    )


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


def _session(session: Session) -> Mapping[str, object]:
    told: dict[str, object] = {
        "id": session.id,
        "title": _text(session.title),
        "county": session.county,
        "place": session.place,
        "address": session.address,
        "start": session.start.isoformat(timespec="minutes"),
        "end": session.end.isoformat(timespec="minutes"),
        "topic": _text(session.topic),
        "moderators": list(session.moderators),
        "capacity": session.capacity,
        "register_until": session.register_until.isoformat(timespec="minutes") if session.register_until else None,
        "status": session.status.value,
        "reason": session.reason,
        "outcome": session.outcome,
        "source": session.provenance.source,
        "verified_on": session.provenance.verified_on,
    }
    return {key: value for key, value in told.items() if value not in (None, "")}


def _text(words: Localised) -> object:
    return words["pl"] if set(words) == {"pl"} else dict(words)
