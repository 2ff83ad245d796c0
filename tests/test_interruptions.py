"""A hand-off with a restart, or a kill, between any two steps: nothing is lost, and nothing is done twice.

The bot is ended after somebody has acted and again before each thing that it is to say: at once or a little later,
whatever it is doing then, and when it is killed, once more while it starts. A send that Telegram took just before,
without the bot having recorded it, is the only one that may come again.
"""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from tests.desk_player import DeskPlayer
from tests.player import JOIN_S, Player
from tests.running import ROOT, Control, RunningBot, with_model

STEPS = yaml.safe_load((ROOT / "tests" / "interrupted.yaml").read_text(encoding="utf-8"))
# Latest moment after a step, and after the start of the process: it polls about then.
LATEST_S, STARTED_S = 0.3, 2.5
MOMENTS = Random(2027)  # noqa: S311 - moments, no secrets


def kill_at_any_moment(bot: RunningBot) -> None:
    """Kill the bot a moment after a step, and what is started in its place at any moment of its start."""
    time.sleep(MOMENTS.uniform(0, LATEST_S))
    bot.kill()
    bot.launch()
    time.sleep(MOMENTS.uniform(0, STARTED_S))
    bot.kill()


ENDS: Mapping[str, Callable[[RunningBot], None]] = {"restart": RunningBot.stop, "kill": kill_at_any_moment}


@pytest.fixture
def player(tmp_path: Path, model: Path, control: Control) -> Any:
    settings = {"conversation": {"join_lines_s": JOIN_S}}
    bot = RunningBot(with_model(tmp_path, model), control.root, settings, clock="2026-11-24T10:00+01:00")
    bot.start()
    yield Player(bot, control)
    bot.kill()


@pytest.mark.parametrize("end", ENDS)
def test_a_restart_or_kill_between_any_two_steps_loses_and_doubles_nothing(end: str, player: Player):
    desk = DeskPlayer(player)
    desk.join()
    opening, story = STEPS[:1], STEPS[1:]
    player.play(opening)
    player.forgives_repetition = True
    player.play(story, between=lambda: player.again(lambda: ENDS[end](player.bot)))
