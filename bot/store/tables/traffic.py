"""What goes out, what is due, and who looks after the bot."""

from sqlalchemy import BigInteger, Boolean, Index, Integer, String, Table, Text, text

from bot.store.tables.columns import Data, Instant, column, metadata

# What goes out now, in order within a lane (one chat, or one press).
outbox = Table(
    "outbox",
    metadata,
    column("id", BigInteger().with_variant(Integer, "sqlite"), Data.TECHNICAL, primary_key=True),
    column("lane", String(80), Data.IDENTIFIER),
    # Answers before broadcasts; smaller goes first.
    column("priority", Integer, Data.TECHNICAL),
    # JSON of one of `bot.store.outgoing`.
    column("message", Text, Data.PERSONAL),
    # Our own name of the message that this row makes or changes.
    column("handle", String(80), Data.IDENTIFIER, nullable=True),
    # Rows that replace one another while they wait share it.
    column("coalesce", String(80), Data.IDENTIFIER, nullable=True),
    column("attempts", Integer, Data.TECHNICAL, server_default=text("0")),
    # Why it was given up; None while it waits.
    column("dead", String(100), Data.TECHNICAL, nullable=True),
    # Real time.
    column("created_at", Instant, Data.TECHNICAL),
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
    column("chat_id", BigInteger, Data.IDENTIFIER, primary_key=True, autoincrement=False),
    column("message_id", BigInteger, Data.TECHNICAL, primary_key=True, autoincrement=False),
    column("thread_id", BigInteger, Data.TECHNICAL, nullable=True),
    column("handle", String(80), Data.IDENTIFIER, index=True),
    column("sent_at", Instant, Data.TECHNICAL, index=True),
    info={"kept": "`retention.sent_message_days`, and as long as the message may have to be changed or emptied"},
)

# What will be decided later: a kind, whom it concerns, when; never a text.
due = Table(
    "due",
    metadata,
    column("kind", String(40), Data.TECHNICAL, primary_key=True),
    column("subject", BigInteger, Data.IDENTIFIER, primary_key=True, autoincrement=False),
    column("at", Instant, Data.TECHNICAL),
    # True: real time decides; False: the clock the bot lives in.
    column("real", Boolean, Data.TECHNICAL),
    info={"kept": "until its time has come"},
)
Index("ix_due_at", due.c.real, due.c.at)

# People who look after the bot.
operators = Table(
    "operators",
    metadata,
    column("chat_id", BigInteger, Data.IDENTIFIER, primary_key=True, autoincrement=False),
    column("since", Instant, Data.TECHNICAL),
    info={"kept": "as long as the role"},
)

# One-time codes that the operator reads from the terminal.
codes = Table(
    "codes",
    metadata,
    column("kind", String(20), Data.TECHNICAL, primary_key=True),
    column("code", String(40), Data.TECHNICAL),
    column("created_at", Instant, Data.TECHNICAL),
    info={"kept": "until it is used"},
)

# What an operator should know; kept until there is one to tell.
notices = Table(
    "notices",
    metadata,
    column("id", BigInteger().with_variant(Integer, "sqlite"), Data.TECHNICAL, primary_key=True),
    # JSON of a `bot.domain.texts.Text`: ids and counts, never what a person wrote.
    column("text", Text, Data.TECHNICAL),
    column("created_at", Instant, Data.TECHNICAL),
    column("told_at", Instant, Data.TECHNICAL, nullable=True),
    sqlite_autoincrement=True,
    info={"kept": "until told, and `retention.set_aside_days` more"},
)
