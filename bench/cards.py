"""From a citizen's message to the staff group, with 100 open enquiries: how long until the card, or the copy, is there.

The real program at Telegram's pace, and the local Bot API server with its limits on. Questions come one in ten seconds,
more than three hundred an hour, for five minutes; after every second one somebody with an open enquiry writes on, which
makes a copy and changes a card. The time runs from the message that the server takes to the message that it takes for
the group.
"""

import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.rig import Control, ended, folder, our_bot, quick_was_asked, server, table
from tests.desk_player import DeskPlayer
from tests.player import Player

OPEN, QUICK_OPEN = 100, 5
QUESTIONS, QUICK_QUESTIONS = 30, 3
EVERY_S = 10.0
QUESTION = "mamy kłopot z umową najmu lokalu"
# Working hours, so that nothing is different from a day at the desk.
CLOCK = "2026-11-24T10:00+01:00"
# Longest time to wait for one message in the group.
LONGEST_S = 120.0
# Aim: median.
AIM_S = 1.0


@dataclass
class Measured:
    """Seconds that it took."""

    cards: list[float] = field(default_factory=list)
    copies: list[float] = field(default_factory=list)
    refused: int = 0


def main() -> None:
    """Measure and print."""
    is_quick = quick_was_asked(sys.argv[1:], __doc__)
    opened, asked = (QUICK_OPEN, QUICK_QUESTIONS) if is_quick else (OPEN, QUESTIONS)
    with server() as root, closing(Control(root).client) as client, folder() as made:
        bot = our_bot(made, root)
        bot.clock = CLOCK
        with ended(bot):
            bot.start()
            player = with_open_enquiries(Player(bot, Control(root, client)), opened)
            bot.config = {**bot.config, "pacing": {}}
            player.again(bot.stop)
            report(opened, measure(player, asked))


def with_open_enquiries(player: Player, count: int) -> Player:
    """Pair a group and open so many enquiries; nothing is paced yet."""
    DeskPlayer(player).join()
    opening = [{"enquiry": {"text": QUESTION, "by": f"citizen {number}"}} for number in range(count)]
    player.play([{"desk": {"coordinator": "Ania"}}, *opening])
    return player


def measure(player: Player, asked: int) -> Measured:
    """Let people ask and write on, and take the times."""
    player.control.post("limits", on=True)
    measured = Measured()
    for number in range(asked):
        begun, name = time.monotonic(), f"new {number}"
        for said in ("/czlowiek", QUESTION):
            player.send(name, text=said)
            player.take_as_told()
        measured.cards.append(seconds_to_group(player, name, "wyślij"))
        if number % 2:
            measured.copies.append(seconds_to_group(player, f"citizen {number}", "mamy też pytanie o kaucję"))
        time.sleep(max(0.0, begun + EVERY_S - time.monotonic()))
    measured.refused = len(player.control.get("log", code=429)["calls"])
    return measured


def seconds_to_group(player: Player, name: str, said: str) -> float:
    """Give the seconds from a citizen's message to the next message in the group."""
    since = player.control.get("log", since=10**12)["last"]
    wanted = {"calls": 1, "since": since, "chat": player.group, "method": "sendMessage", "code": 200}
    sent = time.monotonic()
    player.send(name, text=said)
    found = player.control.get("wait", **wanted, timeout=LONGEST_S)
    if not found["ok"]:
        raise SystemExit(f"nothing came to the group within {LONGEST_S:.0f} s")
    # The server's clock is this machine's.
    return float(found["calls"][0]["t"]) - sent


def report(opened: int, measured: Measured) -> None:
    """Print the times and how often the server refused."""
    rows = [
        ("a question that is sent → its card", *figures(measured.cards)),
        ("a later message → its copy", *figures(measured.copies)),
    ]
    head = ("", "messages", "median", "95 of 100", "longest")
    table(f"From a citizen to the staff group with {opened} open enquiries; aim: median {AIM_S} s", rows, head=head)
    table("", [("429s", measured.refused)])


def figures(seconds: Sequence[float]) -> Sequence[object]:
    """Give how many, the median, the 95th of 100 and the longest."""
    if len(seconds) < 2:
        return (len(seconds), *(f"{one:.2f} s" for one in [*seconds, *seconds, *seconds]))
    ninety_five = statistics.quantiles(seconds, n=100, method="inclusive")[94]
    return (len(seconds), *(f"{one:.2f} s" for one in (statistics.median(seconds), ninety_five, max(seconds))))


if __name__ == "__main__":
    main()
