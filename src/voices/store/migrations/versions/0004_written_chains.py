"""What people write beside decisions: theories, realist links, cells of the framework matrix, practice examples."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEPT = ("id", "kind", "key", "act", "facts", "coder", "made_at", "supersedes")

_SAME = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _KEPT)

_SQLITE = (
    f"""CREATE TRIGGER written_is_append_only BEFORE UPDATE ON written
    WHEN NOT (NEW.words = '{{}}' AND {_SAME})
    BEGIN SELECT RAISE(ABORT, 'what is written is append-only'); END""",
    """CREATE TRIGGER written_stays BEFORE DELETE ON written
    BEGIN SELECT RAISE(ABORT, 'what is written is append-only'); END""",
)

_POSTGRESQL = (
    f"""CREATE FUNCTION written_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' AND NEW.words = '{{}}' AND {_SAME.replace(" IS ", " IS NOT DISTINCT FROM ")} THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'what is written is append-only';
    END $$""",
    """CREATE TRIGGER written_is_append_only BEFORE UPDATE OR DELETE ON written
    FOR EACH ROW EXECUTE FUNCTION written_is_append_only()""",
)
"""An erasure empties what was typed in a row; every other change is refused."""


def upgrade() -> None:
    """Make the two tables, then the triggers."""
    op.create_table(
        "written",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["supersedes"], ["written.id"], name=op.f("fk_written_supersedes_written")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_written_supersedes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_written_kind_key"), "written", ["kind", "key"])
    op.create_table(
        "anchor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("written", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage"], ["passage.id"], name=op.f("fk_anchor_passage_passage"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["written"], ["written.id"], name=op.f("fk_anchor_written_written")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anchor")),
    )
    op.create_index(op.f("ix_anchor_written"), "anchor", ["written"])
    op.create_index(op.f("ix_anchor_passage"), "anchor", ["passage"])
    for statement in _POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)
