"""The operator's reminder: which facts have not been confirmed for longer than the centre allows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.effects import Effect, Notify, ReviewFactsAt
from bot.domain.facts import overdue
from bot.domain.knowledge import Knowledge
from bot.domain.texts import text

EVERY = timedelta(days=30)
# Places that one notice names.
_NAMED = 10


def review_facts(knowledge: Knowledge, now: datetime) -> Sequence[Effect]:
    """Name the facts that await confirmation, if any, and come back in a month."""
    today = now.astimezone(ZoneInfo(knowledge.centre.timezone)).date()
    places = list(dict.fromkeys(source.place for source in overdue(knowledge, today)))
    later = ReviewFactsAt(now + EVERY)
    if not places:
        return (later,)
    return (Notify(text("notice.stale_facts", count=len(places), places=", ".join(places[:_NAMED]))), later)
