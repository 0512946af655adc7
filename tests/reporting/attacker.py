"""Somebody who takes the printed tables of a scope's themes from each other, in whole people, by linear programming.

Written apart from what hides the counts: it knows the print and what goes together in the study, and holds absolute
counts rather than differences.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

MOST = 1000
"""More than any study of the tests holds."""
OVER = {"quarter": "year", "month": "quarter"}


def year(name):
    if " " in name:
        return name.split(" ")[0]
    first = int(name[:4]) - (int(name[5:7]) < 4)
    return f"{first}-{(first + 1) % 100:02d}"


def quarter(month):
    return f"{year(month)} Q{(int(month[5:7]) - 4) % 12 // 3 + 1}"


class Attacker:
    """Sums that hold for one number (complaints or complainants) of every cell, shown or not."""

    def __init__(self, printed, totals, pairs, whole=None, over=None):
        """Take what is printed.

        `printed` holds by (theme, way) the counts by cell, None where not shown; `totals` those of themes that are
        known; `pairs` by (way, way) the pairs of cells that occur; `whole` what is known of the scope by (way, cell);
        `over` is (no theme overlaps, no passage is in none) as far as it is known.
        """
        self.at, self.low, self.high, self.rows = {}, [], [], []
        whole, over = whole or {}, over or (False, False)
        for (theme, by), cells in printed.items():
            bare = {}
            for name, count in cells.items():
                bare.setdefault({"quarter": year, "month": quarter}.get(by, lambda _: "")(name), []).append(count)
            for name, count in cells.items():
                part = {"quarter": year, "month": quarter}.get(by, lambda _: "")(name)
                # Noughts are shown, unless nothing is.
                least = 1 if any(one is not None for one in bare[part]) else 0
                self.new((theme, by, name), least if count is None else count, MOST if count is None else count)
        for theme in {theme for theme, _ in printed}:
            known = totals.get(theme)
            self.new((theme, "total"), 0 if known is None else known, MOST if known is None else known)
        for (theme, by), cells in printed.items():
            if by in OVER and (theme, OVER[by]) in printed:
                for up in printed[theme, OVER[by]]:
                    inside = [n for n in cells if (year(n) if by == "quarter" else quarter(n)) == up]
                    self.add([(theme, by, n) for n in inside], (theme, OVER[by], up))
            else:
                self.add([(theme, by, n) for n in cells], (theme, "total"))
        for (one, other), seen in pairs.items():
            for theme in {theme for theme, by in printed if by == one and (theme, other) in printed}:
                for pair in seen:
                    self.new((theme, one, other, *pair), 0, MOST)
                for place, by in ((0, one), (1, other)):
                    for name in printed[theme, by]:
                        self.add([(theme, one, other, *p) for p in seen if p[place] == name], (theme, by, name))
        for (by, name), count in whole.items():
            themes = [(theme, by, name) for theme, way in printed if way == by]
            self.new(("rest", by, name), 0, 0 if over[1] else MOST)
            self.new(("twice", by, name), 0, 0 if over[0] else MOST)
            self.new(("whole", by, name), 1 if count is None else count, MOST if count is None else count)
            self.add([*themes, ("rest", by, name)], ("whole", by, name), ("twice", by, name))

    def new(self, key, low, high):
        self.at[key] = len(self.low)
        self.low.append(low)
        self.high.append(high)

    def add(self, parts, *sums):
        self.rows.append([*((self.at[p], 1) for p in parts), *((self.at[s], -1) for s in sums)])

    @cached_property
    def sums(self):
        flat = [(i, j, v) for i, row in enumerate(self.rows) for j, v in row]
        i, j, v = zip(*flat, strict=True)
        return csr_matrix((v, (i, j)), shape=(len(self.rows), len(self.low)))

    def range(self, key):
        """Return the least and the most a cell can hold."""
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(self.low))
            cost[self.at[key]] = sign
            found = linprog(
                cost, A_eq=self.sums, b_eq=np.zeros(len(self.rows)),
                bounds=np.column_stack((self.low, self.high)), integrality=np.ones(len(cost)),
            )  # fmt: skip
            assert found.status == 0, found.message
            ends.append(round(sign * found.fun))
        return ends[0], ends[1]
