"""What earlier publications of a study showed, so that two of them side by side do not tell what one person said.

A count that changes by one to four people from one publication to the next is a small cell: whoever has both takes
one from the other. So a chapter whose people changed by fewer than five keeps the figures it was published with, and
inside a chapter cells that changed so little are hidden. Source of the rule: differencing, as in the disclosure control
handbooks of statistical offices (Hundepool and others 2012, chapter 5).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from voices.model import Group, QuoteBank
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED, suppress

TABLES = ("by_direction", "by_role", "by_wave", "by_source", "by_year", "asked")
"""Tables of a chapter, each a field of `Group`."""
TOGETHER = "together"
"""People who speak of two codes, by both: a table of the bank."""
WAYS = "ways"
"""Which way the people of each source speak: a table of its own, by source and way."""
TOTALS = ("participants", "of_participants", "passages")
PEOPLE = ("participants", "of_participants")
"""Totals that are numbers of people: the chapter stays as it was where one of them changed by few."""
_BETWEEN = "\x1f"
_CHECKED = re.compile(r"[,;] \d+ checked$")
"""How many passages a chapter has, at the end of a note of `bank`."""
Figures = dict[str, dict[str, int]]
"""By table: cell to count as it was shown; "totals" holds the totals."""


@dataclass(frozen=True)
class Earlier:
    """Every figure that was shown before, and the last figures of each chapter."""

    shown: Mapping[str, Mapping[str, frozenset[int]]] = field(default_factory=dict)
    """By "chapter/table": cell to every count it was ever shown with."""
    last: Mapping[str, Figures] = field(default_factory=dict)
    """By chapter: its figures as they were last published, hidden ones as `SUPPRESSED`."""
    dates: Mapping[str, str] = field(default_factory=dict)
    """By chapter: the date of the last decision when these figures were new."""

    def few(self, chapter: str, table: str, cell: str, count: int) -> bool:
        """Return whether a count differs from one that was shown before by fewer people than may be told apart."""
        if count == SUPPRESSED:
            return False
        before = self.shown.get(f"{chapter}/{table}", {}).get(cell, ())
        return any(0 < abs(count - one) < SMALL_CELL for one in before)

    def steps(self, chapter: str, table: str, cells: Mapping[str, int]) -> dict[str, int]:
        """Return by how many people cells differ from what was shown before: the least that is no agreement."""
        before = self.shown.get(f"{chapter}/{table}")
        if before is None:
            return {}
        found = {}
        for cell, count in cells.items():
            differences = [count - one for one in before.get(cell, ())]
            if differences:
                found[cell] = min(differences, key=lambda d: (not 0 < abs(d) < SMALL_CELL, abs(d)))
        return found


def settle(bank: QuoteBank, earlier: Earlier, date: str) -> QuoteBank:
    """Return a bank as it may be published: small totals hidden, figures that changed by few people as they were.

    `date` is that of the last decision.
    """
    together = tuple(
        (one, other, SUPPRESSED if _hidden(n) or earlier.few("", TOGETHER, f"{one}{_BETWEEN}{other}", n) else n)
        for one, other, n in bank.together
    )
    return replace(bank, groups=_settled(bank.groups, earlier, date), together=together)


def _hidden(people: int) -> bool:
    return 0 < people < SMALL_CELL


def _settled(groups: tuple[Group, ...], earlier: Earlier, date: str) -> tuple[Group, ...]:
    """Return the chapters, parents before their children as they come."""
    held: set[str] = set()
    found = []
    for group in groups:
        shown = _small(group)
        moved = any(earlier.few(group.id, "totals", name, getattr(shown, name)) for name in PEOPLE)
        if moved or group.parent in held:
            held.add(group.id)
            found.append(_as_it_was(group, earlier))
        else:
            if any(earlier.few(group.id, WAYS, cell, n) for cell, n in _flat(shown).items()):
                shown = replace(shown, ways=())
            if any(earlier.few(group.id, "asked", source, n) for source, n in shown.asked):
                shown = replace(shown, asked=tuple((source, SUPPRESSED) for source, _ in shown.asked))
            same = _figures(shown) == earlier.last.get(group.id)
            found.append(replace(shown, as_of=earlier.dates.get(group.id, date) if same else date))
    return tuple(found)


def remember(bank: QuoteBank, earlier: Earlier) -> Earlier:
    """Return what is known as published once this bank, settled, is."""
    shown = {place: dict(cells) for place, cells in earlier.shown.items()}
    figures = {group.id: _figures(group) for group in bank.groups}
    pairs = {f"{one}{_BETWEEN}{other}": n for one, other, n in bank.together}
    for chapter, tables in (*figures.items(), ("", {TOGETHER: pairs})):
        for table, cells in tables.items():
            kept = shown.setdefault(f"{chapter}/{table}", {})
            for cell, count in cells.items():
                if count != SUPPRESSED:
                    kept[cell] = kept.get(cell, frozenset()) | {count}
    dates = dict(earlier.dates) | {group.id: group.as_of for group in bank.groups}
    return Earlier(shown, dict(earlier.last) | figures, dates)


def under_new_ids(earlier: Earlier, came_from: Mapping[str, tuple[str, tuple[str, ...]]]) -> Earlier:
    """Return what was shown before, for chapters that are compared with others under another id too.

    `came_from` holds by chapter the one whose place it takes, if any, and all it is compared with.
    """
    shown, last, dates = dict(earlier.shown), dict(earlier.last), dict(earlier.dates)
    for chapter, (heir_of, near) in came_from.items():
        for table in (*TABLES, WAYS, "totals"):
            cells = dict(shown.get(f"{chapter}/{table}", {}))
            for old in dict.fromkeys((heir_of, *near)):
                for cell, counts in earlier.shown.get(f"{old}/{table}", {}).items():
                    cells[cell] = cells.get(cell, frozenset()) | counts
            if cells:
                shown[f"{chapter}/{table}"] = cells
        if chapter not in last and heir_of in earlier.last:
            last[chapter], dates[chapter] = earlier.last[heir_of], earlier.dates.get(heir_of, "")
    return Earlier(shown, last, dates)


def dump(earlier: Earlier) -> dict[str, Any]:
    """Return it as an object for JSON."""
    shown = {
        place: {cell: sorted(counts) for cell, counts in sorted(cells.items())}
        for place, cells in sorted(earlier.shown.items())
    }
    return {"shown": shown, "last": dict(earlier.last), "dates": dict(earlier.dates)}


def load(record: Mapping[str, Any]) -> Earlier:
    """Return what `dump` kept; nothing was published where the record is empty."""
    shown = {
        place: {cell: frozenset(counts) for cell, counts in cells.items()}
        for place, cells in record.get("shown", {}).items()
    }
    return Earlier(shown, record.get("last", {}), record.get("dates", {}))


def digest(earlier: Earlier) -> str:
    """Return it as text, the same for the same figures."""
    return json.dumps(dump(earlier), sort_keys=True)


def _small(group: Group) -> Group:
    """Return a chapter with totals of few people hidden, and everything that would tell them."""
    asked = SUPPRESSED if 0 < group.of_participants < SMALL_CELL else group.of_participants
    by_asked = suppress(dict(group.asked)) or tuple((name, SUPPRESSED if _hidden(n) else n) for name, n in group.asked)
    if not 0 < group.participants < SMALL_CELL:
        return replace(group, of_participants=asked, asked=by_asked)
    return replace(
        unnumbered(group), participants=SUPPRESSED, of_participants=asked, passages=SUPPRESSED, by_direction=(),
        by_role=(), by_wave=(), by_source=(), by_year=(), ways=(), asked=by_asked,
    )  # fmt: skip


def unnumbered(group: Group) -> Group:
    """Return a chapter whose notes on sides without quotes do not say how many passages it has."""
    support, dissent = (_CHECKED.sub("", note) for note in (group.support_note, group.dissent_note))
    return replace(group, support_note=support, dissent_note=dissent)


def _figures(group: Group) -> Figures:
    found: Figures = {table: dict(getattr(group, table)) for table in TABLES}
    found[WAYS] = _flat(group)
    found["totals"] = {name: getattr(group, name) for name in TOTALS}
    return found


def _flat(group: Group) -> dict[str, int]:
    return {f"{source}{_BETWEEN}{way}": n for source, ways in group.ways for way, n in ways}


def _unflat(cells: Mapping[str, int]) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    found: dict[str, list[tuple[str, int]]] = {}
    for cell, n in cells.items():
        source, way = cell.split(_BETWEEN)
        found.setdefault(source, []).append((way, n))
    return tuple((source, tuple(ways)) for source, ways in found.items())


def _as_it_was(group: Group, earlier: Earlier) -> Group:
    """Return a chapter with the figures it was last published with; without any where it was not."""
    last = earlier.last.get(group.id, {})
    totals = {name: last.get("totals", {}).get(name, SUPPRESSED) for name in TOTALS}
    tables = {table: tuple(last.get(table, {}).items()) for table in TABLES}
    ways = _unflat(last.get(WAYS, {}))
    now = unnumbered(_small(group))
    return replace(now, **totals, **tables, ways=ways, as_of=earlier.dates.get(group.id, ""), held=True)  # type: ignore[arg-type]
