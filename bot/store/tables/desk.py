"""The desk: enquiries, their lines, the people who answer."""

from sqlalchemy import BigInteger, Boolean, Index, Integer, String, Table, Text

from bot.store.tables.columns import Data, Instant, column, metadata

# Questions in human hands.
enquiries = Table(
    "enquiries",
    metadata,
    column("number", BigInteger, Data.TECHNICAL, primary_key=True, autoincrement=False),
    column("citizen_chat_id", BigInteger, Data.IDENTIFIER, index=True),
    # A value of `bot.domain.enquiries.State`.
    column("state", String(20), Data.TECHNICAL),
    # Telegram user id of the staff member who has it.
    column("owner_id", BigInteger, Data.TECHNICAL, nullable=True),
    column("promised_for", Instant, Data.TECHNICAL, nullable=True),
    column("closed_at", Instant, Data.TECHNICAL, nullable=True, index=True),
    # JSON of `bot.domain.enquiries.Enquiry`; the columns above repeat what statements ask for.
    column("content", Text, Data.PERSONAL),
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
    column("id", BigInteger().with_variant(Integer, "sqlite"), Data.TECHNICAL, primary_key=True),
    column("number", BigInteger, Data.TECHNICAL, index=True),
    # Whose enquiry it is; the line is deleted with them.
    column("citizen_chat_id", BigInteger, Data.IDENTIFIER),
    # Our name of its copy on the other side.
    column("handle", String(80), Data.TECHNICAL, unique=True),
    # Where it was written.
    column("chat_id", BigInteger, Data.IDENTIFIER, nullable=True),
    column("message_id", BigInteger, Data.TECHNICAL, nullable=True),
    column("album_id", String(80), Data.TECHNICAL, nullable=True),
    # A value of `bot.domain.lines.Fate`.
    column("fate", String(20), Data.TECHNICAL),
    # JSON of `bot.domain.lines.Line`.
    column("content", Text, Data.PERSONAL),
    sqlite_autoincrement=True,
    info={"kept": "as long as its enquiry"},
)
Index("ix_lines_source", lines.c.chat_id, lines.c.message_id)

# The next number of what is counted from 1 and never counted twice.
numbers = Table(
    "numbers",
    metadata,
    column("kind", String(20), Data.TECHNICAL, primary_key=True),
    column("last", BigInteger, Data.TECHNICAL),
    info={"kept": "for ever"},
)

# What happened on a local day, counted without whose it was.
tallies = Table(
    "tallies",
    metadata,
    column("day", String(10), Data.TECHNICAL, primary_key=True),
    column("what", String(40), Data.TECHNICAL, primary_key=True),
    column("topic", String(60), Data.TECHNICAL, primary_key=True),
    column("count", Integer, Data.TECHNICAL),
    info={"kept": "for ever"},
)

# The one group where staff work.
staff_groups = Table(
    "staff_groups",
    metadata,
    # Always 1: there is one.
    column("id", Integer, Data.TECHNICAL, primary_key=True, autoincrement=False),
    column("chat_id", BigInteger, Data.TECHNICAL),
    column("is_complete", Boolean, Data.TECHNICAL),
    column("is_forum", Boolean, Data.TECHNICAL),
    info={"kept": "until the bot leaves the group"},
)

# People seen in the staff group.
members = Table(
    "members",
    metadata,
    column("user_id", BigInteger, Data.IDENTIFIER, primary_key=True, autoincrement=False),
    column("name", String(200), Data.PERSONAL),
    column("username", String(40), Data.PERSONAL, nullable=True),
    # A value of `bot.domain.staff.Standing`.
    column("standing", String(20), Data.TECHNICAL),
    column("is_confirmed", Boolean, Data.TECHNICAL),
    column("is_asked_about", Boolean, Data.TECHNICAL),
    # Real time.
    column("seen_at", Instant, Data.TECHNICAL, nullable=True),
    info={"kept": "staff: as long as they work here, and while an enquiry names them"},
)

# When staff are away.
absences = Table(
    "absences",
    metadata,
    column("user_id", BigInteger, Data.IDENTIFIER, primary_key=True, autoincrement=False),
    # ISO dates.
    column("first", String(10), Data.TECHNICAL, primary_key=True),
    column("last", String(10), Data.TECHNICAL),
    column("substitute_id", BigInteger, Data.TECHNICAL, nullable=True),
    # A value of `bot.domain.staff.AbsenceState`.
    column("state", String(20), Data.TECHNICAL),
    info={"kept": "30 days after its end"},
)
