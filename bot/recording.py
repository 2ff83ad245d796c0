"""What became of a row → the store, in one transaction: done, given up, or given another shape in which it can go.

A row that copies a line of an enquiry settles it as soon as it is done or given up, and what follows from that is
decided afresh by a due row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.domain.enquiries import card_of
from bot.domain.lines import Fate
from bot.domain.texts import text
from bot.outcomes import (
    Gone,
    Migrated,
    Outcome,
    Place,
    Refused,
    Sent,
    Threadless,
    TooLong,
    Uneditable,
    Unformatted,
    Unreactable,
    why,
)
from bot.store import citizens, due, lines, mailings, messages, moving, operators, outbox, staff
from bot.store.due import Due
from bot.store.outbox import Row
from bot.store.outgoing import (
    AlbumItem,
    AnswerPress,
    CopyMessage,
    CreateTopic,
    Delete,
    EditCaption,
    EditText,
    Empty,
    SendAlbum,
    SendDocument,
    SendText,
    SetReaction,
)
from bot.texts.markup import in_pieces, without_markup

log = structlog.get_logger(__name__)

# Refusals of unknown cause before a row is given up, and changes of shape before that ends too.
ATTEMPTS = 5
# Notices told to an operator who has gone away are told to the next one, so far back.
UNREAD_FOR = timedelta(days=7)
_FATES = {Fate.DELIVERED: mailings.Fate.DELIVERED, Fate.FAILED: mailings.Fate.FAILED}
# Kind of the due row that tells the desk of a citizen out of reach; its subject is the chat.
UNREACHABLE = "citizen.unreachable"
# Kind of the due row that tells the desk that the bot is out of its group; its subject is the group's id.
THROWN_OUT = "group.thrown_out"
# Kind of the due row that tells the desk of its group's new id, which is part of the kind; its subject is the old id.
MIGRATED = "group.migrated:"


@dataclass(frozen=True, slots=True)
class Recording:
    """Records outcomes. `now` is the time the bot lives in."""

    now: Callable[[], datetime]
    real_now: Callable[[], datetime]

    def record(self, tx: Connection, row: Row, outcome: Outcome, place: Place) -> None:
        """Record what became of a row that was sent to `place`."""
        match outcome:
            case Gone():
                self._cancel_lane(tx, row, outcome)
            case Migrated(chat_id=new_chat_id) if row.attempts < ATTEMPTS and (chat_id := chat_of(row)) is not None:
                self._move(tx, chat_id, new_chat_id)
            case _ if outbox.is_overtaken(tx, row):
                pass  # the newer edit goes next
            case Sent(message_ids=ids):
                if _is_another_left(tx, row, place):
                    return  # it goes next
                outbox.done(tx, row.id)
                self._remember(tx, row, ids, place)
                self._settle(tx, row, Fate.DELIVERED)
            case Refused() if row.attempts + 1 < ATTEMPTS:
                outbox.failed(tx, row.id)
            case _ if row.attempts < ATTEMPTS and self._reshape(tx, row, outcome, place):
                log.info("delivery.reshaped", row=row.id, why=why(outcome))
            case _:
                self.bury(tx, row, outcome)

    def bury(self, tx: Connection, row: Row, outcome: Outcome) -> None:
        """Give a row up where an operator sees it, and staff if they wait for it."""
        error = why(outcome)
        if not outbox.bury(tx, row.id, why=error, at=self.now()):
            return  # erased meanwhile
        log.error("delivery.dead_letter", row=row.id, error=error)
        operators.keep_notice(tx, text("notice.dead_letter", row=row.id, error=error), at=self.now())
        self._settle(tx, row, Fate.FAILED, error)

    def _remember(self, tx: Connection, row: Row, ids: Sequence[int], place: Place) -> None:
        chat_id = chat_of(row)
        if chat_id is None:
            return
        thread_id = ids[0] if ids and isinstance(row.message, CreateTopic) else place.thread_id
        for message_id, handle in zip(ids, row.handles, strict=False):
            messages.record(
                tx, chat_id=chat_id, message_id=message_id, handle=handle, at=self.now(), thread_id=thread_id
            )

    def _settle(self, tx: Connection, row: Row, fate: Fate, error: str = "") -> None:
        for handle in row.handles:
            line_id = lines.settle(tx, handle, fate, error)
            if line_id is not None:
                due.set_due(tx, Due(lines.SETTLED, line_id, at=self.real_now(), real=True))
            mailing_id = mailings.settle(tx, handle, _FATES[fate]) if fate in _FATES else None
            if mailing_id is not None:
                due.set_due(tx, Due(mailings.SETTLED, mailing_id, at=self.real_now(), real=True))

    def _cancel_lane(self, tx: Connection, row: Row, outcome: Gone) -> None:
        cancelled = outbox.cancel_lane(tx, row.lane)
        log.info("delivery.reader_gone", lane=row.lane, cancelled=len(cancelled))
        for one in cancelled:
            self._settle(tx, one, Fate.FAILED, why(outcome))
        chat_id = chat_of(row) or 0
        if chat_id > 0:
            citizens.mark_blocked(tx, chat_id, self.now())
            due.set_due(tx, Due(UNREACHABLE, chat_id, at=self.real_now(), real=True))
            self._dismiss(tx, chat_id)
        elif _is_ours(tx, chat_id):
            # Telegram says so once, in an update that it keeps for a day only.
            due.set_due(tx, Due(THROWN_OUT, chat_id, at=self.real_now(), real=True))

    def _dismiss(self, tx: Connection, chat_id: int) -> None:
        """Take the role of an operator who is gone away; what they were not told waits for the next one."""
        if operators.remove(tx, chat_id):
            operators.reopen_notices(tx, since=self.now() - UNREAD_FOR)
            log.error("operator.gone")

    def _move(self, tx: Connection, chat_id: int, new_chat_id: int) -> None:
        """Readdress what waits; the desk follows its group by the same event that Telegram's own update makes."""
        moving.move_chat(tx, chat_id, new_chat_id)
        if _is_ours(tx, chat_id):
            due.set_due(tx, Due(f"{MIGRATED}{new_chat_id}", chat_id, at=self.real_now(), real=True))

    def _reshape(self, tx: Connection, row: Row, outcome: Outcome, place: Place) -> bool:
        """Give a row a shape in which it can go; False when there is none."""
        match outcome, row.message:
            case Unformatted(), message if (plain := _unformatted(message)) is not None:
                log.error("delivery.markup_refused", row=row.id)
                outbox.replace(tx, row.id, plain)
            case ((Uneditable() | TooLong()), EditText(is_emptying=True) as edit):
                outbox.replace(tx, row.id, Delete(edit.chat_id, edit.target))
            case ((Uneditable() | TooLong()), EditText() as edit):
                outbox.send_anew(tx, row.id, edit)
            case ((Uneditable() | TooLong()), EditCaption(chat_id=chat_id, html=html, target=target)):
                outbox.replace(tx, row.id, SendText(chat_id, html, quotes=target))
            case Uneditable(), Empty() as emptying:
                self._empty_otherwise(tx, row, emptying, place)
            case TooLong(), SendText() as message:
                return self._split(tx, row, message)
            case TooLong(), CopyMessage() | SendAlbum() | SendDocument() as message:
                return self._caption_apart(tx, row, message)
            case Unreactable(), SetReaction(chat_id=chat_id, html=html, message_id=message_id):
                outbox.replace(tx, row.id, SendText(chat_id, html, reply_to=message_id, silent=True))
            case Threadless(is_gone=is_gone), (SendText() | CopyMessage() | SendAlbum()) as message if message.topic:
                if is_gone:
                    messages.forget(tx, message.chat_id, message.topic)
                outbox.replace(tx, row.id, replace(message, topic="", reply_to=None, quotes=card_of(message.topic)))
            case _:
                return False
        return True

    def _empty_otherwise(self, tx: Connection, row: Row, emptying: Empty, place: Place) -> None:
        """Try the next way to empty a message; without one ask staff to do it, and go on with others of its name."""
        _tried, *ways = emptying.ways
        if ways:
            outbox.replace(tx, row.id, replace(emptying, ways=tuple(ways)))
            return
        asking = SendText(emptying.chat_id, emptying.by_hand, reply_to=place.target, silent=True)
        outbox.replace(tx, row.id, asking)
        if _is_another_left(tx, row, place):
            outbox.put(tx, emptying, priority=row.priority, created_at=self.real_now())

    def _split(self, tx: Connection, row: Row, message: SendText) -> bool:
        """Send a text in pieces that share its name, so that an answer to any of them finds its way."""
        first, *others = in_pieces(message.html)
        if not others:
            return False
        outbox.replace(tx, row.id, replace(message, html=first, buttons=()))
        for at, html in enumerate(others, start=1):
            piece = replace(message, html=html, buttons=message.buttons if at == len(others) else ())
            outbox.put(tx, piece, priority=row.priority, created_at=self.real_now(), handle=row.handle)
        return True

    def _caption_apart(self, tx: Connection, row: Row, message: CopyMessage | SendAlbum | SendDocument) -> bool:
        """Send what would be too long under a file as a text that quotes it."""
        caption, bare = _uncaptioned(message)
        if not caption:
            return False
        outbox.replace(tx, row.id, bare)
        handle = next(iter(row.handles), "")
        topic, silent = ("", False) if isinstance(message, SendDocument) else (message.topic, message.silent)
        said = SendText(message.chat_id, caption, quotes=handle, topic=topic, silent=silent)
        outbox.put(tx, said, priority=row.priority, created_at=self.real_now(), handle=handle or None)
        return True


