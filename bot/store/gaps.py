"""Questions that the bot failed, kept masked for the authors of the base; whose they are is kept apart from them.

A question names its writer by a number only. Which number is whose, the table of pseudonyms tells for as long as the
conversation is kept, so that different people can be counted, and everybody can read and erase their own.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from bot.domain.conversation import Missed
from bot.domain.effects import KeepGap
from bot.domain.grouping import Gap
from bot.store.tables import gaps, pseudonyms
from bot.store.upsert import insert_new

# Questions that are kept of one person; more would be no different.
MOST_OF_ONE = 100


def keep(tx: Connection, gap: KeepGap, *, at: datetime) -> None:
    """Keep a question, or what has become of one that is kept already; beyond `MOST_OF_ONE` a new one is dropped.

    The citizen must be locked: two transactions would keep the same question twice.
    """
    told = {"missed": gap.missed.value, "refused": " ".join(gap.refused), "chosen": gap.chosen, "asked_at": at}
    row = {"whose": gap.chat_id, "what": gap.question}
    if tx.execute(_AGAIN, {**row, **told}).rowcount == 0:
        insert_new(tx, pseudonyms, {"chat_id": gap.chat_id})
        tx.execute(_NEW, {**row, **told})


_NUMBER = select(pseudonyms.c.number).where(pseudonyms.c.chat_id == bindparam("whose")).scalar_subquery()
# What is kept are the columns that the parameters name.
_AGAIN = update(gaps).where(gaps.c.person == _NUMBER, gaps.c.question == bindparam("what"))
_KEPT = select(func.count()).select_from(gaps).where(gaps.c.person == pseudonyms.c.number).scalar_subquery()
_TOLD = ("missed", "refused", "chosen", "asked_at")
_NEW = insert(gaps).from_select(
    ["person", "question", *_TOLD],
    select(
        pseudonyms.c.number,
        bindparam("what", type_=gaps.c.question.type),
        *(bindparam(name, type_=gaps.c[name].type) for name in _TOLD),
    ).where(pseudonyms.c.chat_id == bindparam("whose"), _KEPT < MOST_OF_ONE),
)


def all_kept(tx: Connection) -> Sequence[Gap]:
    """Give every question that is kept, the newest first."""
    rows = tx.execute(select(gaps).order_by(gaps.c.asked_at.desc(), gaps.c.id.desc()))
    return [Gap(row.question, Missed(row.missed), tuple(row.refused.split()), row.chosen, row.person) for row in rows]


def of_citizen(tx: Connection, chat_id: int) -> Sequence[str]:
    """Give the questions that are kept of one person, the newest first."""
    own = select(gaps.c.question).where(gaps.c.person == _NUMBER).order_by(gaps.c.asked_at.desc(), gaps.c.id.desc())
    return list(tx.execute(own, {"whose": chat_id}).scalars())


def forget_before(tx: Connection, moment: datetime) -> int:
    """Delete questions asked before `moment`; give their number."""
    return tx.execute(delete(gaps).where(gaps.c.asked_at < moment)).rowcount
