"""The schema: for every column whose data it is, for every table how long a row is kept (in `info`).

`docs/privacy.md` says the same to those who ask; a test compares them.
Statements belong to the module of their aggregate; how the schema came to be, to `bot/migrations`.
"""

from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)


class Data(Enum):
    """Whose data a column holds, and what erasure on request and retention do to it."""

    # Nobody's: says nothing about a person.
    TECHNICAL = "technical"
    # A Telegram id that leads to a person: the row is deleted with the person.
    IDENTIFIER = "identifier"
    # What a person wrote, or their name: the row is deleted with the person, and after the retention time before that.
    PERSONAL = "personal"


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, kept as microseconds since 1970 so that both engines order it alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse a naive time instead of guessing its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        since = value - _EPOCH
        return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the time back in UTC."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _column(name: str, kind: Any, data: Data, *refers: ForeignKey, **options: Any) -> Column[Any]:  # noqa: ANN401 - SQLAlchemy's types
    return Column(name, kind, *refers, info={"data": data}, nullable=options.pop("nullable", False), **options)


# Updates whose effects are committed; a key against doubling, not an order. Kept 48 h of real time.
updates = Table(
    "updates",
    metadata,
    _column("update_id", BigInteger, Data.TECHNICAL, primary_key=True, autoincrement=False),
    _column("received_at", Instant, Data.TECHNICAL, index=True),
    info={"kept": "48 hours of real time"},
)

# Updates whose handling crashed, and those set aside for a person to look at.
failures = Table(
    "failures",
    metadata,
    _column("update_id", BigInteger, Data.TECHNICAL, primary_key=True, autoincrement=False),
    _column("chat_id", BigInteger, Data.IDENTIFIER, nullable=True),
    _column("attempts", Integer, Data.TECHNICAL),
    # The class of the error, never its text: that may quote what a person wrote.
    _column("error", String(100), Data.TECHNICAL),
    # The update as it came, once set aside.
    _column("body", Text, Data.PERSONAL, nullable=True),
    _column("set_aside_at", Instant, Data.TECHNICAL, nullable=True),
    info={"kept": "set aside: `retention.set_aside_days`; otherwise as long as its update's key"},
)

# A person who has written in private; in Telegram the private chat has the person's own id.
citizens = Table(
    "citizens",
    metadata,
    _column("chat_id", BigInteger, Data.IDENTIFIER, primary_key=True, autoincrement=False),
    # None until the person has chosen one.
    _column("language", String(2), Data.PERSONAL, nullable=True),
    # JSON of `bot.domain.conversation.Conversation`: what the next turn needs of the ones before.
    _column("conversation", Text, Data.PERSONAL),
    _column("blocked_at", Instant, Data.TECHNICAL, nullable=True),
    # The newest version of the privacy notice that the person was shown, and when.
    _column("notice_version", Integer, Data.TECHNICAL, nullable=True),
    _column("noticed_at", Instant, Data.TECHNICAL, nullable=True),
    _column("last_turn_at", Instant, Data.TECHNICAL, index=True),
    info={"kept": "`retention.conversation_days` after the last turn"},
)

# A number in the place of a person, for what is kept of them where nobody needs to know whose it is.
pseudonyms = Table(
    "pseudonyms",
    metadata,
    # Never given out twice.
    _column("number", BigInteger().with_variant(Integer, "sqlite"), Data.IDENTIFIER, primary_key=True),
    _column("chat_id", BigInteger, Data.IDENTIFIER, ForeignKey("citizens.chat_id", ondelete="CASCADE"), unique=True),
    sqlite_autoincrement=True,
    info={"kept": "as long as the person's conversation"},
)

# Questions that the bot failed, masked, for the authors of the base; they go with their person's pseudonym.
gaps = Table(
    "gaps",
    metadata,
    _column("id", BigInteger().with_variant(Integer, "sqlite"), Data.TECHNICAL, primary_key=True),
    _column("person", BigInteger, Data.IDENTIFIER, ForeignKey("pseudonyms.number", ondelete="CASCADE"), index=True),
    # Without names, numbers and addresses, as far as rules can tell them.
    _column("question", Text, Data.PERSONAL),
    # A `bot.domain.conversation.Missed`.
    _column("missed", String(20), Data.TECHNICAL),
    # Ids of entries that the person turned down, separated by blanks; of the one that the person took afterwards.
    _column("refused", Text, Data.TECHNICAL),
    _column("chosen", String(80), Data.TECHNICAL, nullable=True),
    _column("asked_at", Instant, Data.TECHNICAL, index=True),
    sqlite_autoincrement=True,
    info={"kept": "`retention.gap_days`, and no longer than the person's conversation"},
)

