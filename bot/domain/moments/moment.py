"""What a question asks about, in local days and wall time."""

from dataclasses import dataclass
from datetime import date, time

from bot.domain.knowledge import Span


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or several, and a time of day; local."""

    day: date
    # Included; equal to `day` unless a weekend, a week, a month or several feast days are meant.
    last_day: date
    # An instant, a part of the day (end 00:00: the end of the day), or None for the whole day; holds for each day.
    at: time | Span | None
    # False when only a time was asked about, and the day is the next one on which it is not yet over.
    is_day_explicit: bool
