"""Themes over time as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voices.model import Group, Themes, Trend
from voices.quotes.suppression import SUPPRESSED
from voices.reporting import plots, wording
from voices.reporting.bank_pages import slug
from voices.reporting.blocks import Block, Table, Text


def over_time(groups: Sequence[Group], themes: Sequence[Themes], title: str) -> Iterator[Block]:
    """Yield counts of documents by year for the chapters that have dates, with a trend where one was fitted."""
    dated = [g for g in groups if g.by_year and not g.parent]
    years = sorted({year for g in dated for year, _ in g.by_year})
    if not dated or not years:
        return
    if not any(n > 0 for g in dated for _, n in g.by_year):
        yield Text(
            f"{title}: no count is shown, because each is one to four or would let such a number be worked out.", "note"
        )
        return
    trends = {theme.id: theme.trend for found in themes for theme in found.themes}
    ordered = sorted(dated, key=lambda g: (-sum(n for _, n in g.by_year if n != SUPPRESSED), g.id))
    counts = {g.id: dict(g.by_year) for g in ordered}
    name = f"years-{slug(title)}"
    shown = [g for g in ordered if any(n > 0 for _, n in g.by_year)][:8]
    if len(years) > 1 and shown:
        if len(years) <= 4:
            series = [(year, [_drawn(counts[g.id].get(year, 0)) for g in shown]) for year in years]
            yield plots.bars(name, title, [g.name for g in shown], series, "documents", wording.NOT_SHOWN)
        else:
            lines = [(g.name, [_drawn(counts[g.id].get(year, 0)) for year in years]) for g in shown]
            yield plots.lines(name, title, years, lines, "documents", missing=wording.NOT_SHOWN)
    with_trend = any(trends.get(g.id) for g in ordered)
    header = ("Theme", *years, *(("Trend",) if with_trend else ()))
    rows = tuple(
        (
            g.name,
            *(wording.count(counts[g.id].get(year, 0)) for year in years),
            *((trend(trends.get(g.id)),) if with_trend else ()),
        )
        for g in ordered
    )
    yield Table(
        title,
        header,
        rows,
        frozenset(range(1, len(years) + 1)),
        "Documents, not people; one document can be in several themes. Documents without a date are left out. "
        + wording.small_cells(),
        (3, *([1.0] * len(years)), *((3.0,) if with_trend else ())),
    )


def _drawn(count: int) -> float | None:
    return None if count == SUPPRESSED else float(count)


def trend(found: Trend | None) -> str:
    """Return a trend in words, with its interval; a dash where there are no dates."""
    if found is None:
        return "–"
    if found.direction == "new":
        return "New"
    change = wording.signed(found.per_month)
    between = f"{wording.signed(found.low)} to {wording.signed(found.high)}"
    return f"{found.direction.capitalize()}: {change} a month (95% interval {between})"
