"""What a bot that is tried out answers about itself, and to whom."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.routing import Route

from bot.clock import AheadClock
from bot.domain.events import CitizenWrote
from bot.domain.ranking import HOURS
from bot.knowledge.loading import Loaded, load
from bot.knowledge.watching import Library, Snapshot, first_snapshot
from bot.web.demo import Shown, application
from bot.witnessing import Judged, Witness
from tests.running import ROOT
from tests.worlds import CHAT, NOW, interpreter

SECRET = "only-of-this-start"
REAL = datetime(2026, 11, 24, 9, tzinfo=UTC)


SMALL = ROOT / "tests" / "knowledge" / "base"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A small base with what it teaches."""
    loaded = load(SMALL)
    assert isinstance(loaded, Loaded)
    return first_snapshot(loaded, tmp_path_factory.mktemp("learnt"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of that base, to be edited."""
    return Path(shutil.copytree(SMALL, tmp_path / "base"))


@pytest.fixture
def shown(folder: Path, snapshot: Snapshot) -> Shown:
    library = Library(folder, folder, snapshot)
    return Shown(AheadClock(lambda: REAL), Witness(lambda: NOW), library, folder)


@pytest.fixture
async def client(shown: Shown) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(application(shown, SECRET))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://127.0.0.1", headers={"authorization": f"Bearer {SECRET}"}
    ) as client:
        yield client


@pytest.mark.parametrize(
    "headers", [{"authorization": ""}, {"authorization": "Bearer guessed"}, {"origin": "http://127.0.0.1"}]
)
async def test_without_the_secret_or_from_a_browser_nothing_is_told_or_set(
    headers: dict[str, str], client: httpx.AsyncClient, shown: Shown
):
    routes = [one for one in application(shown, SECRET).routes if isinstance(one, Route)]
    asked = [(method, one.path) for one in routes for method in one.methods or ()]
    assert len(asked) > 3
    for method, path in asked:
        answer = await client.request(method, path, headers=headers, json={"advance_s": 60})
        assert answer.status_code == 403, (method, path)
    assert shown.clock.ahead.total_seconds() == 0


async def test_the_clock_is_set_by_a_time_by_a_step_and_back_to_the_real_one(client: httpx.AsyncClient):
    async def put(**wanted: Any) -> Any:
        return (await client.put("/demo/clock", json=wanted)).json()

    assert (await client.get("/demo/clock")).json() == {"now": "2026-11-24T10:00:00+01:00", "ahead_s": 0.0}
    assert (await put(now="2026-11-24T12:30+01:00"))["ahead_s"] == 9000.0
    assert (await put(advance_s=-1800))["now"] == "2026-11-24T12:00:00+01:00"
    assert (await put(ahead_s=0))["now"] == "2026-11-24T10:00:00+01:00"


@pytest.mark.parametrize(
    "wanted", [{}, {"now": "tomorrow"}, {"now": 5}, {"advance_s": 1e300}, {"ahead_s": "60"}, ["now"], None]
)
async def test_what_is_no_time_is_refused_with_what_to_give(wanted: object, client: httpx.AsyncClient, shown: Shown):
    answer = await client.put("/demo/clock", json=wanted)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert shown.clock.ahead.total_seconds() == 0


async def test_a_message_is_explained_by_what_it_was_judged_by_and_where_to_edit(
    client: httpx.AsyncClient, shown: Shown, folder: Path
):
    text, current = "gdzie jest biuro?", shown.library.current
    (entry,) = (one for one in current.knowledge.entries.values() if one.id.startswith("office"))
    judging = interpreter(current.knowledge.entries, {"biuro": {entry.id: 0.9}})
    judging = replace(judging, matcher=current)
    shown.witness.receive(7, CitizenWrote(CHAT, 1, text))
    shown.witness.begin("u7")
    shown.witness.note(Judged(text, None, (), judging.interpret(text), judging, current.knowledge))
    answer = (await client.get("/demo/explain", params={"update_id": 7})).json()
    assert (answer["update_id"], answer["chat"], answer["text"]) == (7, CHAT, text)
    (judged,) = answer["judged"]
    assert judged["words"]["tokens"][-1]["typed"] == "biuro"
    assert {one["name"] for one in judged["thresholds"]} > {"answer", "margin", "choice"}
    assert judged["looks"][-1]["ranking"][0]["confidence"] == judged["thresholds"][3]["measured"]
    for named in judged["entries"]:
        line = (folder / named["file"]).read_text(encoding="utf-8").splitlines()[named["line"] - 1]
        assert line[named["column"] - 1 :].startswith(f"id: {named['id']}")
    assert (await client.get("/demo/explain", params={"update_id": 8})).status_code == 404


async def test_a_day_that_decided_is_told_without_numbers_and_what_was_refused_is_ranked_no_more(
    client: httpx.AsyncClient, shown: Shown
):
    knowledge = shown.library.current.knowledge
    judging = interpreter(knowledge.entries, {"biuro": {HOURS: 0.9}, "sobotę": {"out_of_scope": 0.9}})
    judging = replace(judging, is_moment=lambda said: said == "w sobotę?")
    shown.witness.receive(7, CitizenWrote(CHAT, 1, "w sobotę?"))
    shown.witness.begin("u7")
    for text, refused in (("w sobotę?", ()), ("biuro", (HOURS,))):
        found = judging.interpret(text, refused=refused)
        shown.witness.note(Judged(text, None, refused, found, judging, knowledge))
    day, again = (await client.get("/demo/explain", params={"update_id": 7})).json()["judged"]
    assert (day["why"], day["looks"], day["thresholds"], day["words"]) == ("moment", [], [], None)
    assert [one["id"] for one in day["entries"]] == [HOURS]
    assert HOURS not in {one["id"] for one in again["looks"][-1]["ranking"]}
    (best,) = (one for one in again["thresholds"] if one["name"] == "answer")
    assert best["measured"] < 0.9


async def test_an_edit_is_told_as_taken_or_with_its_faults(client: httpx.AsyncClient, folder: Path):
    async def base() -> Any:
        return (await client.get("/demo/knowledge")).json()

    assert (await base())["in_use"] is True
    file = folder / "centre.yaml"
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace("short_name:", "short_nam:"), encoding="utf-8")
    refused = await base()
    assert (refused["verdict"], refused["in_use"]) == ("refused", False)
    assert {one["file"] for one in refused["faults"]} == {"centre.yaml"}
    assert all(one["line"] and one["column"] and one["message"] for one in refused["faults"])
