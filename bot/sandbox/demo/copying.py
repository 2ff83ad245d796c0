"""A knowledge base to try things out on: a copy, with example sessions ahead and places on the map."""

import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from errno import EEXIST
from pathlib import Path

import yaml

HERE = Path(__file__).parent
# A day in sessions.yaml: so many days from today, or some days before that one.
_DAY = re.compile(r"<([+-]\d+)(-\d+)?>")
_NO_SESSIONS = re.compile(r"^\[\]\s*$", re.MULTILINE)
_SATURDAY = 5


def copy_base(base: Path, folder: Path, today: date) -> None:
    """Make `folder` anew as a copy of the base with the example data in it. Raises OSError.

    A file that is missing or no YAML stays so: the bot says what is wrong with it.
    """
    if folder.resolve() in {base.resolve(), *base.resolve().parents}:
        raise FileExistsError(
            EEXIST, "is the knowledge base itself, or holds it: nothing is copied over it", str(folder)
        )
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder)
    places: dict[str, dict[str, float]] = yaml.safe_load((HERE / "offices.yaml").read_text(encoding="utf-8"))
    _change(folder / "sessions.yaml", lambda known: with_sessions(known, today))
    _change(folder / "offices.yaml", lambda known: with_places(known, places))


def _change(file: Path, changed: Callable[[str], str]) -> None:
    with suppress(FileNotFoundError, UnicodeDecodeError, yaml.YAMLError):
        file.write_text(changed(file.read_text(encoding="utf-8")), encoding="utf-8")


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
    offices = yaml.safe_load(known)
    has_place = {one.get("id") for one in offices or () if isinstance(one, dict) and "location" in one}
    for name, place in places.items():
        if name not in has_place:
            line = f"  location: {{lat: {place['lat']}, lon: {place['lon']}}}"
            known = re.sub(rf"^- id: {re.escape(name)}[ \t]*$", rf"\g<0>\n{line}", known, flags=re.MULTILINE)
    return known
