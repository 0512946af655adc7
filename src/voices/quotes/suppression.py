"""Small cells: counts of people that could point at somebody are not shown, nor can they be worked out.

A table of people by role, wave or source is published with its total beside it. A cell that is hidden alone
is the total less the others, so further cells are hidden until every hidden one has several possible values.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

SMALL_CELL = 5
"""Counts of one to four people are hidden. Rationale: the limit most used in English children's-services
statistics, and the same five people an attribution needs; nought is shown because it points at nobody."""
SUPPRESSED = -1
"""Stands in a table of counts where the count is not shown."""
FEW_PEOPLE = 3
"""A chapter resting on fewer people is flagged. Rationale: two people are a pair of cases, not a pattern."""
_LEEWAY = 2
"""How much the hidden cells together must exceed one person each, so that each has at least three possible values."""


def suppress(
    cells: Mapping[str, int], also_hidden: Collection[str] = (), small: int = SMALL_CELL
) -> tuple[tuple[str, int], ...]:
    """Return (name, count) sorted by name, with small counts and those needed to protect them as `SUPPRESSED`.

    Cells in `also_hidden` are hidden too: what a parent chapter hides, its child chapters hide. A table of one
    row says no more than its total and comes back empty.
    """
    if len(cells) < 2:
        return ()
    hidden = {name for name, count in cells.items() if 0 < count < small or (name in also_hidden and count > 0)}
    for name in sorted(set(cells) - hidden, key=lambda name: (cells[name] == 0, cells[name], name)):
        if not hidden or _safe([cells[name] for name in hidden], small):
            break
        hidden.add(name)
    return tuple((name, SUPPRESSED if name in hidden else cells[name]) for name in sorted(cells))


def hidden_names(cells: tuple[tuple[str, int], ...]) -> frozenset[str]:
    """Return the names of the cells of a table that are not shown."""
    return frozenset(name for name, count in cells if count == SUPPRESSED)


def _safe(hidden: list[int], small: int) -> bool:
    total = sum(hidden)
    return len(hidden) >= 2 and total >= small and total >= len(hidden) + _LEEWAY
