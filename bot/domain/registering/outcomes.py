"""Questions about what came of a session that is over: told from its approved outcome, or that none is known yet."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain import counties
from bot.domain.answers import Reply
from bot.domain.conversation import Conversation, Under
from bot.domain.knowledge import Session
from bot.domain.lexicon import is_any
from bot.domain.matching import tokenise
from bot.domain.offers import Action, Offer
from bot.domain.sessions.hosts import contacts
from bot.domain.sessions.shown import Standing, standing
from bot.domain.texts import text
from bot.domain.world import Response, World

# Sessions that can be chosen from.
_MOST_LISTED = 8
# A day that is named is the same seen from so long before; "today" and "on Monday" are not.
_LONG_BEFORE = timedelta(days=40)


def asked(question: str, conversation: Conversation, world: World) -> Response | None:
    """Tell what came of the session that a question is about; None where it asks for no such thing, or of no session
    that is over.
    """
    found = _asked_about(question, world)
    if not found:
        return None
    return _of_one(found[0], conversation, world) if len(found) == 1 else _of_which(found, conversation, world)


def is_asked(question: str, world: World) -> bool:
    """Tell whether a question asks what came of a session that is over."""
    return bool(_asked_about(question, world))


def _asked_about(question: str, world: World) -> Sequence[Session]:
    """Give the sessions that are meant, the latest first: by the day named, by the county, or all that are over."""
    words, known = tokenise(question), world.interpreter.lexicon.typed
    is_of_session = any(is_any((one,), known["session_named"]) for one in words)
    is_asked = any(is_any((one,), known["outcome_asked"]) for one in words)
    if not is_asked and not (is_of_session and any(is_any((one,), known["outcome_of_session"]) for one in words)):
        return ()
    over = _over(words, world)
    named = counties.all_named_in(question, world.knowledge, world.interpreter.lexicon)
    # A town that is a county of its own is the seat of the county around it, too.
    seats = {world.knowledge.counties[one].seat for one in named}
    there = [one for one in over if world.knowledge.counties[one.county].seat in seats]
    then = [one for one in over if _is_named(one.start, question, world)]
    both = [one for one in there if one in then]
    if named and not there:
        return ()
    return both or there or then or (over if is_of_session else ())


def _over(words: Sequence[str], world: World) -> Sequence[Session]:
    years = {int(one) for one in words if one.isascii() and one.isdecimal() and int(one[:5]) in _YEARS}
    over = [
        one
        for one in world.knowledge.sessions.values()
        if standing(one, world.now) is Standing.OVER and (not years or _local(one.start, world).year in years)
    ]
    return sorted(over, key=lambda one: one.start, reverse=True)[:_MOST_LISTED]


_YEARS = range(2000, 2100)


def _is_named(start: datetime, question: str, world: World) -> bool:
    """Tell whether a question names the day of a session, or its month."""
    day = _local(start, world).replace(hour=0, minute=0)
    seen = [world.moment_from(question, since) for since in (day, day - _LONG_BEFORE)]
    return all(one is not None and one.is_day_explicit and one.day <= day.date() <= one.last_day for one in seen)


def _local(at: datetime, world: World) -> datetime:
    return at.astimezone(ZoneInfo(world.knowledge.centre.timezone))


def _of_one(session: Session, conversation: Conversation, world: World) -> Response:
    said = text(
        "session.outcome_asked" if session.outcome else "session.outcome_unknown",
        title=session.title,
        county=world.knowledge.counties[session.county].name,
        start=session.start,
        words=session.outcome,
        contacts=contacts(session, world.knowledge),
    )
    kept = replace(conversation, under=Under.SESSION, offered=(session.id,), answered=None, clarifications=0)
    return Response(kept, Reply(said, ((Offer(text("button.human"), Action.HUMAN),),)))


def _of_which(found: Sequence[Session], conversation: Conversation, world: World) -> Response:
    lines = [
        text(
            "session.outcome_line",
            number=number,
            title=one.title,
            county=world.knowledge.counties[one.county].name,
            start=one.start,
        )
        for number, one in enumerate(found, start=1)
    ]
    offers = [
        (Offer(text("button.session", number=number, start=one.start, title=one.title), Action.SESSION, one.id),)
        for number, one in enumerate(found, start=1)
    ]
    ids = tuple(one.id for one in found)
    kept = replace(conversation, under=Under.SESSIONS, offered=ids, answered=None, clarifications=0)
    return Response(kept, Reply(text("session.outcome_which", lines=lines), offers))
