"""Where two people read the same passage without a suggestion and came to different codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voices.model import Decision


@dataclass(frozen=True)
class Difference:
    """One passage and two readings of it."""

    passage: str
    readings: tuple[Decision, Decision]
    """In the order they were made; pages show neither coder."""
    settled_as: Decision | None = None
    """The later decision that stands and is neither of the two; None until there is one."""

    @property
    def settled(self) -> bool:
        """Whether somebody settled it."""
        return self.settled_as is not None


def differences(blind: Iterable[Decision], standing: Mapping[str, Decision]) -> tuple[Difference, ...]:
    """Return the passages two coders read blind with different codes, the unsettled first."""
    readings: dict[str, list[Decision]] = {}
    for decision in blind:
        readings.setdefault(decision.passage, []).append(decision)
    found = []
    for passage, made in sorted(readings.items()):
        ordered = sorted(made, key=lambda decision: decision.id)
        if len({decision.coder for decision in ordered}) < 2:
            continue
        first, second = ordered[0], ordered[1]
        if {c.code for c in first.codes} == {c.code for c in second.codes}:
            continue
        stands = standing.get(passage)
        settled = stands if stands is not None and stands.id not in (first.id, second.id) else None
        found.append(Difference(passage, (first, second), settled))
    return tuple(sorted(found, key=lambda difference: (difference.settled, difference.passage)))
