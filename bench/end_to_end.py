"""Updates a second from the message to its answer, everything durable, beside a plain echo bot on the same server.

Rounds alternate between the two. In each, people's messages wait at the server when a bot that has started and polls
gets them all; the time runs until the server has accepted the last answer. Pacing is lifted for both: neither the
echo bot nor the server has any.
"""

import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
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

MESSAGES, QUICK_MESSAGES = 1000, 100
ROUNDS, QUICK_ROUNDS = 5, 1
PEOPLE = 200
# What comes before the measured messages, so that nothing is done for the first time.
WARMING = 20
# Aims: promised and hoped for.
LEAST, AIM = 0.3, 1.0


def main() -> None:
    """Measure and print."""
    is_quick = quick_was_asked(sys.argv[1:], __doc__)
    count, rounds = (QUICK_MESSAGES, QUICK_ROUNDS) if is_quick else (MESSAGES, ROUNDS)
    ours, echo = [], []
    with server() as root, closing(Control(root).client) as client:
        control = Control(root, client)
        for _ in range(rounds):
            with our_round(control) as bot:
                ours.append(rate(control, bot, count))
            echo.append(rate(control, EchoBot(root), count))
    report(count, ours, echo)


@contextmanager
def our_round(control: Control) -> Iterator[Program]:
    """Give this bot with an empty store."""
    with folder() as made:
        yield our_bot(made, control.root)


def rate(control: Control, bot: Program, count: int) -> float:
    """Give the updates a second of one bot in one round."""
    control.post("reset", keep_bots=True)
    with ended(bot):
        bot.start()
        answered(control, messages(WARMING, people=WARMING, first_chat=9001))
        seconds = answered(control, messages(count, people=PEOPLE))
        bot.stop()
    return count / seconds


def answered(control: Control, written: Sequence[tuple[int, str]]) -> float:
    """Let people write and wait for as many answers; give the seconds until the last was accepted."""
    sends = Sends(control)
    started = time.monotonic()
    push(control, written)
    sends.wait_for(len(written))
    # The server's clock is this machine's.
    return float(sends.calls[len(written) - 1]["t"]) - started


def report(count: int, ours: Sequence[float], echo: Sequence[float]) -> None:
    """Print the rounds, the medians and their ratio."""
    pairs = list(zip(ours, echo, strict=True))
    rows = [(f"round {number}", f"{one:.0f}", f"{other:.0f}") for number, (one, other) in enumerate(pairs, start=1)]
    middle = statistics.median(ours), statistics.median(echo)
    rows.append(("median", f"{middle[0]:.0f}", f"{middle[1]:.0f}"))
    table(f"Answered updates a second, {count} messages a round", rows, head=("", "this bot", "plain echo bot"))
    table("", [("ratio of the medians", f"{middle[0] / middle[1]:.2f}", f"{LEAST} or more; aim {AIM}")])


if __name__ == "__main__":
    main()
