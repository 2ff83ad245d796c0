"""What `sessions.yaml` looks like: the dialogue sessions."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.knowledge import Session, SessionStatus
from bot.knowledge.faults import Code
from bot.knowledge.nodes import Fields, Node
from bot.knowledge.organisation import PROVENANCE, county_ref, made, sourced
from bot.knowledge.reading import (
    Kind,
    Reader,
    Reading,
    Values,
    by_language,
    choice,
    list_of,
    optional,
    record,
    required,
    text,
)
from bot.knowledge.values import deadline, known_id, moment, new_id, whole_number

_ID_LIKE = re.compile(r"[a-z0-9_]+")


def sessions(zone: ZoneInfo) -> Reader[tuple[Session, ...]]:
    """The list of sessions, whose local times are of the zone; it may be empty."""
    return list_of(
        record(
            sourced(made(Session, capacity=None, register_until=None, reason="", outcome="", moderators=())),
            {
                "id": required(new_id(Kind.SESSION)),
                "title": required(by_language(text(200))),
                "county": required(county_ref),
                "place": required(text(200)),
                "address": required(text(200)),
                "start": required(moment(zone)),
                "end": required(moment(zone)),
                "topic": required(by_language(text())),
                "moderators": optional(list_of(_moderator)),
                "capacity": optional(whole_number(1, 10_000)),
                "register_until": optional(deadline(zone)),
                "status": required(choice({status.value: status for status in SessionStatus})),
                "reason": optional(text()),
                "outcome": optional(text()),
                **PROVENANCE,
            },
            compare=_note_order,
        )
    )


_specialist_ref = known_id(Kind.SPECIALIST, Code.UNKNOWN_SPECIALIST)
_name = text(100)


def _moderator(node: Node, reading: Reading) -> str | None:
    """A specialist by id, or somebody else by name."""
    words = getattr(node, "text", "")
    return _specialist_ref(node, reading) if _ID_LIKE.fullmatch(words) else _name(node, reading)


def _note_order(values: Values, node: Fields, reading: Reading) -> None:
    start, end, until = (values.get(key) for key in ("start", "end", "register_until"))
    if isinstance(start, datetime) and isinstance(end, datetime) and end <= start:
        reading.note(Code.ENDS_BEFORE_START, node.values["end"].place)
    if isinstance(start, datetime) and isinstance(until, datetime) and until > start:
        reading.note(Code.REGISTERS_TOO_LATE, node.values["register_until"].place)
    name, status = values.get("id"), values.get("status")
    if isinstance(name, str) and isinstance(status, SessionStatus):
        reading.statuses.setdefault(name, node.values["status"].place)
    if status is SessionStatus.CANCELLED and not values.get("reason"):
        reading.note(Code.CANCELLED_WITHOUT_REASON, node.values["status"].place)
