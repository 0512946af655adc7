"""The figures of the report as blocks: closed questions and themes over time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from voices.model import Group, Scores, Themes, Trend
from voices.quotes.suppression import SUPPRESSED
from voices.reporting import plots, scores, wording
from voices.reporting.answers import SMALLEST_BASE
from voices.reporting.bank_pages import slug
from voices.reporting.blocks import Block, Heading, Table


def closed_questions(found: Scores, names: Mapping[str, str]) -> Iterator[Block]:
    """Yield one survey: percent positive by principle (picture and table) and its statements, best rated first."""
    waves = sorted({w.wave for p in found.principles for w in p.waves})
    title = found.title[:1].upper() + found.title[1:] or "Closed questions"
    yield Heading(2, title, f"closed-{slug(title)}")
    answered = [p for p in found.principles if any(w.n for w in p.waves)]
    if answered:
        labels = [names.get(p.principle, p.principle) for p in answered]
        series = [
            (f"wave {w}", [next((x.percent_positive for x in p.waves if x.wave == w), None) for p in answered])
            for w in waves
        ]
        yield plots.bars(f"positive-{slug(title)}", f"{title}: percent positive by principle", labels, series, "%")
        rows = tuple(
            (
                names.get(p.principle, p.principle),
                *(cell for w in p.waves for cell in _principle_cells(w.n, w.percent_positive)),
            )
            for p in answered
        )
        header = ("Principle", *(c for w in waves for c in (f"Wave {w}: positive", f"Wave {w}: answers")))
        small = any(0 < w.n < SMALLEST_BASE for p in answered for w in p.waves)
        note = "Percent positive pools the answers to all questions of a principle; blanks are left out."
        if small:
            note += f" An asterisk marks fewer than {SMALLEST_BASE} answers: read the percentage with care."
        yield Table(
            f"{title}: percent positive and number of answers",
            header,
            rows,
            frozenset(range(1, len(header))),
            note,
            (3, *([1.2] * (len(header) - 1))),
        )
    yield from _statements(found, title)
    yield from _by(found, names, title)


def _principle_cells(n: int, value: float | None) -> tuple[str, str]:
    mark = "*" if 0 < n < SMALLEST_BASE else ""
    return (wording.percent(value) + mark if value is not None else "–", wording.count(n))


def _statements(found: Scores, title: str) -> Iterator[Block]:
    ordered = [q for q in scores.ranked(found) if any(w.n for w in q.waves)]
    if not ordered:
        return
    waves = sorted({w.wave for q in ordered for w in q.waves})
    moved = len(waves) > 1
    change = ("Change",) if moved else ()
    scales = {q.points for q in ordered}
    steps = ("Steps",) if len(scales) > 1 else ()
    header = ("Statement", *steps, *(f"Wave {w} mean" for w in waves), *change, *(f"Wave {w} answers" for w in waves))
    rows = tuple(
        (
            q.statement or q.question,
            *((str(q.points),) if steps else ()),
            *(wording.mean(w.mean) for w in q.waves),
            *((wording.change(q.change),) if moved else ()),
            *(wording.count(w.n) for w in q.waves),
        )
        for q in ordered
    )
    yield Table(
        f"{title}: mean answer to each statement, highest in the latest wave first",
        header,
        rows,
        frozenset(range(1, len(header))),
        f"1 is the least favourable answer, {'the number of steps' if steps else scales.pop()} the most favourable."
        + (" Changes are worked out before rounding, so they can differ by 0.1." if moved else ""),
        (4, *([1.0] * (len(header) - 1))),
    )


def _by(found: Scores, names: Mapping[str, str], title: str) -> Iterator[Block]:
    if not found.by:
        return
    attribute = found.by[0][0]
    rows = tuple(
        (
            names.get(score.principle, score.principle),
            value,
            *(wording.NOT_SHOWN if w.n == SUPPRESSED else wording.percent(w.percent_positive) for w in score.waves),
        )
        for _, value, score in found.by
    )
    waves = [w.wave for w in found.by[0][2].waves]
    header = ("Principle", attribute.capitalize(), *(f"Wave {w}" for w in waves))
    yield Table(
        f"{title}: percent positive by principle and {attribute}",
        header,
        rows,
        frozenset(range(2, len(header))),
        wording.small_cells(),
        (3, 2, *([1.0] * len(waves))),
    )


def over_time(groups: Sequence[Group], themes: Sequence[Themes], title: str) -> Iterator[Block]:
    """Yield counts of documents by year for the chapters that have dates, with a trend where one was fitted."""
    dated = [g for g in groups if g.by_year and not g.parent]
    years = sorted({year for g in dated for year, _ in g.by_year})
    if not dated or not years:
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
