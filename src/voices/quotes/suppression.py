"""Small cells: counts of people that could point at somebody are not shown, nor can they be worked out.

A table of people by role, wave or source is published with its total beside it. A cell that is hidden alone
is the total less the others, so further cells are hidden until every hidden one has several possible values.
Tables of one chapter are also read side by side: a role met in one source only is that source's count, and a wave
is the sum of its sources. `protect` hides what could be worked out in this way. So are two publications of one study:
a cell that grew by one person since says what that person said (`earlier`).
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
Cells = tuple[tuple[str, int], ...]
"""(name, people), sorted by name, hidden counts as `SUPPRESSED`."""
_LEEWAY = 2
"""How much the hidden cells together must exceed one person each, so that each has at least three possible values."""


def suppress(
    cells: Mapping[str, int],
    also_hidden: Collection[str] = (),
    small: int = SMALL_CELL,
    steps: Mapping[str, int] | None = None,
) -> tuple[tuple[str, int], ...]:
    """Return (name, count) sorted by name, with small counts and those needed to protect them as `SUPPRESSED`.

    Cells in `also_hidden` are hidden too: what a parent chapter hides, its child chapters hide. `steps` says by how
    much cells changed since they were last published: those that changed by few people are hidden, and so many others
    that the change of all hidden ones together is not few either. A table of one row says no more than its total and
    comes back empty.
    """
    if len(cells) < 2:
        return ()
    moved = {name for name, step in (steps or {}).items() if name in cells and 0 < abs(step) < small}
    hidden = {name for name, count in cells.items() if 0 < count < small or (name in also_hidden and count > 0)} | moved
    for name in sorted(set(cells) - hidden, key=lambda name: (cells[name] == 0, cells[name], name)):
        if not hidden or (_safe([cells[name] for name in hidden], small) and _steady(hidden, steps or {}, small)):
            break
        hidden.add(name)
    return tuple((name, SUPPRESSED if name in hidden else cells[name]) for name in sorted(cells))


def hidden_names(cells: tuple[tuple[str, int], ...]) -> frozenset[str]:
    """Return the names of the cells of a table that are not shown."""
    return frozenset(name for name, count in cells if count == SUPPRESSED)


def protect(
    first: Mapping[str, int],
    second: Mapping[str, int],
    pairs: Collection[tuple[str, str]],
    held: tuple[Collection[str], Collection[str]] = ((), ()),
    *,
    whole: bool = False,
    steps: tuple[Mapping[str, int], Mapping[str, int]] = ({}, {}),
) -> tuple[Cells, Cells]:
    """Return two tables of the same people, suppressed so that one does not give away what the other hides.

    `pairs` holds every (name in the first, name in the second) that people can share; `held` names cells to hide in
    either, `steps` how they changed since they were last published; with `whole` the first table is shown in full or
    not at all.
    """
    hidden: tuple[set[str], set[str]] = (set(held[0]), set(held[1]))
    turned = [(b, a) for a, b in pairs]
    while True:
        one, two = suppress(first, hidden[0], steps=steps[0]), suppress(second, hidden[1], steps=steps[1])
        if whole and hidden_names(one):
            return tuple((name, SUPPRESSED) for name, _ in one), two
        if not one or not two:
            return one, two
        gone = hidden_names(one), hidden_names(two)
        told = _told(first, gone[0], second, gone[1], pairs)
        back = _told(second, gone[1], first, gone[0], turned)
        more = (told[0] | back[1]) - gone[0], (told[1] | back[0]) - gone[1]
        if not any(more):
            return one, two
        hidden = (hidden[0] | gone[0] | more[0], hidden[1] | gone[1] | more[1])


def _told(
    cells: Mapping[str, int],
    hidden: Collection[str],
    others: Mapping[str, int],
    gone: Collection[str],
    pairs: Collection[tuple[str, str]],
) -> tuple[set[str], set[str]]:
    """Return cells to hide in this table, and in the other, because one can be worked out from the other.

    A cell of the other table that shares people with one cell of this one only is a part of it: taking the shown
    parts away from a shown cell leaves the rest, which must be nobody or enough people in enough places.
    """
    here, there = set[str](), set[str]()
    for name, count in cells.items():
        inside = {b for a, b in pairs if a == name and b in others}
        parts = {b for b in inside if sum(1 for a, other in pairs if other == b and a in cells) == 1}
        shown = parts - set(gone)
        rest = count - sum(others[b] for b in shown)
        if name in hidden:
            if count and inside == shown:
                there |= {b for b in shown if others[b]}
        elif rest > 0 and (rest < SMALL_CELL or (parts - shown and not _safe_rest(rest, len(inside - shown)))):
            here.add(name)
    return here, there


def _safe_rest(rest: int, places: int) -> bool:
    return places >= 2 and rest >= places + _LEEWAY


def _steady(hidden: Collection[str], steps: Mapping[str, int], small: int) -> bool:
    """Return whether the hidden cells together did not change by few people, as far as that can be worked out."""
    if any(name not in steps for name in hidden):
        return True
    change = abs(sum(steps[name] for name in hidden))
    return change == 0 or change >= small


def _safe(hidden: list[int], small: int) -> bool:
    total = sum(hidden)
    return len(hidden) >= 2 and total >= small and total >= len(hidden) + _LEEWAY
