"""Every story in `tests/stories`, through the real application."""

from pathlib import Path

import pytest
import yaml

from tests.desk_player import DeskPlayer
from tests.player import JOIN_S, Player, stories
from tests.running import ROOT, Control, RunningBot, with_model

# A Tuesday morning in working hours.
USUAL_CLOCK = "2026-11-24T10:00+01:00"


@pytest.mark.parametrize("story", stories(ROOT / "tests" / "stories"), ids=lambda path: path.stem)
def test_story(story: Path, tmp_path: Path, model: Path, control: Control):
    told = yaml.safe_load(story.read_text(encoding="utf-8"))
    bot = RunningBot(
        folder=with_model(tmp_path, model),
        root=control.root,
        config={"conversation": {"join_lines_s": JOIN_S}, **told.get("config", {})},
        knowledge_dir=ROOT / told.get("knowledge", "knowledge"),
        clock=told.get("clock", USUAL_CLOCK),
    )
    bot.start()
    try:
        player = Player(bot, control)
        DeskPlayer(player).join()
        player.play(told["steps"])
    finally:
        bot.kill()
