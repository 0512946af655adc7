"""What stands on each sheet of a workbook and in each CSV file: plain rows, before they become cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voices.model import Group, Quote, Report, counted_as
from voices.quotes.counting import AGAINST, BOTH, FOR, NEITHER
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED
from voices.reporting import figure_pages, people_pages, theme_pages, wording
from voices.reporting.bank_pages import few_people, quote_id, reasons_of
from voices.reporting.indicators import CODE, COLUMNS
from voices.reporting.method_pages import LIMITS, figures, missed

Cell = str | int | float | None


@dataclass(frozen=True)
class Sheet:
    """One sheet: a header and rows of text and numbers."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    """Characters."""


def bank(report: Report) -> tuple[Sheet, ...]:
    """Return the sheets of the quote bank."""
    groups = report.bank.groups
    return _filled(
        quotes(report),
        codes(groups),
        matrix("Code by role", groups, [g.by_role for g in groups]),
        matrix("Code by wave", groups, [g.by_wave for g in groups]),
        matrix("Code by source", groups, [g.by_source for g in groups]),
        matrix("Documents by year", groups, [g.by_year for g in groups]),
        participants(report),
        withheld(report),
        method(report),
    )


def whole(report: Report) -> tuple[Sheet, ...]:
    """Return the sheets of the report: figures rather than quotes."""
    return _filled(
        codes(report.bank.groups),
        indicators(report),
        events(report),
        complaints(report),
        themes(report),
        candidates(report),
        participants(report),
        skipped(report),
        method(report),
    )


def _filled(*found: Sheet) -> tuple[Sheet, ...]:
    """Return the sheets that hold anything, the first in any case."""
    return tuple(sheet for place, sheet in enumerate(found) if sheet.rows or not place)


def quotes(report: Report) -> Sheet:
    """Return every printed quote, one a row; no code of a person and no numbered placeholder."""
    rows = []
    for group in report.bank.groups:
        for side, found in (("supporting", group.supporting), ("dissenting", group.dissenting)):
            rows += [_quote(group, side, place, quote) for place, quote in enumerate(found, 1)]
    header = ("Code", "Name", "Side", "Rank", "Id", "Quote", "Attribution", "Valence", "What it shows",
              "Why this quote", "Passage", "Start", "End")  # fmt: skip
    return Sheet("Quotes", header, tuple(rows), (26, 30, 12, 7, 11, 80, 28, 11, 48, 48, 20, 8, 8))


def quotes_by_code(report: Report) -> Sheet:
    """Return the quotes with a column for every code: 1 where the passage carries it, 0 where not."""
    plain = quotes(report)
    carried = [q.codes for g in report.bank.groups for found in (g.supporting, g.dissenting) for q in found]
    ids = sorted({code for codes in carried for code in codes})
    rows = tuple((*row, *(int(id in codes) for id in ids)) for row, codes in zip(plain.rows, carried, strict=True))
    return Sheet(plain.name, (*plain.header, *ids), rows, (*plain.widths, *([8] * len(ids))))


def codes(groups: Iterable[Group]) -> Sheet:
    """Return the chapters with n of N and valence."""
    names = (FOR, AGAINST, BOTH, NEITHER)
    rows = tuple(
        (
            g.codebook,
            g.id,
            g.name,
            _count(g.participants),
            _count(g.of_participants),
            g.counts,
            _count(g.passages),
            *(_count(dict(g.by_direction).get(name, SUPPRESSED)) for name in names),
            "yes" if few_people(g) else "",
            g.support_note,
            g.dissent_note,
            g.definition,
        )
        for g in groups
    )
    header = ("Codebook", "Code", "Name", "Participants", "Of participants", "Counted as", "Passages", "For",
              "Against", "Both ways", "Neither way", "Fewer than three people", "No supporting quote",
              "No dissenting quote", "Definition")  # fmt: skip
    return Sheet("Codes", header, rows, (16, 30, 34, 13, 14, 22, 11, 10, 10, 10, 12, 14, 30, 30, 80))


def matrix(name: str, groups: Sequence[Group], cells: Sequence[tuple[tuple[str, int], ...]]) -> Sheet:
    """Return codes by values of one attribute; hidden counts in words, empty where the value cannot occur.

    Codes of which no count may be shown, or that nobody spoke of, are left out.
    """
    values = sorted({value for row in cells for value, _ in row})
    rows = []
    for group, row in zip(groups, cells, strict=True):
        counts = dict(row)
        if not any(number > 0 for number in counts.values()):
            continue
        shown = [counts.get(value) for value in values]
        rows.append((group.id, group.name, *(wording.NOT_SHOWN if n == SUPPRESSED else n for n in shown)))
    return Sheet(name, ("Code", "Name", *values), tuple(rows), (30, 34, *([14] * len(values))))


def indicators(report: Report) -> Sheet:
    """Return the indicator rows, numbers as numbers."""
    rows = []
    for row in report.indicators:
        cells: list[Cell] = list(row)
        for place in (2, 3):
            if place < len(row) and row[place]:
                try:
                    cells[place] = float(row[place])
                except ValueError:
                    cells[place] = row[place]
        rows.append(tuple(cells))
    names = (*COLUMNS, CODE)[: max(map(len, rows), default=len(COLUMNS))]
    header = tuple(name.capitalize() for name in names)
    return Sheet("Indicators", header, tuple(rows), (44, 14, 12, 13, 12, 30, 40, 16)[: len(names)])


def themes(report: Report) -> Sheet:
    """Return the themes a person confirmed, with size, stability and trend."""
    rows = tuple(
        (t.scope, t.id, t.name, ", ".join(t.keywords), _count(t.size), t.stability, figure_pages.trend(t.trend))
        for found in report.themes
        for t in found.themes
        if t.confirmed
    )
    header = ("Scope", "Theme", "Name", "Keywords", "Passages", "Stability", "Trend")
    return Sheet("Themes", header, rows, (16, 16, 36, 50, 10, 10, 44))


def candidates(report: Report) -> Sheet:
    """Return the themes of complaints nobody has confirmed, as the appendix has them."""
    rows = tuple(
        (t.scope, t.id, t.name, ", ".join(t.keywords), t.size, theme_pages.stability(t), "no")
        for t in theme_pages.open_themes(report.themes)
        if t.size >= SMALL_CELL
    )
    header = ("Scope", "Theme", "Offered name", "Keywords", "Passages", "Stability", "Confirmed")
    return Sheet("Themes not confirmed", header, rows, (16, 16, 36, 50, 10, 18, 11))


def participants(report: Report) -> Sheet:
    """Return people by source and role, small cells hidden."""
    found = people_pages.people_by_source(report)
    counted = {source: counted_as(h for h in report.took_part if h.source == source) for source, _, _ in found}
    waves = {head.source: head.wave for head in report.took_part}
    rows = tuple(
        (source, waves.get(source), role, wording.NOT_SHOWN if n == SUPPRESSED else n, counted[source])
        for source, role, n in found
    )
    return Sheet("Participants", ("Source", "Wave", "Role", "Number", "Counted as"), rows, (36, 8, 28, 14, 24))


def complaints(report: Report) -> Sheet:
    """Return complaints and compliments by financial year, a row for each outcome."""
    rows: list[tuple[Cell, ...]] = []
    for one in report.complaints:
        rows.append((one.year or "no date", one.kind, "all", _count(one.cases), one.days, one.timed))
        rows += [(one.year or "no date", one.kind, said, _count(number), None, None) for said, number in one.by_outcome]
    header = ("Year", "Kind", "Outcome", "Number", "Days to close (median)", "With both dates")
    return Sheet("Complaints", header, tuple(rows), (12, 14, 18, 10, 22, 16))


def _count(number: int) -> Cell:
    return wording.NOT_SHOWN if number == SUPPRESSED else number


def events(report: Report) -> Sheet:
    """Return the study's dated events."""
    return Sheet("Events", ("Date", "Event"), tuple((one.date, one.name) for one in report.events), (14, 60))