def chat_of(row: Row) -> int | None:
    """Give the chat that a row goes to; None for the answer to a press and for what cannot be read."""
    return None if row.message is None or isinstance(row.message, AnswerPress) else row.message.chat_id


def _is_another_left(tx: Connection, row: Row, place: Place) -> bool:
    """Note what is gone, emptied or in the hands of staff; tell if more has its name: pieces, a caption apart."""
    match row.message, place.target:
        case EditText(is_emptying=True) | Delete() | Empty() as message, int(message_id):
            messages.note_emptied(tx, message.chat_id, message_id)
            return messages.find_in(tx, message.chat_id, message.target) is not None
        case _:
            return False


def _is_ours(tx: Connection, chat_id: int) -> bool:
    group = staff.group(tx)
    return group is not None and group.chat_id == chat_id


def _unformatted(message: object) -> SendText | EditText | EditCaption | CopyMessage | SendAlbum | SendDocument | None:
    """Give the same message without markup; None when it has none."""
    match message:
        case SendText() | EditText() | EditCaption():
            plain = without_markup(message.html)
            return replace(message, html=plain) if plain != message.html else None
        case CopyMessage() | SendDocument() if message.caption:
            plain = without_markup(message.caption)
            return replace(message, caption=plain) if plain != message.caption else None
        case SendAlbum():
            items = tuple(replace(item, caption=without_markup(item.caption)) for item in message.items)
            return replace(message, items=items) if items != message.items else None
        case _:
            return None


def _uncaptioned(
    message: CopyMessage | SendAlbum | SendDocument,
) -> tuple[str, CopyMessage | SendAlbum | SendDocument]:
    """Give (the caption as markup, the same message without it)."""
    match message:
        case CopyMessage() | SendDocument():
            return message.caption or "", replace(message, caption="")
        case SendAlbum():
            bare: tuple[AlbumItem, ...] = tuple(replace(item, caption="") for item in message.items)
            return "\n".join(item.caption for item in message.items if item.caption), replace(message, items=bare)
