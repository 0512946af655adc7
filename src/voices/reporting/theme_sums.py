"""What tables of themes add up to: years from quarters and months, themes from their tables, a scope from themes."""

from __future__ import annotations

from collections.abc import Sequence

from voices.model import ThemeCount
from voices.periods import quarter_of, year_of
from voices.themes.counting import BETWEEN, TOTAL

LEFT_OUT = ""
"""Name of the cell that no table shows: those of whom no date, team or the like is known."""


def part_of(by: str, name: str) -> str:
    """Return what a cell is part of, where another table counts that: the year of a quarter, the quarter of a month."""
    if by == "quarter":
        return year_of(name)
    return quarter_of(name) if by == "month" else ""


def with_totals(tables: Sequence[ThemeCount]) -> list[ThemeCount]:
    """Return the tables with the total of each theme, where it is not among them the largest any table adds up to."""
    found = [one for one in tables if one.by == TOTAL]
    for theme in sorted({one.theme for one in tables} - {one.theme for one in found}):
        own = [one for one in tables if one.theme == theme]
        cases = max(sum(cell[1] for cell in one.cells) + one.left_out[0] for one in own)
        people = max(sum(cell[2] for cell in one.cells) + one.left_out[1] for one in own)
        found.append(ThemeCount(own[0].scope, theme, TOTAL, ((TOTAL, cases, people),)))
    return [*(one for one in tables if one.by != TOTAL), *found]


def beside(counted: Sequence[ThemeCount], number: int) -> list[int]:
    """Return the sum over themes less the whole scope, for every cell."""
    whole: dict[tuple[str, str], int] = {}
    themes: dict[tuple[str, str], int] = {}
    for one in counted:
        if BETWEEN in one.by:
            continue
        target = themes if one.theme else whole
        for name, *numbers in (*one.cells, (LEFT_OUT, *one.left_out)):
            target[one.by, name] = target.get((one.by, name), 0) + numbers[number]
    return [themes.get(cell, 0) - count for cell, count in whole.items()]
