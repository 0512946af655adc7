"""Counts of themes beside those of earlier publications: what changed by few people stays as it was printed.

The study's record holds the exact counts of every publication with what was shown of them. So a change can be looked
for in single cells and in what all hidden cells of a table hold together, which the cells that are shown give away.
Source of the rule: differencing, as in `quotes.earlier`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from voices.model import Theme, ThemeCount, Themes
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED
from voices.reporting.theme_counts import PARTS_OF_A_YEAR, as_shown, year_of

Record = dict[str, Any]
"""By scope and theme: "states", the tables of every publication; "sizes", every size shown; "as_of", the last date."""
Row = tuple[int, int, bool]
"""Complaints, complainants, and whether they were shown."""
State = dict[str, dict[str, Row]]
"""By way of counting: the cells of a theme by name."""


def held(
    themes: Sequence[Themes], counted: Sequence[ThemeCount], record: Mapping[str, Any]
) -> tuple[tuple[Themes, ...], tuple[ThemeCount, ...]]:
    """Return themes and counts as they may be published beside what `record` says was published before.

    A theme of which any count changed by fewer than five keeps all its counts. Sizes of one to four are hidden.
    """
    now = _states(themes, counted)
    moved = {key for key, state in now.items() if any(_moved(old, state) for old in _known(record, key))}
    settled = tuple(
        _as_it_was(one, _known(record, key)[-1], str(record[key]["as_of"]))
        if (key := _key(one.scope, one.theme)) in moved
        else one
        for one in counted
    )
    sized = (
        replace(some, themes=tuple(_sized(one, record, moved=_key(some.scope, one.id) in moved) for one in some.themes))
        for some in themes
    )
    return tuple(sized), settled


def remember(themes: Sequence[Themes], counted: Sequence[ThemeCount], record: Mapping[str, Any], date: str) -> Record:
    """Return the record once these themes and counts, as `held` returned them, are published.

    `date` is that of the last decision.
    """
    found: Record = {key: dict(value) for key, value in record.items()}
    for some in themes:
        for theme in some.themes:
            kept = found.setdefault(_key(some.scope, theme.id), {"states": [], "sizes": [], "as_of": date})
            if theme.size != SUPPRESSED and theme.size not in kept["sizes"][-1:]:
                kept["sizes"] = [*kept["sizes"], theme.size]
    for key, state in _states(themes, [one for one in counted if not one.as_of]).items():
        packed = {by: {name: list(row) for name, row in cells.items()} for by, cells in state.items()}
        if packed not in found[key]["states"][-1:]:
            found[key] |= {"states": [*found[key]["states"], packed], "as_of": date}
    return found


def _key(scope: str, theme: str) -> str:
    return f"{scope}\x1f{theme}"


def _known(record: Mapping[str, Any], key: str) -> list[State]:
    states = record.get(key, {}).get("states", ())
    return [
        {by: {name: (row[0], row[1], row[2]) for name, row in cells.items()} for by, cells in state.items()}
        for state in states
    ]


def _states(themes: Sequence[Themes], counted: Sequence[ThemeCount]) -> dict[str, State]:
    """Return the counts of the confirmed themes, which alone are published, with what is shown of them."""
    wanted = {(some.scope, theme.id) for some in themes for theme in some.themes if theme.confirmed}
    found: dict[str, State] = {}
    for scope, id in sorted(wanted):
        own = [one for one in counted if (one.scope, one.theme) == (scope, id)]
        seen = as_shown(own)
        state = {
            one.by: {
                name: (complaints, people, shown[1] != SUPPRESSED)
                for (name, complaints, people), shown in zip(one.cells, seen[one.by, id], strict=True)
            }
            for one in own
        }
        if state:
            found[_key(scope, id)] = state
    return found


def _moved(old: State, new: State) -> bool:
    """Return whether a count, or what all hidden cells hold together, changed by few in any table both have."""
    return any(
        _few(number, old_part, new_part)
        for by, cells in new.items()
        if by in old
        for old_part, new_part in _parts(by, old[by], cells)
        for number in (0, 1)
    )


def _parts(
    by: str, old: Mapping[str, Row], new: Mapping[str, Row]
) -> list[tuple[Mapping[str, Row], Mapping[str, Row]]]:
    """Return both tables, a year at a time where another table gives the years' own counts."""
    if by not in PARTS_OF_A_YEAR:
        return [(old, new)]
    years = sorted({year_of(name) for name in (*old, *new)})
    return [
        ({n: r for n, r in old.items() if year_of(n) == year}, {n: r for n, r in new.items() if year_of(n) == year})
        for year in years
    ]


def _few(number: int, old: Mapping[str, Row], new: Mapping[str, Row]) -> bool:
    both = {name for name in old.keys() & new.keys() if old[name][2] and new[name][2]}
    steps = [new[name][number] - old[name][number] for name in both]
    rest = [sum(row[number] for name, row in table.items() if name not in both) for table in (old, new)]
    return any(0 < abs(step) < SMALL_CELL for step in (*steps, rest[1] - rest[0]))


def _as_it_was(now: ThemeCount, last: State, date: str) -> ThemeCount:
    """Return a table with the counts it was last published with, in the columns of today."""
    cells = last.get(now.by, {})
    hidden = (SUPPRESSED, SUPPRESSED)
    shown = (
        (name, *(cells[name][:2] if name in cells and cells[name][2] else hidden if people else (0, 0)))
        for name, _, people in now.cells
    )
    return replace(now, cells=tuple(shown), as_of=date)


def _sized(theme: Theme, record: Mapping[str, Any], *, moved: bool) -> Theme:
    before = record.get(_key(theme.scope, theme.id), {}).get("sizes", [])
    if moved or any(0 < abs(theme.size - one) < SMALL_CELL for one in before):
        return replace(theme, size=before[-1] if before else SUPPRESSED)
    return replace(theme, size=SUPPRESSED) if 0 < theme.size < SMALL_CELL else theme
