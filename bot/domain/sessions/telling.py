"""What of a session has changed, in words: before and after, line by line."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.domain.knowledge import Knowledge, Session, SessionStatus
from bot.domain.sessions.confirmed import differences
from bot.domain.texts import Param, Text, text

# Fields of which somebody who comes, or waits, wants to know.
OF_INTEREST = frozenset({"title", "county", "place", "address", "start", "end", "topic", "register_until"})


def changes(
    before: Session, after: Session, knowledge: Knowledge, names: Sequence[str] | None = None
) -> Sequence[Text]:
    """Give a line for each field that differs, of some fields only where they are named; start and end share one."""
    found = differences(before, after) if names is None else names
    fields = dict.fromkeys("when" if name in {"start", "end"} else name for name in found)
    return [
        text(f"session.diff.{name}", before=SHOWN[name](before, knowledge), after=SHOWN[name](after, knowledge))
        for name in fields
    ]


def warnings(before: Session | None, after: Session | None, *, taken: int, now: datetime) -> Sequence[Text]:
    """Say what is odd about a session that is proposed, so that a slip is seen before the tap; None: it is none."""
    if after is None or after.status is SessionStatus.CANCELLED:
        return ()
    is_moved = before is None or after.start != before.start
    odd = [text("session.proposal.is_past")] if is_moved and after.start <= now else []
    if after.capacity is not None and after.capacity < taken:
        odd.append(text("session.proposal.too_small", capacity=after.capacity, taken=taken))
    return odd


def _when(session: Session, _knowledge: Knowledge) -> Text:
    return text("session.when", start=session.start, end=session.end)


def _county(session: Session, knowledge: Knowledge) -> str:
    return knowledge.counties[session.county].name


def _capacity(session: Session, _knowledge: Knowledge) -> Param:
    return text("session.no_limit") if session.capacity is None else session.capacity


def _register_until(session: Session, _knowledge: Knowledge) -> Text:
    if session.register_until is None:
        return text("session.until_start")
    return text("session.at", at=session.register_until)


def _status(session: Session, _knowledge: Knowledge) -> Text:
    return text(f"session.status.{session.status.value}")


SHOWN: Mapping[str, Callable[[Session, Knowledge], Param]] = {
    "title": lambda session, _knowledge: session.title,
    "county": _county,
    "place": lambda session, _knowledge: session.place,
    "address": lambda session, _knowledge: session.address,
    "when": _when,
    "topic": lambda session, _knowledge: session.topic,
    "capacity": _capacity,
    "register_until": _register_until,
    "status": _status,
}
