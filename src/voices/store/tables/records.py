"""What a study remembers about itself: values, stages, runs, what was skipped, exports."""

from __future__ import annotations

import sqlalchemy as sa

from voices.store.tables.metadata import metadata

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

stage = sa.Table(
    "stage",
    metadata,
    sa.Column("stage", sa.Text, primary_key=True),
    sa.Column("item", sa.Text, primary_key=True),
    sa.Column("input_hash", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
)

run = sa.Table(
    "run",
    metadata,
    sa.Column("run", sa.Text, primary_key=True),
    sa.Column("flow", sa.Text, nullable=False),
    sa.Column("started_at", sa.Text, nullable=False),
    sa.Column("ended_at", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("counts", sa.Text, nullable=False),
    sa.Column("versions", sa.Text, nullable=False),
    sa.Column("seconds", sa.Text, nullable=False),
)

skipped = sa.Table(
    "skipped",
    metadata,
    sa.Column("stage", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("expected", sa.Boolean, nullable=False),
)

publication = sa.Table(
    "publication",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("made_at", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
)

publication_participant = sa.Table(
    "publication_participant",
    metadata,
    sa.Column("publication", sa.Integer, sa.ForeignKey("publication.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("participant", sa.Text, primary_key=True),
)
"""Whose words a past export carries, so that a withdrawal can name the exports it cannot reach."""
