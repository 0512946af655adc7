"""Candidate themes, and what people did with them."""

from __future__ import annotations

import sqlalchemy as sa

from voices.store.tables.metadata import metadata

themes = sa.Table(
    "themes",
    metadata,
    sa.Column("scope", sa.Text, primary_key=True),
    sa.Column("set_aside", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("folded", sa.Integer, nullable=False, server_default="0"),
)

theme = sa.Table(
    "theme",
    metadata,
    sa.Column("scope", sa.Text, sa.ForeignKey("themes.scope", ondelete="CASCADE"), primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

assignment = sa.Table(
    "assignment",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("scope", sa.Text, sa.ForeignKey("themes.scope", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("passage", sa.Text, nullable=False, index=True),
    sa.Column("theme", sa.Text),
    sa.Column("strength", sa.Float, nullable=False),
)

theme_ruling = sa.Table(
    "theme_ruling",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("theme", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("coder", sa.Text, nullable=False),
    sa.Column("made_at", sa.Text, nullable=False),
    sa.Column("cleared", sa.Boolean, nullable=False),
    sa.Column("target", sa.Text, nullable=False, server_default=""),
    sa.Column("passages", sa.Text, nullable=False, server_default="[]"),
    sa.Index(None, "scope", "theme"),
)
"""What people did with a candidate theme, in order; played again over whatever the machine finds next."""
