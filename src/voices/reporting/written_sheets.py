"""Sheets of what people wrote beside decisions: theories with their links, the framework matrix, practice examples."""

from __future__ import annotations

from voices.model import Report
from voices.model.realist import Bearing
from voices.quotes.suppression import SMALL_CELL
from voices.reporting import wording
from voices.reporting.sheets import Cell, Sheet
from voices.reporting.theory_pages import NAMES


def whole(report: Report) -> tuple[Sheet, ...]:
    """Return the sheets that hold anything."""
    found = (theories(report), theory_links(report), matrix(report), matrix_quotes(report), examples(report))
    return tuple(sheet for sheet in found if sheet.rows)


def theory_links(report: Report) -> Sheet:
    """Return every element of every printed link, one a row."""
    rows = tuple(
        (
            found.theory.id,
            found.theory.name,
            link.bearing.value,
            link.id,
            element.value,
            quote.printed,
            quote.attribution,
            link.note,
            quote.passage,
            quote.start,
            quote.end,
        )
        for found in report.theories
        for link in found.links
        for element, quote in link.elements
    )
    header = ("Theory", "Name", "Bearing", "Link", "Element", "Words", "Attribution", "Note", "Passage", "Start", "End")
    return Sheet("Theory links", header, rows, (20, 30, 11, 12, 12, 70, 28, 50, 20, 8, 8))


def theories(report: Report) -> Sheet:
    """Return the theories with how much bears on them."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            found.theory.id,
            found.theory.name,
            found.theory.sentence(),
            found.before,
            ", ".join(found.theory.principles),
            *(number for _, links, people, sources in found.counts for number in (links, _few(people), sources)),
            found.checked,
        )
        for found in report.theories
    )
    counted = tuple(f"{NAMES[b]}: {what}" for b in Bearing for what in ("links", "people", "sources"))
    header = ("Theory", "Name", "If, then, because", "As it was first written", "Principles", *counted, "Checked")
    return Sheet("Theories", header, rows, (20, 30, 80, 60, 24, *([11] * len(counted)), 10))


def _few(people: int) -> Cell:
    return wording.few(people) if people < SMALL_CELL else people


def matrix(report: Report) -> Sheet:
    """Return the framework matrix: groups by principle, the summaries their writers gave."""
    names = {group.id: group.name for group in report.bank.groups}
    present = {id for row in report.framework for id, _, _ in row.cells}
    ids = [*(id for id in names if id in present), *sorted(present - names.keys())]
    rows = []
    for row in report.framework:
        said = {id: summary for id, summary, _ in row.cells}
        rows.append((row.group, *(said.get(id, "") for id in ids)))
    header = ("Group", *(names.get(id, id) for id in ids))
    return Sheet("Framework", header, tuple(rows), (28, *([44] * len(ids))))


def matrix_quotes(report: Report) -> Sheet:
    """Return the quotes the summaries point at, one a row."""
    rows = tuple(
        (row.group, id, quote.printed, quote.attribution, quote.passage, quote.start, quote.end)
        for row in report.framework
        for id, _, quotes in row.cells
        for quote in quotes
    )
    header = ("Group", "Principle", "Words", "Attribution", "Passage", "Start", "End")
    return Sheet("Framework quotes", header, rows, (28, 20, 70, 28, 20, 8, 8))


def examples(report: Report) -> Sheet:
    """Return the practice examples, a quote a row; the narrative stands in the first."""
    rows: list[tuple[Cell, ...]] = []
    for one in report.examples:
        kind = "composite of several cases" if one.composite else "one case"
        told = (one.id, one.title, kind, ", ".join(one.principles), one.narrative)
        rows += [
            (*(told if number == 1 else (one.id, one.title, kind, "", "")), number, q.printed, q.attribution, q.passage)
            for number, q in enumerate(one.quotes, 1)
        ]
    header = ("Example", "Title", "Kind", "Principles", "Narrative", "Quote", "Words", "Attribution", "Passage")
    return Sheet("Practice examples", header, tuple(rows), (12, 30, 18, 24, 70, 8, 70, 28, 20))
