"""How far sources agree on a principle: which way each speaks, and what a person made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Convergence(StrEnum):
    """How the sources stand to each other. Source: Farmer and others 2006, the triangulation protocol."""

    AGREE = "agree"
    PARTIAL = "partial"
    """They point the same way in part, or one is mixed."""
    CONFLICT = "conflict"
    """One speaks for it and another against."""
    SILENT = "silent"
    """Fewer than two speak either way."""


@dataclass(frozen=True)
class Lean:
    """Which way one source speaks in a chapter."""

    source: str
    direction: str
    """"for", "against", "mixed", or "neither way" where nobody speaks for or against; empty where nobody speaks."""
    few: bool = False
    """True where fewer people spoke than may be told apart: print then says that, and not which way."""
    secondary: bool = False
    """Evidence cited from another document: nobody in it is a participant, and the proposal leaves it out."""


@dataclass(frozen=True)
class Ruling:
    """What a person made of one principle's sources."""

    principle: str
    verdict: Convergence
    note: str = field(repr=False)
    """Why, in its writer's words; scanned before it was stored, and printed."""
    proposed: Convergence
    """What the rule proposed then."""
    by: str = ""
    made_at: str = ""
    version: int | None = None
    """The row others must not have moved; None before it is stored."""


@dataclass(frozen=True)
class Triangulated:
    """One principle across the sources, as it is published."""

    principle: str
    leans: tuple[Lean, ...]
    ways: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    """(source, (way, people)), small counts suppressed."""
    participants: int
    """Suppressed where few."""
    independent: int
    """Sources of participants that share nobody with each other and speak of it."""
    proposed: Convergence
    ruling: Ruling | None
    numbers: tuple[str, ...]
    """What closed questions say on it, in words."""

    @property
    def verdict(self) -> Convergence:
        """Return what stands: a person's verdict, or the proposal where nobody settled it."""
        return self.ruling.verdict if self.ruling else self.proposed
