"""Counts of complaints and of complainants behind themes, by time and by what the register says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from voices.model import Document, Passage, ThemeCount, Themes

FIRST_MONTH = 4
"""A financial year runs from April to March."""
ATTRIBUTES = ("team", "stage", "outcome")


def counts(found: Themes, passages: Iterable[Passage]) -> tuple[ThemeCount, ...]:
    """Return the counts of every theme of a scope, and of the whole scope under the theme "".

    A complaint with its letters counts once, and so does a person who complains twice. What has no date, team or the
    like is left out of that table. Empty periods between the first and the last are counted as nought.
    """
    by_id = {one.id: one for one in passages}
    members: dict[str, list[Passage]] = {"": []}
    for one in found.assignments:
        if one.passage in by_id:
            members[""].append(by_id[one.passage])
            if one.theme is not None:
                members.setdefault(one.theme, []).append(by_id[one.passage])
    ways: list[tuple[str, Callable[[Passage], str]]] = [("month", month), ("quarter", quarter), ("year", year)]
    ways += [(name, lambda p, name=name: dict(p.attributes).get(name, "")) for name in ATTRIBUTES]  # type: ignore[misc]
    ways += [("role", lambda p: p.role), ("wave", lambda p: "" if p.wave is None else f"wave {p.wave}")]
    ways += [("source", lambda p: p.source)]
    out = []
    for by, of in ways:
        names = _in_order(by, {of(one) for one in members[""]} - {""})
        for theme in ("", *(one.id for one in found.themes)):
            cells = tuple(_cell(name, [p for p in members.get(theme, ()) if of(p) == name]) for name in names)
            if cells:
                out.append(ThemeCount(found.scope, theme, by, cells))
    return tuple(out)


def month(passage: Passage | Document) -> str:
    """Return the month of a passage or document, YYYY-MM, or nothing."""
    period = passage.period
    return period[:7] if len(period) >= 7 and period[5:7].isdigit() else ""


def quarter(passage: Passage) -> str:
    """Return the quarter of the financial year, "2023-24 Q1" for April to June 2023, or nothing."""
    found = month(passage)
    return f"{year(passage)} Q{(int(found[5:7]) - FIRST_MONTH) % 12 // 3 + 1}" if found else ""


def year(passage: Passage | Document) -> str:
    """Return the financial year, "2023-24" for April 2023 to March 2024, or nothing."""
    found = month(passage)
    if not found:
        return ""
    first = int(found[:4]) - (int(found[5:7]) < FIRST_MONTH)
    return f"{first}-{(first + 1) % 100:02d}"


def _cell(name: str, said: Sequence[Passage]) -> tuple[str, int, int]:
    cases = {p.case or p.document for p in said}
    return name, len(cases), len({p.participant or p.case or p.document for p in said})


def _in_order(by: str, names: set[str]) -> list[str]:
    """Return the names of a table's columns, empty periods between the first and the last filled in."""
    if by not in ("month", "quarter", "year") or not names:
        return sorted(names)
    first, last = min(names), max(names)
    made = [first]
    while made[-1] < last:
        made.append(_next(by, made[-1]))
    return made


def _next(by: str, name: str) -> str:
    if by == "month":
        after = int(name[:4]) * 12 + int(name[5:7])
        return f"{after // 12}-{after % 12 + 1:02d}"
    first = int(name[:4])
    if by == "quarter" and name[-1] != "4":
        return f"{name[:-1]}{int(name[-1]) + 1}"
    following = f"{first + 1}-{(first + 2) % 100:02d}"
    return f"{following} Q1" if by == "quarter" else following
