"""What adds up to what in the tables of a scope's themes, and which other tables would look the same in print."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voices.model import ThemeCount
from voices.reporting.theme_sums import LEFT_OUT, beside, part_of, with_totals
from voices.themes.counting import APART, BETWEEN, TOTAL

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Place = tuple[str, str, str]
"""(theme, way of counting, cell); the theme is empty for the whole scope."""
WIDTH = 2
"""By how much a hidden count must be able to differ. Rationale: with two more or two fewer it has at least three
possible values, as `quotes.suppression` asks for."""
_TRIES = 6
"""Sets of other tables looked for at random before single cells are looked at; they only save time."""
_NOTHING = 1e-6
_OF_NOUGHT = 1000.0
"""Cost of hiding a nought, which points at nobody but tells that the others are not nought: the last resort."""


@dataclass(frozen=True)
class Witness:
    """Another set of tables with the same print."""

    opened: frozenset[Place]
    """Cells that are shown and differ in it, so that they have to be hidden."""
    moved: frozenset[Place]
    """Cells that differ by `WIDTH` or more."""
    cost: float


class Equations:
    """The counts of some themes of one scope, with all sums that print gives away.

    Two numbers are held in each cell: complaints (0) and complainants (1). Variables are by how much another set of
    tables differs, up and down, so that all constants fall out of the equations.
    """

    def __init__(
        self,
        counted: Sequence[ThemeCount],
        known: Mapping[tuple[str, str, str], Collection[str]],
        *,
        alone: bool = False,
    ) -> None:
        """Write down the equations; `known` names cells by (scope, theme, way) that hiding does not hide.

        Cells of the whole scope are as they are, unless it stands `alone`.
        """
        tables = with_totals([one for one in counted if BETWEEN not in one.by])
        self.places: tuple[Place, ...] = tuple(
            sorted((one.theme, one.by, name) for one in tables for name, _, _ in (*one.cells, (LEFT_OUT, 0, 0)))
        )
        self._at = {place: index for index, place in enumerate(self.places)}
        self.given = frozenset(place for place in self.places if not place[0] and not alone)
        self._size = np.zeros((len(self.places), 2))
        self._fixed = np.zeros(len(self.places), dtype=bool)
        for one in tables:
            for name, *numbers in (*one.cells, (LEFT_OUT, *one.left_out)):
                index = self._at[one.theme, one.by, name]
                self._size[index] = numbers
                said = name in known.get((one.scope, one.theme, one.by), ())
                self._fixed[index] = said or (name == LEFT_OUT and not numbers[1])
        self._themes = sorted({one.theme for one in tables})
        self._coupled = [self.bounds(tables, number) for number in (0, 1)]
        self._pairs: list[tuple[float, float]] = []
        self._columns: list[tuple[str, str]] = []
        self._rows: list[dict[int, float]] = []
        self._write(tables, [one for one in counted if BETWEEN in one.by])

    @staticmethod
    def bounds(counted: Sequence[ThemeCount], number: int) -> tuple[bool, bool] | None:
        """Return (no overlap, nothing over) as far as the counts of themes beside their whole scope tell.

        None where they both overlap and leave something over, or no table counts the whole scope: then the sum over
        themes tells nothing.
        """
        gaps = beside(counted, number)
        if not gaps:
            return None
        overlap, over = any(gap > 0 for gap in gaps), any(gap < 0 for gap in gaps)
        return None if overlap and over else (not overlap, not over)

    def people(self, place: Place) -> int:
        """Return the complainants of a cell."""
        return int(self._size[self._at[place], 1])

    def fixed_by_print(self, wanted: Sequence[Place], hidden: set[Place], number: int) -> set[Place]:
        """Return the cells for which no other tables are found quickly; a cell that is left out can differ."""
        left, rng = set(wanted), np.random.default_rng(0)
        for _ in range(_TRIES):
            if not left:
                break
            signs = {place: float(rng.choice((-1.0, 1.0))) for place in sorted(left)}
            lower, upper = self._limits(hidden, number, strict=True, opening=False)
            cost = np.zeros(len(lower))
            for place, sign in signs.items():
                index = self._at[place]
                cost[index], cost[index + len(self.places)] = -sign, sign
                upper[index], upper[index + len(self.places)] = (
                    min(upper[i], WIDTH) for i in (index, index + len(self.places))
                )
            found = self._solved(cost, lower, upper)
            if found is None:
                break
            left -= self._moved(found)
        return left

    def cheapest(self, place: Place, hidden: set[Place], number: int) -> Witness | None:
        """Return other tables in which a cell has two more or two fewer, with as few people as can be hidden for it."""
        for strict in (True, False):
            found = [self._witness(place, sign, hidden, number, strict=strict) for sign in (1, -1)]
            best = min((one for one in found if one is not None), key=lambda one: one.cost, default=None)
            if best is not None:
                return best
        return None

    def _witness(self, place: Place, sign: int, hidden: set[Place], number: int, *, strict: bool) -> Witness | None:
        n, index = len(self.places), self._at[place]
        lower, upper = self._limits(hidden, number, strict=strict, opening=True)
        here, there = (index, n + index) if sign > 0 else (n + index, index)
        if upper[here] < WIDTH:
            return None
        lower[here] = upper[here] = WIDTH
        lower[there] = upper[there] = 0
        cost = np.zeros(len(lower))
        for i, other in enumerate(self.places):
            tie = 1e-4 * (i + 1) / n
            free = other in hidden or (other[1] == TOTAL and not number)
            price = 0.0 if free else 1.0 + self._size[i, 1] if self._size[i, 1] else _OF_NOUGHT
            cost[i] = cost[n + i] = price + tie
        found = self._solved(cost, lower, upper)
        if found is None:
            return None
        step = found[:n] - found[n : 2 * n]
        opened = {p for i, p in enumerate(self.places) if abs(step[i]) > _NOTHING and p not in hidden}
        if not strict:
            # A count that may be nought looks like one only where noughts are hidden beside it.
            bare = {self._group(p) for i, p in enumerate(self.places) if self._emptied(i, step[i])}
            opened |= {p for p in self.places if self._group(p) in bare}
        return Witness(frozenset(opened - hidden), frozenset(self._moved(found)), float(cost @ found))

    def _emptied(self, index: int, step: float) -> bool:
        before = self._size[index, 1]
        return abs(step) > _NOTHING and (not before or self._size[index].min() + step < 1 - _NOTHING)

    def _moved(self, found: NDArray[np.float64]) -> set[Place]:
        n = len(self.places)
        step = np.abs(found[:n] - found[n : 2 * n])
        return {place for i, place in enumerate(self.places) if step[i] >= WIDTH - _NOTHING}

    def _group(self, place: Place) -> tuple[str, str, str]:
        theme, by, name = place
        return theme, by, part_of(by, name) if name else ""

    def _limits(
        self, hidden: set[Place], number: int, *, strict: bool, opening: bool
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return by how much each variable can differ: up, down, then pairs and what themes leave over."""
        n = len(self.places)
        size = self._size[:, number]
        shown = np.array([place not in hidden for place in self.places])
        nought = self._size[:, 1] == 0
        groups: dict[tuple[str, str, str], list[int]] = {}
        for i, place in enumerate(self.places):
            if place[2] != LEFT_OUT:
                groups.setdefault(self._group(place), []).append(i)
        least = np.zeros(n)
        for members in groups.values():
            if strict and any(shown[i] for i in members) and not any(nought[i] and not shown[i] for i in members):
                least[members] = 1
        whole = np.array([place in self.given for place in self.places])
        if len(self._themes) > 2:
            # Several themes: a cell of the whole scope is taken to be known to hold somebody, whatever is hidden there.
            named = np.array([name != LEFT_OUT for _, _, name in self.places])
            least[whole & named & (size > 0)] = 1
        # The total of people stands in a theme's chapter; that of complaints stands nowhere.
        untold = np.array([place[1] == TOTAL and not number for place in self.places])
        still = self._fixed | (shown & ~untold & (whole | (nought & strict) | (not opening)))
        up = np.where(still, 0.0, np.inf)
        down = np.where(still, 0.0, np.maximum(0.0, size - least))
        pairs = np.array([-one[number] for one in self._pairs])
        low, high = self._over(number)
        lower = np.concatenate([np.zeros(2 * n), pairs, low])
        upper = np.concatenate([up, down, np.full(len(pairs), np.inf), high])
        return lower, upper

    def _over(self, number: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return by how much the sum over themes can differ from the whole scope, cell by cell."""
        low, high = np.full(len(self._columns), -np.inf), np.full(len(self._columns), np.inf)
        coupled = self._coupled[number]
        if coupled is not None:
            for i, column in enumerate(self._columns):
                own = [self._at[t, *column] for t in self._themes if t and (t, *column) in self._at]
                gap = self._size[own, number].sum() - self._size[self._at["", *column], number]
                high[i] = -gap if coupled[0] else np.inf
                low[i] = -gap if coupled[1] else -np.inf
        return low, high

    def _write(self, tables: Sequence[ThemeCount], pairs: Sequence[ThemeCount]) -> None:
        ways = {theme: {one.by for one in tables if one.theme == theme} for theme in self._themes}
        for one in tables:
            over = {"month": ("quarter", "year"), "quarter": ("year",)}.get(one.by, ())
            above = next((by for by in over if by in ways[one.theme]), TOTAL)
            sums: dict[Place, list[str]] = {}
            for name, _, _ in one.cells if one.by != TOTAL else ():
                part = part_of(one.by, name).split(" ", maxsplit=1 if above == "year" else 0)[0]
                sums.setdefault((one.theme, above, TOTAL if above == TOTAL else part), []).append(name)
            for up, names in ((up, names) for up, names in sums.items() if up in self._at):
                own = [*names, LEFT_OUT] if above == TOTAL else names
                self._sum([(one.theme, one.by, name) for name in own], up)
        first = 2 * len(self.places)
        for one in pairs:
            self._pair(one, ways.get(one.theme, set()), first + len(self._pairs))
        if self.given:
            self._columns = sorted({(by, name) for theme, by, name in self.places if theme == ""})
            for i, column in enumerate(self._columns):
                self._sum([(t, *column) for t in self._themes if t], ("", *column))
                self._rows[-1][first + len(self._pairs) + i] = -1.0

    def _pair(self, one: ThemeCount, ways: set[str], at: int) -> None:
        first, second = one.by.split(BETWEEN)
        names = [name.split(APART) for name, _, _ in one.cells]
        full = len({a for a, _ in names}) * len({b for _, b in names})
        if not {first, second} <= ways or len(names) == full:
            return
        self._pairs += [(float(complaints), float(people)) for _, complaints, people in one.cells]
        for side, by in ((0, first), (1, second)):
            for name in sorted({pair[side] for pair in names}):
                row = {at + i: 1.0 for i, pair in enumerate(names) if pair[side] == name}
                self._rows.append(row | self._minus(self._at[one.theme, by, name]))

    def _sum(self, places: Sequence[Place], up: Place) -> None:
        row = self._minus(self._at[up])
        for index in (self._at[place] for place in places if place in self._at):
            row |= {index: 1.0, len(self.places) + index: -1.0}
        self._rows.append(row)

    def _minus(self, index: int) -> dict[int, float]:
        return {index: -1.0, len(self.places) + index: 1.0}

    @cached_property
    def _sums(self) -> csr_matrix:
        from scipy.sparse import csr_matrix

        flat = [(i, j, value) for i, row in enumerate(self._rows) for j, value in row.items()]
        i, j, values = zip(*flat, strict=True)
        wide = 2 * len(self.places) + len(self._pairs) + len(self._columns)
        return csr_matrix((values, (i, j)), shape=(len(self._rows), wide))

    def _solved(
        self, cost: NDArray[np.float64], lower: NDArray[np.float64], upper: NDArray[np.float64]
    ) -> NDArray[np.float64] | None:
        """Return the cheapest other tables in whole people, or None where there are none."""
        from scipy.optimize import linprog

        sums, nought = self._sums, np.zeros(len(self._rows))
        bounds = np.column_stack((lower, upper))
        found = linprog(cost, A_eq=sums, b_eq=nought, bounds=bounds, method="highs")
        if found.status == 0 and np.abs(found.x - np.round(found.x)).max(initial=0.0) > _NOTHING:
            whole = np.ones(len(cost))
            found = linprog(cost, A_eq=sums, b_eq=nought, bounds=bounds, method="highs", integrality=whole)
        return np.round(found.x) if found.status == 0 else None
