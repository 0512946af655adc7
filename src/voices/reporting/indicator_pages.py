"""The proxy indicators as a table: one row a figure or its comparator, one column a period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from voices.model import Event
from voices.reporting import plots, timeline, wording
from voices.reporting.bank_pages import slug
from voices.reporting.blocks import Block, Table, Text
from voices.reporting.indicators import CODE, COLUMNS, named

MOST_PERIODS = 5
"""Periods side by side on a page; with more, only the latest are printed and the workbook holds all."""
_PERCENT = ("%", "percent", "per cent")
_COUNTS = ("", "count", "number", "n")


FEWEST_PERIODS = 3
"""Periods a chart needs: two make a line of any two figures."""


def indicators(rows: Sequence[tuple[str, ...]], events: Sequence[Event] = ()) -> Iterator[Block]:
    """Yield the indicators with their comparators, worded as figures beside the words and never as a cause."""
    if not rows:
        return
    yield Text(
        "These figures come from elsewhere and stand beside what people said. They may have moved for many reasons; "
        "nothing here says that the way of working changed them."
    )
    records = _records(rows)
    periods = sorted({r["period"] for r in records})
    shown = periods[-MOST_PERIODS:]
    lines = _lines(records)
    table = []
    for indicator in dict.fromkeys(name for name, _ in lines):
        areas = sorted((area for name, area in lines if name == indicator), key=lambda area: (area != "", area))
        for area in areas:
            line = lines[indicator, area]
            name = f"– compared with {area}" if area else indicator
            table.append((_spelt(name), *(_figure(line.get(p)) for p in shown), _sources(line)))
    notes = [f"{r['indicator']}, {r['period']}: {r['comparator']}." for r in records
             if r["comparator"] and not _is_area(r, records)]  # fmt: skip
    yield Table(
        "Indicators from other records",
        ("Indicator", *shown, "Source"),
        tuple(table),
        frozenset(range(1, 1 + len(shown))),
        "Comparators are printed for context. Differences between areas and years are not adjusted for anything."
        + (f" The workbook holds {len(periods) - len(shown)} earlier periods." if len(shown) < len(periods) else "")
        + (f" For comparison: {' '.join(notes)}" if notes else ""),
        (3.8, *([1.3] * len(shown)), 2.6),
    )
    yield from _changes(lines, shown)
    yield from _dated(events)
    for indicator in dict.fromkeys(name for name, _ in lines):
        yield from _chart(indicator, {area: line for (name, area), line in lines.items() if name == indicator}, events)


def beside(name: str, code: str, rows: Sequence[tuple[str, ...]]) -> Iterator[Block]:
    """Yield the council's own figures that stand beside a chapter's quotes: first and last period and the change.

    `name` and `code` are the chapter's; `rows` are all indicators.
    """
    table = []
    for (indicator, area), line in _lines(_records(rows)).items():
        own = sorted(period for period, record in line.items() if record.get(CODE) == code)[-MOST_PERIODS:]
        if own and not area:
            first, last = line[own[0]], line[own[-1]]
            moved, relative, points, _, _ = change(first, last) if len(own) > 1 else ("–",) * 5
            ends = (f"{_figure(first)} ({own[0]})", f"{_figure(last)} ({own[-1]})")
            table.append((_spelt(indicator), *ends, moved, relative, points))
    if table:
        yield Table(
            f"{name}: figures from other records",
            ("Indicator", "First", "Last", "Change", "Percent change", "Percentage points"),
            tuple(table),
            frozenset({3, 4, 5}),
            "They stand beside the words. Nothing here says what moved them, or that one shows the cause of the other. "
            "All periods, comparators and charts are in the part “Indicators from other records”.",
            (3.4, 1.8, 1.8, 1.1, 1.2, 1.4),
        )


def _records(rows: Sequence[tuple[str, ...]]) -> list[dict[str, str]]:
    return [dict.fromkeys(COLUMNS, "") | named(row) for row in rows]


def _lines(records: Sequence[dict[str, str]]) -> dict[tuple[str, str], dict[str, dict[str, str]]]:
    """Return every figure by (indicator, the comparator whose own it is or nothing) and period."""
    lines: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
    for record in records:
        area = record["comparator"] if _is_area(record, records) else ""
        lines.setdefault((record["indicator"], area), {})[record["period"]] = record
    return lines


def _changes(
    lines: Mapping[tuple[str, str], Mapping[str, Mapping[str, str]]], periods: Sequence[str]
) -> Iterator[Block]:
    """Yield how each figure moved between its first and last period: counts apart from percentages, rates apart."""
    rows = []
    for (indicator, area), line in lines.items():
        own = [period for period in periods if period in line]
        if len(own) > 1:
            first, last = line[own[0]], line[own[-1]]
            name = f"– compared with {area}" if area else indicator
            rows.append((_spelt(name), f"{own[0]} to {own[-1]}", *change(first, last)))
    if rows:
        yield Table(
            "How the indicators moved",
            ("Indicator", "From and to", "Change", "Percent change", "Percentage points", "Rate, first", "Rate, last"),
            tuple(rows),
            frozenset({2, 3, 4, 5, 6}),
            "A percentage moves by percentage points, a number by its unit and by percent of what it was. Rates stand "
            "where a denominator is known: per 100, or per 10,000 where they are small.",
            (3.4, 1.9, 1.1, 1.2, 1.4, 1.4, 1.4),
        )


def change(first: Mapping[str, str], last: Mapping[str, str]) -> tuple[str, str, str, str, str]:
    """Return (absolute change, percent change, percentage points, first rate, last rate) of one figure, in words."""
    old, new = float(first["value"]), float(last["value"])
    if first["unit"].strip().casefold() in _PERCENT:
        return ("–", "–", wording.change(new - old), "–", "–")
    relative = f"{wording.change(100 * (new - old) / old)}%" if old else "–"
    rates = (_rate(first), _rate(last))
    return (wording.moved(new - old), relative, "–", *(rates if "–" not in rates else ("–", "–")))


def _rate(record: Mapping[str, str]) -> str:
    """Return a figure by its denominator."""
    if not record["denominator"]:
        return "–"
    share = float(record["value"]) / float(record["denominator"])
    return f"{100 * share:.1f} per 100" if share >= _SMALL_RATE else f"{10_000 * share:.1f} per 10,000"


_SMALL_RATE = 0.05


def _dated(events: Sequence[Event]) -> Iterator[Block]:
    if events:
        dated = "; ".join(f"{event.name}, {wording.day(event.date)}" for event in events)
        yield Text(f"Dates marked in the charts: {dated}. That something comes after a date does not show that it "
                   "comes from it.")  # fmt: skip


def _chart(
    indicator: str, areas: Mapping[str, Mapping[str, Mapping[str, str]]], events: Sequence[Event]
) -> Iterator[Block]:
    """Yield one indicator over its periods, with its comparators and the study's dated events."""
    periods = sorted({period for line in areas.values() for period in line})
    if len(periods) < FEWEST_PERIODS:
        return
    series = [
        (area or "This council", [float(line[p]["value"]) if p in line else None for p in periods])
        for area, line in sorted(areas.items(), key=lambda item: (item[0] != "", item[0]))
    ]
    unit = next(row["unit"] for line in areas.values() for row in line.values()).strip()
    yield plots.lines(
        f"indicator-{slug(indicator)}", _spelt(indicator), periods, series[:8], _spelt(unit) or "number",
        timeline.placed(events, periods),
    )  # fmt: skip