# What goes out now, in order within a lane (one chat, or one press).
outbox = Table(
    "outbox",
    metadata,
    _column("id", BigInteger().with_variant(Integer, "sqlite"), Data.TECHNICAL, primary_key=True),
    _column("lane", String(80), Data.IDENTIFIER),
    # Answers before broadcasts; smaller goes first.
    _column("priority", Integer, Data.TECHNICAL),
    # JSON of one of `bot.store.outgoing`.
    _column("message", Text, Data.PERSONAL),
    # Our own name of the message that this row makes or changes.
    _column("handle", String(80), Data.IDENTIFIER, nullable=True),
    # Rows that replace one another while they wait share it.
    _column("coalesce", String(80), Data.IDENTIFIER, nullable=True),
    _column("attempts", Integer, Data.TECHNICAL, server_default=text("0")),
    # Why it was given up; None while it waits.
    _column("dead", String(100), Data.TECHNICAL, nullable=True),
    # Real time.
    _column("created_at", Instant, Data.TECHNICAL),
    sqlite_autoincrement=True,
    info={"kept": "until it has gone out; given up: `retention.dead_letter_days`"},
)
Index(
    "ix_outbox_waiting",
    outbox.c.lane,
    outbox.c.id,
    sqlite_where=outbox.c.dead.is_(None),
    postgresql_where=outbox.c.dead.is_(None),
)
Index(
    "ix_outbox_next",
    outbox.c.priority,
    outbox.c.id,
    sqlite_where=outbox.c.dead.is_(None),
    postgresql_where=outbox.c.dead.is_(None),
)

# Which Telegram message a handle of ours became; several copies may share a handle.
sent_messages = Table(
    "sent_messages",
    metadata,
    _column("chat_id", BigInteger, Data.IDENTIFIER, primary_key=True, autoincrement=False),
    _column("message_id", BigInteger, Data.TECHNICAL, primary_key=True, autoincrement=False),
    _column("thread_id", BigInteger, Data.TECHNICAL, nullable=True),
    _column("handle", String(80), Data.IDENTIFIER, index=True),
    _column("sent_at", Instant, Data.TECHNICAL, index=True),
    info={"kept": "`retention.sent_message_days`, and as long as an enquiry needs it"},
)

# What will be decided later: a kind, whom it concerns, when; never a text.
due = Table(
    "due",
    metadata,
    _column("kind", String(40), Data.TECHNICAL, primary_key=True),
    _column("subject", BigInteger, Data.IDENTIFIER, primary_key=True, autoincrement=False),
    _column("at", Instant, Data.TECHNICAL),
    # True: real time decides; False: the clock the bot lives in.
    _column("real", Boolean, Data.TECHNICAL),
    info={"kept": "until its time has come"},
)
Index("ix_due_at", due.c.real, due.c.at)

# People who look after the bot.
operators = Table(
    "operators",
    metadata,
    _column("chat_id", BigInteger, Data.IDENTIFIER, primary_key=True, autoincrement=False),
    _column("since", Instant, Data.TECHNICAL),
    info={"kept": "as long as the role"},
)

# One-time codes that the operator reads from the terminal.
codes = Table(
    "codes",
    metadata,
    _column("kind", String(20), Data.TECHNICAL, primary_key=True),
    _column("code", String(40), Data.TECHNICAL),
    _column("created_at", Instant, Data.TECHNICAL),
    info={"kept": "until it is used"},
)

# What an operator should know; kept until there is one to tell.
notices = Table(
    "notices",
    metadata,
    _column("id", BigInteger().with_variant(Integer, "sqlite"), Data.TECHNICAL, primary_key=True),
    # JSON of a `bot.domain.texts.Text`: ids and counts, never what a person wrote.
    _column("text", Text, Data.TECHNICAL),
    _column("created_at", Instant, Data.TECHNICAL),
    _column("told_at", Instant, Data.TECHNICAL, nullable=True),
    sqlite_autoincrement=True,
    info={"kept": "until told, and `retention.set_aside_days` more"},
)

