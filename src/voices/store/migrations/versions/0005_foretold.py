"""Which passages came by lot, and what the machine had put forward before a person decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mark of the lot to the queue and the table of what was foretold."""
    op.add_column("item", sa.Column("drawn", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "foretold",
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["decision"], ["decision.id"], name=op.f("fk_foretold_decision_decision")),
        sa.ForeignKeyConstraint(
            ["passage"], ["passage.id"], name=op.f("fk_foretold_passage_passage"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("decision", name=op.f("pk_foretold")),
    )
    op.create_index(op.f("ix_foretold_passage"), "foretold", ["passage"])
