"""Notes in memory how what citizens write is judged, so that somebody who tries the bot can ask why; `run --demo` only.

Nothing is computed here: a judgement is kept with what it was made by, and taken apart when somebody asks. The thread
that writes to SQLite decides one event after another: what is judged belongs to the event begun last.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from threading import Lock

from sqlalchemy import Connection

from bot.applying import LINES, Scene
from bot.domain.events import CitizenWrote, Event
from bot.domain.interpreting import Interpretation, Interpreter
from bot.domain.knowledge import Knowledge
from bot.handling import Handling
from bot.intake import Intake

# Messages whose judgements are kept; older ones are forgotten.
KEPT_MESSAGES = 500


@dataclass(frozen=True, slots=True)
class Judged:
    """One judgement, with all that it was made by."""

    text: str
    # The entry of the answer before it.
    context: str | None
    # Entries that were turned down for this very question.
    refused: Sequence[str]
    found: Interpretation
    interpreter: Interpreter
    knowledge: Knowledge


@dataclass(slots=True)
class Record:
    """A message of a citizen and the judgements that it led to."""

    update_id: int
    chat_id: int
    text: str
    # The time the bot lived in.
    at: datetime
    judged: list[Judged] = field(default_factory=list)


class Witness:
    """Keeps the newest records. Messages arrive in one thread and are decided in another."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = Lock()
        self._records: OrderedDict[int, Record] = OrderedDict()
        # That of the event which is being decided.
        self._current: Record | None = None

    def record(self, update_id: int) -> Record | None:
        """Give what is known of a message; None for one that was no text of a citizen, or too long ago."""
        return self._records.get(update_id)

    def receive(self, update_id: int, event: CitizenWrote) -> None:
        """Begin a record of a message that is about to be decided; one that comes again keeps the record it has."""
        with self._lock:
            self._records.setdefault(update_id, Record(update_id, event.chat_id, event.text, self._now()))
            while len(self._records) > KEPT_MESSAGES:
                self._records.popitem(last=False)

    def begin(self, source: str) -> None:
        """Let what is judged from now on belong to the event of this source (as `Handling` names it)."""
        kind, _, rest = source.partition(":")
        if kind == LINES:
            # What waited for more lines is judged anew with the last of them.
            chat_id = int(rest.partition(":")[0])
            with self._lock:
                newest_first = list(reversed(self._records.values()))
            self._current = next((one for one in newest_first if one.chat_id == chat_id), None)
        else:
            number = source.removeprefix("u")
            self._current = self._records.get(int(number)) if number.isdecimal() else None

    def note(self, judged: Judged) -> None:
        """Add a judgement to the event that is being decided; one that was made before is the same again."""
        if self._current is not None and not any(_is_same(judged, one) for one in self._current.judged):
            self._current.judged.append(judged)

    def watched(self, scene: Callable[[], Scene]) -> Callable[[], Scene]:
        """Give scenes whose judgements are noted."""

        def watched_scene() -> Scene:
            seen = scene()
            knowledge, usual = seen.world.knowledge, seen.world.interpreter
            inner = {one.name: getattr(usual, one.name) for one in fields(Interpreter)}
            watching = _WatchedInterpreter(**inner, note=self.note, knowledge=knowledge, usual=usual)
            return replace(seen, world=replace(seen.world, interpreter=watching))

        return watched_scene


def _is_same(one: Judged, other: Judged) -> bool:
    return (one.text, one.context, *one.refused) == (other.text, other.context, *other.refused)


@dataclass(frozen=True, slots=True)
class _WatchedInterpreter(Interpreter):
    """Judges as any other and tells what it found."""

    note: Callable[[Judged], None] = field(kw_only=True)
    knowledge: Knowledge = field(kw_only=True)
    usual: Interpreter = field(kw_only=True)

    def interpret(self, text: str, *, context: str | None = None, refused: Sequence[str] = ()) -> Interpretation:
        found = self.usual.interpret(text, context=context, refused=refused)
        self.note(Judged(text, context, tuple(refused), found, self.usual, self.knowledge))
        return found


def watched(intake: Intake, witness: Witness) -> Intake:
    """Give an intake that does the same and lets the witness see."""
    usual = {one.name: getattr(intake, one.name) for one in fields(Intake)}
    return _WatchedIntake(**usual | {"scene": witness.watched(intake.scene)}, witness=witness)


@dataclass(frozen=True, slots=True)
class _WatchedIntake(Intake):
    """Handles events as any other and lets the witness know which one is decided."""

    witness: Witness

    async def take_update(self, update_id: int, event: Event, *, chat_id: int, pressed_message_id: int | None) -> bool:
        if isinstance(event, CitizenWrote):
            self.witness.receive(update_id, event)
        return await Intake.take_update(self, update_id, event, chat_id=chat_id, pressed_message_id=pressed_message_id)

    def _handling(self, tx: Connection, source: str) -> Handling:
        self.witness.begin(source)
        return Intake._handling(self, tx, source)  # noqa: SLF001 - of the class itself
