"""Store and decision in one process, without Telegram: group commit against one commit for each update.

Both runs put the same distinct questions through the same intake, as many at once as one poll brings, into a SQLite
file on disk; 4 ms are added to every commit, what a flush costs on common disks.
"""

import asyncio
import gc
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.rig import folder, questions, quick_was_asked, scenes, table
from bot.app import GARBAGE_AT
from bot.applying import Scene
from bot.clock import real_now
from bot.domain import citizen
from bot.domain.conversation import Conversation
from bot.domain.events import CitizenWrote
from bot.intake import Intake
from bot.log import configure_logging
from bot.store.database import BATCH, Database
from bot.store.schema import migrate
from bot.telegram.receiving import BATCH as POLLED

COMMIT_S = 0.004
MESSAGES_A_PERSON = 4
# Aims.
RATIO, CPU_MS = 5.0, 0.4


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took."""

    updates: int
    wall_s: float
    cpu_s: float
    commits: int

    @property
    def rate(self) -> float:
        """Updates a second."""
        return self.updates / self.wall_s

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time for each update."""
        return self.cpu_s / self.updates * 1000


def main() -> None:
    """Measure and print."""
    is_quick = quick_was_asked(sys.argv[1:], __doc__)
    configure_logging("error")
    asked = questions()[:200] if is_quick else questions()
    loads = {
        "messages of conversations: /start, two questions, thanks": conversations(asked),
        "questions": asked,
        "commands, which need no matching": ["/start", "/biura", "/specjalisci", "/prywatnosc"] * (len(asked) // 4),
    }
    for name, texts in loads.items():
        events = wrote(texts)
        group, single = through_store(events, BATCH), through_store(events, 1)
        first_seen, seen_before = deciding(events)
        report(f"{len(events)} {name}", group, single, first_seen, seen_before)


def conversations(asked: Sequence[str]) -> Sequence[str]:
    """Give what people write who come with two questions each; the same half of the questions in turn."""
    half = asked[: len(asked) // 4 * 2]
    pairs = zip(half[::2], half[1::2], strict=True)
    return [said for first, second in pairs for said in ("/start", first, second, "dziękuję")]


def wrote(texts: Sequence[str]) -> Sequence[CitizenWrote]:
    """Give the events of these messages; people write a few messages each, one after another."""
    return [
        CitizenWrote(1001 + number // MESSAGES_A_PERSON, number + 1, text, is_edit=False, language_code="pl")
        for number, text in enumerate(texts)
    ]


def through_store(events: Sequence[CitizenWrote], batch: int) -> Run:
    """Put events through intake, decision and store; nothing has been seen before."""
    commits = 0

    def before_commit() -> None:
        nonlocal commits
        commits += 1
        time.sleep(COMMIT_S)

    with folder() as made:
        url = f"sqlite:///{made / 'bot.sqlite3'}"
        migrate(url)
        database = Database(url, before_commit=before_commit, batch=batch)
        intake = Intake(database, prepared_scenes(), real_now, lambda: None, lambda: "code")
        wall, cpu = time.perf_counter(), time.process_time()
        asyncio.run(feed(intake, events))
        run = Run(len(events), time.perf_counter() - wall, time.process_time() - cpu, commits)
        database.close()
    return run


def prepared_scenes() -> Callable[[], Scene]:
    """Give scenes with what is made once a version already made, as at the start of the bot."""
    made = scenes()
    made()
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AT)
    return made


async def feed(intake: Intake, events: Sequence[CitizenWrote]) -> None:
    """Hand over as many at once as one poll brings."""
    for start in range(0, len(events), POLLED):
        together = enumerate(events[start : start + POLLED], start=start + 1)
        await asyncio.gather(
            *(intake.take_update(key, one, chat_id=one.chat_id, pressed_message_id=None) for key, one in together)
        )


def deciding(events: Sequence[CitizenWrote]) -> tuple[float, float]:
    """Give the milliseconds of processor time that a decision takes, at first sight and for what was seen before."""
    scene = prepared_scenes()

    def lap() -> float:
        conversations: dict[int, Conversation] = defaultdict(Conversation)
        started = time.process_time()
        for one in events:
            decision = citizen.decide(conversations[one.chat_id], one, scene().world)
            conversations[one.chat_id] = decision.conversation
        return (time.process_time() - started) / len(events) * 1000

    return lap(), lap()


def report(name: str, group: Run, single: Run, first_seen: float, seen_before: float) -> None:
    """Print the figures of one load beside the aims."""
    table(
        f"Store and decision, {name}, {COMMIT_S * 1000:.0f} ms added to every commit",
        [
            (how, f"{one.rate:.0f}", f"{one.cpu_ms:.2f}", one.commits)
            for how, one in (("group commit", group), ("one commit an update", single))
        ],
        head=("", "updates/s", "CPU ms/update", "commits"),
    )
    table(
        "",
        [
            ("ratio", f"{group.rate / single.rate:.1f}", f"aim {RATIO:.0f} or more"),
            ("CPU ms/update", f"{group.cpu_ms:.2f}", f"aim {CPU_MS} or less"),
            ("  decision, texts at first sight", f"{first_seen:.2f}", ""),
            ("  decision, texts seen before", f"{seen_before:.2f}", ""),
            ("  intake and store (the rest)", f"{group.cpu_ms - first_seen:.2f}", ""),
        ],
    )


if __name__ == "__main__":
    main()
