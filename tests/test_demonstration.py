"""The sandbox verb as somebody meets it who tries the bot for the first time."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.running import PATIENCE_S, ROOT, TOKEN, Control, with_model


def start(folder: Path, *options: str) -> subprocess.Popen[str]:
    """Start it where a token is in the environment, which must not matter."""
    (folder / "config.yaml").write_text(f"knowledge_dir: {ROOT / 'knowledge'}\n", encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "sandbox", "--config", str(folder / "config.yaml"), *options],
        env={**os.environ, "BOT_TOKEN": TOKEN, "BOT_TOKEN_FILE": str(folder / "no-token"), "PYTHONUNBUFFERED": "1"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def sandbox(tmp_path: Path, model: Path) -> Iterator[subprocess.Popen[str]]:
    with start(with_model(tmp_path, model), "--port", "0") as process:
        yield process
        process.terminate()


def test_it_prints_the_address_of_a_page_where_the_bot_answers_and_ends_whole(sandbox: subprocess.Popen[str]):
    assert sandbox.stdout is not None
    address = next(word for word in sandbox.stdout.readline().split() if word.startswith("http://"))
    assert "polling" in sandbox.stdout.readline()
    with closing(httpx.Client(timeout=PATIENCE_S + 5)) as client:
        assert client.get(address).headers["content-type"].startswith("text/html")
        control = Control(address, client)
        control.post("users", id=7001, first_name="Osoba", started=True)
        control.post("messages", **{"from": 7001}, text="gdzie jest biuro w Koninie?")
        found = control.get("wait", messages=1, chat=7001, timeout=PATIENCE_S)
        assert "Wrzosowa" in found["messages"][0]["message"]["text"]
        sandbox.send_signal(signal.SIGTERM)
        assert sandbox.wait(PATIENCE_S) == 0
        with pytest.raises(httpx.TransportError):
            client.get(address)


def test_a_port_in_use_is_said(tmp_path: Path):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        process = start(tmp_path, "--port", str(taken.getsockname()[1]))
        _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert "Address already in use" in said
    assert "--port chooses another port" in said
    assert "Traceback" not in said