# Questions in human hands.
enquiries = Table(
    "enquiries",
    metadata,
    _column("number", BigInteger, Data.TECHNICAL, primary_key=True, autoincrement=False),
    _column("citizen_chat_id", BigInteger, Data.IDENTIFIER, index=True),
    # A value of `bot.domain.enquiries.State`.
    _column("state", String(20), Data.TECHNICAL),
    # Telegram user id of the staff member who has it.
    _column("owner_id", BigInteger, Data.TECHNICAL, nullable=True),
    _column("promised_for", Instant, Data.TECHNICAL, nullable=True),
    _column("closed_at", Instant, Data.TECHNICAL, nullable=True, index=True),
    # JSON of `bot.domain.enquiries.Enquiry`; the columns above repeat what statements ask for.
    _column("content", Text, Data.PERSONAL),
    info={"kept": "`retention.enquiry_days` after it was closed"},
)
Index(
    "uq_enquiries_open",
    enquiries.c.citizen_chat_id,
    unique=True,
    sqlite_where=enquiries.c.state != "closed",
    postgresql_where=enquiries.c.state != "closed",
)

# The messages of enquiries, of both sides.
lines = Table(
    "lines",
    metadata,
    _column("id", BigInteger().with_variant(Integer, "sqlite"), Data.TECHNICAL, primary_key=True),
    _column("number", BigInteger, Data.TECHNICAL, index=True),
    # Whose enquiry it is; the line is deleted with them.
    _column("citizen_chat_id", BigInteger, Data.IDENTIFIER),
    # Our name of its copy on the other side.
    _column("handle", String(80), Data.TECHNICAL, unique=True),
    # Where it was written.
    _column("chat_id", BigInteger, Data.IDENTIFIER, nullable=True),
    _column("message_id", BigInteger, Data.TECHNICAL, nullable=True),
    _column("album_id", String(80), Data.TECHNICAL, nullable=True),
    # A value of `bot.domain.lines.Fate`.
    _column("fate", String(20), Data.TECHNICAL),
    # JSON of `bot.domain.lines.Line`.
    _column("content", Text, Data.PERSONAL),
    sqlite_autoincrement=True,
    info={"kept": "as long as its enquiry"},
)
Index("ix_lines_source", lines.c.chat_id, lines.c.message_id)

# The next number of what is counted from 1 and never counted twice.
numbers = Table(
    "numbers",
    metadata,
    _column("kind", String(20), Data.TECHNICAL, primary_key=True),
    _column("last", BigInteger, Data.TECHNICAL),
    info={"kept": "for ever"},
)

# What happened on a local day, counted without whose it was.
tallies = Table(
    "tallies",
    metadata,
    _column("day", String(10), Data.TECHNICAL, primary_key=True),
    _column("what", String(40), Data.TECHNICAL, primary_key=True),
    _column("topic", String(60), Data.TECHNICAL, primary_key=True),
    _column("count", Integer, Data.TECHNICAL),
    info={"kept": "for ever"},
)

# The one group where staff work.
staff_groups = Table(
    "staff_groups",
    metadata,
    # Always 1: there is one.
    _column("id", Integer, Data.TECHNICAL, primary_key=True, autoincrement=False),
    _column("chat_id", BigInteger, Data.TECHNICAL),
    _column("is_complete", Boolean, Data.TECHNICAL),
    _column("is_forum", Boolean, Data.TECHNICAL),
    info={"kept": "until the bot leaves the group"},
)

# People seen in the staff group.
members = Table(
    "members",
    metadata,
    _column("user_id", BigInteger, Data.IDENTIFIER, primary_key=True, autoincrement=False),
    _column("name", String(200), Data.PERSONAL),
    _column("username", String(40), Data.PERSONAL, nullable=True),
    # A value of `bot.domain.staff.Standing`.
    _column("standing", String(20), Data.TECHNICAL),
    _column("is_confirmed", Boolean, Data.TECHNICAL),
    # Real time.
    _column("seen_at", Instant, Data.TECHNICAL, nullable=True),
    info={"kept": "staff: as long as they work here, and while an enquiry names them"},
)

# When staff are away.
absences = Table(
    "absences",
    metadata,
    _column("user_id", BigInteger, Data.IDENTIFIER, primary_key=True, autoincrement=False),
    # ISO dates.
    _column("first", String(10), Data.TECHNICAL, primary_key=True),
    _column("last", String(10), Data.TECHNICAL),
    _column("substitute_id", BigInteger, Data.TECHNICAL, nullable=True),
    # A value of `bot.domain.staff.AbsenceState`.
    _column("state", String(20), Data.TECHNICAL),
    info={"kept": "30 days after its end"},
)
