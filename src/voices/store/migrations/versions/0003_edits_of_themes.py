"""Themes can be merged, split and passages moved; how many passages repeat one another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the target and the passages of an act on a theme, and the count of repeated passages of a scope."""
    op.add_column("theme_ruling", sa.Column("target", sa.Text(), nullable=False, server_default=""))
    op.add_column("theme_ruling", sa.Column("passages", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("themes", sa.Column("folded", sa.Integer(), nullable=False, server_default="0"))
