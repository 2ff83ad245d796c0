"""A knowledge base to try things out on: a copy, with example sessions ahead and places on the map."""

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import yaml

HERE = Path(__file__).parent
# A day in sessions.yaml: so many days from today, or some days before that one.
_DAY = re.compile(r"<([+-]\d+)(-\d+)?>")
_NO_SESSIONS = re.compile(r"^\[\]\s*$", re.MULTILINE)
_SATURDAY = 5


def copy_base(base: Path, folder: Path, today: date) -> None:
    """Make `folder` anew as a copy of the base with the example data in it. Raises OSError."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder)
    sessions, offices = folder / "sessions.yaml", folder / "offices.yaml"
    known = sessions.read_text(encoding="utf-8")
    sessions.write_text(with_sessions(known, today), encoding="utf-8")
    places: dict[str, dict[str, float]] = yaml.safe_load((HERE / "offices.yaml").read_text(encoding="utf-8"))
    offices.write_text(with_places(offices.read_text(encoding="utf-8"), places), encoding="utf-8")


def with_sessions(known: str, today: date) -> str:
    """Give the text of sessions.yaml with the example sessions after those that are there."""
    examples = (HERE / "sessions.yaml").read_text(encoding="utf-8")
    dated = _DAY.sub(lambda found: _day(today, found), examples).replace("<today>", str(today))
    without_empty_list = _NO_SESSIONS.sub("", known).rstrip()
    return f"{without_empty_list}\n\n{dated}"


def _day(today: date, found: "re.Match[str]") -> str:
    return str(working_day(today, int(found[1])) + timedelta(days=int(found[2] or 0)))


def working_day(today: date, ahead: int) -> date:
    """Give the day so many days from today, or the Monday after where that is a weekend."""
    day = today + timedelta(days=ahead)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= _SATURDAY else 0)


def with_places(known: str, places: dict[str, dict[str, float]]) -> str:
    """Give the text of offices.yaml with a location for each office that has none."""
    has_place = {one["id"] for one in yaml.safe_load(known) if "location" in one}
    for name, place in places.items():
        if name not in has_place:
            line = f"  location: {{lat: {place['lat']}, lon: {place['lon']}}}"
            known = re.sub(rf"^- id: {re.escape(name)}[ \t]*$", rf"\g<0>\n{line}", known, flags=re.MULTILINE)
    return known
