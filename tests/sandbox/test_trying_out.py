"""What a sandbox with a bot prepares: the copy of the knowledge base, its files, and requests where there is no bot."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from bot.domain.knowledge import SessionStatus
from bot.knowledge.loading import Loaded, load
from bot.sandbox.control.demo import ROUTES
from bot.sandbox.demo.copying import copy_base, with_places, with_sessions, working_day
from bot.sandbox.demo.performing import read_cast
from bot.sandbox.knowledge_files import KnowledgeFiles, NoSuchFile
from tests.running import ROOT

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize("today", [FRIDAY, date(2028, 2, 29)])
def test_the_copy_is_a_good_base_with_the_example_sessions_around_today(today: date, tmp_path: Path):
    copy_base(ROOT / "knowledge", tmp_path / "copy", today)
    loaded = load(tmp_path / "copy")
    assert isinstance(loaded, Loaded), loaded
    sessions = loaded.knowledge.sessions
    named = {one["id"]: one["state"] for one in read_cast()["sessions"]}
    assert sessions.keys() == named.keys()
    held = {id_ for id_, one in sessions.items() if one.status is SessionStatus.HELD}
    assert held == {id_ for id_, state in named.items() if state == "held"}
    assert all((one.start.date() < today) == (one.id in held) for one in sessions.values())
    assert all(one.start.weekday() < 5 for one in sessions.values())
    assert all("przykład" in one.title["pl"].casefold() for one in sessions.values())
    assert all(one.location is not None for one in loaded.knowledge.offices.values())


@pytest.mark.parametrize("later", range(7))
def test_registration_ends_before_the_session_whatever_day_it_is(later: int):
    examples = yaml.safe_load(with_sessions("[]\n", FRIDAY + timedelta(days=later)))
    ends = {
        one["id"]: (one["register_until"], date.fromisoformat(one["start"][:10]))
        for one in examples
        if "register_until" in one
    }
    assert len(ends) == 3
    assert all(end < start for end, start in ends.values())


def test_sessions_and_places_that_are_there_stay(tmp_path: Path):
    base = ROOT / "tests" / "knowledge" / "base"
    copy_base(base, tmp_path / "copy", FRIDAY)
    loaded = load(base)
    assert isinstance(loaded, Loaded)
    text = (tmp_path / "copy" / "sessions.yaml").read_text(encoding="utf-8")
    assert all(f"- id: {one}" in text for one in loaded.knowledge.sessions)
    assert "- id: przyklad_otwarta" in text
    known = "- id: konin\n  location: {lat: 1, lon: 2}\n- id: poznan\n"
    places = {"konin": {"lat": 5.0, "lon": 6.0}, "poznan": {"lat": 7.0, "lon": 8.0}}
    assert with_places(known, places) == f"{known}  location: {{lat: 7.0, lon: 8.0}}\n"


def test_a_base_with_a_broken_file_is_copied_as_it_is(tmp_path: Path):
    base = tmp_path / "base"
    base.mkdir()
    (base / "offices.yaml").write_text("- id: konin\n  city: [", encoding="utf-8")
    copy_base(base, tmp_path / "copy", FRIDAY)
    assert (tmp_path / "copy" / "offices.yaml").read_text(encoding="utf-8") == "- id: konin\n  city: ["
    assert [one.name for one in (tmp_path / "copy").iterdir()] == ["offices.yaml"]


@pytest.mark.parametrize("name", [".", "base"])
def test_a_base_is_never_copied_over_itself(name: str, tmp_path: Path):
    base = tmp_path / "base"
    base.mkdir()
    (base / "offices.yaml").write_text("[]", encoding="utf-8")
    with pytest.raises(FileExistsError, match="nothing is copied over it"):
        copy_base(base, tmp_path / name, FRIDAY)
    assert (base / "offices.yaml").exists()


@pytest.mark.parametrize(("ahead", "day"), [(0, 0), (1, 3), (2, 3), (3, 3), (-6, -4), (-3, -3)])
def test_an_example_day_is_never_on_a_weekend(ahead: int, day: int):
    assert working_day(FRIDAY, ahead) == FRIDAY + timedelta(days=day)


@pytest.fixture
def files(tmp_path: Path) -> KnowledgeFiles:
    (tmp_path / "secret.yaml").write_text("a", encoding="utf-8")
    shutil.copytree(ROOT / "tests" / "knowledge" / "base", tmp_path / "base")
    (tmp_path / "base" / "note.txt").write_text("a", encoding="utf-8")
    return KnowledgeFiles(tmp_path / "base", is_copy=True)


def test_a_file_is_written_and_put_back_and_shown_as_changed_meanwhile(files: KnowledgeFiles):
    before = files.read("topics/office.yaml")
    files.write("topics/office.yaml", "inny: ą")
    assert (files.read("topics/office.yaml"), files.has_changed("topics/office.yaml")) == ("inny: ą", True)
    assert [one["path"] for one in files.listed() if one["changed"]] == ["topics/office.yaml"]
    files.put_back("topics/office.yaml")
    assert (files.read("topics/office.yaml"), files.has_changed("topics/office.yaml")) == (before, False)


@pytest.mark.parametrize(
    "path",
    ["../secret.yaml", "topics/../../secret.yaml", "topics/../centre.yaml", "note.txt", "new.yaml", "", "topics"],
)
def test_no_other_file_is_read_or_written(path: str, files: KnowledgeFiles):
    for attempt in (files.read, files.put_back, lambda name: files.write(name, "b")):
        with pytest.raises(NoSuchFile):
            attempt(path)
    with pytest.raises(NoSuchFile):
        files.read(str(files.folder.parent / "secret.yaml"))
    assert not (files.folder / "new.yaml").exists()


def test_a_link_that_leads_out_of_the_base_is_not_followed(files: KnowledgeFiles):
    (files.folder / "link.yaml").symlink_to(files.folder.parent / "secret.yaml")
    with pytest.raises(NoSuchFile):
        files.read("link.yaml")


@pytest.mark.parametrize(("method", "path"), [(method, path) for method, path, _ in ROUTES])
async def test_without_a_bot_to_look_after_its_requests_are_refused(method: str, path: str, client, control):
    answer = await client.request(method, f"/control{path.replace('{path:path}', 'centre.yaml')}")
    assert (answer.status_code, answer.json()["error"][:5]) == (400, "bot: ")
    assert await control.get("/demo") == {"bot": None}


async def test_a_message_tells_the_updates_that_were_made_of_it(control, anna):
    sent = await control.post("/messages", **{"from": anna}, text="a")
    edited = await control.post("/edits", **{"from": anna}, message_id=sent["message"]["message_id"], text="b")
    (kept,) = await control.get(f"/chats/{anna}/messages")
    assert kept["update_ids"] == [*sent["update_ids"], *edited["update_ids"]]


@pytest.mark.parametrize(("method", "path"), [("GET", "/demo"), *((method, path) for method, path, _ in ROUTES)])
def test_every_request_about_the_bot_is_documented(method: str, path: str):
    documented = (ROOT / "docs" / "sandbox.md").read_text(encoding="utf-8")
    assert f"| `{method} {path.replace('{path:path}', '<path>')}`" in documented
