"""Outbox → Telegram: the head of every lane, in order within it, at Telegram's pace.

A send is recorded in a commit of its own: the Bot API has no idempotency key, so what was accepted but not recorded
when the process died goes out again, and nothing else does. How a row becomes a call belongs to `bot.telegram`, who
must rest and how long to `bot.resting`.
"""

import asyncio
import contextlib
import html
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.domain.texts import text
from bot.outcomes import (
    Gone,
    Migrated,
    NotSent,
    Outcome,
    Refused,
    Send,
    Sent,
    Target,
    Uneditable,
    Unformatted,
    Unreachable,
    Wait,
)
from bot.pacing import Pacer
from bot.resting import LONGEST_REST_S, Rests
from bot.store import citizens, messages, operators, outbox
from bot.store.database import Database, StoreError
from bot.store.outbox import Row
from bot.store.outgoing import AnswerPress, EditText, LeaveChat, SendText

log = structlog.get_logger(__name__)

# Sends in flight at once.
IN_FLIGHT = 8
# Refusals of unknown cause before a row is given up.
ATTEMPTS = 5
# Notices told to an operator who has gone away are told to the next one, so far back.
UNREAD_FOR = timedelta(days=7)
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
        self._now = now or real_now
        self._monotonic = monotonic
        self._work_waits = asyncio.Event()
        # By lane.
        self._in_flight: dict[str, asyncio.Task[None]] = {}
        # By lane: what Telegram has answered and the store has not taken yet.
        self._unrecorded: dict[str, tuple[Row, Outcome]] = {}
        self._rests = Rests()

    def wake(self) -> None:
        """Look at the outbox now: something was committed."""
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
        for row, outcome in [owed for lane, owed in self._unrecorded.items() if lane not in self._in_flight]:
            self._launch(row, outcome)
        room = IN_FLIGHT - len(self._in_flight)
        if room <= 0:
            return
        busy = {*self._in_flight, *self._rests.lanes(self._monotonic())}
        heads = await asyncio.to_thread(self._database.read, lambda tx: outbox.heads(tx, limit=room, without=busy))
        now = self._monotonic()
        for row in heads:
            if self._may_go(row, now):
                self._launch(row)

    def _launch(self, row: Row, outcome: Outcome | None = None) -> None:
        self._in_flight[row.lane] = asyncio.create_task(self._deliver(row, outcome), name=f"send-{row.id}")

    def _may_go(self, row: Row, now: float) -> bool:
        """Count a row as gone if Telegram's limits let it go now; otherwise let its lane, or everything, rest."""
        if row.message is None or isinstance(row.message, AnswerPress | LeaveChat):
            return True
        if (delay := self._pacer.overall_delay(now)) > 0:
            self._rests.rest_all(now + delay)
            return False
        if (delay := self._pacer.chat_delay(row.message.chat_id, now)) > 0:
            self._rests.rest(row.lane, now + delay)
            self.wake()  # the next lane may go
            return False
        self._pacer.count(row.message.chat_id, now)
        return True

    async def _wait_for_work(self) -> None:
        """Sleep until something was committed or sent, or a rest is over."""
        now = self._monotonic()
        end = self._rests.next_end(now)
        timeout = None if end is None else end - now + 0.001
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await self._work_waits.wait()

    async def _deliver(self, row: Row, outcome: Outcome | None) -> None:
        """Send a row, unless only the record of it is owed, and record what became of it."""
        try:
            if outcome is None:
                outcome = Sent(None) if self._is_too_late(row) else self._note(row, await self._attempt(row))
            if not isinstance(outcome, Wait | Unreachable):
                await self._record(row, outcome)
            self._unrecorded.pop(row.lane, None)
        except StoreError as error:
            self._store_is_down(error)
            if outcome is not None:
                self._unrecorded[row.lane] = (row, outcome)
        finally:
            del self._in_flight[row.lane]
            self.wake()

    def _store_is_down(self, error: StoreError) -> None:
        log.error("delivery.store_down", error=str(error))
        self._rests.rest_all(self._monotonic() + LONGEST_REST_S)

    def _is_too_late(self, row: Row) -> bool:
        return isinstance(row.message, AnswerPress) and self._real_now() - row.created_at > PRESS_ANSWER_LIFE

    async def _attempt(self, row: Row) -> Outcome:
        message = row.message
        if message is None:
            return NotSent("Unreadable")
        target = None
        if isinstance(message, EditText):
            name = message.target
            found = await asyncio.to_thread(self._database.read, lambda tx: messages.find(tx, name))
            target = Target(*found) if found else None
        try:
            return await self._send(message, target)
        except Exception as error:  # noqa: BLE001 - it may have gone out; uncounted, it would do so for ever
            return Refused(type(error).__name__)

    def _note(self, row: Row, outcome: Outcome) -> Outcome:
        """Keep in mind what the outcome says about the line to Telegram; give what is to be recorded."""
        now = self._monotonic()
        match outcome:
            case Wait(time=wait):
                log.warning("delivery.told_to_wait", row=row.id, seconds=wait.total_seconds())
                until = now + wait.total_seconds()
                self._rests.throttled(row.lane, until, now, is_group=row.lane.startswith("chat:-"))
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

    async def _record(self, row: Row, outcome: Outcome) -> None:
        """Commit what became of a row before all that waits: until then it would go out again. Raises `StoreError`."""
        key = _chat_of(row) or 0
        try:
            settled = self._database.write(lambda tx: self._settle(tx, row, outcome), key=key, is_urgent=True)
            await asyncio.wrap_future(settled)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - unrecorded, it would go out for ever
            why = NotSent(type(error).__name__)
            await asyncio.wrap_future(self._database.write(lambda tx: self._bury(tx, row, why), key=key))

    def _settle(self, tx: Connection, row: Row, outcome: Outcome) -> None:
        """Record what became of a row, in the transaction `tx`."""
        match outcome, row.message:
            case Sent(message_id=message_id), _:
                outbox.done(tx, row.id)
                self._remember(tx, row, message_id)
            case Gone(), _:
                self._cancel_lane(tx, row)
            case Migrated(chat_id=new_chat_id), _ if row.attempts < ATTEMPTS and (chat_id := _chat_of(row)) is not None:
                outbox.move_chat(tx, chat_id, new_chat_id)
            case Unformatted(), SendText() | EditText() as old if (plain := _plain(old.html)) != old.html:
                log.error("delivery.markup_refused", row=row.id)
                outbox.replace(tx, row.id, replace(old, html=plain))
            case Uneditable(), EditText() as edit:
                outbox.send_anew(tx, row.id, edit)
            case Refused(), _ if row.attempts + 1 < ATTEMPTS:
                outbox.failed(tx, row.id)
            case _:
                self._bury(tx, row, outcome)

    def _remember(self, tx: Connection, row: Row, message_id: int | None) -> None:
        chat_id = _chat_of(row)
        if message_id is not None and row.handle is not None and chat_id is not None:
            messages.record(tx, chat_id=chat_id, message_id=message_id, handle=row.handle, at=self._now())

    def _cancel_lane(self, tx: Connection, row: Row) -> None:
        cancelled = outbox.cancel_lane(tx, row.lane)
        log.info("delivery.reader_gone", lane=row.lane, cancelled=cancelled)
        if (chat_id := _chat_of(row)) is not None:
            citizens.mark_blocked(tx, chat_id, self._now())
            self._dismiss(tx, chat_id)

    def _dismiss(self, tx: Connection, chat_id: int) -> None:
        """Take the role of an operator who is gone away; what they were not told waits for the next one."""
        if operators.remove(tx, chat_id):
            operators.reopen_notices(tx, since=self._now() - UNREAD_FOR)
            log.error("operator.gone")

    def _bury(self, tx: Connection, row: Row, outcome: Outcome) -> None:
        """Give a row up where an operator sees it."""
        error = outcome.error if isinstance(outcome, Refused | NotSent) else type(outcome).__name__
        if not outbox.bury(tx, row.id, why=error, at=self._now()):
            return  # a newer edit has taken its place meanwhile
        log.error("delivery.dead_letter", row=row.id, error=error)
        operators.keep_notice(tx, text("notice.dead_letter", row=row.id, error=error), at=self._now())


def _chat_of(row: Row) -> int | None:
    """Give the chat that a row goes to; None for the answer to a press and for what cannot be read."""
    return None if row.message is None or isinstance(row.message, AnswerPress) else row.message.chat_id


def _plain(markup: str) -> str:
    """Give text that no parser can refuse: without tags, escaped again."""
    return html.escape(html.unescape(re.sub(r"<[^<>]*>", "", markup)), quote=False)
