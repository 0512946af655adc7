"""Candidate themes, how stable they are and how they move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

IN_NAME = 3
"""Key words that make a name where no phrase does."""
BESIDE = 2
"""Key words beside a phrase in a name."""
STABLE = 0.75
"""Mean overlap (Jaccard) from which a theme is called stable. Source: Hennig 2007, section 4."""
FAIRLY_STABLE = 0.5
"""Below this a theme is called unstable: Hennig's "dissolved"."""


@dataclass(frozen=True)
class Trend:
    """How a theme moves over time."""

    direction: str
    """rising, falling, steady or new."""
    per_month: float
    """Change of the monthly count per month, fitted."""
    low: float
    """95 per cent interval of `per_month`, of this theme by itself."""
    high: float
    p: float = 1.0
    """Two-sided probability of a share of all complaints so early or late if nothing moved, before correction for many
    themes; 1 where the theme's own count did not go the same way."""
    new: bool = False
    """True where the earlier half of the months has none of it."""


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
    phrases: tuple[str, ...] = ()
    """What two people or more say in it, in somebody's words, the most telling first; for evaluators, and published
    only where somebody confirms one as a name."""

    @property
    def plain_name(self) -> str:
        """The name without the key words in brackets that the machine puts behind a phrase: what one may confirm."""
        machine = self.phrases and self.name == name_of_theme(self.phrases, self.keywords)
        return name_of_theme(self.phrases, ()) if machine else self.name


def stability_word(stability: float) -> str:
    """Return how firmly a theme stands, 0 to 1, in words."""
    if stability >= STABLE:
        return "stable"
    return "fairly stable" if stability >= FAIRLY_STABLE else "unstable"


def name_of_theme(phrases: Sequence[str], keywords: Sequence[str]) -> str:
    """Return the name the machine gives a theme: the phrase that says most, with key words it does not say.

    Where there is no phrase, the first key words make the name; one alone says too little.
    """
    if not phrases and len(keywords) < 2:
        return "Unnamed theme"
    said = phrases[0] if phrases else ", ".join(keywords[:IN_NAME])
    if phrases:
        there = said.lower().split()
        more = [one for one in keywords if not any(_alike(a, b) for a in one.lower().split() for b in there)][:BESIDE]
        said += f" ({', '.join(more)})" if more else ""
    return f"{said[0].upper()}{said[1:]}"


def _alike(one: str, other: str) -> bool:
    """Tell whether two words are forms of one, as plan and plans."""
    return one.startswith(other[:4]) or other.startswith(one[:4])


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
    folded: int = 0
    """Passages that repeat another nearly word for word; they count, but do not weigh in the search."""


@dataclass(frozen=True)
class ThemeAct:
    """What one person did with a theme."""

    theme: str
    """Id of the theme; empty where passages that were in none are moved."""
    act: str
    """confirm, rename, drop, reopen, merge, split or move."""
    coder: str
    made_at: str
    """UTC, ISO 8601."""
    name: str = ""
    target: str = ""
    """Theme merged or moved into; empty for none."""
    passages: tuple[str, ...] = ()
    """Passages split off or moved."""
    cleared: bool = True
    """False while the name may name somebody."""


@dataclass(frozen=True)
class ThemeCount:
    """How often a theme came up, in one way of counting."""

    scope: str
    theme: str
    """Id of the theme, or empty for the whole scope."""
    by: str
    """month, quarter, year (April to March), team, stage, outcome, role, wave or source. "total", and pairs such as
    "role & source", are no tables of their own: they say what could be worked out from two tables."""
    cells: tuple[tuple[str, int, int], ...]
    """(name, complaints, complainants), periods in order; not yet suppressed."""
    as_of: str = ""
    """Date of the last decision behind an earlier publication whose counts these are; empty for those of now."""
    left_out: tuple[int, int] = (0, 0)
    """Complaints and complainants in no cell, because no date, team or the like is known."""
    hidden: tuple[str, ...] | None = None
    """Cells that are not shown, settled over all tables of the scope; None before that."""
    held_back: bool = False
    """True where nothing is shown, because the theme may be one that was published under another id."""
