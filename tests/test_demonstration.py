"""The sandbox verb as somebody meets it who tries the bot for the first time, and what its page may ask for."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.running import PATIENCE_S, ROOT, TOKEN, Control, eventually, with_model

CITIZEN, OTHER_CITIZEN, COORDINATOR = 1001, 1003, 2001


def start(folder: Path, *options: str, **environment: str) -> subprocess.Popen[str]:
    """Start it on the shipped base, whatever token is in the environment of the tests."""
    (folder / "config.yaml").write_text(f"knowledge_dir: {ROOT / 'knowledge'}\n", encoding="utf-8")
    inherited = {name: value for name, value in os.environ.items() if name not in {"BOT_TOKEN", "BOT_TOKEN_FILE"}}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "sandbox", "--config", str(folder / "config.yaml"), *options],
        env={**inherited, **environment},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if not environment else subprocess.PIPE,
        text=True,
    )


@dataclass
class Sandbox:
    """A sandbox with its page's way to it."""

    control: Control
    folder: Path

    def ask(self, method: str, path: str = "", **fields: Any) -> Any:
        """Ask as the page does."""
        url, query = f"{self.control.root}/control/demo{path}", fields if method == "GET" else None
        answer = self.control.client.request(method, url, params=query, json=None if query is not None else fields)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def write(self, text: str, citizen: int = CITIZEN) -> int:
        """Let a citizen write; give the id of the message when it is answered."""
        sent = self.control.post("messages", **{"from": citizen}, text=text)["message"]["message_id"]
        found = self.control.get("wait", messages=1, chat=citizen, after=sent, timeout=PATIENCE_S)
        assert found["ok"]
        self.answer = str(found["messages"][0]["message"]["text"])
        return int(sent)

    answer: str = ""

    def cast(self) -> Any:
        """Give the example data once the staff group is paired."""
        cast = eventually(lambda: (seen := self.ask("GET")["cast"])["state"] != "setting_up" and seen)
        assert cast["state"] == "ready", cast
        return cast

    def said_in_group(self, text: str) -> bool:
        """Tell whether the bot has said something in the staff group."""
        heard = self.control.get(f"chats/{self.ask('GET')['cast']['group']}/messages")
        return any(text in one["message"].get("text", "") for one in heard if one["from_bot"])


def kept(folder: Path) -> list[Path]:
    """Give what the bot keeps of people on the disk."""
    return [*(folder / "data" / "sandbox").glob("*sqlite*")]


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Iterator[Sandbox]:
    """One for all tests, which leave the bot running; it must end whole."""
    folder = with_model(tmp_path_factory.mktemp("sandbox"), model)
    with start(folder, "--port", "0") as process:
        assert process.stdout is not None
        address = next(word for word in process.stdout.readline().split() if word.startswith("http://"))
        with closing(httpx.Client(timeout=PATIENCE_S + 5)) as client:
            assert client.get(address).headers["content-type"].startswith("text/html")
            yield Sandbox(Control(address, client), folder)
            assert kept(folder)
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE_S) == 0
            assert not kept(folder)
            with pytest.raises(httpx.TransportError):
                client.get(address)
        assert "bot: demo:" not in process.stdout.read()


def test_the_first_question_is_answered_and_the_answer_explained_with_its_line(sandbox: Sandbox):
    message = sandbox.write("gdzie jest biuro w Koninei?")
    assert "Wrzosowa" in sandbox.answer
    found = sandbox.ask("GET", "/explain", chat=CITIZEN, message_id=message)
    (judged,) = found["judged"]
    assert ("koninei", "koninie") in {(one["typed"], one["read_as"]) for one in judged["words"]["tokens"]}
    (entry,) = judged["entries"]
    copy = sandbox.ask("GET", f"/knowledge/{entry['file']}")["text"]
    assert copy.splitlines()[entry["line"] - 1].endswith("id: office.konin")
    assert sandbox.ask("GET", "/explain", update_id=found["update_id"]) == found


def test_the_example_people_have_a_paired_group_and_sessions_in_all_states(sandbox: Sandbox):
    cast, said = sandbox.cast(), sandbox.said_in_group
    eventually(lambda: said("Nowe zgłoszenie nr 3 na liście oczekujących"))
    sandbox.control.post("messages", **{"from": COORDINATOR}, chat=cast["group"], text="/sesja")
    eventually(lambda: said("(przyklad_lista_oczekujacych): zapisy trwają, organizacje: 1, miejsca: 3, czekają: 1"))
    assert said("(przyklad_prawie_pelna): zapisy trwają, organizacje: 1, miejsca: 5")
    assert said("(przyklad_zapisy_zamkniete): zapisy zamknięte")
    assert said("(przyklad_odwolana): odwołana")
    assert said("(przyklad_otwarta): zapisy trwają, organizacje: 0")


def test_what_is_due_happens_when_the_clock_is_put_on(sandbox: Sandbox):
    sandbox.cast()
    sandbox.ask("PUT", "/clock", now="2031-01-07T09:00+01:00")
    for said in ("/czlowiek", "mamy kłopot z umową najmu lokalu", "wyślij"):
        sandbox.write(said, OTHER_CITIZEN)
    eventually(lambda: sandbox.said_in_group("mamy kłopot z umową"))
    sandbox.ask("PUT", "/clock", advance_s=3 * 3600)
    # What ended in all those years has used up the reminders of this minute.
    eventually(lambda: sandbox.said_in_group("Nikt go jeszcze nie wziął"), seconds=90)


