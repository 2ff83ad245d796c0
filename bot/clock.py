"""The time the bot lives in: the real one, one read from a file, or one that is set; the last two change meanwhile."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

# Reckoning from a time in these never leaves what `datetime` can hold.
YEARS = range(1970, 2200)


class BadClock(Exception):
    """What should be a time cannot be read as one."""


def real_now() -> datetime:
    """Give the present moment, aware, UTC."""
    return datetime.now(UTC)


def fixed(value: str) -> Callable[[], datetime]:
    """Give a clock that stands still at an ISO 8601 time with offset. Raises `BadClock`."""
    try:
        moment = parse(value)
    except ValueError:
        raise BadClock(f"{value!r} is not a time such as 2027-05-04T09:00+02:00") from None
    return lambda: moment


class FileClock:
    """Reads ISO 8601 with an offset from a file; while the file is half-written, the last time read holds."""

    def __init__(self, path: Path) -> None:
        """Raises `BadClock` when the file cannot be read at the start."""
        self._path = path
        self._last: datetime | None = None
        self._last = self()

    def __call__(self) -> datetime:
        """Give the time in the file, aware, UTC."""
        try:
            return self._read()
        except (OSError, ValueError) as error:
            if self._last is None:
                raise BadClock(f"{self._path.name}: a time such as 2027-05-04T09:00+02:00 is needed") from error
            return self._last

    def _read(self) -> datetime:
        read = parse(self._path.read_text(encoding="utf-8"))
        self._last = read
        return read


class AheadClock:
    """Runs as the real one does, so far ahead of it or behind; it may be set while the bot runs."""

    def __init__(self, real: Callable[[], datetime], ahead: timedelta = timedelta()) -> None:
        """Raises `BadClock` when that leads to a time that cannot be reckoned with."""
        self._real = real
        self.ahead = timedelta()
        self.advance(ahead)

    def __call__(self) -> datetime:
        """Give the time it shows, aware, UTC."""
        return self._real() + self.ahead

    def advance(self, by: timedelta) -> None:
        """Go on from so much later, or earlier. Raises `BadClock`, and stays as it was."""
        try:
            is_possible = (self() + by).year in YEARS
        except OverflowError:
            is_possible = False
        if not is_possible:
            raise BadClock(f"a time between the years {YEARS.start} and {YEARS.stop - 1} is needed")
        self.ahead += by

    def set_to(self, moment: datetime) -> None:
        """Show this moment now, and go on from it. Raises `BadClock`, and stays as it was."""
        self.advance(moment - self())


def parse(value: str) -> datetime:
    """Read ISO 8601 with an offset; gives UTC. Raises ValueError."""
    moment = datetime.fromisoformat(value.strip())
    if moment.tzinfo is None:
        raise ValueError("the offset is missing")
    if moment.year not in YEARS:
        raise ValueError("the time is out of range")
    return moment.astimezone(UTC)
