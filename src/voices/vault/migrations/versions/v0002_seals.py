"""A seal on every row; the first opening with a key fills it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "entity",
    "entity_form",
    "tombstone",
    "ruling",
    "roster",
    "roster_name",
    "participant",
    "document",
    "slot",
    "detection",
    "source",
)


def upgrade() -> None:
    """Add the column to every table of rows."""
    for table in TABLES:
        op.add_column(table, sa.Column("seal", sa.LargeBinary, nullable=True))
