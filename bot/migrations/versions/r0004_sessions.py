"""Dialogue sessions: confirmed and proposed, registrations, interests, mailings."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_sessions()
    _create_registrations()
    _create_mailings()


def _create_sessions() -> None:
    op.create_table(
        "dialogue_sessions",
        sa.Column("key", _COUNTED, nullable=False),
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("filed", sa.Text(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_dialogue_sessions"),
        sa.UniqueConstraint("session_id", name="uq_dialogue_sessions_session_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "proposals",
        sa.Column("id", _COUNTED, nullable=False),
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_proposals_session_id", "proposals", ["session_id"])


def _create_registrations() -> None:
    op.create_table(
        "registrations",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_registrations"),
    )
    op.create_index("ix_registrations_session_id", "registrations", ["session_id"])
    op.create_index("ix_registrations_chat_id", "registrations", ["chat_id"])
    is_active = sa.text("state IN ('waiting', 'offered', 'confirmed')")
    op.create_index(
        "uq_registrations_active",
        "registrations",
        ["chat_id", "session_id"],
        unique=True,
        sqlite_where=is_active,
        postgresql_where=is_active,
    )
    op.create_table(
        "invitations",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_invitations"),
    )
    op.create_table(
        "interests",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("county", sa.String(40), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "county", name="pk_interests"),
    )


def _create_mailings() -> None:
    op.create_table(
        "mailings",
        sa.Column("id", _COUNTED, nullable=False),
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mailings"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "mailing_recipients",
        sa.Column("mailing_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("fate", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("mailing_id", "chat_id", name="pk_mailing_recipients"),
    )


def downgrade() -> None:
    for table in (
        "mailing_recipients",
        "mailings",
        "interests",
        "invitations",
        "registrations",
        "proposals",
        "dialogue_sessions",
    ):
        op.drop_table(table)
