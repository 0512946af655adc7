"""What a run makes of people's files: who takes part, documents, passages, and what the machine says of them."""

from __future__ import annotations

import sqlalchemy as sa

from voices.store.tables.metadata import metadata

participant = sa.Table(
    "participant",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("wave", sa.Integer),
    sa.Column("attributes", sa.Text, nullable=False),
    sa.Column("quoting", sa.Boolean, nullable=False),
    sa.Column("family", sa.Text, nullable=False, server_default=""),
    sa.Column("attribution", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("consents", sa.Text, nullable=False, server_default="[]"),
)
"""A row for every source somebody takes part in: one person can speak in several, by different roles and consents."""

withdrawn = sa.Table(
    "withdrawn",
    metadata,
    sa.Column("participant", sa.Text, primary_key=True),
    sa.Column("made_at", sa.Text, nullable=False),
)

document = sa.Table(
    "document",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("turns", sa.Text, nullable=False),
    sa.Column("wave", sa.Integer),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("attributes", sa.Text, nullable=False),
    sa.Column("quoting", sa.Boolean, nullable=False),
    sa.Column("participant", sa.Text, nullable=False),
    sa.Column("answers", sa.Text, nullable=False),
    sa.Column("case", sa.Text, nullable=False, server_default=""),
)

passage = sa.Table(
    "passage",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("participant", sa.Text, nullable=False, index=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("wave", sa.Integer),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("attributes", sa.Text, nullable=False),
    sa.Column("quoting", sa.Boolean, nullable=False),
    sa.Column("retired", sa.Boolean, nullable=False, index=True),
    sa.Column("predecessor", sa.Text, sa.ForeignKey("passage.id", ondelete="SET NULL"), index=True),
    sa.Column("case", sa.Text, nullable=False, server_default=""),
    sa.Index(None, "document", "turn", "ordinal"),
)
"""A passage with decisions that is no longer cut like this is retired, never deleted; its successor points at it."""

suggestion = sa.Table(
    "suggestion",
    metadata,
    sa.Column("passage", sa.Text, sa.ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)
"""All suggestions of one passage, best first, as one JSON list: they are always read and written together."""

concern = sa.Table(
    "concern",
    metadata,
    sa.Column("passage", sa.Text, sa.ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("since", sa.Text, nullable=False),
)
"""Passages the machine marked for the safeguarding lead, and since when."""

vector = sa.Table(
    "vector",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)
