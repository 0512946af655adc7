"""People in figures: who stands behind a chapter, and who took part; small cells hidden, empty ones left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from voices.model import Group, Report, counted_as
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED, suppress
from voices.reporting import wording
from voices.reporting.blocks import Block, Table, Text

ALL_ROLES = "all roles"
"""Row of a source that holds everybody in it."""
_Cells = Sequence[tuple[str, int]]


def who_spoke(group: Group) -> Iterator[Block]:
    """Yield three lines of one chapter, by role, wave and source; hidden counts in one sentence, noughts left out.

    Nothing is yielded where no count may be shown.
    """
    tables = (("role", group.by_role), ("wave", group.by_wave), ("source", group.by_source))
    rows = tuple(
        (wording.capital(name), listed) for name, cells in tables if (listed := counts(cells, ordered=name == "wave"))
    )
    hidden = [part for name, cells in tables if (part := _hidden(name, cells))]
    parts = wording.listed(hidden)
    note = f"Not shown, because fewer than {wording.SMALL} or needed to hide such a number: {parts}." if hidden else ""
    if rows:
        yield Table(
            f"{group.name}: participants who spoke of it", ("By", "Participants"), rows, note=note, widths=(1, 6)
        )


def _hidden(name: str, cells: _Cells) -> str:
    hidden = sum(1 for _, count in cells if count == SUPPRESSED)
    return f"every {name}" if 0 < hidden == len(cells) else wording.plural(hidden, name) if hidden else ""


def by_role(group: Group) -> Iterator[Block]:
    """Yield one line of a chapter's people by role, where any count may be shown."""
    listed = counts(group.by_role)
    if listed:
        hidden = any(number == SUPPRESSED for _, number in group.by_role)
        yield Text(f"By role: {listed}{f'; others {wording.NOT_SHOWN}' if hidden else ''}.", "note")


def sources(group: Group) -> Iterator[Block]:
    """Yield in how many sources a chapter comes up.

    Left out where no source can be shown: noughts may then be hidden too, and the number would be a guess.
    """
    counted = dict(group.by_source)
    found = sum(1 for number in counted.values() if number)
    if any(number > 0 for number in counted.values()):
        among = "both sources" if found == len(counted) == 2 else f"{found} of {len(counted)} sources"
        among = f"all {found} sources" if found == len(counted) > 2 else among
        yield Text(f"It comes up in {among}.")


def counts(cells: _Cells, *, ordered: bool = False) -> str:
    """Return the counts that may be shown, largest first unless ordered: "social worker (19); parent (14)"."""
    shown = [(name, n) for name, n in cells if n > 0]
    if not ordered:
        shown.sort(key=lambda cell: (-cell[1], cell[0]))
    return "; ".join(f"{name} ({n:,})" for name, n in shown)


def people_by_source(report: Report) -> tuple[tuple[str, str, int], ...]:
    """Return (source, role, people) with a row for all roles of a source; small cells and small totals hidden.

    Totals of sources are a table of their own, because everybody who took part is counted in the chapters.
    """
    by_source: dict[str, dict[str, int]] = {}
    for source, role, number in report.participants:
        cells = by_source.setdefault(source, {})
        cells[role or "not stated"] = cells.get(role or "not stated", 0) + number
    totals = _totals({source: sum(cells.values()) for source, cells in by_source.items()})
    rows: list[tuple[str, str, int]] = []
    for source, cells in sorted(by_source.items()):
        shown = suppress(cells)
        if totals[source] == SUPPRESSED:
            shown = tuple((role, SUPPRESSED) for role, _ in shown)
        rows += [(source, role, number) for role, number in shown]
        rows.append((source, next(iter(cells)) if len(cells) == 1 else ALL_ROLES, totals[source]))
    return tuple(rows)


def _totals(cells: Mapping[str, int]) -> dict[str, int]:
    if len(cells) == 1:
        return {name: SUPPRESSED if 0 < number < SMALL_CELL else number for name, number in cells.items()}
    return dict(suppress(cells))


def participants(report: Report) -> Iterator[Block]:
    """Yield the people who took part, a row for each source with the roles in it."""
    found = people_by_source(report)
    if not found:
        yield Text("No participants are recorded.")
        return
    rows = []
    for source in dict.fromkeys(source for source, _, _ in found):
        *cells, (role, total) = [(role, n) for where, role, n in found if where == source]
        hidden = sum(1 for _, number in cells if number == SUPPRESSED)
        unseen = f"{wording.plural(hidden, 'role')} {wording.NOT_SHOWN}" if hidden else ""
        said = "; ".join(filter(None, (counts(cells), unseen)))
        heads = [one for one in report.took_part if one.source == source]
        waves = {one.wave for one in heads if one.wave}
        wave = str(waves.pop()) if len(waves) == 1 else "–"
        counted = (wording.count(total), counted_as(heads))
        rows.append((wording.capital(source), wave, said if cells else role, *counted))
    note = (
        "One person can take part in several sources. Participants are people with a code of their own; respondents "
        "are answer sheets and letters of people nobody names, one each; groups are conversations whose voices nobody "
        "told apart."
    )
    if any(number == SUPPRESSED for _, _, number in found):
        note += f" {wording.small_cells()}"
    header = ("Source", "Wave", "Roles", "Number", "Counted as")
    yield Table("Participants by source and role", header, tuple(rows), frozenset({3}), note, (3, 0.7, 4, 1, 1.6))
