"""Counts of themes beside those of earlier publications: what changed by few people stays as it was printed.

The study's record holds the exact counts of every publication with what was shown of them. So a change can be looked
for in single cells and in what all hidden cells of a table hold together, which the cells that are shown give away.
Source of the rule: differencing, as in `quotes.earlier`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from voices.model import ThemeCount, Themes
from voices.periods import year_of
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED, suppress
from voices.reporting.theme_counts import PARTS_OF_A_YEAR
from voices.reporting.theme_hiding import WHOLE, Names, together
from voices.reporting.theme_kin import Kin, key_of, kin, members
from voices.themes.counting import BETWEEN

Record = dict[str, Any]
"""By scope and theme: "states", the tables of every publication; "sizes", every size shown; "members", the passages
behind the last of these; "as_of", the date of the last."""
UNDATED = "before any decision"
"""Stands for the date of a publication of a study in which nobody had decided on any passage."""
Row = tuple[int, int, bool]
"""Complaints, complainants, and whether they were shown."""
State = dict[str, dict[str, Row]]
"""By way of counting: the cells of a theme by name."""


def held(
    themes: Sequence[Themes],
    counted: Sequence[ThemeCount],
    record: Mapping[str, Any],
    hide: Names | None = None,
    known: Names | None = None,
) -> tuple[tuple[Themes, ...], tuple[ThemeCount, ...]]:
    """Return themes and the counts of the confirmed ones as they may be published beside what `record` holds.

    A theme of which any count changed by fewer than five keeps all its counts; one under a new id that cannot be told
    from those it came from shows none. `hide` and `known` name cells that other tables of this publication hide, or
    that are known otherwise. Sizes of one to four are hidden.
    """
    related = kin(themes, record)
    own = [one for one in counted if one.theme == WHOLE or key_of(one.scope, one.theme) in related]
    hide, known = _as_before(own, record, related, hide or {}, known or {})
    now = [one for one in together(own, hide=hide, known=known) if one.theme != WHOLE and BETWEEN not in one.by]
    moved = _all_moved(_states(now), record, related)
    settled = []
    for one in now:
        key = key_of(one.scope, one.theme)
        last = _published_as(key, record, related[key])
        if key not in moved:
            settled.append(one)
        elif last:
            settled.append(_as_it_was(one, _known(record, last)[-1], str(record[last]["as_of"]) or UNDATED))
        else:
            settled.append(replace(one, hidden=tuple(name for name, _, _ in one.cells), held_back=True))
    return tuple(_sized(some, record, related, moved) for some in themes), tuple(settled)


def remember(themes: Sequence[Themes], counted: Sequence[ThemeCount], record: Mapping[str, Any], date: str) -> Record:
    """Return the record once these themes and counts, as `held` returned them, are published.

    `date` is that of the last decision.
    """
    found: Record = {key: dict(value) for key, value in record.items()}
    inside, fresh = members(themes), {"states": [], "sizes": [], "as_of": date}
    for key, relatives in kin(themes, record).items():
        found.setdefault(key, dict(record.get(relatives.heir_of, fresh)))
    for some in themes:
        for theme in some.themes:
            kept = found.setdefault(key_of(some.scope, theme.id), dict(fresh))
            if theme.size != SUPPRESSED and theme.size not in kept["sizes"][-1:]:
                kept["sizes"] = [*kept["sizes"], theme.size]
    for key, state in _states([one for one in counted if not one.as_of and not one.held_back]).items():
        packed = {by: {name: list(row) for name, row in cells.items()} for by, cells in state.items()}
        if packed not in found[key]["states"][-1:]:
            found[key] |= {"states": [*found[key]["states"], packed], "as_of": date}
        found[key]["members"] = sorted(inside[key])
    return found


def _published_as(key: str, record: Mapping[str, Any], relatives: Kin) -> str:
    """Return under which key a theme was published; nothing where it was not."""
    return next((one for one in (key, relatives.heir_of) if _known(record, one)), "")


def _known(record: Mapping[str, Any], key: str) -> list[State]:
    states = record.get(key, {}).get("states", ())
    return [
        {by: {name: (row[0], row[1], row[2]) for name, row in cells.items()} for by, cells in state.items()}
        for state in states
    ]


def _as_before(
    counted: Sequence[ThemeCount], record: Mapping[str, Any], related: Mapping[str, Kin], hide: Names, known: Names
) -> tuple[Names, Names]:
    """Add what was hidden last with the same count, which stays hidden, and what was ever shown with it."""
    hidden, told = ({key: set(names) for key, names in some.items()} for some in (hide, known))
    for one in counted:
        key = key_of(one.scope, one.theme)
        last = _published_as(key, record, related[key]) if key in related else ""
        states = [state.get(one.by, {}) for state in _known(record, last)]
        place = (one.scope, one.theme, one.by)
        for name, *numbers in one.cells if states else ():
            if tuple(states[-1].get(name, (0, 0, True))) == (*numbers, False):
                hidden.setdefault(place, set()).add(name)
            if any(tuple(cells.get(name, ())) == (*numbers, True) for cells in states):
                told.setdefault(place, set()).add(name)
    return hidden, told


def _states(counted: Iterable[ThemeCount]) -> dict[str, State]:
    """Return settled counts by theme, with what is shown of them."""
    found: dict[str, State] = {}
    for one in counted:
        cells = {name: (complaints, people, name not in (one.hidden or ())) for name, complaints, people in one.cells}
        found.setdefault(key_of(one.scope, one.theme), {})[one.by] = cells
    return found


def _all_moved(now: Mapping[str, State], record: Mapping[str, Any], related: Mapping[str, Kin]) -> set[str]:
    """Return the themes that may not be told beside an earlier publication, by themselves or added up.

    A theme merged from others is held beside their sum, and the parts of one that was split beside the whole.
    """
    moved = set()
    last = {key: states[-1] for key in record if (states := _known(record, key))}
    for key, state in now.items():
        compared = (key, related[key].heir_of, *related[key].near)
        together_before = [last[one] for one in related[key].inside]
        if any(_moved(old, state) for one in compared for old in _known(record, one)) or (
            together_before and _moved(_sum(together_before), state)
        ):
            moved.add(key)
    for whole, old in last.items():
        parts = [key for key in now if whole in related[key].around]
        if len(parts) > 1 and _moved(old, _sum([now[key] for key in parts])):
            moved |= {key for key in parts if not _known(record, key)} or set(parts)
    return moved


def _sum(states: Sequence[State]) -> State:
    """Return the counts of several themes added up; a sum is shown where all its parts are."""
    found: State = {}
    for by in dict.fromkeys(by for state in states for by in state):
        for name in dict.fromkeys(name for state in states for name in state.get(by, {})):
            rows = [state.get(by, {}).get(name, (0, 0, True)) for state in states]
            added = (sum(r[0] for r in rows), sum(r[1] for r in rows), all(r[2] for r in rows))
            found.setdefault(by, {})[name] = added
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
    shown = {name: cells[name][:2] for name, _, _ in now.cells if name in cells and cells[name][2]}
    shown |= {name: (0, 0) for name, _, people in now.cells if not people and name not in shown}
    return replace(
        now,
        cells=tuple((name, *shown.get(name, (SUPPRESSED, SUPPRESSED))) for name, _, _ in now.cells),
        hidden=tuple(name for name, _, _ in now.cells if name not in shown),
        as_of=date,
    )


def _sized(some: Themes, record: Mapping[str, Any], related: Mapping[str, Kin], moved: Collection[str]) -> Themes:
    """Return the themes with sizes that may be shown: none small, none the passages less all the others."""
    inside = {one.passage for one in some.assignments if one.theme and key_of(some.scope, one.theme) in related}
    sizes = {theme.id: theme.size for theme in some.themes if theme.confirmed}
    cells = sizes | {WHOLE: len({one.passage for one in some.assignments} - inside)}
    hidden = {name for name, count in suppress(cells, also_hidden=(WHOLE,)) if count == SUPPRESSED}
    found = []
    for theme in some.themes:
        key = key_of(some.scope, theme.id)
        relatives = related.get(key, Kin())
        own: list[int] = next((record[k]["sizes"] for k in (key, relatives.heir_of) if k in record), [])
        before = [one for k in (key, relatives.heir_of, *relatives.near) for one in record.get(k, {}).get("sizes", ())]
        if key in moved or any(0 < abs(theme.size - one) < SMALL_CELL for one in before):
            found.append(replace(theme, size=own[-1] if own else SUPPRESSED))
        else:
            few = theme.id in hidden or 0 < theme.size < SMALL_CELL
            found.append(replace(theme, size=SUPPRESSED) if few else theme)
    return replace(some, themes=tuple(found))
