"""What people write beside decisions, in chains of versions."""

from __future__ import annotations

import sqlalchemy as sa

from voices.store.tables.metadata import metadata

written = sa.Table(
    "written",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("coder", sa.Text, nullable=False),
    sa.Column("made_at", sa.Text, nullable=False),
    sa.Column("supersedes", sa.Integer, sa.ForeignKey("written.id"), unique=True),
    sa.Index(None, "kind", "key"),
    sqlite_autoincrement=True,
)
"""Theories, realist links, framework cells and practice examples: for each key a chain of rows, append-only.

`facts` holds ids and closed values, `words` what somebody typed: an erasure empties that.
"""

anchor = sa.Table(
    "anchor",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("written", sa.Integer, sa.ForeignKey("written.id"), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("element", sa.Text, nullable=False),
    sa.Column("passage", sa.Text, sa.ForeignKey("passage.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
)
"""The words behind a row of `written`; places count in the passage's text with every placeholder collapsed to its
kind, which stays the same for as long as the passage keeps its id. No words are stored here."""
