"""Second: questions that the bot failed, and the numbers that stand for their writers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "pseudonyms",
        sa.Column("number", _COUNTED, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_pseudonyms"),
        sa.ForeignKeyConstraint(["chat_id"], ["citizens.chat_id"], name="fk_pseudonyms_chat_id", ondelete="CASCADE"),
        sa.UniqueConstraint("chat_id", name="uq_pseudonyms_chat_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "gaps",
        sa.Column("id", _COUNTED, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("missed", sa.String(20), nullable=False),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.Column("chosen", sa.String(80), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_gaps"),
        sa.ForeignKeyConstraint(["person"], ["pseudonyms.number"], name="fk_gaps_person", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_gaps_person", "gaps", ["person"])
    op.create_index("ix_gaps_asked_at", "gaps", ["asked_at"])


def downgrade() -> None:
    op.drop_table("gaps")
    op.drop_table("pseudonyms")
