"""The figures of a chapter: people, which way they speak, and how its sources lean."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial

from voices.model import Participant
from voices.model.triangulation import Lean
from voices.quotes import attribution, counting, leaning
from voices.quotes.chapters import Chapter
from voices.quotes.earlier import Earlier
from voices.quotes.keeping import Kept
from voices.quotes.suppression import Cells, suppress


@dataclass(frozen=True)
class Figures:
    """What is told of a chapter in numbers."""

    table: counting.Tables
    by_direction: Cells
    leans: tuple[Lean, ...]
    ways: tuple[tuple[str, Cells], ...]
    independent: int
    people: frozenset[str] = field(repr=False)
    """Who speaks in it; cited documents are nobody."""


@dataclass(frozen=True)
class Counted:
    """What the figures of all chapters rest on."""

    participants: tuple[Participant, ...]
    answering: Mapping[str, Collection[str]]
    """Who answers in each source."""
    before: Earlier
    kept: Kept

    def figures(self, chapter: Chapter, parent: Figures | None) -> Figures:
        """Return the figures of a chapter; what its parent hides stays hidden in it."""
        could = {source: self.answering.get(source, ()) for source in sorted(chapter.asked)}
        above = parent.table if parent is not None else None
        asked = (chapter, above, self.participants, could, self.before)
        return self.kept.of(("figures", chapter.id), asked, partial(self._made, chapter, above))

    def _made(self, chapter: Chapter, parent: counting.Tables | None) -> Figures:
        steps = partial(self.before.steps, chapter.id)
        members = [m.item for m in chapter.members]
        table = counting.tables(members, self.participants, self.answering, chapter.asked, parent, steps)
        said = [(m.item.passage, m.valence) for m in chapter.members]
        ways = counting.directions(said)
        return Figures(
            table,
            suppress(ways, steps=steps("by_direction", ways)),
            leaning.leans(said, chapter.asked),
            leaning.ways_by_source(said),
            leaning.independent(said),
            frozenset(counting.person(p) for p, _ in said if not attribution.is_citation(p)),
        )
