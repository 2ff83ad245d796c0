"""Who looks after the bot, the codes that let them in, and what they should know."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import structlog
from sqlalchemy import Connection, delete, select, update

from bot.domain.texts import Text
from bot.store.tables import codes, notices, operators
from bot.store.upsert import insert

log = structlog.get_logger(__name__)


class CodeKind(Enum):
    """What a one-time code opens."""

    OPERATOR = "operator"
    # Pairs a group as the staff group.
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something an operator should know."""

    id: int
    text: Text


def all_operators(tx: Connection) -> Sequence[int]:
    """Give the private chats of the operators."""
    return list(tx.execute(select(operators.c.chat_id).order_by(operators.c.since)).scalars())


def add(tx: Connection, chat_id: int, *, at: datetime) -> None:
    """Make a person an operator."""
    tx.execute(insert(tx, operators).values(chat_id=chat_id, since=at).on_conflict_do_nothing())


def remove(tx: Connection, chat_id: int) -> bool:
    """Take an operator's role away; tell whether they had it."""
    return tx.execute(delete(operators).where(operators.c.chat_id == chat_id)).rowcount == 1


def reopen_notices(tx: Connection, *, since: datetime) -> None:
    """Let notices told since then be told again."""
    tx.execute(update(notices).where(notices.c.told_at >= since).values(told_at=None))


def code(tx: Connection, kind: CodeKind) -> str | None:
    """Give the code that waits to be used."""
    return tx.execute(select(codes.c.code).where(codes.c.kind == kind.value)).scalar_one_or_none()


def keep_code(tx: Connection, kind: CodeKind, value: str, *, at: datetime) -> None:
    """Keep a new code unless one waits already."""
    row = {"kind": kind.value, "code": value, "created_at": at}
    tx.execute(insert(tx, codes).values(**row).on_conflict_do_nothing())


def use_code(tx: Connection, kind: CodeKind, value: str) -> bool:
    """Use a code up; False when it is not the one that waits."""
    return tx.execute(delete(codes).where(codes.c.kind == kind.value, codes.c.code == value)).rowcount == 1


def keep_notice(tx: Connection, text: Text, *, at: datetime) -> None:
    """Keep a notice until an operator can be told, and log it; its parameters are ids, counts and codes only."""
    log.warning("notice.kept", notice=text.key, **{f"about_{name}": value for name, value in text.params.items()})
    as_json = json.dumps({"key": text.key, "params": dict(text.params)})
    tx.execute(insert(tx, notices).values(text=as_json, created_at=at))


def untold_notices(tx: Connection) -> Sequence[Notice]:
    """Give the notices that no operator has been told, the oldest first."""
    rows = tx.execute(select(notices.c.id, notices.c.text).where(notices.c.told_at.is_(None)).order_by(notices.c.id))
    return [Notice(id=row.id, text=Text(**json.loads(row.text))) for row in rows]


def mark_told(tx: Connection, notice_ids: Sequence[int], *, at: datetime) -> None:
    """Note that operators have been told."""
    tx.execute(update(notices).where(notices.c.id.in_(notice_ids)).values(told_at=at))


def forget_notices_before(tx: Connection, moment: datetime) -> int:
    """Delete told notices from before `moment`; give their number."""
    return tx.execute(delete(notices).where(notices.c.told_at < moment)).rowcount
