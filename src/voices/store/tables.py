"""The tables of the study's database; small closed lists are JSON text, everything looked up is a column."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

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

vector = sa.Table(
    "vector",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
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
