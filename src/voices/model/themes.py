"""Candidate themes, how stable they are and how they move."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trend:
    """How a theme moves over time."""

    direction: str
    """rising, falling, steady or new."""
    per_month: float
    """Change of the monthly count per month, fitted."""
    low: float
    """95 per cent interval of `per_month`."""
    high: float


@dataclass(frozen=True)
class Theme:
    """A candidate theme until a person confirms it."""

    id: str
    scope: str
    """Code id the theme lies inside, or "complaints", or "all"."""
    name: str
    keywords: tuple[str, ...]
    size: int
    """Passages assigned."""
    stability: float
    """Mean overlap (Jaccard) with the best match over resamples, 0 to 1."""
    representative: tuple[str, ...]
    """Passage ids, spread over people."""
    seed: str | None = None
    """Code id of the codebook that seeded it."""
    trend: Trend | None = None
    confirmed: bool = False


@dataclass(frozen=True)
class ThemeAssignment:
    """One passage in one theme, or in none."""

    passage: str
    theme: str | None
    strength: float
    """Similarity to the theme, 0 to 1."""


@dataclass(frozen=True)
class Themes:
    """Themes of one scope with who is in them."""

    scope: str
    themes: tuple[Theme, ...]
    assignments: tuple[ThemeAssignment, ...]
    set_aside: tuple[str, ...] = ()
    """Passages with nothing to say ("no comment"), counted and left out."""
    note: str = ""
    """A plain sentence where there were too few texts for themes."""
