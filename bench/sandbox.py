"""The sandbox as its page meets it: from the start to the first answer, from a message to its answer, a crowd at once.

All over HTTP, as the page does it: a message is posted, the stream of events tells that something changed, the chat is
read, until the answer is there. The start is warm: the model is trained. Telegram's pace is kept, as by anybody who
tries the bot out; everybody writes once, so that it holds nobody up.
"""

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import yaml

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.rig import Control, folder, prompt_questions, quick_was_asked, table, trained_model
from tests.running import ROOT, with_model

STARTS, QUICK_STARTS = 5, 1
MESSAGES, QUICK_MESSAGES = 50, 5
CROWD, QUICK_CROWD = 50, 10
# Ids of people who are nobody of the examples.
FIRST_PERSON = 7001
LONGEST_S = 60.0
# Aims.
START_S, ANSWER_MS = 5, 300


def main() -> None:
    """Measure and print."""
    is_quick = quick_was_asked(sys.argv[1:], __doc__)
    starts, messages, crowd = (QUICK_STARTS, QUICK_MESSAGES, QUICK_CROWD) if is_quick else (STARTS, MESSAGES, CROWD)
    with folder() as made:
        with_model(made, trained_model())
        (made / "config.yaml").write_text(yaml.safe_dump({"knowledge_dir": str(ROOT / "knowledge")}))
        started = [first_answer_s(made) for _ in range(starts)]
        with sandbox(made) as (root, _):
            Asker(root, FIRST_PERSON).ask(prompt_questions()[0])
            settle(root)
            single = [Asker(root, FIRST_PERSON + 1 + number).ask(one) for number, one in enumerate(texts(messages))]
            together = at_once(root, crowd)
    report(started, single, together)


def texts(count: int) -> Sequence[str]:
    """Give questions, each answered at once whatever was said before."""
    asked = prompt_questions()
    return [asked[number % len(asked)] for number in range(count)]


@contextmanager
def sandbox(made: Path) -> Iterator[tuple[str, int]]:
    """Give the root of a sandbox, as `make sandbox` starts it, and its process id."""
    command = [sys.executable, "-m", "bot", "sandbox", "--port", "0", "--config", str(made / "config.yaml")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)
    try:
        if process.stdout is None:
            raise SystemExit("the sandbox prints nothing")
        yield next(word for word in process.stdout.readline().split() if word.startswith("http://")), process.pid
    finally:
        process.terminate()
        process.communicate()


def first_answer_s(made: Path) -> tuple[float, float]:
    """Start a sandbox; give the seconds until a person who writes as soon as there is a page reads the answer.

    The second figure is the processor time until then, which other programs on the machine do not lengthen so much.
    """
    began = time.monotonic()
    with sandbox(made) as (root, server):
        Asker(root, FIRST_PERSON).ask("gdzie jest biuro w Koninie?")
        taken = time.monotonic() - began
        bot = httpx.get(f"{root}/control/demo").json()["bot"]["pid"]
        return taken, processor_s(server) + processor_s(bot)


def processor_s(process: int) -> float:
    """Give the processor time of a process, from /proc/<pid>/stat (proc(5), in clock ticks)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def settle(root: str) -> None:
    """Wait until the example people have done what they do at the start."""
    control = Control(root)
    while control.get("demo")["cast"]["state"] == "setting_up":
        time.sleep(0.1)
    if not control.get("idle", quiet_ms=3000, timeout=LONGEST_S)["ok"]:
        raise SystemExit("the example people are not done")
    control.client.close()


class Asker:
    """One person at a page of their own, listening before they write."""

    def __init__(self, root: str, person: int) -> None:
        self._root, self._person = root, person
        self._client = httpx.Client(timeout=LONGEST_S)
        self._client.post(f"{root}/control/users", json={"id": person, "started": True})

    def ask(self, text: str) -> float:
        """Write; give the seconds until the answer is read."""
        chat = f"{self._root}/control/chats/{self._person}/messages"
        with closing(self._client), self._client.stream("GET", f"{self._root}/control/events") as stream:
            changes = stream.iter_lines()
            next(changes)
            began = time.monotonic()
            self._client.post(f"{self._root}/control/messages", json={"from": self._person, "text": text})
            for line in changes:
                if line and any(one["from_bot"] for one in self._client.get(chat).json()):
                    return time.monotonic() - began
        raise SystemExit(f"{text!r} was not answered")


def at_once(root: str, count: int) -> Sequence[float]:
    """Let many people write at the same moment; give the seconds until each has the answer."""
    taken: list[float] = []
    people = [Asker(root, FIRST_PERSON + 1000 + number) for number in range(count)]
    gate = threading.Barrier(count)

    def write(person: Asker, text: str) -> None:
        gate.wait()
        taken.append(person.ask(text))

    threads = [threading.Thread(target=write, args=pair) for pair in zip(people, texts(count), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(taken) < count:
        raise SystemExit(f"{len(taken)} of {count} were answered")
    return taken


def report(started: Sequence[tuple[float, float]], single: Sequence[float], together: Sequence[float]) -> None:
    """Print the figures beside the aims."""
    waited, worked = zip(*started, strict=True)
    table(
        "The sandbox",
        [
            ("start to the first answer, s", *middle_and_longest(waited, "{:.2f}"), START_S),
            ("processor time of that, s", *middle_and_longest(worked, "{:.2f}"), ""),
            ("message to answer, ms", *middle_and_longest(in_ms(single), "{:.0f}"), ANSWER_MS),
            (f"the same, {len(together)} people at once, ms", *middle_and_longest(in_ms(together), "{:.0f}"), ""),
        ],
        head=("", "median", "longest", "aim of the median"),
    )


def in_ms(seconds: Sequence[float]) -> Sequence[float]:
    """Give milliseconds."""
    return [one * 1000 for one in seconds]


def middle_and_longest(figures: Sequence[float], shape: str) -> tuple[str, str]:
    """Give the median and the longest, written."""
    return shape.format(statistics.median(figures)), shape.format(max(figures))


if __name__ == "__main__":
    main()