def withheld(report: Report) -> Sheet:
    """Return how many passages were withheld, by reason."""
    reasons = reasons_of(report).items()
    rows = [(wording.capital(reason), n if n >= SMALL_CELL else wording.few(n)) for reason, n in reasons]
    return Sheet("Withheld", ("Reason", "Passages"), tuple(rows), (60, 14))


def skipped(report: Report) -> Sheet:
    """Return what was skipped, and why."""
    rows = tuple((s.what, s.stage, s.reason, "yes" if s.expected else "") for s in report.skipped)
    return Sheet("Skipped", ("What", "Stage", "Reason", "Expected"), rows, (40, 16, 80, 10))


def method(report: Report) -> Sheet:
    """Return the methods appendix as rows."""
    rows: list[tuple[Cell, ...]] = [("Study", report.title), ("Council", report.council), *figures(report)]
    rows += [(f"Codebook {name}", f"version {version}, {digest}") for name, version, digest in report.method.codebooks]
    rows += [(name, version) for name, version in report.method.versions]
    found = report.method.agreement
    if found is not None and found.alpha is not None:
        rows.append(("Krippendorff's alpha (sets of codes)", round(found.alpha, 3)))
    rows.append(("Handle as", "personal data: the texts are pseudonymised, and people may still be recognised"))
    rows.append(("Counts not shown", wording.small_cells()))
    rows.append(("Names that were missed", missed(report)))
    rows += [("What this does not promise", limit) for limit in LIMITS]
    return Sheet("Method", ("What", "Value"), tuple(rows), (44, 100))


def _quote(group: Group, side: str, place: int, quote: Quote) -> tuple[Cell, ...]:
    valence = quote.valence.value if quote.valence is not None else ""
    return (group.id, group.name, side, place, quote_id(quote), quote.printed, quote.attribution, valence, quote.note,
            quote.why, quote.passage, quote.start, quote.end)  # fmt: skip
