"""What comes in, from whom, and what the next turn needs."""

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Table, Text

from bot.store.tables.columns import Data, Instant, column, metadata

# Updates whose effects are committed; a key against doubling, not an order. Kept 48 h of real time.
updates = Table(
    "updates",
    metadata,
    column("update_id", BigInteger, Data.TECHNICAL, primary_key=True, autoincrement=False),
    column("received_at", Instant, Data.TECHNICAL, index=True),
    info={"kept": "48 hours of real time"},
)

# Updates whose handling crashed, and those set aside for a person to look at.
failures = Table(
    "failures",
    metadata,
    column("update_id", BigInteger, Data.TECHNICAL, primary_key=True, autoincrement=False),
    column("chat_id", BigInteger, Data.IDENTIFIER, nullable=True),
    column("attempts", Integer, Data.TECHNICAL),
    # The class of the error, never its text: that may quote what a person wrote.
    column("error", String(100), Data.TECHNICAL),
    # The update as it came, once set aside.
    column("body", Text, Data.PERSONAL, nullable=True),
    column("set_aside_at", Instant, Data.TECHNICAL, nullable=True),
    info={"kept": "set aside: `retention.set_aside_days`; otherwise as long as its update's key"},
)

# A person who has written in private; in Telegram the private chat has the person's own id.
citizens = Table(
    "citizens",
    metadata,
    column("chat_id", BigInteger, Data.IDENTIFIER, primary_key=True, autoincrement=False),
    # None until the person has chosen one.
    column("language", String(2), Data.PERSONAL, nullable=True),
    # JSON of `bot.domain.conversation.Conversation`: what the next turn needs of the ones before.
    column("conversation", Text, Data.PERSONAL),
    column("blocked_at", Instant, Data.TECHNICAL, nullable=True),
    # The newest version of the privacy notice that the person was shown, and when.
    column("notice_version", Integer, Data.TECHNICAL, nullable=True),
    column("noticed_at", Instant, Data.TECHNICAL, nullable=True),
    column("last_turn_at", Instant, Data.TECHNICAL, index=True),
    info={"kept": "`retention.conversation_days` after the last turn"},
)

# A number in the place of a person, for what is kept of them where nobody needs to know whose it is.
pseudonyms = Table(
    "pseudonyms",
    metadata,
    # Never given out twice.
    column("number", BigInteger().with_variant(Integer, "sqlite"), Data.IDENTIFIER, primary_key=True),
    column("chat_id", BigInteger, Data.IDENTIFIER, ForeignKey("citizens.chat_id", ondelete="CASCADE"), unique=True),
    sqlite_autoincrement=True,
    info={"kept": "as long as the person's conversation"},
)

# Questions that the bot failed, masked, for the authors of the base; they go with their person's pseudonym.
gaps = Table(
    "gaps",
    metadata,
    column("id", BigInteger().with_variant(Integer, "sqlite"), Data.TECHNICAL, primary_key=True),
    column("person", BigInteger, Data.IDENTIFIER, ForeignKey("pseudonyms.number", ondelete="CASCADE"), index=True),
    # Without names, numbers and addresses, as far as rules can tell them.
    column("question", Text, Data.PERSONAL),
    # A `bot.domain.conversation.Missed`.
    column("missed", String(20), Data.TECHNICAL),
    # Ids of entries that the person turned down, separated by blanks; of the one that the person took afterwards.
    column("refused", Text, Data.TECHNICAL),
    column("chosen", String(80), Data.TECHNICAL, nullable=True),
    column("asked_at", Instant, Data.TECHNICAL, index=True),
    sqlite_autoincrement=True,
    info={"kept": "`retention.gap_days`, and no longer than the person's conversation"},
)
