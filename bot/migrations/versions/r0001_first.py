"""First: updates, citizens, outbox, due rows, operators."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_incoming()
    _create_citizens()
    _create_outgoing()
    _create_due()
    _create_operators()


def _create_incoming() -> None:
    op.create_table(
        "updates",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="pk_updates"),
    )
    op.create_index("ix_updates_received_at", "updates", ["received_at"])
    op.create_table(
        "failures",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(100), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("set_aside_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("update_id", name="pk_failures"),
    )


def _create_citizens() -> None:
    op.create_table(
        "citizens",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(2), nullable=True),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("blocked_at", sa.BigInteger(), nullable=True),
        sa.Column("notice_version", sa.Integer(), nullable=True),
        sa.Column("noticed_at", sa.BigInteger(), nullable=True),
        sa.Column("last_turn_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_citizens"),
    )
    op.create_index("ix_citizens_last_turn_at", "citizens", ["last_turn_at"])


def _create_outgoing() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _COUNTED, nullable=False),
        sa.Column("lane", sa.String(80), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("handle", sa.String(80), nullable=True),
        sa.Column("coalesce", sa.String(80), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("dead", sa.String(100), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    _index_waiting("ix_outbox_waiting", ["lane", "id"])
    _index_waiting("ix_outbox_next", ["priority", "id"])
    op.create_table(
        "sent_messages",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("handle", sa.String(80), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name="pk_sent_messages"),
    )
    op.create_index("ix_sent_messages_handle", "sent_messages", ["handle"])
    op.create_index("ix_sent_messages_sent_at", "sent_messages", ["sent_at"])


def _index_waiting(name: str, columns: list[str]) -> None:
    waiting = sa.text("dead IS NULL")
    op.create_index(name, "outbox", columns, sqlite_where=waiting, postgresql_where=waiting)


def _create_due() -> None:
    op.create_table(
        "due",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("real", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", name="pk_due"),
    )
    op.create_index("ix_due_at", "due", ["real", "at"])


def _create_operators() -> None:
    op.create_table(
        "operators",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_operators"),
    )
    op.create_table(
        "codes",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_codes"),
    )
    op.create_table(
        "notices",
        sa.Column("id", _COUNTED, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    for table in ("notices", "codes", "operators", "due", "sent_messages", "outbox", "citizens", "failures", "updates"):
        op.drop_table(table)
