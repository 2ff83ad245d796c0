"""Outbox → Telegram: the head of every lane, in order within it, at Telegram's pace.

A send is recorded in a commit of its own: the Bot API has no idempotency key, so what was accepted but not recorded
when the process died goes out again, and nothing else does. How a row becomes a call belongs to `bot.telegram`, who
must rest and how long to `bot.resting`, what an outcome means for the store to `bot.recording`.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.addressing import needs_names, place_of
from bot.outcomes import NOWHERE, NotSent, Outcome, Place, Refused, Send, Sent, Unreachable, Wait
from bot.pacing import Pacer
from bot.recording import ATTEMPTS, Recording, chat_of
from bot.resting import LONGEST_REST_S, Rests
from bot.store import outbox
from bot.store.database import Database, StoreError
from bot.store.lanes import lanes_of_chat, urgent_lane
from bot.store.outbox import Priority, Row
from bot.store.outgoing import (
    AnswerPress,
    Delete,
    EditCaption,
    EditText,
    Empty,
    LeaveChat,
    SendAlbum,
    SetCommands,
    SetReaction,
)

log = structlog.get_logger(__name__)

# Sends in flight at once.
IN_FLIGHT = 8
# Heads read at once: those that find no room at once go as soon as there is some, if nothing is committed meanwhile.
AHEAD = 32
# Of the messages that a group may get in a minute so many stay free for what is more urgent than this.
_KEPT_FREE = {Priority.ANSWER: 2, Priority.NOTICE: 10, Priority.BROADCAST: 10}
# How long a change waits before it is looked again whether a call for help is still on its way to the same chat.
_BEHIND_URGENT_S = 0.2
# A press shows its waiting sign for about this long; later nobody sees the answer.
PRESS_ANSWER_LIFE = timedelta(seconds=15)


class Delivery:
    """The one sender of a bot."""

    def __init__(
        self,
        database: Database,
        send: Send,
        pacer: Pacer,
        *,
        real_now: Callable[[], datetime],
        now: Callable[[], datetime] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`real_now` gives real time, `now` the time the bot lives in (None: the real one); `monotonic` paces."""
        self._database = database
        self._send = send
        self._pacer = pacer
        self._real_now = real_now
        self._recording = Recording(now or real_now, real_now)
        self._monotonic = monotonic
        self._work_waits = asyncio.Event()
        # By lane.
        self._in_flight: dict[str, asyncio.Task[None]] = {}
        # Ids of the rows that are in flight or unrecorded: one may have been put into another lane meanwhile.
        self._under_way: set[int] = set()
        # By lane: what Telegram has answered and the store has not taken yet.
        self._unrecorded: dict[str, _Answered] = {}
        self._rests = Rests()
        # Heads that were read and have not gone, the most urgent first, and whether the outbox may hold others.
        self._ahead: deque[Row] = deque()
        self._may_be_more = True
        # How often something was committed.
        self._commits = 0

    def wake(self) -> None:
        """Look at the outbox now: something was committed, so that what was read before it counts no more."""
        self._commits += 1
        self._ahead.clear()
        self._look_again()

    def _look_again(self) -> None:
        self._may_be_more = True
        self._work_waits.set()

    async def run(self) -> None:
        """Send until cancelled; what is in flight then is finished by `drain`."""
        while True:
            self._work_waits.clear()
            try:
                await self._start()
            except StoreError as error:
                self._store_is_down(error)
            await self._wait_for_work()

    async def drain(self) -> None:
        """Wait for the sends in flight."""
        await asyncio.gather(*self._in_flight.values(), return_exceptions=True)

    async def _start(self) -> None:
        """Start what may go now: records that are owed first, then the heads of the lanes that are free."""
        if self._rests.are_all_at(self._monotonic()):
            return
        for owed in [one for lane, one in self._unrecorded.items() if lane not in self._in_flight]:
            self._launch(owed.row, owed)
        while len(self._in_flight) < IN_FLIGHT and (row := await self._next()) is not None:
            if row.id in self._under_way:
                continue  # its lane is looked at again when it has come back
            if self._may_go(row, self._monotonic()):
                self._launch(row)
            elif self._rests.are_all_at(self._monotonic()):
                return

    async def _next(self) -> Row | None:
        """Give the head that is to go next; None when there is none. Raises `StoreError`."""
        if self._may_be_more and self._ahead and self._ahead[0].priority > Priority.ANSWER:
            self._ahead.clear()  # in a lane that is free again an answer may wait
        if self._may_be_more and not self._ahead:
            await self._read_ahead()
        return self._ahead.popleft() if self._ahead else None

    async def _read_ahead(self) -> None:
        self._may_be_more, commits = False, self._commits
        busy = {*self._in_flight, *self._unrecorded, *self._rests.lanes(self._monotonic())}
        heads = await asyncio.to_thread(self._database.read, lambda tx: outbox.heads(tx, limit=AHEAD, without=busy))
        # What was committed while they were read may have changed all but what goes at once.
        kept = AHEAD if commits == self._commits else IN_FLIGHT - len(self._in_flight)
        self._ahead.extend(heads[:kept])
        self._may_be_more = self._may_be_more or len(heads) == AHEAD

    def _launch(self, row: Row, owed: "_Answered | None" = None) -> None:
        self._under_way.add(row.id)
        self._in_flight[row.lane] = asyncio.create_task(self._deliver(row, owed), name=f"send-{row.id}")

    def _may_go(self, row: Row, now: float) -> bool:
        """Count a row as gone if Telegram's limits let it go now; otherwise let its lane, or everything, rest."""
        if row.message is None or isinstance(row.message, AnswerPress | LeaveChat | SetCommands):
            return True
        if self._overtakes(row):
            self._rests.rest(row.lane, now + _BEHIND_URGENT_S)
            return False
        count = len(row.message.items) if isinstance(row.message, SendAlbum) else 1
        if (delay := self._pacer.overall_delay(now, count)) > 0:
            self._rests.rest_all(now + delay)
            return False
        # What makes no message in the chat is counted among all calls only.
        chat_id = None if isinstance(row.message, SetReaction | Delete) else row.message.chat_id
        kept_free = _KEPT_FREE.get(row.priority, 0)
        if chat_id is not None and (delay := self._pacer.chat_delay(chat_id, now, count, kept_free=kept_free)) > 0:
            self._rests.rest(row.lane, now + delay)
            return False
        self._pacer.count(chat_id, now, count)
        return True

    def _overtakes(self, row: Row) -> bool:
        """Tell whether a change could come before a call for help that is on its way, and might be what it empties."""
        if not isinstance(row.message, EditText | EditCaption | Delete | Empty):
            return False
        lane = urgent_lane(row.message.chat_id)
        return row.lane != lane and (lane in self._in_flight or lane in self._unrecorded)

    async def _wait_for_work(self) -> None:
        """Sleep until something was committed or sent, or a rest is over."""
        now = self._monotonic()
        end = self._rests.next_end(now)
        timeout = None if end is None else end - now + 0.001
        try:
            async with asyncio.timeout(timeout):
                await self._work_waits.wait()
        except TimeoutError:
            self.wake()

    async def _deliver(self, row: Row, owed: "_Answered | None") -> None:
        """Send a row, unless only the record of it is owed, and record what became of it."""
        answered = owed
        try:
            answered = answered or await self._ask(row)
            if not isinstance(answered.outcome, Wait | Unreachable):
                await self._record(answered)
            if not isinstance(answered.outcome, Sent):
                self.wake()  # what waits may have changed with it
            self._unrecorded.pop(row.lane, None)
        except StoreError as error:
            self._store_is_down(error)
            if answered is not None:
                self._unrecorded[row.lane] = answered
        finally:
            del self._in_flight[row.lane]
            if row.lane not in self._unrecorded:
                self._under_way.discard(row.id)
            self._look_again()

    async def _ask(self, row: Row) -> "_Answered":
        """Send a row to what its names stand for now. Raises `StoreError`."""
        message = row.message
        if message is None:
            return _Answered(row, NotSent("Unreadable"), NOWHERE)
        if self._is_too_late(row):
            return _Answered(row, Sent(), NOWHERE)
        place = NOWHERE
        if needs_names(message):
            place = await asyncio.to_thread(self._database.read, lambda tx: place_of(tx, message))
        try:
            outcome = await self._send(message, place)
        except Exception as error:  # noqa: BLE001 - it may have gone out; uncounted, it would do so for ever
            outcome = Refused(type(error).__name__)
        return _Answered(row, self._note(row, outcome), place)

    def _store_is_down(self, error: StoreError) -> None:
        log.error("delivery.store_down", error=str(error))
        self._rests.rest_all(self._monotonic() + LONGEST_REST_S)

    def _is_too_late(self, row: Row) -> bool:
        return isinstance(row.message, AnswerPress) and self._real_now() - row.created_at > PRESS_ANSWER_LIFE

    def _note(self, row: Row, outcome: Outcome) -> Outcome:
        """Keep in mind what the outcome says about the line to Telegram; give what is to be recorded."""
        now = self._monotonic()
        match outcome:
            case Wait(time=wait):
                log.warning("delivery.told_to_wait", row=row.id, seconds=wait.total_seconds())
                until = now + wait.total_seconds()
                chat_id = chat_of(row) or 0
                self._rests.throttled(row.lane, until, now, is_group=chat_id < 0, others=_beside(row.lane, chat_id))
            case Unreachable(error=error):
                failures = self._rests.unreached(row.lane, now)
                log.warning("delivery.unreachable", row=row.id, error=error, failures=failures)
                if self._rests.is_lonely(row.lane):
                    self._rests.forgive(row.lane)
                    return NotSent(error)
            case Refused():
                self._rests.rest(row.lane, now + 2.0 ** min(row.attempts, ATTEMPTS))
            case _:
                self._rests.reached(row.lane)
        return outcome

    async def _record(self, answered: "_Answered") -> None:
        """Commit what became of a row before all that waits: until then it would go out again. Raises `StoreError`."""
        row, key = answered.row, chat_of(answered.row) or 0
        try:
            recorded = self._database.write(
                lambda tx: self._recording.record(tx, row, answered.outcome, answered.place), key=key, is_urgent=True
            )
            await asyncio.wrap_future(recorded)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - unrecorded, it would go out for ever
            why = NotSent(type(error).__name__)
            await asyncio.wrap_future(self._database.write(lambda tx: self._recording.bury(tx, row, why), key=key))


def _beside(lane: str, chat_id: int) -> Sequence[str]:
    """Give the other lanes of a chat that may not be written to now; a call for help is tried when it comes."""
    return [one for one in lanes_of_chat(chat_id) if one not in {lane, urgent_lane(chat_id)}] if chat_id else []


@dataclass(frozen=True, slots=True)
class _Answered:
    """What Telegram said to a row."""

    row: Row
    outcome: Outcome
    place: Place
