"""From the start of the process to the first answer, and the memory after many answers, beside a plain echo bot.

A message waits at the server before the process is started. The start is warm: the model is trained and the database
is there.
"""

import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.rig import (
    Control,
    EchoBot,
    Program,
    Sends,
    ended,
    folder,
    messages,
    our_bot,
    push,
    quick_was_asked,
    server,
    table,
)

RUNS, QUICK_RUNS = 5, 1
ANSWERS, QUICK_ANSWERS = 1000, 100
PEOPLE = 200
# Aims.
START_S, MEMORY_MB = 3.0, 200


@dataclass(frozen=True, slots=True)
class Run:
    """One start."""

    first_answer_s: float
    # Resident memory, now and at most.
    memory_mb: float
    peak_mb: float


def main() -> None:
    """Measure and print."""
    is_quick = quick_was_asked(sys.argv[1:], __doc__)
    runs, answers = (QUICK_RUNS, QUICK_ANSWERS) if is_quick else (RUNS, ANSWERS)
    with server() as root, closing(Control(root).client) as client, folder() as made:
        control, bot, plain = Control(root, client), our_bot(made, root), EchoBot(root)
        run(control, bot, 1)  # makes the database
        ours, echo = [], []
        for _ in range(runs):
            ours.append(run(control, bot, answers))
            echo.append(run(control, plain, answers))
    report(answers, ours, echo)


def run(control: Control, bot: Program, answers: int) -> Run:
    """Start a bot, let it answer and look at it."""
    control.post("reset", keep_bots=True)
    sends = Sends(control)
    push(control, messages(1, people=1, first_chat=9001))
    with ended(bot):
        started = time.monotonic()
        bot.start()
        sends.wait_for(1)
        push(control, messages(answers, people=PEOPLE))
        sends.wait_for(1 + answers)
        memory, peak = (resident_mb(bot, name) for name in ("VmRSS", "VmHWM"))
        bot.stop()
    # The server's clock is this machine's.
    return Run(float(sends.calls[0]["t"]) - started, memory, peak)


def resident_mb(bot: Program, name: str) -> float:
    """Give a figure of /proc/<pid>/status (proc(5), in kB) in MB."""
    if bot.process is None:
        raise SystemExit("the bot has ended by itself")
    lines = Path(f"/proc/{bot.process.pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


def report(answers: int, ours: Sequence[Run], echo: Sequence[Run]) -> None:
    """Print the medians beside the aims."""

    def row(name: str, field: str, digits: int, aim: str) -> tuple[str, str, str, str]:
        middle = [statistics.median(getattr(one, field) for one in runs) for runs in (ours, echo)]
        return name, f"{middle[0]:.{digits}f}", f"{middle[1]:.{digits}f}", aim

    table(
        f"Start and memory, medians of {len(ours)}",
        [
            row("start to first answer, s", "first_answer_s", 2, f"{START_S:.0f}"),
            row(f"resident after {answers} answers, MB", "memory_mb", 0, f"{MEMORY_MB}"),
            row("resident at most, MB", "peak_mb", 0, ""),
        ],
        head=("", "this bot", "plain echo bot", "aim"),
    )


if __name__ == "__main__":
    main()
