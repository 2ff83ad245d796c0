"""Questions about what came of a session that is over: told from its approved outcome, or that none is known yet.

A session of which only an entry of the base tells is answered by that; who asks of another county reads that none is
known there.
"""

from collections.abc import Iterable, Sequence
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
from bot.domain.registering import listing
from bot.domain.sessions.hosts import contacts
from bot.domain.sessions.shown import Standing, standing
from bot.domain.texts import text
from bot.domain.world import Response, World

# Sessions that can be chosen from.
_MOST_LISTED = 8
# A day that is named is the same seen from so long before; "today" and "on Monday" are not.
_LONG_BEFORE = timedelta(days=40)


def asked(question: str, conversation: Conversation, world: World, *, answer: str | None = None) -> Response | None:
    """Tell what came of the session that a question is about, or that none is known where it asks.

    `answer` is the entry that surely answers. None where the question asks for no such thing, or an entry tells of it.
    """
    found = _asked_about(question, world)
    if not found:
        return _of_none(question, answer, conversation, world)
    return _of_one(found[0], conversation, world) if len(found) == 1 else _of_which(found, conversation, world)


def is_asked(question: str, world: World) -> bool:
    """Tell whether a question asks what came of a session that is over."""
    return bool(_asked_about(question, world))


def _asked_about(question: str, world: World) -> Sequence[Session]:
    """Give the sessions that are meant, the latest first: by the day named, by the county, or all that are over."""
    words = tokenise(question)
    is_of_session = _names("session_named", words, world)
    if not _is_about_outcome(words, world) and not _names("outcome_asked", words, world):
        return ()
    over = _over(words, world)
    named = counties.all_named_in(question, world.knowledge, world.interpreter.lexicon)
    seats = _seats(named, world)
    there = [one for one in over if world.knowledge.counties[one.county].seat in seats]
    then = [one for one in over if _is_named(one.start, question, world)]
    both = [one for one in there if one in then]
    if named and not there:
        return ()
    return both or there or then or (over if is_of_session else ())


def _is_about_outcome(words: Sequence[str], world: World) -> bool:
    """Tell whether words ask what came of a session, and name it as one."""
    is_outcome = _names("outcome_asked", words, world) or _names("outcome_of_session", words, world)
    return is_outcome and _names("session_named", words, world)


def _names(kind: str, words: Sequence[str], world: World) -> bool:
    return any(is_any((one,), world.interpreter.lexicon.typed[kind]) for one in words)


def _seats(named: Iterable[str], world: World) -> frozenset[str]:
    """Give the seats of counties: a town that is a county of its own is the seat of the county around it, too."""
    return frozenset(world.knowledge.counties[one].seat for one in named)


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


def _of_none(question: str, answer: str | None, conversation: Conversation, world: World) -> Response | None:
    """Say that no session is known where the question asks for one that was held; offer what entries tell of others."""
    told_of = {one.id: one.held_in for one in world.knowledge.entries.values() if one.held_in is not None}
    is_meant = answer in told_of or (answer is None and _is_about_outcome(tokenise(question), world))
    named = counties.all_named_in(question, world.knowledge, world.interpreter.lexicon) if is_meant else ()
    held = (*told_of.values(), *(one.county for one in _over((), world)))
    if not named or _seats(named, world) & _seats(held, world):
        return None
    county = text("live.sessions.county", county=world.knowledge.counties[named[0]].name)
    said = text("session.none_held", county=county)
    others = [(Offer(world.knowledge.entries[one].title, Action.RELATED, one),) for one in told_of]
    offers = (*others, listing.notify_of(named), (Offer(text("button.human"), Action.HUMAN),))
    kept = replace(conversation, under=Under.ANSWER, offered=tuple(told_of), answered=None, clarifications=0)
    return Response(kept, Reply(said, offers))
