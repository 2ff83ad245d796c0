"""The desk: enquiries with their lines, the staff group and its people, counts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_enquiries()
    _create_lines()
    _create_counts()
    _create_staff()


def _create_enquiries() -> None:
    op.create_table(
        "enquiries",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("citizen_chat_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("promised_for", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_enquiries"),
    )
    op.create_index("ix_enquiries_citizen_chat_id", "enquiries", ["citizen_chat_id"])
    op.create_index("ix_enquiries_closed_at", "enquiries", ["closed_at"])
    is_open = sa.text("state != 'closed'")
    op.create_index(
        "uq_enquiries_open",
        "enquiries",
        ["citizen_chat_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _create_lines() -> None:
    op.create_table(
        "lines",
        sa.Column("id", _COUNTED, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("citizen_chat_id", sa.BigInteger(), nullable=False),
        sa.Column("handle", sa.String(80), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("album_id", sa.String(80), nullable=True),
        sa.Column("fate", sa.String(20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lines"),
        sa.UniqueConstraint("handle", name="uq_lines_handle"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_lines_number", "lines", ["number"])
    op.create_index("ix_lines_source", "lines", ["chat_id", "message_id"])


def _create_counts() -> None:
    op.create_table(
        "numbers",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_numbers"),
    )
    op.create_table(
        "tallies",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("topic", sa.String(60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "what", "topic", name="pk_tallies"),
    )


def _create_staff() -> None:
    op.create_table(
        "staff_groups",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("is_forum", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_groups"),
    )
    op.create_table(
        "members",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("username", sa.String(40), nullable=True),
        sa.Column("standing", sa.String(20), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("is_asked_about", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name="pk_members"),
    )
    op.create_table(
        "absences",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first", sa.String(10), nullable=False),
        sa.Column("last", sa.String(10), nullable=False),
        sa.Column("substitute_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "first", name="pk_absences"),
    )


def downgrade() -> None:
    for table in ("absences", "members", "staff_groups", "tallies", "numbers", "lines", "enquiries"):
        op.drop_table(table)
