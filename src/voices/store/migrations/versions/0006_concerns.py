"""Passages that may need the safeguarding lead, and an index by which retired ones are left out of counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of passages that were marked, and since when, and the index."""
    op.create_table(
        "concern",
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage"], ["passage.id"], name=op.f("fk_concern_passage_passage"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("passage", name=op.f("pk_concern")),
    )
    op.create_index(op.f("ix_passage_retired"), "passage", ["retired"])
