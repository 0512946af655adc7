"""Complaints and compliments by financial year: each once, however many letters stand behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import median

from voices.model import ComplaintYear, Document, Kind
from voices.quotes.counting import financial_year
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED, suppress
from voices.reporting import wording
from voices.reporting.blocks import Block, Table
from voices.themes.ratios import in_words, ratio

KINDS = (Kind.COMPLAINT, Kind.COMPLIMENT)
OUTCOMES = ("upheld", "partly upheld", "not upheld", "withdrawn", "open")
"""As registers are read; anything else counts as another outcome."""
OTHER = "not stated"
BASES = ("children", "families", "cases")
"""Units of indicators that complaints are set against, the first that is there."""
_YEAR = re.compile(r"\d{4}-\d{2}")


def by_year(documents: Iterable[Document]) -> tuple[ComplaintYear, ...]:
    """Return the complaints and compliments of every financial year, with their outcomes and the days they took."""
    cases: dict[str, Document] = {}
    for document in sorted(
        documents, key=lambda d: (d.case or d.id, dict(d.attributes).get("outcome", "") == "", d.id)
    ):
        if document.kind in KINDS:
            cases.setdefault(document.case or document.id, document)
    years: dict[tuple[str, Kind], list[Document]] = {}
    for case in cases.values():
        year = financial_year(case.period) if case.period else ""
        years.setdefault((year, case.kind), []).append(case)
    return _protected([_year(year, kind, found) for (year, kind), found in sorted(years.items())])


def _protected(years: Sequence[ComplaintYear]) -> tuple[ComplaintYear, ...]:
    """Return the years with small counts hidden, and what would give them away: a complaint stands for its writer.

    A year that is hidden hides its outcomes and days; days of fewer than a small cell's complaints are hidden too.
    """
    counts = {f"{one.year} {one.kind}": one.cases for one in years}
    shown = dict(suppress(counts)) or {name: _alone(count) for name, count in counts.items()}
    out = []
    for one in years:
        cases = shown[f"{one.year} {one.kind}"]
        if cases == SUPPRESSED:
            out.append(replace(one, cases=SUPPRESSED, by_outcome=(), days=None, timed=0))
            continue
        hidden = dict(suppress(dict(one.by_outcome)))
        outcomes = tuple((outcome, hidden.get(outcome, number)) for outcome, number in one.by_outcome)
        timed = one.timed >= SMALL_CELL
        out.append(replace(one, by_outcome=outcomes, days=one.days if timed else None, timed=one.timed * timed))
    return tuple(out)


def _alone(count: int) -> int:
    return count if count >= SMALL_CELL else SUPPRESSED


def _year(year: str, kind: Kind, cases: Sequence[Document]) -> ComplaintYear:
    said = [dict(case.attributes) for case in cases]
    counted = Counter(one["outcome"] if one.get("outcome") in OUTCOMES else OTHER for one in said)
    outcomes = tuple((outcome, counted[outcome]) for outcome in (*OUTCOMES, OTHER) if counted[outcome])
    days = [int(one["days taken"]) for one in said if one.get("days taken", "").isdigit()]
    return ComplaintYear(
        year,
        kind.value,
        len(cases),
        outcomes if kind is Kind.COMPLAINT and set(counted) != {OTHER} else (),
        float(median(days)) if days else None,
        len(days),
    )


def open_by_year(indicators: Iterable[Sequence[str]]) -> dict[str, float]:
    """Return the children or families open by financial year, as the indicators say; the base of rates.

    An indicator counted in children, families or cases with the word "open" in its name gives them; failing that, the
    denominator of an indicator on complaints does. Rows are in the order of `indicators.COLUMNS`.
    """
    counted: dict[str, dict[str, float]] = {}
    for name, period, value, denominator, unit, *_ in indicators:
        if not _YEAR.fullmatch(period) or (int(period[:4]) + 1) % 100 != int(period[5:]):
            continue
        if unit.lower() in BASES and "open" in name.lower().split() and value:
            counted.setdefault(unit.lower(), {})[period] = float(value)
        elif "complaint" in name.lower() and denominator:
            counted.setdefault("", {})[period] = float(denominator)
    return next((counted[unit] for unit in (*BASES, "") if unit in counted), {})


def table(years: Sequence[ComplaintYear]) -> Iterator[Block]:
    """Yield the complaints and compliments as a table, a row a year."""
    if not years:
        return
    rows = tuple(
        (
            one.year or "no date",
            wording.capital(one.kind),
            wording.count(one.cases),
            "; ".join(f"{outcome} ({wording.count(number)})" for outcome, number in one.by_outcome) or "–",
            "–" if one.days is None else f"{one.days:g}",
        )
        for one in years
    )
    yield Table(
        "Complaints and compliments by financial year",
        ("Year", "Kind", "Number", "Outcome", "Days to close (median)"),
        rows,
        frozenset({2, 4}),
        "A complaint counts once, however many letters belong to it. Years run from April to March. "
        "Days are counted from received to closed, where the register has both for at least five. "
        + wording.small_cells(),
        (1.2, 1.6, 1, 4, 1.4),
    )


def changes(years: Sequence[ComplaintYear], open_cases: Mapping[str, float]) -> Iterator[Block]:
    """Yield each year set against the one before: a ratio with its interval, per child or family open where known.

    `open_cases` as `open_by_year` gives them. Years that are hidden, or do not follow one another, are left out.
    """
    shown = {(one.kind, one.year): one.cases for one in years if one.year and one.cases != SUPPRESSED}
    rows, based = [], False
    for (kind, year), later in sorted(shown.items()):
        before = f"{int(year[:4]) - 1}-{year[2:4]}"
        earlier = shown.get((kind, before))
        if earlier is None:
            continue
        known = before in open_cases and year in open_cases
        bases = (open_cases[before], open_cases[year]) if known else (1.0, 1.0)
        rates = tuple(
            f"{1000 * n / base:.1f}" if known else "–" for n, base in zip((earlier, later), bases, strict=True)
        )
        based = based or known
        rows.append((wording.capital(kind), f"{before} to {year}", *rates, in_words(ratio(earlier, later, *bases))))
    if rows:
        per = "per 1,000 children or families open, as the indicators have them" if based else "of numbers"
        yield Table(
            "Complaints and compliments, each year and the one before",
            ("Kind", "Years", "Per 1,000 open, before", "Per 1,000 open, after", "Times as many"),
            tuple(rows),
            frozenset({2, 3}),
            f"Ratio {per}, with an exact 95% interval for Poisson counts. "
            "Where the interval holds 1.00, the numbers show no change.",
            (1.4, 2, 1.2, 1.2, 2),
        )
