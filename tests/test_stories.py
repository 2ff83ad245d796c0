"""Every story in `tests/stories`, through the real application."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.desk_player import DeskPlayer
from tests.player import JOIN_S, Player, stories
from tests.postgres import Server
from tests.running import ROOT, Control, RunningBot, with_model
from tests.session_player import SessionPlayer

# A Tuesday morning in working hours.
USUAL_CLOCK = "2026-11-24T10:00+01:00"


def base_of(told: Mapping[str, Any], folder: Path) -> Path:
    """Give the base that a story is played on; `sessions` stand in the place of the shipped ones."""
    base = ROOT / str(told.get("knowledge", "knowledge"))
    if "sessions" not in told:
        return base
    copied = shutil.copytree(base, folder / "knowledge")
    (copied / "sessions.yaml").write_text(yaml.safe_dump(told["sessions"], allow_unicode=True), encoding="utf-8")
    return copied


STORIES = ROOT / "tests" / "stories"
# A question, a hand-off, an erasure, a registration with too few seats, a kill: on the other engine, too.
ON_POSTGRESQL = (
    "several_questions",
    "desk_from_question_to_rating",
    "session_waiting_list",
    "kill_and_restart",
    "handoff_erased_while_open",
)


@pytest.mark.parametrize("story", stories(STORIES), ids=lambda path: path.stem)
def test_story(story: Path, tmp_path: Path, model: Path, control: Control):
    play(story, tmp_path, model, control)


@pytest.mark.parametrize("name", ON_POSTGRESQL)
def test_story_on_postgresql(name: str, tmp_path: Path, model: Path, control: Control, postgres_server: Server):
    play(STORIES / f"{name}.yaml", tmp_path, model, control, database_url=postgres_server.fresh())


def play(story: Path, tmp_path: Path, model: Path, control: Control, *, database_url: str | None = None) -> None:
    """Play a story on a bot of its own; on SQLite in a file, where no database is named."""
    told = yaml.safe_load(story.read_text(encoding="utf-8"))
    bot = RunningBot(
        folder=with_model(tmp_path, model),
        root=control.root,
        config={"conversation": {"join_lines_s": JOIN_S}, **told.get("config", {})},
        knowledge_dir=base_of(told, tmp_path),
        database_url=database_url,
        clock=told.get("clock", USUAL_CLOCK),
    )
    bot.start()
    try:
        player = Player(bot, control)
        DeskPlayer(player).join()
        SessionPlayer(player).join()
        player.play(told["steps"])
    finally:
        bot.kill()
