"""Which way each source speaks in a chapter, in people; and what that proposes about how the sources agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from voices.model import Passage, Valence
from voices.model.triangulation import Convergence, Lean
from voices.quotes.attribution import is_citation
from voices.quotes.counting import AGAINST, BOTH, FOR, NEITHER, person, way
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED

CLEAR = 0.75
"""Share of the people who take a side that must speak one way for their source to. Rationale: three in four is the
step from “many” to “most” on the scale of the report."""
MIXED = "mixed"
RULE = (
    "A source speaks for a principle, or against it, where at least three quarters of its people who take a side do "
    "so; otherwise it is mixed. Sources agree where all that take a side take the same, conflict where one speaks for "
    "and another against, agree in part where one is mixed, and are silent where fewer than two take a side. "
    "Published evidence is shown and left out of this proposal; a person settles the verdict."
)
"""The stated rule behind every proposal."""

Said = Sequence[tuple[Passage, Valence | None]]
_WAYS = (FOR, AGAINST, BOTH, NEITHER)


def leans(said: Said, asked: Iterable[str]) -> tuple[Lean, ...]:
    """Return which way every source speaks: those where it could have come up, then published evidence, by name."""
    counted = _counted(said)
    found = []
    for source in sorted({*asked, *counted}):
        ways = counted.get(source, {})
        people = sum(ways.values())
        found.append(Lean(source, _direction(ways), 0 < people < SMALL_CELL))
    cited: dict[str, dict[str, int]] = {}
    for passage, valence in said:
        if is_citation(passage):
            ways = cited.setdefault(passage.source, dict.fromkeys(_WAYS, 0))
            ways[way([valence])] += 1
    return (*found, *(Lean(source, _direction(ways), secondary=True) for source, ways in sorted(cited.items())))


def ways_by_source(said: Said) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """Return (source, (way, people)); whole sources are hidden until no hidden number can be worked out.

    Sources are read beside the totals of the chapter, so what all hidden sources hold together is not few either.
    """
    counted = _counted(said)
    hidden = {source for source, ways in counted.items() if any(0 < n < SMALL_CELL for n in ways.values())}
    for source in sorted(set(counted) - hidden, key=lambda source: (sum(counted[source].values()), source)):
        together = [sum(counted[one][name] for one in hidden) for name in _WAYS]
        if not hidden or (len(hidden) > 1 and not any(0 < n < SMALL_CELL for n in together)):
            break
        hidden.add(source)
    return tuple(
        (source, tuple((name, SUPPRESSED if source in hidden else ways[name]) for name in _WAYS))
        for source, ways in sorted(counted.items())
    )


def independent(said: Said) -> int:
    """Return how many groups of sources share nobody: two waves with the same people are one."""
    groups: list[tuple[set[str], set[str]]] = []
    people: dict[str, set[str]] = {}
    for passage, _ in said:
        if not is_citation(passage):
            people.setdefault(passage.source, set()).add(person(passage))
    for source, who in sorted(people.items()):
        sharing = [one for one in groups if one[1] & who]
        groups = [one for one in groups if one not in sharing]
        groups.append(({source}.union(*(one[0] for one in sharing)), who.union(*(one[1] for one in sharing))))
    return len(groups)


def proposed(found: Iterable[Lean]) -> Convergence:
    """Return what the rule says of sources that speak so; see `RULE`."""
    sides = [lean.direction for lean in found if not lean.secondary and lean.direction in (FOR, AGAINST, MIXED)]
    if len(sides) < 2:
        return Convergence.SILENT
    if len(set(sides)) == 1:
        return Convergence.PARTIAL if sides[0] == MIXED else Convergence.AGREE
    return Convergence.CONFLICT if {FOR, AGAINST} <= set(sides) else Convergence.PARTIAL


def _counted(said: Said) -> dict[str, dict[str, int]]:
    """Return the people of every source by the way they speak; somebody in two sources counts in both."""
    heard: dict[str, dict[str, set[Valence | None]]] = {}
    for passage, valence in said:
        if not is_citation(passage):
            heard.setdefault(passage.source, {}).setdefault(person(passage), set()).add(valence)
    found = {}
    for source, people in heard.items():
        ways = dict.fromkeys(_WAYS, 0)
        for valences in people.values():
            ways[way(valences)] += 1
        found[source] = ways
    return found


def _direction(ways: Mapping[str, int]) -> str:
    if not any(ways.values()):
        return ""
    sided = ways[FOR] + ways[AGAINST] + ways[BOTH]
    if not sided:
        return NEITHER
    for name in (FOR, AGAINST):
        if ways[name] >= CLEAR * sided:
            return name
    return MIXED
