"""All that the store keeps about one citizen, deleted at once.

The role of an operator stays: it is taken away by whoever gave it.
"""

from sqlalchemy import Connection, delete, select

from bot.store.tables import citizens, due, failures, gaps, outbox, pseudonyms, sent_messages


def erase(tx: Connection, chat_id: int) -> int:
    """Delete every row about a private chat, waiting messages and dead letters included; give their number."""
    number = select(pseudonyms.c.number).where(pseudonyms.c.chat_id == chat_id).scalar_subquery()
    about = (
        gaps.c.person == number,
        pseudonyms.c.chat_id == chat_id,
        failures.c.chat_id == chat_id,
        citizens.c.chat_id == chat_id,
        outbox.c.lane == f"chat:{chat_id}",
        sent_messages.c.chat_id == chat_id,
        due.c.subject == chat_id,
    )
    return sum(tx.execute(delete(rule.left.table).where(rule)).rowcount for rule in about)
