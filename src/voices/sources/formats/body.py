"""The body of a file from a word processor: paragraphs and tables in order."""

from __future__ import annotations

from dataclasses import dataclass, field

Table = tuple[tuple[str, ...], ...]
"""Rows of cells; a cell's paragraphs are parted by line feeds."""


@dataclass(frozen=True)
class Body:
    """The paragraphs and tables of a Word, OpenDocument or rich text file."""

    blocks: tuple[str | Table, ...] = field(repr=False)
    """Paragraphs (soft line breaks as line feeds) and tables in order; empty paragraphs are empty strings."""
    warnings: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return the tables in order."""
        return tuple(block for block in self.blocks if not isinstance(block, str))

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Return the paragraphs outside tables in order."""
        return tuple(block for block in self.blocks if isinstance(block, str))
