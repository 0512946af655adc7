"""A ruling may be for one document alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; null means the whole study, and leaves the seals of older rows as they are."""
    op.add_column("ruling", sa.Column("document", sa.Text, nullable=True))