def _is_area(record: dict[str, str], records: Sequence[dict[str, str]]) -> bool:
    """Return whether the row's value is the comparator's own: its indicator then stands several times in a period."""
    same = [r for r in records if r["indicator"] == record["indicator"]]
    return bool(record["comparator"]) and any(
        sum(1 for r in same if r["period"] == period) > 1 for period in {r["period"] for r in same}
    )


def _sources(line: dict[str, dict[str, str]]) -> str:
    return "; ".join(dict.fromkeys(r["source"] for r in line.values() if r["source"]))


def _figure(record: dict[str, str] | None) -> str:
    """Return one cell: "46% of 80", "356 of 52,300", "40.9"; a dash where the period has no figure."""
    if record is None:
        return "–"
    unit = record["unit"].strip()
    figure = wording.number(record["value"])
    if unit.casefold() in _PERCENT:
        figure += "%"
    elif unit.casefold() not in _COUNTS and not _says(record["indicator"], unit):
        figure += f" {_spelt(unit)}"
    return f"{figure}\u00a0of\u00a0{wording.number(record['denominator'])}" if record["denominator"] else figure


def _says(indicator: str, unit: str) -> bool:
    """Return whether the indicator's name says the unit already."""
    return unit.casefold() in indicator.casefold()


def _spelt(text: str) -> str:
    """Return a text with its long whole numbers grouped: "per 10000" becomes "per 10,000"."""
    return " ".join(wording.number(word) if word.isdigit() and len(word) > 4 else word for word in text.split(" "))
