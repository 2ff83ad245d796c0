"""What is due re-enters intake as events; operators are told what waits for them; what is too old is deleted."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.domain.events import Reminder
from bot.domain.registering.owning import INVITATION_LIVES
from bot.domain.sessions.reminders import SessionReminder
from bot.domain.texts import Text
from bot.intake import Intake
from bot.sections import Retention
from bot.store import citizens, due, enquiries, gaps, messages, operators, outbox, registrations, staff, updates
from bot.store.database import Database, StoreError
from bot.store.outbox import Priority
from bot.store.outgoing import SendText
from bot.texts.markup import escaped
from bot.texts.texts import DEFAULT, Renderer

log = structlog.get_logger(__name__)

# How often the due rows are looked at, in real time.
TICK_S = 0.2
SWEEP_EVERY = timedelta(hours=1)
# Telegram repeats no update after 24 h (Bot API, getUpdates).
UPDATE_KEYS_LIVE = timedelta(hours=48)
# Days that an absence is kept after its end, for questions about who was there.
_ABSENCES_LIVE = 30
# A crash while deciding what is due puts it off by this much from now, each further one by twice as long.
PUT_OFF = timedelta(minutes=1)
LONGEST_PUT_OFF = timedelta(hours=6)
# What the group is told in one message where it is due about several enquiries.
_TOLD_TOGETHER = frozenset(
    one.value
    for one in (Reminder.UNTAKEN, Reminder.ESCALATE, Reminder.OWNER_SILENT, Reminder.PROMISE_BROKEN, Reminder.IDLE)
)
# Of these, what may be told so much before its time, so that a rush of questions is no rush of reminders.
_MAY_COME_EARLY = frozenset(one.value for one in (Reminder.UNTAKEN, Reminder.ESCALATE, Reminder.IDLE))
_EARLY = timedelta(minutes=10)
# After so many crashes of one thing those are told whom it concerns.
TOLD_AFTER = 3


@dataclass(slots=True)
class Upkeep:
    """The loop beside the two others."""

    database: Database
    intake: Intake
    renderer: Callable[[], Renderer]
    retention: Retention
    # The time the bot lives in.
    now: Callable[[], datetime]
    real_now: Callable[[], datetime]
    _swept_at: datetime | None = None
    # How often deciding what is due has crashed since the start, by kind and subject.
    _crashes: Counter[tuple[str, int]] = field(default_factory=Counter)

    async def run(self) -> None:
        """Look after everything until cancelled."""
        while True:
            for step in (self.decide_due, self.tell_operators, self._sweep_hourly):
                try:
                    await step()
                except StoreError as error:
                    log.error("upkeep.store_down", error=str(error))
                    await asyncio.sleep(1)
                except Exception as error:  # noqa: BLE001 - one of the loops that must go on
                    log.error("upkeep.crashed", step=step.__name__, error=type(error).__name__)
                    await asyncio.sleep(1)
            await asyncio.sleep(TICK_S)

    async def decide_due(self) -> None:
        """Decide all that is due now. Raises `StoreError`."""
        ripe = await asyncio.to_thread(self.database.read, self._ripe)
        await self._decide([one for one in ripe if one.kind not in _TOLD_TOGETHER])
        reminders = [one for one in ripe if one.kind in _TOLD_TOGETHER]
        if len(reminders) > 1:
            try:
                await self.intake.take_reminders(reminders)
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - one bad row must not stop the others; each is tried alone
                log.error("upkeep.reminders_failed", count=len(reminders), error=type(error).__name__)
            else:
                return
        await self._decide(reminders)

    def _ripe(self, tx: Connection) -> Sequence[due.Due]:
        """Give what is due now, with the reminders of a kind that would follow one by one in the next minutes."""
        now = self.now()
        ripe = due.ripe(tx, now=now, real_now=self.real_now())
        early = {one.kind for one in ripe} & _MAY_COME_EARLY
        return [*ripe, *(due.between(tx, early, now, now + _EARLY) if early else ())]

    async def _decide(self, items: Sequence[due.Due]) -> None:
        for item in items:
            try:
                await self.intake.take_due(item)
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - one bad row must not stop the others; it is tried again
                log.error("upkeep.due_failed", kind=item.kind, subject=item.subject, error=type(error).__name__)
                await self._put_off(item, type(error).__name__)

    async def _put_off(self, item: due.Due, error: str) -> None:
        self._crashes[item.kind, item.subject] += 1
        crashes = self._crashes[item.kind, item.subject]
        if crashes == TOLD_AFTER:
            await self.intake.tell_of_crashes(item, error)
        # The shift is bounded: what crashes for days would make a number without end.
        rest = min(PUT_OFF * 2 ** min(crashes - 1, 10), LONGEST_PUT_OFF)
        now = self.real_now() if item.real else self.now()
        later = due.Due(item.kind, item.subject, at=now + rest, real=item.real)
        await asyncio.wrap_future(self.database.write(lambda tx: due.set_due(tx, later), key=item.subject))

    async def tell_operators(self) -> None:
        """Tell every operator what waits for them, once there is one. Raises `StoreError`."""
        if not await asyncio.to_thread(self.database.read, _somebody_waits_for_news):
            return
        await asyncio.wrap_future(self.database.write(self._tell))
        self.intake.on_commit()

    def _tell(self, tx: Connection) -> None:
        waiting = operators.untold_notices(tx)
        for chat_id in operators.all_operators(tx):
            for notice in waiting:
                html = self._in_words(notice.text)
                outbox.put(tx, SendText(chat_id, html), priority=Priority.NOTICE, created_at=self.real_now())
        operators.mark_told(tx, [notice.id for notice in waiting], at=self.now())

    def _in_words(self, notice: Text) -> str:
        """Give a notice as markup; one that another version of the bot wrote may have no words any more."""
        try:
            return self.renderer().markup(notice, DEFAULT)
        except KeyError:
            return escaped(notice.key)

    async def _sweep_hourly(self) -> None:
        # A clock read from a file may go back as well.
        if self._swept_at is not None and abs(self.now() - self._swept_at) < SWEEP_EVERY:
            return
        await asyncio.wrap_future(self.database.write(self.sweep))
        self._swept_at = self.now()

    def sweep(self, tx: Connection) -> None:
        """Delete what retention no longer allows to keep."""
        now, real_now = self.now(), self.real_now()
        outlived = enquiries.closed_before(tx, now - timedelta(days=self.retention.enquiry_days))
        for enquiry in outlived:
            due.set_if_absent(tx, due.Due(Reminder.OUTLIVED.value, enquiry.number, at=now, real=False))
        over = now - timedelta(days=self.retention.conversation_days)
        for chat_id in citizens.outlived_with_alerts(tx, over):
            due.set_if_absent(tx, due.Due(citizens.OUTLIVED, chat_id, at=now, real=False))
        held_before = now - timedelta(days=self.retention.registration_days)
        sessions = registrations.outlived(tx, held_before)
        for key in sessions:
            due.set_if_absent(tx, due.Due(SessionReminder.OUTLIVED.value, key, at=now, real=False))
        gone = {
            "enquiries": len(outlived),
            "absences": staff.forget_absences_before(tx, (now - timedelta(days=_ABSENCES_LIVE)).date()),
            "sessions": len(sessions),
            "invitations": registrations.drop_invitations_before(tx, now - INVITATION_LIVES),
            "interests": registrations.forget_interests_before(tx, now - timedelta(days=self.retention.interest_days)),
            "updates": updates.forget_before(tx, real_now - UPDATE_KEYS_LIVE),
            "gaps": gaps.forget_before(tx, now - timedelta(days=self.retention.gap_days)),
            "conversations": citizens.forget_before(tx, over),
            "set_aside": updates.forget_set_aside_before(tx, now - timedelta(days=self.retention.set_aside_days)),
            "dead_letters": outbox.forget_dead_before(tx, now - timedelta(days=self.retention.dead_letter_days)),
            "sent_messages": messages.forget_before(tx, now - timedelta(days=self.retention.sent_message_days)),
            "notices": operators.forget_notices_before(tx, now - timedelta(days=self.retention.set_aside_days)),
        }
        if any(gone.values()):
            log.info("upkeep.swept", **gone)


def _somebody_waits_for_news(tx: Connection) -> bool:
    return bool(operators.untold_notices(tx)) and bool(operators.all_operators(tx))
