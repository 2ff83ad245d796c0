"""A week's hours as few ranges of days as they need."""

from collections.abc import Iterator
from datetime import time

from bot.domain.knowledge import WeeklyHours


def group_days(week: WeeklyHours) -> Iterator[tuple[int, int, str]]:
    """Give (first weekday, last weekday, spans such as "8:00-12:00, 13:00-16:00") for neighbours with equal hours."""
    runs: list[tuple[int, int, str]] = []
    for day in sorted(week):
        spans = ", ".join(f"{_time(span.start)}\u2013{_time(span.end)}" for span in week[day])
        if not spans:
            continue
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == spans:
            runs[-1] = (runs[-1][0], day, spans)
        else:
            runs.append((day, day, spans))
    yield from runs


def _time(value: time) -> str:
    return f"{value.hour}:{value.minute:02}"
