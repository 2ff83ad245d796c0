"""Dialogue sessions: what is confirmed and proposed, who comes, who is told."""

from sqlalchemy import BigInteger, Index, Integer, String, Table, Text, text

from bot.store.tables.columns import Data, Instant, column, metadata

# Dialogue sessions as staff have confirmed them.
dialogue_sessions = Table(
    "dialogue_sessions",
    metadata,
    # Our own number, for due rows.
    column("key", BigInteger().with_variant(Integer, "sqlite"), Data.TECHNICAL, primary_key=True),
    column("session_id", String(40), Data.TECHNICAL, unique=True),
    # JSON of `bot.domain.knowledge.Session`: what everybody is told.
    column("content", Text, Data.TECHNICAL),
    # The same, as the file said it when it was last looked at; None: it is not in the file.
    column("filed", Text, Data.TECHNICAL, nullable=True),
    # RFC 5545 SEQUENCE.
    column("sequence", Integer, Data.TECHNICAL),
    # JSON: what moderators wrote for the report.
    column("report", Text, Data.TECHNICAL, nullable=True),
    sqlite_autoincrement=True,
    info={"kept": "for ever"},
)

# Changes of sessions that wait for a staff tap, and what became of them.
proposals = Table(
    "proposals",
    metadata,
    column("id", BigInteger().with_variant(Integer, "sqlite"), Data.TECHNICAL, primary_key=True),
    column("session_id", String(40), Data.TECHNICAL, index=True),
    # A value of `bot.domain.sessions.confirmed.ProposalState`.
    column("state", String(20), Data.TECHNICAL),
    # JSON of `bot.domain.sessions.confirmed.Proposal`.
    column("content", Text, Data.TECHNICAL),
    sqlite_autoincrement=True,
    info={"kept": "for ever"},
)

# Who comes to which session.
registrations = Table(
    "registrations",
    metadata,
    column("number", BigInteger, Data.TECHNICAL, primary_key=True, autoincrement=False),
    column("session_id", String(40), Data.TECHNICAL, index=True),
    # The account that owns it; None: entered by staff.
    column("chat_id", BigInteger, Data.IDENTIFIER, nullable=True, index=True),
    # A value of `bot.domain.sessions.lives.RegistrationState`.
    column("state", String(20), Data.TECHNICAL),
    # JSON of `bot.domain.sessions.registrations.Registration`.
    column("content", Text, Data.PERSONAL),
    info={"kept": "`retention.registration_days` after the session"},
)
Index(
    "uq_registrations_active",
    registrations.c.chat_id,
    registrations.c.session_id,
    unique=True,
    sqlite_where=text("state IN ('waiting', 'offered', 'confirmed')"),
    postgresql_where=text("state IN ('waiting', 'offered', 'confirmed')"),
)

# One-time links by which a colleague gets access to a registration.
invitations = Table(
    "invitations",
    metadata,
    column("code", String(40), Data.TECHNICAL, primary_key=True),
    column("number", BigInteger, Data.IDENTIFIER),
    column("made_at", Instant, Data.TECHNICAL),
    info={"kept": "until it is used, at most seven days"},
)

# Who wants to hear of sessions in a county.
interests = Table(
    "interests",
    metadata,
    column("chat_id", BigInteger, Data.IDENTIFIER, primary_key=True, autoincrement=False),
    column("county", String(40), Data.TECHNICAL, primary_key=True),
    # The problem that they would like to raise.
    column("problem", Text, Data.PERSONAL),
    column("since", Instant, Data.TECHNICAL),
    info={"kept": "until the person says otherwise, at most `retention.interest_days`"},
)

# Messages to many, each confirmed by a staff tap.
mailings = Table(
    "mailings",
    metadata,
    column("id", BigInteger().with_variant(Integer, "sqlite"), Data.TECHNICAL, primary_key=True),
    column("session_id", String(40), Data.TECHNICAL),
    # What it is: changed, cancelled, message.
    column("kind", String(20), Data.TECHNICAL),
    column("made_at", Instant, Data.TECHNICAL),
    sqlite_autoincrement=True,
    info={"kept": "for ever"},
)

# Who a mailing is for, and what became of it.
mailing_recipients = Table(
    "mailing_recipients",
    metadata,
    column("mailing_id", BigInteger, Data.TECHNICAL, primary_key=True, autoincrement=False),
    column("chat_id", BigInteger, Data.IDENTIFIER, primary_key=True, autoincrement=False),
    # Of the registration; None: interested only.
    column("number", BigInteger, Data.TECHNICAL, nullable=True),
    # queued, delivered or failed.
    column("fate", String(20), Data.TECHNICAL),
    info={"kept": "as long as the registration"},
)
