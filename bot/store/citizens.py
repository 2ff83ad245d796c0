"""Citizens and their conversations."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, delete, not_, select, update

from bot.domain.conversation import Conversation
from bot.store.prepared import Prepared
from bot.store.tables import citizens
from bot.store.upsert import insert_new


@dataclass(frozen=True, slots=True)
class Citizen:
    """A person who writes in private."""

    chat_id: int
    # None: not chosen; Polish is the default.
    language: str | None
    conversation: Conversation
    # The newest version of the privacy notice that the person was shown; 0: none.
    notice_version: int = 0
    # When they had their last turn; None: this is the first.
    last_turn_at: datetime | None = field(default=None, compare=False)


def lock(tx: Connection, chat_id: int, *, now: datetime) -> Citizen:
    """Give the citizen, made if new, and keep other transactions from deciding about them until this one ends."""
    known = _locked(tx, chat_id)
    if known is not None:
        return known
    new = Citizen(chat_id, language=None, conversation=Conversation())
    kept = {"chat_id": chat_id, "conversation": _dump(new.conversation), "last_turn_at": now}
    return new if insert_new(tx, citizens, kept) else _locked(tx, chat_id) or new


def _locked(tx: Connection, chat_id: int) -> Citizen | None:
    row = _LOCK.one_or_none(tx, {"chat_id": chat_id})
    if row is None:
        return None
    language, conversation, notice_version, last_turn_at = row
    return Citizen(chat_id, language, _parse(conversation), notice_version or 0, last_turn_at)


_TO_LOCK = (
    select(citizens.c.language, citizens.c.conversation, citizens.c.notice_version, citizens.c.last_turn_at)
    .where(citizens.c.chat_id == bindparam("chat_id"))
    .with_for_update()
)
_LOCK = Prepared(_TO_LOCK)


def find(tx: Connection, chat_id: int) -> Conversation | None:
    """Give a citizen's conversation, locked; None for nobody known."""
    known = _locked(tx, chat_id)
    return None if known is None else known.conversation


def alerted_by(tx: Connection, handle: str) -> Citizen | None:
    """Give whose call for help staff were told of in a message of this name, locked; None for nobody, or for two."""
    named = select(citizens.c.chat_id).where(citizens.c.conversation.contains(f'"{handle}"', autoescape=True))
    found = tx.execute(named).scalars().all()
    return _locked(tx, found[0]) if len(found) == 1 else None


def keep_conversation(tx: Connection, chat_id: int, conversation: Conversation) -> None:
    """Keep what the next turn needs, though this was none."""
    _SAVE.run(tx, {"whose": chat_id, "conversation": _dump(conversation)})


def save(tx: Connection, citizen: Citizen, *, now: datetime) -> None:
    """Keep what the next turn needs."""
    kept = {"conversation": _dump(citizen.conversation), "language": citizen.language, "last_turn_at": now}
    _SAVE.run(tx, {"whose": citizen.chat_id, **kept})


# What is kept are the columns that the parameters name.
_SAVE = Prepared(update(citizens).where(citizens.c.chat_id == bindparam("whose")))


def note_consent(tx: Connection, chat_id: int, *, version: int, at: datetime) -> None:
    """Note that a version of the privacy notice was shown."""
    shown = {"notice_version": version, "noticed_at": at}
    tx.execute(update(citizens).where(citizens.c.chat_id == chat_id).values(**shown))


def mark_blocked(tx: Connection, chat_id: int, at: datetime | None) -> None:
    """Note that the citizen has blocked the bot, or (None) has let it in again."""
    tx.execute(update(citizens).where(citizens.c.chat_id == chat_id).values(blocked_at=at))


def is_blocked(tx: Connection, chat_id: int) -> bool:
    """Tell whether the citizen has blocked the bot and not let it in again."""
    since = tx.execute(select(citizens.c.blocked_at).where(citizens.c.chat_id == chat_id)).scalar_one_or_none()
    return since is not None


# Kind of the due row of a conversation that may be kept no longer, but has told staff of a call for help.
OUTLIVED = "conversation.outlived"


def forget_before(tx: Connection, moment: datetime) -> int:
    """Delete citizens whose last turn was before `moment`; give their number. Calls for help are decided about."""
    is_old = citizens.c.last_turn_at < moment
    return tx.execute(delete(citizens).where(is_old, not_(_HAS_ALERTS))).rowcount


def outlived_with_alerts(tx: Connection, moment: datetime) -> Sequence[int]:
    """Give the chats of citizens whose last turn was before `moment`, and of whose calls for help staff were told."""
    found = select(citizens.c.chat_id).where(citizens.c.last_turn_at < moment, _HAS_ALERTS)
    return tx.execute(found).scalars().all()


# Defaults are not kept: the field stands only where there is an alert.
_HAS_ALERTS = citizens.c.conversation.contains('"crisis_alerts":', autoescape=True)


def find_outlived(tx: Connection, chat_id: int, moment: datetime) -> Conversation | None:
    """Give a conversation, locked, whose last turn was before `moment`; None for any other."""
    row = tx.execute(_TO_LOCK.where(citizens.c.last_turn_at < moment), {"chat_id": chat_id}).one_or_none()
    return None if row is None else _parse(row.conversation)


def forget(tx: Connection, chat_id: int) -> None:
    """Delete what is kept of a citizen's conversation."""
    tx.execute(delete(citizens).where(citizens.c.chat_id == chat_id))


def _dump(conversation: Conversation) -> str:
    return _adapter().dump_json(conversation, exclude_defaults=True).decode()


def _parse(conversation: str) -> Conversation:
    return _adapter().validate_json(conversation)


@cache
def _adapter() -> TypeAdapter[Conversation]:
    return TypeAdapter(Conversation)
