"""The first tables, and the triggers that keep decisions append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEPT = ("id", "reading", "coder", "verdict", "made_at", "supersedes", "redoes", "quotable", "suggestion_shown", "rule")

_SAME = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _KEPT)

_SQLITE = (
    f"""CREATE TRIGGER decision_is_append_only BEFORE UPDATE ON decision
    WHEN NOT (NEW.passage IS NULL AND NEW.codes = '[]' AND {_SAME})
    BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END""",
    """CREATE TRIGGER decision_stays BEFORE DELETE ON decision
    BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END""",
)

_POSTGRESQL = (
    f"""CREATE FUNCTION decision_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' AND NEW.passage IS NULL AND NEW.codes = '[]'
         AND {_SAME.replace(" IS ", " IS NOT DISTINCT FROM ")} THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'decisions are append-only';
    END $$""",
    """CREATE TRIGGER decision_is_append_only BEFORE UPDATE OR DELETE ON decision
    FOR EACH ROW EXECUTE FUNCTION decision_is_append_only()""",
)
"""An erasure cuts the link to the passage and empties the codes; every other change is refused."""


def upgrade() -> None:
    """Make the tables, then the triggers."""
    op.create_table(
        "document",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("turns", sa.Text(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=True),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("quoting", sa.Boolean(), nullable=False),
        sa.Column("participant", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "participant",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=True),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("quoting", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_participant")),
    )
    op.create_table(
        "passage",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("participant", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=True),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("quoting", sa.Boolean(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("predecessor", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["predecessor"], ["passage.id"], name=op.f("fk_passage_predecessor_passage"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
    )
    with op.batch_alter_table("passage", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_passage_document_turn_ordinal"), ["document", "turn", "ordinal"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_passage_participant"), ["participant"], unique=False)
        batch_op.create_index(batch_op.f("ix_passage_predecessor"), ["predecessor"], unique=False)

    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    op.create_table(
        "run",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("flow", sa.Text(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("versions", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("run", name=op.f("pk_run")),
    )
    op.create_table(
        "skipped",
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("expected", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("stage", "position", name=op.f("pk_skipped")),
    )
    op.create_table(
        "stage",
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("input_hash", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("stage", "item", name=op.f("pk_stage")),
    )
    op.create_table(
        "theme_ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("cleared", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_ruling")),
    )
    with op.batch_alter_table("theme_ruling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_theme_ruling_scope_theme"), ["scope", "theme"], unique=False)

    op.create_table(
        "themes",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("set_aside", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_themes")),
    )
    op.create_table(
        "vector",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_vector")),
    )
    op.create_table(
        "withdrawn",
        sa.Column("participant", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("participant", name=op.f("pk_withdrawn")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("strength", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scope"], ["themes.scope"], name=op.f("fk_assignment_scope_themes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_passage"), ["passage"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_scope"), ["scope"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=True),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.Column("redoes", sa.Integer(), nullable=True),
        sa.Column("quotable", sa.Boolean(), nullable=False),
        sa.Column("suggestion_shown", sa.Boolean(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["passage"], ["passage.id"], name=op.f("fk_decision_passage_passage")),
        sa.ForeignKeyConstraint(["redoes"], ["decision.id"], name=op.f("fk_decision_redoes_decision")),
        sa.ForeignKeyConstraint(["supersedes"], ["decision.id"], name=op.f("fk_decision_supersedes_decision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_decision_supersedes")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_coder"), ["coder"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_passage"), ["passage"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_redoes"), ["redoes"], unique=False)

    op.create_table(
        "memo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("cleared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["passage"], ["passage.id"], name=op.f("fk_memo_passage_passage"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memo")),
    )
    with op.batch_alter_table("memo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memo_passage"), ["passage"], unique=False)

    op.create_table(
        "publication_participant",
        sa.Column("publication", sa.Integer(), nullable=False),
        sa.Column("participant", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication"],
            ["publication.id"],
            name=op.f("fk_publication_participant_publication_publication"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("publication", "participant", name=op.f("pk_publication_participant")),
    )
    op.create_table(
        "suggestion",
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage"], ["passage.id"], name=op.f("fk_suggestion_passage_passage"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("passage", name=op.f("pk_suggestion")),
    )
    op.create_table(
        "theme",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["scope"], ["themes.scope"], name=op.f("fk_theme_scope_themes"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("scope", "id", name=op.f("pk_theme")),
    )
    op.create_table(
        "item",
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("lease", sa.Text(), nullable=False),
        sa.Column("tip", sa.Integer(), nullable=True),
        sa.Column("standing", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["passage"], ["passage.id"], name=op.f("fk_item_passage_passage"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["standing"], ["decision.id"], name=op.f("fk_item_standing_decision")),
        sa.ForeignKeyConstraint(["tip"], ["decision.id"], name=op.f("fk_item_tip_decision")),
        sa.PrimaryKeyConstraint("passage", "reading", name=op.f("pk_item")),
    )
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_standing"), ["standing"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_state_position"), ["state", "position"], unique=False)

    for statement in _POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)
