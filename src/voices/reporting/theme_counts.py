"""Themes over time and by team, stage, outcome, role, wave and source: tables, pictures and one sentence a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from voices.model import Theme, ThemeCount, Themes
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED, suppress
from voices.reporting import plots, wording
from voices.reporting.blocks import Block, Table, Text
from voices.themes.ratios import in_words, ratio, span

SHOWN = 8
"""Themes in one picture; more lines cannot be told apart."""
MONTHS_UP_TO = 12
"""Months up to which a picture shows months; beyond, quarters, which hide fewer small counts."""
WAYS = (
    ("team", "team"),
    ("stage", "stage"),
    ("outcome", "outcome"),
    ("role", "role"),
    ("wave", "wave"),
    ("source", "source"),
)


def theme_counts(
    found: Themes,
    counted: Sequence[ThemeCount],
    small: int = SMALL_CELL,
    open_cases: Mapping[str, float] | None = None,
    name: str = "themes",
) -> Iterator[Block]:
    """Yield what moved, the years with ratios and rates, a picture over time and a table for each attribute.

    Counts of complainants under `small` are hidden, and so is what would give them away. `open_cases` are children
    or families open by financial year, for rates. `name` makes the pictures' ids.
    """
    themes = [theme for theme in found.themes if theme.size]
    if not themes:
        return
    own = [one for one in counted if one.scope == found.scope]
    tables = {(one.by, one.theme): shown(one, small) for one in own if one.by not in ("month", "quarter")}
    for one in own:
        if one.by in ("month", "quarter"):
            tables[one.by, one.theme] = within_years(one, tables.get(("year", one.theme), ()), small)
    for theme in themes:
        said = sentence(theme, tables.get(("year", theme.id), ()))
        if said:
            yield Text(said)
    yield from _years(themes, tables, open_cases or {})
    yield from _over_time(themes, tables, name)
    for by, word in WAYS:
        yield from _by(themes, tables, by, word, name)


def shown(counted: ThemeCount, small: int = SMALL_CELL) -> tuple[tuple[str, int, int], ...]:
    """Return (name, complaints, complainants) in the table's own order, small counts as `SUPPRESSED` in both.

    One person can write twice, so that both counts are hidden where the complainants are few. A table of one cell
    shows it where it is nought or not small.
    """
    people = {name: complainants for name, _, complainants in counted.cells}
    if len(people) == 1:
        hidden = {name for name, count in people.items() if 0 < count < small}
    else:
        hidden = {name for name, count in suppress(people, small=small) if count == SUPPRESSED}
    return tuple(
        (name, SUPPRESSED, SUPPRESSED) if name in hidden else (name, complaints, complainants)
        for name, complaints, complainants in counted.cells
    )


def within_years(
    counted: ThemeCount, years: Sequence[tuple[str, int, int]], small: int = SMALL_CELL
) -> tuple[tuple[str, int, int], ...]:
    """Return months or quarters suppressed year by year, since each year's own count stands in another table.

    Where a year is hidden, its parts are, but for noughts: they would add up to it.
    """
    hidden_years = {name for name, complaints, _ in years if complaints == SUPPRESSED}
    out: list[tuple[str, int, int]] = []
    for in_year in dict.fromkeys(_year_of(name) for name, _, _ in counted.cells):
        part = tuple(cell for cell in counted.cells if _year_of(cell[0]) == in_year)
        if in_year in hidden_years:
            out += [cell if cell[2] == 0 else (cell[0], SUPPRESSED, SUPPRESSED) for cell in part]
        else:
            out += shown(ThemeCount(counted.scope, counted.theme, counted.by, part), small)
    return tuple(out)


def _year_of(period: str) -> str:
    """Return the financial year of a quarter ("2023-24 Q1") or month ("2023-05")."""
    if " " in period:
        return period.split(" ", maxsplit=1)[0]
    first = int(period[:4]) - (int(period[5:7]) < 4)
    return f"{first}-{(first + 1) % 100:02d}"


def sentence(theme: Theme, years: Sequence[tuple[str, int, int]]) -> str:
    """Return one sentence where a theme is rising, falling or new; nothing where it is steady."""
    if theme.trend is None or theme.trend.direction == "steady":
        return ""
    if theme.trend.direction == "new":
        return f"“{theme.name}” is new: the earlier half of the months has none of it. Worth a look."
    said = f"“{theme.name}” is {theme.trend.direction}"
    whole = [(name, complaints) for name, complaints, _ in years if complaints != SUPPRESSED]
    if len(whole) >= 2:
        (before, earlier), (after, later) = whole[-2:]
        said += f": {earlier:,} in {before}, {later:,} in {after}"
        compared = ratio(earlier, later)
        if compared is not None and compared.value is not None:
            said += f", {compared.value:.2f} times as many (95% interval {span(compared)})"
    return f"{said}. Worth a look: this is a count of what was written, not a cause."


def _years(
    themes: Sequence[Theme], tables: Mapping[tuple[str, str], Sequence[tuple[str, int, int]]], base: Mapping[str, float]
) -> Iterator[Block]:
    years = [name for name, _, _ in tables.get(("year", themes[0].id), ())]
    if not years:
        return
    rows = []
    for theme in themes:
        cells = tables[("year", theme.id)]
        rows.append((theme.name, *(_pair(c, p) for _, c, p in cells), _change(cells, base)))
    header = ("Theme", *years, "Last year on the one before")
    note = (
        "Complaints, and complainants in brackets. The ratio is of complaints"
        + (", per child or family open" if base else "")
        + ", with an exact 95% interval for Poisson counts. "
        + wording.small_cells()
    )
    widths = (3.0, *([1.2] * len(years)), 2.4)
    yield Table("Themes by financial year", header, tuple(rows), frozenset(range(1, len(years) + 1)), note, widths)
    if base and any(year in base for year in years):
        rates = tuple(
            (theme.name, *(_rate(c, base.get(year)) for year, c, _ in tables[("year", theme.id)])) for theme in themes
        )
        note = "Complaints per 1,000 children or families open, from the indicators."
        yield Table("Themes per 1,000 open", header[:-1], rates, frozenset(range(1, len(years) + 1)), note, widths[:-1])


def _over_time(
    themes: Sequence[Theme], tables: Mapping[tuple[str, str], Sequence[tuple[str, int, int]]], name: str
) -> Iterator[Block]:
    months = tables.get(("month", themes[0].id), ())
    by = "month" if len(months) <= MONTHS_UP_TO else "quarter"
    periods = [period for period, _, _ in tables.get((by, themes[0].id), ())]
    if len(periods) < 2:
        return
    series: list[tuple[str, Sequence[float | None]]] = [
        (theme.name, [_drawn(complaints) for _, complaints, _ in tables[(by, theme.id)]]) for theme in themes[:SHOWN]
    ]
    title = f"Themes by {by}"
    picture = plots.lines(
        f"{name}-{by}",
        title,
        [one[2:].replace(" ", "\n") for one in periods],
        series,
        "complaints",
        missing=wording.NOT_SHOWN,
    )
    yield replace(picture, alternative=picture.alternative.replace("\n", " "))
    yield _table(title, "Theme", themes, tables, by)


def _by(
    themes: Sequence[Theme],
    tables: Mapping[tuple[str, str], Sequence[tuple[str, int, int]]],
    by: str,
    word: str,
    name: str,
) -> Iterator[Block]:
    columns = [column for column, _, _ in tables.get((by, themes[0].id), ())]
    if len(columns) < 2:
        return
    title = f"Themes by {word}"
    if by in ("role", "wave", "source") and len(columns) <= len(plots.FILLS):
        series: list[tuple[str, Sequence[float | None]]] = [
            (column, [_drawn(tables[(by, theme.id)][place][1]) for theme in themes[:SHOWN]])
            for place, column in enumerate(columns)
        ]
        yield plots.bars(
            f"{name}-{by}",
            title,
            [theme.name for theme in themes[:SHOWN]],
            series,
            "complaints",
            missing=wording.NOT_SHOWN,
        )
    yield _table(title, "Theme", themes, tables, by)


def _table(
    title: str,
    first: str,
    themes: Sequence[Theme],
    tables: Mapping[tuple[str, str], Sequence[tuple[str, int, int]]],
    by: str,
) -> Table:
    columns = [column for column, _, _ in tables[(by, themes[0].id)]]
    rows = tuple((theme.name, *(_pair(c, p) for _, c, p in tables[(by, theme.id)])) for theme in themes)
    note = f"Complaints, and complainants in brackets. {wording.small_cells()}"
    return Table(
        title, (first, *columns), rows, frozenset(range(1, len(columns) + 1)), note, (3.0, *([1.0] * len(columns)))
    )


def _pair(complaints: int, complainants: int) -> str:
    return wording.NOT_SHOWN if complaints == SUPPRESSED else f"{complaints:,} ({complainants:,})"


def _drawn(count: int) -> float | None:
    return None if count == SUPPRESSED else float(count)


def _rate(count: int, base: float | None) -> str:
    if count == SUPPRESSED:
        return wording.NOT_SHOWN
    return f"{1000.0 * count / base:.1f}" if base else "–"


def _change(cells: Sequence[tuple[str, int, int]], base: Mapping[str, float]) -> str:
    if len(cells) < 2 or SUPPRESSED in (cells[-1][1], cells[-2][1]):
        return "–"
    (before, earlier, _), (after, later, _) = cells[-2:]
    bases = (base[before], base[after]) if before in base and after in base else (1.0, 1.0)
    return in_words(ratio(earlier, later, *bases))
