"""A theme has tables of its own and a chapter in the bank, which count mostly the same people: both hide alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from voices.model import ComplaintYear, Group, QuoteBank, ThemeCount
from voices.quotes.attribution import wave_words
from voices.quotes.earlier import Earlier, unnumbered
from voices.quotes.suppression import SUPPRESSED
from voices.reporting.theme_counts import COMPLAINTS
from voices.reporting.theme_hiding import WHOLE, Names
from voices.reporting.theme_kin import APART, Kin
from voices.themes.counting import TOTAL

TABLES = {"role": "by_role", "wave": "by_wave", "source": "by_source", "year": "by_year"}
"""Ways of counting with the table of a chapter that counts the same."""


def hidden_elsewhere(bank: QuoteBank, complaints: Iterable[ComplaintYear], counted: Sequence[ThemeCount]) -> Names:
    """Return the cells that chapters of themes and codes hide, and the years of complaints that are not shown."""
    groups = {group.id: group for group in bank.groups}
    years = {one.year for one in complaints if one.cases == SUPPRESSED}
    found: dict[tuple[str, str, str], set[str]] = {}
    for one in counted:
        group = groups.get(one.theme or one.scope)
        if group is None and (one.scope, one.theme, one.by) != (COMPLAINTS, WHOLE, "year"):
            continue
        cells = _cells(group, one.by) if group else dict.fromkeys(years, SUPPRESSED)
        hidden = {name for name, _, _ in one.cells if cells.get(_words(one.by, name)) == SUPPRESSED}
        if hidden:
            found[one.scope, one.theme, one.by] = hidden
    return found


def shown(bank: QuoteBank, earlier: Earlier, counted: Sequence[ThemeCount]) -> Names:
    """Return the cells whose count stands in a chapter that hiding cannot change, so that it hides nothing.

    These are chapters of an earlier publication, and this one's of codes: a theme's own chapter hides what its tables
    hide.
    """
    groups = {group.id: group for group in bank.groups}
    found: dict[tuple[str, str, str], set[str]] = {}
    for one in counted:
        before = earlier.shown.get(f"{one.theme or one.scope}/{TABLES.get(one.by, '')}", {})
        group = groups.get(one.scope) if one.theme == WHOLE else None
        now = _cells(group, one.by) if group else {}
        number = 0 if one.by == "year" else 1
        for name, *said in one.cells:
            words = _words(one.by, name)
            if said[number] in before.get(words, ()) or said[number] == now.get(words):
                found.setdefault((one.scope, one.theme, one.by), set()).add(name)
    return found


def alike(bank: QuoteBank, counted: Sequence[ThemeCount]) -> QuoteBank:
    """Return a bank whose chapters of themes hide what the tables of the theme hide."""
    hidden = {(one.theme, one.by): frozenset(one.hidden or ()) for one in counted if not one.as_of}
    return replace(bank, groups=tuple(_masked(group, hidden) for group in bank.groups))


def came_from(related: Mapping[str, Kin]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return by theme under which id its chapter was published, and all it is compared with."""
    return {
        key.split(APART)[1]: (_theme(kin.heir_of), tuple(_theme(one) for one in kin.near))
        for key, kin in related.items()
    }


def _theme(key: str) -> str:
    return key.rpartition(APART)[2]


def _masked(group: Group, hidden: Mapping[tuple[str, str], frozenset[str]]) -> Group:
    """Return the chapter of a theme without what its tables hide; one nobody coded counts nobody and hides nothing."""
    if group.held or not group.passages or not any(id == group.id for id, _ in hidden):
        return group
    if hidden.get((group.id, TOTAL)):
        return replace(
            unnumbered(group), participants=SUPPRESSED, passages=SUPPRESSED, by_direction=(), by_role=(), by_wave=(),
            by_source=(), by_year=(), ways=(),
        )  # fmt: skip
    tables = {
        table: tuple(
            (name, SUPPRESSED if name in {_words(by, one) for one in hidden.get((group.id, by), ())} else count)
            for name, count in getattr(group, table)
        )
        for by, table in TABLES.items()
    }
    return replace(group, **tables)  # type: ignore[arg-type]


def _cells(group: Group, by: str) -> dict[str, int]:
    return dict(getattr(group, TABLES[by])) if by in TABLES else {}


def _words(by: str, name: str) -> str:
    """Return what a chapter calls a cell."""
    return wave_words(int(name.removeprefix("wave "))) if by == "wave" and name.startswith("wave ") else name
