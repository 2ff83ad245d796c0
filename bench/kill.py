"""What a kill -9 costs: messages lost, effects doubled, messages sent twice; this bot beside a plain echo bot.

Both get the same messages and are killed at random moments, seeded, from the start of the process on: while it starts,
its first start included, or in the middle of work, each bot in the time that it takes to start. At each kill the log
of the server is compared with the store: only what was accepted and not recorded may be sent again.
"""

import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.rig import (
    SEED,
    Control,
    EchoBot,
    Program,
    Sends,
    ended,
    folder,
    our_bot,
    prompt_questions,
    push,
    quick_was_asked,
    server,
    table,
)

KILLS, QUICK_KILLS = 100, 8
# Messages before each start, and again while it runs.
WAITING, COMING = 30, 15
PEOPLE = 50
# Latest kill after the start of the process, in times that a bot takes to poll.
LATEST = 2.5
# A request that left just before a kill is carried out within this.
SETTLING_S = 0.1
# Nothing more is answered when nothing was for so long.
SILENCE_S = 5.0


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a person."""

    update_id: int
    chat_id: int
    text: str


@dataclass(slots=True)
class Round:
    """What has been written, to one bot."""

    control: Control
    written: list[Message]

    def write(self, count: int) -> None:
        """Let people write; nobody writes the same twice."""
        texts = prompt_questions()
        numbers = range(len(self.written), len(self.written) + count)
        fresh = [(1001 + number % PEOPLE, texts[number // PEOPLE % len(texts)]) for number in numbers]
        last = push(self.control, fresh)
        ids = range(last - count + 1, last + 1)
        self.written += [Message(key, chat_id, text) for key, (chat_id, text) in zip(ids, fresh, strict=True)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the messages."""

    written: int
    lost: int
    answers: int
    # None: it keeps nothing that could be doubled.
    doubled_effects: int | None
    sent_twice: int
    # Sends accepted but not recorded, over all kills; None: it records nothing.
    unrecorded: int | None
    # Kills at which messages had been written that were not answered yet, and those before it polled.
    busy_kills: int = 0
    early_kills: int = 0


def main() -> None:
    """Measure and print."""
    is_quick = quick_was_asked(sys.argv[1:], __doc__)
    kills = QUICK_KILLS if is_quick else KILLS
    with server() as root, closing(Control(root).client) as client:
        control = Control(root, client)
        ours = kill_ours(control, kills)
        control.post("reset", keep_bots=True)
        echo = kill_echo(control, kills)
    report(kills, ours, echo)
    if ours.lost or ours.doubled_effects or ours.sent_twice > (ours.unrecorded or 0):
        raise SystemExit("a promise is broken: see the table")


def kill_ours(control: Control, kills: int) -> Outcome:
    """Kill this bot again and again, then let it finish."""
    with folder() as spare, folder() as made:
        latest_s = LATEST * seconds_to_poll(our_bot(spare, control.root))
        bot, store = our_bot(made, control.root), made / "data" / "bot.sqlite3"
        load, sends = Round(control, []), Sends(control)
        # What was accepted and not recorded at a kill never is: sent again, it is another message.
        unrecorded: set[tuple[int, int]] = set()
        busy = early = 0
        with ended(bot):
            for has_begun in killed(bot, load, kills, latest_s):
                early += not has_begun
                answered = {(call["chat"], call["message_id"]) for call in sends.read()}
                known = recorded(store)
                unrecorded |= answered - {(chat_id, message_id) for chat_id, message_id, _ in known}
                busy += len({handle for _, _, handle in known}) < len(load.written)
            bot.start()
            until_silent(sends)
            bot.stop()
        found = judged(load, sends, recorded(store), len(unrecorded))
        return replace(found, busy_kills=busy, early_kills=early)


