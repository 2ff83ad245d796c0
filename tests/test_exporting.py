"""`export`: what the base and the store hold, for people and programs outside."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml

from bot.domain.knowledge import Session
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.exporting import dead_letters, sessions, set_aside
from bot.knowledge.loading import Loaded, load
from bot.store import outbox
from bot.store.outbox import Priority
from bot.store.outgoing import SendText
from tests.handled import PATIENCE_S, Handled
from tests.knowledge.editing import copy_base
from tests.papers.gathered import SESSION
from tests.running import ROOT
from tests.worlds import CHAT


def as_confirmed(*filed: Session) -> Mapping[str, ConfirmedSession]:
    return {one.id: ConfirmedSession(at, one) for at, one in enumerate(filed, start=1)}


def test_sessions_come_back_as_they_were_written(tmp_path: Path):
    folder = copy_base(tmp_path)
    before = load(folder)
    assert isinstance(before, Loaded)
    confirmed = as_confirmed(*before.knowledge.sessions.values())
    (folder / "sessions.yaml").write_text(sessions(before.knowledge, confirmed), encoding="utf-8")
    after = load(folder)
    assert isinstance(after, Loaded), after
    (was,), (is_now,) = before.knowledge.sessions.values(), after.knowledge.sessions.values()
    assert {**_fields(was), "provenance": None} == {**_fields(is_now), "provenance": None}


def _fields(session: object) -> dict[str, object]:
    return {name: getattr(session, name) for name in session.__slots__}  # type: ignore[attr-defined]  # a dataclass


def test_no_sessions_are_an_empty_list(base: Loaded):
    assert yaml.safe_load(sessions(base.knowledge, {})) == []


def test_times_are_the_centres_own(base: Loaded):
    (found,) = yaml.load(sessions(base.knowledge, as_confirmed(SESSION)), yaml.BaseLoader)  # noqa: S506 - makes only strings
    assert (found["start"], found["end"]) == ("2027-05-04T10:00+02:00", "2027-05-04T13:00+02:00")


def test_an_update_set_aside_is_one_line_of_json(handled: Handled):
    body = json.dumps({"update_id": 9, "message": {"text": "zażółć\n\ud800"}})
    handled.database.write(lambda tx: _set_aside(handled, tx, body)).result(PATIENCE_S)
    (line,) = set_aside(handled.database)
    found = json.loads(line.encode().decode())
    assert "\n" not in line
    assert (found["update_id"], found["error"], found["at"]) == (9, "Crash", handled.now.isoformat())
    assert found["update"]["message"]["text"] == "zażółć\n\ud800"


def _set_aside(handled: Handled, tx: object, body: str) -> None:
    from bot.store import updates

    updates.set_aside(tx, 9, chat_id=CHAT, error="Crash", body=body, at=handled.now)  # type: ignore[arg-type]  # a transaction


def test_a_dead_letter_is_one_line_of_json(handled: Handled):
    def bury(tx):
        outbox.put(tx, SendText(CHAT, "zażółć"), priority=Priority.ANSWER, created_at=handled.now)
        outbox.bury(tx, 1, why="BadRequest")

    handled.database.write(bury).result(PATIENCE_S)
    (line,) = dead_letters(handled.database)
    found = json.loads(line)
    assert (found["id"], found["why"], found["message"]["html"]) == (1, "BadRequest", "zażółć")
    assert "zażółć" in line


def test_an_empty_store_has_nothing_to_export(handled: Handled):
    assert list(set_aside(handled.database)) == []
    assert list(dead_letters(handled.database)) == []


def test_only_who_makes_a_paper_loads_the_libraries_for_it():
    asked = "import sys, bot.exporting; print({'docx', 'icalendar', 'lxml', 'xlsxwriter'} & sys.modules.keys())"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, cwd=ROOT, check=True)
    assert told.stdout == "set()\n"
