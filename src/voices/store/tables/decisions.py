"""What people decide about passages: decisions, the queue, what was foretold, memos."""

from __future__ import annotations

import sqlalchemy as sa

from voices.store.tables.metadata import metadata

decision = sa.Table(
    "decision",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("passage", sa.Text, sa.ForeignKey("passage.id"), index=True),
    sa.Column("reading", sa.Integer, nullable=False),
    sa.Column("coder", sa.Text, nullable=False, index=True),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("codes", sa.Text, nullable=False),
    sa.Column("made_at", sa.Text, nullable=False),
    sa.Column("supersedes", sa.Integer, sa.ForeignKey("decision.id"), unique=True),
    sa.Column("redoes", sa.Integer, sa.ForeignKey("decision.id"), index=True),
    sa.Column("quotable", sa.Boolean, nullable=False),
    sa.Column("suggestion_shown", sa.Boolean, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)
"""Append-only: triggers refuse every change but erasure, which cuts the link to the passage and empties the codes.

A passage read blind by two people has two chains of decisions, told apart by `reading`. `supersedes` is unique, so
that two people cannot follow the same decision.
"""

item = sa.Table(
    "item",
    metadata,
    sa.Column("passage", sa.Text, sa.ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("reading", sa.Integer, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("since", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("coder", sa.Text, nullable=False),
    sa.Column("lease", sa.Text, nullable=False),
    sa.Column("tip", sa.Integer, sa.ForeignKey("decision.id")),
    sa.Column("standing", sa.Integer, sa.ForeignKey("decision.id"), index=True),
    sa.Column("drawn", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Index(None, "state", "position"),
)
"""The queue: `tip` is the last row of the chain (the version others must not have moved), `standing` what counts.

`drawn` says that the place in the order came by lot and not by what the machine thinks of the passage.
"""

foretold = sa.Table(
    "foretold",
    metadata,
    sa.Column("decision", sa.Integer, sa.ForeignKey("decision.id"), primary_key=True),
    sa.Column("passage", sa.Text, sa.ForeignKey("passage.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("drawn", sa.Boolean, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)
"""What the machine held likely before a person decided, whether or not it was shown: the honest measure of it.

`drawn` says that the passage was read because it came by lot. `body` has the top-level codes as JSON.
"""

memo = sa.Table(
    "memo",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("passage", sa.Text, sa.ForeignKey("passage.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("coder", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("made_at", sa.Text, nullable=False),
    sa.Column("cleared", sa.Boolean, nullable=False),
)