def kill_echo(control: Control, kills: int) -> Outcome:
    """Kill the echo bot at the same moments, then let it finish."""
    bot, load, sends = EchoBot(control.root), Round(control, []), Sends(control)
    busy, early, latest_s = 0, 0, LATEST * seconds_to_poll(bot)
    with ended(bot):
        for has_begun in killed(bot, load, kills, latest_s):
            early += not has_begun
            busy += len(sends.read()) < len(load.written)
        bot.start()
        until_silent(sends)
        bot.stop()
    echoes = Counter((call["chat"], call["params"]["text"]) for call in sends.calls)
    lost = sum((one.chat_id, one.text) not in echoes for one in load.written)
    answers = sum(echoes.values())
    return Outcome(len(load.written), lost, answers, None, answers - len(echoes), None, busy, early)


def seconds_to_poll(bot: Program) -> float:
    """Give how long a bot takes to start, while nobody writes."""
    with ended(bot):
        started = time.monotonic()
        bot.start()
        return time.monotonic() - started


def killed(bot: Program, load: Round, kills: int, latest_s: float) -> Iterator[bool]:
    """Start and kill a bot under load, so many times, and tell each time whether it had begun to poll.

    What it has sent is settled at each turn.
    """
    random = Random(SEED)
    for number in range(kills):
        delay = random.uniform(0, latest_s)
        load.write(WAITING)
        bot.launch()
        time.sleep(delay / 2)
        load.write(COMING)
        time.sleep(delay / 2)
        has_begun = bot.has_begun()
        bot.kill()
        time.sleep(SETTLING_S)
        print(f"\r{type(bot).__name__}: {number + 1} of {kills} kills", end="", file=sys.stderr, flush=True)
        yield has_begun
    print(file=sys.stderr)


def recorded(store: Path) -> Sequence[tuple[int, int, str]]:
    """Give (chat id, message id, handle) of the sends that the store knows; none before it is made. Reads only."""
    if not store.exists():
        return []
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sent_messages'").fetchall():
            return []
        return connection.execute("SELECT chat_id, message_id, handle FROM sent_messages").fetchall()


def until_silent(sends: Sends) -> None:
    """Wait until nothing more is sent."""
    count, since = -1, time.monotonic()
    while time.monotonic() - since < SILENCE_S:
        if len(sends.read()) != count:
            count, since = len(sends.calls), time.monotonic()
        time.sleep(0.2)


def judged(load: Round, sends: Sends, known: Sequence[tuple[int, int, str]], unrecorded: int) -> Outcome:
    """Compare what was written with what the store did about it and with what the server received.

    Each of these messages has one effect, an answer with buttons that is called `u<update id>:0`; whatever else is
    called after an update, or the same name twice, is a doubled effect.
    """
    received = {(call["chat"], call["message_id"]) for call in sends.calls}
    answers = Counter(handle for chat_id, message_id, handle in known if (chat_id, message_id) in received)
    wanted = {f"u{one.update_id}:0" for one in load.written}
    return Outcome(
        written=len(load.written),
        lost=len(wanted - answers.keys()),
        doubled_effects=sum(answers.values()) - len(wanted & answers.keys()),
        sent_twice=len(received) - len(wanted & answers.keys()),
        unrecorded=unrecorded,
        answers=len(received),
    )


def report(kills: int, ours: Outcome, echo: Outcome) -> None:
    """Print both."""

    def row(name: str, field: str) -> tuple[str, str, str]:
        values = (getattr(one, field) for one in (ours, echo))
        return name, *("-" if value is None else str(value) for value in values)  # type: ignore[return-value]  # two

    table(
        f"{kills} kills with SIGKILL, {ours.written} messages from {PEOPLE} people",
        [
            row("kills before it polled", "early_kills"),
            row("kills while messages waited", "busy_kills"),
            row("answers that the server accepted", "answers"),
            row("messages lost", "lost"),
            row("effects doubled", "doubled_effects"),
            row("messages sent twice", "sent_twice"),
            row("  at most: sends accepted, not recorded", "unrecorded"),
        ],
        head=("", "this bot", "plain echo bot"),
    )


if __name__ == "__main__":
    main()
