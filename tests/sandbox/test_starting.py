"""How the server starts, stops, and whom it listens to."""

import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from bot.sandbox.loopback import is_loopback
from tests.running import PATIENCE_S, ROOT

COMMAND = [sys.executable, "-m", "bot.sandbox"]


async def start(*options: str) -> tuple[asyncio.subprocess.Process, str]:
    process = await asyncio.create_subprocess_exec(*COMMAND, *options, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    return process, line


async def test_it_prints_one_line_and_stops_at_once_with_a_poll_open():
    process, line = await start("--port", "0")
    root = line.strip()
    assert line.startswith("http://127.0.0.1:")
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        poll = asyncio.create_task(client.get(f"{root}/bot1:{'a' * 35}/getUpdates?timeout=50"))
        async with asyncio.timeout(PATIENCE_S):
            while '"polling":true' not in (await client.get(f"{root}/control/bots")).text:  # noqa: ASYNC110 - nothing announces it
                await asyncio.sleep(0.01)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert (await poll).json() == {"ok": True, "result": []}
    assert await process.wait() == 0
    assert time.monotonic() - began < PATIENCE_S
    assert await process.communicate() == (b"", b"")


async def test_update_ids_of_a_later_start_are_higher(root, api, control, anna):
    process, line = await start("--port", "0")
    async with httpx.AsyncClient(base_url=line.strip(), trust_env=False) as client:
        await client.post("/control/users", json={"id": 1001})
        first = (await client.post("/control/messages", json={"from": 1001, "text": "a"})).json()["update_ids"][0]
    process.terminate()
    assert await process.wait() == 0
    assert first == pytest.approx(time.time() - 1_700_000_000, abs=60)


async def test_a_second_one_in_the_same_folder_is_refused_before_anything_is_deleted(tmp_path: Path):
    folder, base = tmp_path / "sandbox", tmp_path / "sandbox" / "knowledge"
    options = ("--port", "0", "--folder", str(folder), "--knowledge", str(base), "--copy-of", str(ROOT / "knowledge"))
    idle = (sys.executable, "-c", "import time; time.sleep(600)")
    first, line = await start(*options, "--", *idle)
    assert line.startswith("sandbox: open ")
    (folder / "bot.sqlite3").touch()
    (base / "mine.yaml").touch()
    second, nothing = await start(*options, "--", *idle)
    _, error = await second.communicate()
    assert (second.returncode, nothing) == (1, "")
    assert f"{folder}: another sandbox uses this folder; end it first" in error.decode()
    assert (folder / "bot.sqlite3").exists()
    assert (base / "mine.yaml").exists()
    first.terminate()
    assert await first.wait() == 0


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
async def test_what_people_wrote_is_gone_from_the_disk_at_its_end_or_else_at_the_next_start(end, tmp_path: Path):
    database = tmp_path / "bot.sqlite3"
    command = ("--port", "0", "--folder", str(tmp_path), "--knowledge", str(tmp_path), "--")
    writes = (sys.executable, "-c", f"open({str(database)!r}, 'w'); print(flush=True); import time; time.sleep(600)")
    server, _ = await start(*command, *writes)
    async with asyncio.timeout(PATIENCE_S):
        while not database.exists():  # noqa: ASYNC110 - nothing announces it
            await asyncio.sleep(0.01)
    server.send_signal(end)
    await server.communicate()
    if end is signal.SIGKILL:
        assert database.exists()
        idle = (sys.executable, "-c", "import time; time.sleep(600)")
        server, _ = await start(*command, *idle)
        assert not database.exists()
        server.terminate()
        await server.wait()
    assert not database.exists()


async def test_it_refuses_to_listen_to_the_network():
    host = "192.168.1.10"
    process = await asyncio.create_subprocess_exec(*COMMAND, "--host", host, "--port", "0", stderr=subprocess.PIPE)
    _, error = await process.communicate()
    assert process.returncode == 1
    assert f"{host} is not a loopback address" in error.decode()


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1:8081", True),
        ("127.8.8.8", True),
        ("localhost:1", True),
        ("LOCALHOST", True),
        ("[::1]:8081", True),
        ("::1", False),
        ("127.0.0.1.example.org", False),
        ("example.org:8081", False),
        ("", False),
        ("::", False),
        ("10.0.0.1", False),
        ("127.0.0.1:8081@example.org", False),
    ],
)
def test_only_loopback_names_are_local(host, expected):
    assert is_loopback(host) is expected


@pytest.mark.parametrize("path", ["/", "/control/users", f"/bot1:{'a' * 35}/getMe", f"/file/bot1:{'a' * 35}/x"])
@pytest.mark.parametrize(
    "headers",
    [
        {"host": "sandbox.example.org"},
        {"origin": "https://example.org"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=["rebinding", "other site", "opaque origin", "picture on another site", "picture on another port"],
)
async def test_other_hosts_and_origins_are_refused(client, path, headers):
    response = await client.get(path, headers=headers)
    assert response.status_code == 403


async def test_the_page_s_own_origin_is_let_in(client, root):
    for headers in ({"origin": root}, {"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}):
        response = await client.get("/control/bots", headers=headers)
        assert response.status_code == 200
