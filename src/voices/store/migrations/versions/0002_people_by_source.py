"""A participant has a row for every source; families, consent, and the case a complaint's row and letters share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NEW = (
    sa.Column("family", sa.Text(), nullable=False, server_default=""),
    sa.Column("attribution", sa.Boolean(), nullable=False, server_default=sa.true()),
    sa.Column("consents", sa.Text(), nullable=False, server_default="[]"),
)


def upgrade() -> None:
    """Widen the key of participants, add what is new; what a person agreed to is read again at the next run."""
    op.rename_table("participant", "participant_before")
    op.create_table(
        "participant",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=True),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("quoting", sa.Boolean(), nullable=False),
        *_NEW,
        # Named apart while the old table still holds the name of its own key.
        sa.PrimaryKeyConstraint("code", "source", name="pk_participant_by_source"),
    )
    kept = "code, source, role, wave, attributes, quoting"
    op.execute(f"INSERT INTO participant ({kept}) SELECT {kept} FROM participant_before")  # noqa: S608
    op.drop_table("participant_before")
    for table in ("document", "passage"):
        op.add_column(table, sa.Column("case", sa.Text(), nullable=False, server_default=""))