def test_an_edit_changes_the_answer_and_a_broken_one_tells_where(sandbox: Sandbox):
    path = "/knowledge/topics/office.yaml"
    good = sandbox.ask("GET", path)
    assert good["changed"] is False
    broken = sandbox.ask("PUT", path, text=good["text"].replace("  title: Biuro w Koninie", "  titel: Biuro w Koninie"))
    assert (broken["base"]["verdict"], broken["base"]["in_use"]) == ("refused", False)
    assert {"topics/office.yaml"} == {one["file"] for one in broken["base"]["faults"]}
    edited = sandbox.ask("PUT", path, text=good["text"].replace("Biuro w Koninie ma", "Biuro na próbę ma"))
    assert (edited["base"]["verdict"], edited["base"]["in_use"], edited["changed"]) == ("accepted", True, True)
    sandbox.write("gdzie jest biuro w Koninie?")
    assert "Biuro na próbę" in sandbox.answer
    assert sandbox.ask("DELETE", path)["changed"] is False
    assert "próbę" not in (ROOT / "knowledge" / "topics" / "office.yaml").read_text(encoding="utf-8")


def test_a_bot_that_is_killed_and_started_again_goes_on_in_the_time_that_was_set(sandbox: Sandbox):
    ahead = sandbox.ask("PUT", "/clock", now="2031-01-07T15:00+01:00")["ahead_s"]
    killed = sandbox.ask("POST", "/bot", action="kill")
    assert (killed["bot"]["state"], killed["bot"]["exit_code"], killed["clock"]) == ("died", -9, None)
    refused = sandbox.control.client.get(f"{sandbox.control.root}/control/demo/clock")
    assert (refused.status_code, refused.json()) == (400, {"error": "bot: it does not run"})
    sandbox.control.post("messages", **{"from": CITIZEN}, text="czy ktoś teraz odbierze telefon?")
    sandbox.ask("POST", "/bot", action="start")
    back = eventually(lambda: (seen := sandbox.ask("GET"))["clock"] and seen)
    assert (back["bot"]["starts"], back["bot"]["kills"]) == (2, 1)
    assert back["clock"]["ahead_s"] == pytest.approx(ahead)
    assert back["clock"]["now"].startswith("2031-01-07T15:0")
    sandbox.control.get("idle", timeout=PATIENCE_S)
    lines = sandbox.ask("GET", "/log")["lines"]
    assert sum("bot: polling" in one["text"] for one in lines) == 2
    assert not any("bot: demo:" in one["text"] for one in lines)


@pytest.fixture
def on_trial(tmp_path: Path, model: Path, control: Control) -> Iterator[Callable[[], tuple[str, str]]]:
    """Start `run --demo` once more; give where it answers and the secret that it printed."""
    folder = with_model(tmp_path, model)
    started: list[subprocess.Popen[str]] = []

    def start() -> tuple[str, str]:
        config = folder / "config.yaml"
        config.write_text(f"knowledge_dir: {ROOT / 'knowledge'}\n", encoding="utf-8")
        own = {"BOT_TOKEN": TOKEN, "BOT_API_URL": control.root, "PYTHONUNBUFFERED": "1"}
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "bot", "run", "--demo", "--config", str(config)],
                env={**os.environ, **own, "BOT_DATABASE_URL": f"sqlite:///{folder}/{len(started)}.sqlite3"},
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        )
        assert started[-1].stdout is not None
        line = next(one for one in started[-1].stdout if one.startswith("bot: demo: "))
        address, secret = line.removeprefix("bot: demo: ").split()
        return address, secret

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_a_bot_on_trial_answers_only_who_has_the_secret_of_this_start(on_trial: Callable[[], tuple[str, str]]):
    first, second = on_trial(), on_trial()
    assert first[1] != second[1]
    assert len(first[1]) >= 12
    with closing(httpx.Client(trust_env=False, timeout=PATIENCE_S)) as client:

        def asked(address: str, path: str, secret: str | None) -> int:
            headers = {} if secret is None else {"authorization": f"Bearer {secret}"}
            return client.get(address + path, headers=headers).status_code

        assert [asked(address, "/demo/clock", secret) for address, secret in (first, second)] == [200, 200]
        for path in ("/demo/clock", "/demo/explain?update_id=1", "/demo/knowledge"):
            assert [asked(first[0], path, secret) for secret in (None, "guessed", second[1])] == [403] * 3


ALONE = """
import asyncio, os
from bot import demo
alone = demo._until_alone(os.getppid())
print(flush=True)
asyncio.run(alone)
"""


def test_a_bot_on_trial_ends_when_the_program_that_started_it_has():
    bot = f"subprocess.Popen([sys.executable, '-c', {ALONE!r}], stdout=subprocess.PIPE)"
    server = [sys.executable, "-c", f"import subprocess, sys; {bot}.stdout.readline()"]
    # What it writes errors to ends when the last that holds it does.
    ended = subprocess.run(server, check=False, cwd=ROOT, stderr=subprocess.PIPE, timeout=PATIENCE_S)
    assert ended.returncode == 0


def test_a_port_in_use_is_said(tmp_path: Path):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        process = start(tmp_path, "--port", str(taken.getsockname()[1]), PYTHONUNBUFFERED="1")
        _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert "Address already in use" in said
    assert "--port chooses another port" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("name", ["BOT_TOKEN", "BOT_TOKEN_FILE"])
def test_it_does_not_start_where_a_real_token_is_configured(name: str, tmp_path: Path):
    process = start(tmp_path, "--port", "0", **{name: TOKEN})
    printed, said = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, printed) == (1, "")
    assert "the sandbox takes no real token" in said
    assert TOKEN not in said
