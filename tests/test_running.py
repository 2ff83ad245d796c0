"""The program as an operator meets it: started, stopped, edited under its feet, refused with a reason."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.running import ROOT, TOKEN, Control, RunningBot, eventually, with_model

QUESTION = "gdzie jest biuro w Koninie?"


@pytest.fixture
def bot(tmp_path: Path, model: Path, control: Control) -> Iterator[RunningBot]:
    bot = RunningBot(folder=with_model(tmp_path, model), root=control.root)
    yield bot
    bot.kill()


def ask(control: Control, text: str, person: int = 7001) -> str:
    control.post("users", id=person, first_name="Osoba", started=True)
    since = control.get("log")["last"]
    control.post("messages", **{"from": person}, text=text)
    found = control.get("wait", calls=1, since=since, chat=person, method="sendMessage", code=200, timeout=20)
    assert found["ok"], "no answer"
    return str(found["calls"][0]["params"]["text"])


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "config.yaml").write_text(f"knowledge_dir: {ROOT / 'knowledge'}\n", encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    return subprocess.run(
        [sys.executable, "-m", "bot", "run", "--config", str(folder / "config.yaml")],
        env={**clean, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_what_was_written_before_the_start_is_answered(bot: RunningBot, control: Control):
    control.post("users", id=7001, first_name="Osoba", started=True)
    control.post("messages", **{"from": 7001}, text=QUESTION)
    bot.start()
    found = control.get("wait", calls=1, since=0, chat=7001, method="sendMessage", code=200, timeout=20)
    assert "Wrzosowa" in found["calls"][0]["params"]["text"]


def test_a_bot_started_while_telegram_is_down_serves_when_it_is_back(bot: RunningBot, control: Control):
    control.post("down", on=True)
    back = subprocess.Popen(
        [sys.executable, "-c", _BRING_BACK, control.root], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    bot.start()
    back.wait(timeout=30)
    assert "Wrzosowa" in ask(control, QUESTION)


def test_a_telegram_that_asks_to_wait_at_the_start_is_obeyed(bot: RunningBot, control: Control):
    control.post("faults", method="deleteWebhook", kind="429", retry_after=3, times=1)
    bot.start()
    calls = [call for call in control.get("log")["calls"] if call["method"] == "deleteWebhook"]
    assert [call["code"] for call in calls] == [429, 200]
    assert calls[1]["t"] - calls[0]["t"] >= 3


_BRING_BACK = (
    "import sys, time, httpx; time.sleep(3); httpx.post(sys.argv[1] + '/control/down', json={'on': False}, timeout=10)"
)


def test_a_second_process_is_refused_with_a_reason(bot: RunningBot, control: Control):
    bot.start()
    second = subprocess.run(
        [sys.executable, "-m", "bot", "run", "--config", str(bot.folder / "config.yaml")],
        env={**os.environ, "BOT_TOKEN": TOKEN, "BOT_API_URL": control.root},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert second.returncode == 1
    assert "another process serves this database" in second.stderr


def test_sigterm_ends_it_at_once_with_success(bot: RunningBot):
    bot.start()
    process = bot.process
    assert process is not None
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_can_be_stopped_while_it_learns(number: signal.Signals, tmp_path: Path):
    (tmp_path / "config.yaml").write_text(f"knowledge_dir: {ROOT / 'knowledge'}\n", encoding="utf-8")
    command = [sys.executable, "-m", "bot", "run", "--config", str(tmp_path / "config.yaml")]
    settings = {"BOT_TOKEN": TOKEN, "BOT_API_URL": "http://127.0.0.1:9"}
    with subprocess.Popen(
        command, env={**os.environ, **settings}, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as started:
        assert started.stderr is not None
        assert any("knowledge.opening" in line for line in started.stderr)
        time.sleep(1)
        started.send_signal(number)
        assert started.wait(timeout=10) == 0
        assert "Traceback" not in started.stderr.read()


def test_a_missing_token_is_said(tmp_path: Path):
    ended = run(tmp_path)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "BOT_TOKEN is not set" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_refused_token_is_said(tmp_path: Path, model: Path, control: Control):
    control.post("bots", token="55555:" + "x" * 35, wrong=True)
    folder = with_model(tmp_path, model)
    ended = run(folder, BOT_TOKEN="55555:" + "x" * 35, BOT_API_URL=control.root)
    assert ended.returncode == 1
    assert "Telegram refuses the token" in ended.stderr
    assert "xxxxx" not in ended.stderr


def test_a_clock_from_a_file_is_refused_on_the_real_telegram(tmp_path: Path):
    (tmp_path / "clock").write_text("2027-01-01T00:00+01:00", encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "run", "--clock", str(tmp_path / "clock")],
        env={**os.environ, "BOT_TOKEN": TOKEN, "BOT_API_URL": "https://api.telegram.org"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "--clock" in ended.stderr


def test_a_database_that_cannot_be_written_is_said(tmp_path: Path, model: Path, control: Control):
    folder = with_model(tmp_path, model)
    (folder / "data" / "bot.sqlite3").write_text("this is no database, and long enough to be read as one" * 20)
    ended = run(folder, BOT_TOKEN=TOKEN, BOT_API_URL=control.root)
    assert ended.returncode == 1
    assert "the database cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_edit_is_live_and_a_broken_one_is_not(bot: RunningBot, control: Control):
    bot.knowledge_dir = bot.folder / "knowledge"
    shutil.copytree(ROOT / "knowledge", bot.knowledge_dir)
    bot.start()
    offices = bot.knowledge_dir / "offices.yaml"
    good = offices.read_text(encoding="utf-8").replace("Wrzosowa 7", "Nowa 1")
    offices.write_text(good, encoding="utf-8")
    eventually(lambda: "knowledge.accepted" in bot.errors(), seconds=10)
    assert "Nowa 1" in ask(control, QUESTION)
    offices.write_text(good.replace("Nowa 1", "Zła 2") + "\n- id: [", encoding="utf-8")
    eventually(lambda: "knowledge.refused" in bot.errors(), seconds=10)
    assert "Nowa 1" in ask(control, QUESTION)


def test_a_base_with_faults_is_refused_at_the_start(tmp_path: Path, control: Control):
    shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")
    (tmp_path / "knowledge" / "offices.yaml").write_text("- id: konin\n  city: Konin\n", encoding="utf-8")
    (tmp_path / "config.yaml").write_text("knowledge_dir: knowledge\n", encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "run", "--config", str(tmp_path / "config.yaml")],
        env={**os.environ, "BOT_TOKEN": TOKEN, "BOT_API_URL": control.root},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "knowledge/offices.yaml:1:" in ended.stderr


def test_no_log_line_holds_what_people_write_or_the_token(bot: RunningBot, control: Control):
    bot.config = {"log_level": "debug"}
    bot.start()
    ask(control, "tajemnica mojego sąsiada Zdzisława")
    control.post("updates", raw='{"update_id": {update_id}, "message": {"text": "sekret"}}')
    control.post("updates", update={"message": {"message_id": 1, "text": "sekret", "chat": 5}})
    control.post("faults", method="sendMessage", kind="500", times=1)
    ask(control, "druga tajemnica")
    logged = bot.errors()
    assert "update.handled" in logged
    for private in ("tajemnica", "Zdzisław", "sekret", TOKEN, TOKEN.partition(":")[2]):
        assert private not in logged


def test_the_profile_carries_the_phone_numbers(bot: RunningBot, control: Control):
    bot.start()
    control.post("users", id=7001, first_name="Osoba", started=True)
    found = eventually(lambda: _complete(control.get("profile", language_code="pl", chat=7001)))
    assert "+48 63 245 58 29" in found["description"]
    assert "+48 63 245 58 29" in found["short_description"]


def _complete(profile: dict[str, Any]) -> dict[str, Any] | None:
    return profile if profile["commands"] and profile["short_description"] and profile["description"] else None
