"""Which counts of themes are hidden together, so that no table tells what another one hides.

Whoever holds a publication can take its tables from each other: a theme by role, wave, source and year counts the same
people, a year is the sum of its quarters, and all themes together may be the whole of a code. So a count of one to four
people counts as hidden only where another set of tables, with the same counts shown and that one moved by two, would
look the same in print. Where there is none, the counts that have to move are hidden too, as few people as can be.
Source: cell suppression by alternative tables (Fischetti and Salazar 2001), audited for three possible values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from voices.model import ThemeCount
from voices.quotes.suppression import SMALL_CELL
from voices.reporting.hiding_equations import Equations, Place
from voices.reporting.theme_sums import LEFT_OUT
from voices.themes.counting import BETWEEN

Names = Mapping[tuple[str, str, str], Collection[str]]
"""By (scope, theme, way of counting): names of cells."""
WHOLE = ""
"""Stands for the theme where a table counts the whole scope."""


def together(
    counted: Sequence[ThemeCount], small: int = SMALL_CELL, hide: Names | None = None, known: Names | None = None
) -> tuple[ThemeCount, ...]:
    """Return the counts with the cells of each table that may not be shown; those settled before stay as they are.

    `hide` names cells that other tables of the publication hide, or that an earlier one hid; `known` those an earlier
    one showed with the same count, which nothing hides any more. The whole scope is taken to be known but for what
    would be hidden were it printed, since other pages count it.
    """
    hide, known = _as_whole(counted, hide or {}), known or {}
    found: dict[tuple[str, str, str], set[str]] = {}
    open_ = [one for one in counted if one.hidden is None]
    for scope in dict.fromkeys(one.scope for one in open_):
        own = [one for one in open_ if one.scope == scope]
        for group in _groups(own):
            equations = Equations(group, known)
            hidden = {place for one in group for place in _at_first(one, small, hide.get(_key(one), ()))}
            whole = [one for one in group if one.theme == WHOLE]
            if whole:
                # What a table of the whole scope would hide wherever it were printed.
                hidden |= _protected(Equations(whole, {}, alone=True), {p for p in hidden if p[0] == WHOLE}, small)
            for theme, by, name in _protected(equations, hidden, small):
                found.setdefault((scope, theme, by), set()).add(name)
    return tuple(
        one
        if one.hidden is not None
        else replace(one, hidden=tuple(name for name, _, _ in one.cells if name in found.get(_key(one), ())))
        for one in counted
    )


def _as_whole(counted: Sequence[ThemeCount], hide: Names) -> Names:
    """Add what the whole scope hides because a theme hides the very same count."""
    whole = {(one.scope, one.by, cell) for one in counted if one.theme == WHOLE for cell in one.cells}
    found = {key: set(names) for key, names in hide.items()}
    for one in counted:
        for cell in one.cells:
            if cell[0] in hide.get(_key(one), ()) and (one.scope, one.by, cell) in whole:
                found.setdefault((one.scope, WHOLE, one.by), set()).add(cell[0])
    return found


def _key(one: ThemeCount) -> tuple[str, str, str]:
    return one.scope, one.theme, one.by


def _groups(own: Sequence[ThemeCount]) -> list[list[ThemeCount]]:
    """Return the tables that have to be looked at together: all of a scope where its themes add up to it in print.

    Themes that overlap and leave passages over tell nothing of each other: nobody knows by how much.
    """
    if WHOLE in {one.theme for one in own} and any(Equations.bounds(own, number) is not None for number in (0, 1)):
        return [list(own)]
    themes = dict.fromkeys(one.theme for one in own if one.theme != WHOLE)
    return [[one for one in own if one.theme == theme] for theme in themes]


def _at_first(one: ThemeCount, small: int, also: Collection[str]) -> Iterable[Place]:
    """Yield the cells hidden before tables are held against each other."""
    if BETWEEN in one.by:
        return
    hidden = {name for name, _, people in one.cells if 0 < people < small} | set(also)
    yield from ((one.theme, one.by, name) for name, _, _ in one.cells if name in hidden)
    yield one.theme, one.by, LEFT_OUT


def _protected(equations: Equations, hidden: set[Place], small: int) -> set[Place]:
    """Return the cells to hide so that each small one could have two more or two fewer people, complaints likewise."""
    wanted = [place for place in equations.places if place in hidden and 0 < equations.people(place) < small]
    for number in (1, 0):
        left = equations.fixed_by_print(wanted, hidden, number)
        for place in wanted:
            if place not in left:
                continue
            witness = equations.cheapest(place, hidden, number)
            if witness is None:
                hidden |= {other for other in equations.places if other[0] == place[0] and other not in equations.given}
                continue
            hidden |= witness.opened
            left -= witness.moved
    return hidden
