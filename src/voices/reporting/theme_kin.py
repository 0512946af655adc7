"""Which earlier published themes a theme of today has passages in common with, whatever their ids.

A theme that is found anew, split or merged gets another id. Its counts less those it was published with before would
still tell what a few people said, so it has to be compared with the themes it came from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voices.model import Themes

APART = "\x1f"
HALF = 0.5
"""Share of the passages of the smaller theme from which on two themes are held beside each other. Rationale: the half
by which a search that begins anew gives a theme its former id."""
HEIR = 0.8
"""Overlap (Jaccard) of passages from which on a theme is an earlier one under a new id, and can keep its counts: with
less in common they would not describe it."""


@dataclass(frozen=True)
class Kin:
    """The earlier themes one theme of today is compared with; keys as in the record."""

    heir_of: str = ""
    """The one whose place it takes: nearly the same passages, and its id is not there any more."""
    near: tuple[str, ...] = ()
    """All it shares half of the passages with, counted in the smaller of the two; its own id is not among them."""
    inside: tuple[str, ...] = ()
    """Two or more that lie in it by half, its own id among them: their counts add up to some of its own."""
    around: tuple[str, ...] = ()
    """Those in which it lies by half, its own id among them."""


def key_of(scope: str, theme: str) -> str:
    """Return how the record names a theme."""
    return f"{scope}{APART}{theme}"


def members(themes: Sequence[Themes]) -> dict[str, frozenset[str]]:
    """Return the passages of the confirmed themes, which alone are published, by key."""
    found: dict[str, set[str]] = {}
    for some in themes:
        confirmed = {one.id for one in some.themes if one.confirmed}
        for id in sorted(confirmed):
            found.setdefault(key_of(some.scope, id), set())
        for one in some.assignments:
            if one.theme in confirmed:
                found[key_of(some.scope, one.theme or "")].add(one.passage)
    return {key: frozenset(passages) for key, passages in found.items()}


def kin(themes: Sequence[Themes], record: Mapping[str, Any]) -> dict[str, Kin]:
    """Return for each confirmed theme which published ones it is compared with.

    Of a theme published before passages were kept in the record nothing is known: where its id is gone, every theme
    of its scope whose id is new is compared with it.
    """
    now = members(themes)
    before = {key: frozenset(kept.get("members", ())) for key, kept in record.items() if kept.get("states")}
    heirs = _heirs(now, before)
    found = {}
    for key, own in now.items():
        scope = key.split(APART)[0]
        others = {one: said for one, said in before.items() if one.split(APART)[0] == scope}
        lost = {one for one, said in others.items() if not said and one not in now and key not in before}
        shared = {one: len(own & said) for one, said in others.items()}
        inside = tuple(sorted(one for one, said in others.items() if said and shared[one] >= HALF * len(said)))
        around = tuple(sorted(one for one in others if own and shared[one] >= HALF * len(own)))
        near = tuple(sorted(({*inside, *around} | lost) - {key}))
        found[key] = Kin(heirs.get(key, ""), near, inside if len(inside) > 1 else (), around)
    return found


def _heirs(now: Mapping[str, frozenset[str]], before: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Return the themes of today under a new id, with the one each of them was; every one once."""
    overlaps = sorted(
        (-len(own & said) / len(own | said), key, old)
        for key, own in now.items()
        if key not in before
        for old, said in before.items()
        if old not in now and old.split(APART)[0] == key.split(APART)[0] and own & said
    )
    found: dict[str, str] = {}
    for overlap, key, old in overlaps:
        if -overlap >= HEIR and key not in found and old not in found.values():
            found[key] = old
    return found
