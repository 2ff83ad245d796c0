"""What the guide for authors shows is what the bot takes, and the shipped base is good."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.knowledge import Code, Loaded, Place, load
from bot.knowledge.entries import entries
from bot.knowledge.faults import fault
from bot.knowledge.loading import FILES
from bot.knowledge.meetings import sessions
from bot.knowledge.nodes import parse
from bot.knowledge.reading import Reading

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "knowledge.md").read_text(encoding="utf-8")
ENTRY, SESSION = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


def test_the_entry_in_the_guide_is_good():
    parsed, reading = parse(ENTRY.encode(), "knowledge/topics/a.yaml"), Reading()
    assert parsed.root is not None
    assert (entries(parsed.root, reading) or ())[0].id == "office.konin"
    assert (parsed.faults, reading.faults) == ([], [])


def test_the_session_in_the_guide_is_good():
    parsed, reading = parse(SESSION.encode(), "knowledge/sessions.yaml"), Reading()
    assert parsed.root is not None
    assert (sessions(ZoneInfo("Europe/Warsaw"))(parsed.root, reading) or ())[0].capacity == 20
    assert (parsed.faults, reading.faults) == ([], [])


def test_the_message_in_the_guide_is_what_authors_read():
    place = Place("knowledge/sessions.yaml", 14, 9)
    assert str(fault(Code.BAD_MOMENT, place, key="start", value="2027-05-04 25:00")) in GUIDE


def test_the_guide_names_every_file():
    assert [file for file in FILES if f"`{file}`" not in GUIDE] == []


def test_the_shipped_base_has_no_faults():
    outcome = load(ROOT / "knowledge")
    assert isinstance(outcome, Loaded), [str(each) for each in outcome.faults]
    assert [str(each) for each in outcome.warnings] == []
