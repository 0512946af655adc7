"""The tables of the study's database; small closed lists are JSON text, everything looked up is a column."""

from __future__ import annotations

from voices.store.tables.decisions import decision, foretold, item, memo
from voices.store.tables.material import concern, document, participant, passage, suggestion, vector, withdrawn
from voices.store.tables.metadata import metadata
from voices.store.tables.records import meta, publication, publication_participant, run, skipped, stage
from voices.store.tables.themes import assignment, theme, theme_ruling, themes
from voices.store.tables.written import anchor, written

__all__ = [
    "anchor",
    "assignment",
    "concern",
    "decision",
    "document",
    "foretold",
    "item",
    "memo",
    "meta",
    "metadata",
    "participant",
    "passage",
    "publication",
    "publication_participant",
    "run",
    "skipped",
    "stage",
    "suggestion",
    "theme",
    "theme_ruling",
    "themes",
    "vector",
    "withdrawn",
    "written",
]
