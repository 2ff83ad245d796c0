"""The schema: for every column whose data it is, for every table how long a row is kept (in `info`).

`docs/privacy.md` says the same to those who ask; a test compares them.
Statements belong to the module of their aggregate; how the schema came to be, to `bot/migrations`.
"""

from bot.store.tables.columns import Data, Instant, metadata
from bot.store.tables.conversations import citizens, failures, gaps, pseudonyms, updates
from bot.store.tables.desk import absences, enquiries, lines, members, numbers, staff_groups, tallies
from bot.store.tables.sessions import (
    dialogue_sessions,
    interests,
    invitations,
    mailing_recipients,
    mailings,
    proposals,
    registrations,
)
from bot.store.tables.traffic import codes, due, notices, operators, outbox, sent_messages

__all__ = [
    "Data",
    "Instant",
    "absences",
    "citizens",
    "codes",
    "dialogue_sessions",
    "due",
    "enquiries",
    "failures",
    "gaps",
    "interests",
    "invitations",
    "lines",
    "mailing_recipients",
    "mailings",
    "members",
    "metadata",
    "notices",
    "numbers",
    "operators",
    "outbox",
    "proposals",
    "pseudonyms",
    "registrations",
    "sent_messages",
    "staff_groups",
    "tallies",
    "updates",
]
