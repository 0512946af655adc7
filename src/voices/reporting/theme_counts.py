"""Themes over time and by team, stage, outcome, role, wave and source: tables, pictures and one sentence a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from voices.model import Theme, ThemeCount, Themes
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED
from voices.reporting import plots, wording
from voices.reporting.blocks import Block, Figure, Table, Text
from voices.reporting.scores import letters
from voices.reporting.theme_hiding import together
from voices.themes.ratios import in_words, ratio, span

COMPLAINTS = "complaints"
"""Scope of the themes found in complaints, compliments and letters."""
SHOWN = 8
"""Themes in one picture; more lines cannot be told apart."""
WIDEST = 6
"""Columns of counts that fit the width of a page."""
MOSTLY = 0.5
"""Share of hidden counts beyond which a line over time would be gaps and little else."""
PERIODS = ("month", "quarter", "year")
"""The finest first."""
PARTS_OF_A_YEAR = ("month", "quarter")
"""Their counts add up to those of a year, which stand in a table of their own."""
MONTHS_SAY = (
    "The word comes from all the months, also those whose counts are not shown, and from the theme's share of all "
    "complaints in them: the two counts alone do not show it."
)
"""Stands where the numbers beside “rising” or “falling” do not go that way."""
Shown = tuple[tuple[str, int, int], ...]
"""(name, complaints, complainants), hidden counts as `SUPPRESSED`."""
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
    part: str = "",
) -> Iterator[Block]:
    """Yield what moved, the years with ratios and rates, a picture over time and a table for each attribute.

    Counts of people under `small` are hidden, and so is what would give them away. `open_cases` are children or
    families open by financial year, for rates. `name` makes the pictures' ids, `part` ends their titles. Only what
    reaches a council by itself has changes and rates: how much people say in interviews and surveys follows from whom
    somebody asked when.
    """
    themes = [theme for theme in found.themes if theme.size]
    if not themes:
        return
    own = [one for one in counted if one.scope == found.scope]
    tables = as_shown(own, small)
    seen = _Seen(themes, tables, name, part, found.scope == COMPLAINTS)
    if seen.written:
        said = (sentence(theme, {by: tables.get((by, theme.id), ()) for by in PERIODS}) for theme in themes)
        yield from (Text(one) for one in said if one)
    yield from _years(seen, open_cases or {})
    yield from _over_time(seen)
    for by, word in WAYS:
        yield from _by(seen, by, word)
    ways = (("year", "financial year"), *WAYS)
    if without := [word for by, word in ways if seen.columns(by) and seen.hidden(by) == 1.0]:
        yield Text(
            f"No count by {wording.listed(without, 'or')} is shown: each is of one to four people, or would let such a "
            "number be worked out."
        )


def lettered(counted: Sequence[ThemeCount]) -> list[ThemeCount]:
    """Return counts with teams that have a placeholder for a name as “team A”, “team B”: its number is nobody's."""
    masked = sorted({name for one in counted if one.by == "team" for name, _, _ in one.cells if name.startswith("[")})
    names = {team: f"team {letters(place)}" for place, team in enumerate(masked)}
    return [
        replace(
            one,
            cells=tuple((names.get(n, n), c, p) for n, c, p in one.cells),
            hidden=None if one.hidden is None else tuple(names.get(n, n) for n in one.hidden),
        )
        for one in counted
    ]


def as_shown(counted: Sequence[ThemeCount], small: int = SMALL_CELL) -> dict[tuple[str, str], Shown]:
    """Return the tables by (way of counting, theme), small counts and what gives them away as `SUPPRESSED`.

    One person can write twice, so that both counts are hidden where the complainants are few. What is hidden was
    settled over all tables of the scope; where it was not, it is settled here for each theme by itself.
    """
    open_ = any(one.hidden is None for one in counted)
    settled = together([one for one in counted if one.theme], small) if open_ else counted
    return {(one.by, one.theme): shown(one) for one in settled if one.by in (*PERIODS, *(by for by, _ in WAYS))}


def shown(counted: ThemeCount) -> Shown:
    """Return (name, complaints, complainants) in the table's own order, what is hidden as `SUPPRESSED` in both."""
    hidden = counted.hidden or ()
    return tuple(
        (name, SUPPRESSED, SUPPRESSED) if name in hidden else (name, complaints, complainants)
        for name, complaints, complainants in counted.cells
    )


def sentence(theme: Theme, over_time: Mapping[str, Sequence[tuple[str, int, int]]]) -> str:
    """Return what is said where a theme is rising, falling or new; nothing where it is steady.

    `over_time` holds its tables by way of counting. The numbers beside the word are those of the first and the last
    year that are shown, or quarter or month where no two years are.
    """
    if theme.trend is None or theme.trend.direction == "steady":
        return ""
    if theme.trend.direction == "new":
        return f"“{theme.name}” is new: the earlier half of the months has none of it. Worth a look."
    said = f"“{theme.name}” is {theme.trend.direction}"
    ends = next((found for by in reversed(PERIODS) if (found := _ends(over_time.get(by, ())))), None)
    if ends is None:
        said += f" over the months; its counts are {wording.NOT_SHOWN}"
        return f"{said}. Worth a look: this is a count of what was written, not a cause."
    (before, earlier), (after, later) = ends
    said += f": {earlier:,} in {before}, {later:,} in {after}"
    compared = ratio(earlier, later)
    if compared is not None and compared.value is not None:
        said += f", {compared.value:.2f} times as many (95% interval {span(compared)})"
    said += ". Worth a look: this is a count of what was written, not a cause."
    if (later > earlier) == (theme.trend.direction == "rising") and later != earlier:
        return said
    return f"{said} {MONTHS_SAY}"


def _ends(cells: Sequence[tuple[str, int, int]]) -> tuple[tuple[str, int], tuple[str, int]] | None:
    """Return the first and the last period whose complaints are shown; nothing where these are not two."""
    seen = [(name, complaints) for name, complaints, _ in cells if complaints != SUPPRESSED]
    return (seen[0], seen[-1]) if len(seen) > 1 else None


@dataclass(frozen=True)
class _Seen:
    """The themes of one scope with their tables, as they may be shown."""

    themes: Sequence[Theme]
    tables: Mapping[tuple[str, str], Sequence[tuple[str, int, int]]]
    """Cells by (way of counting, theme)."""
    name: str
    part: str
    written: bool
    """True for what people wrote to the council of themselves."""

    @property
    def unit(self) -> str:
        return "complaints and compliments" if self.written else "documents"

    @property
    def note(self) -> str:
        who = "those who wrote them" if self.written else "people"
        return f"{self.unit[:1].upper() + self.unit[1:]}, and {who} in brackets. {wording.small_cells()}"

    def title(self, by: str) -> str:
        return f"Themes by {by}{f': {self.part}' if self.part else ''}"

    def columns(self, by: str) -> list[str]:
        return [column for column, _, _ in self.tables.get((by, self.themes[0].id), ())]

    def cells(self, by: str) -> list[Sequence[tuple[str, int, int]]]:
        return [self.tables[(by, theme.id)] for theme in self.themes]

    def hidden(self, by: str) -> float:
        """Return the share of counts that are hidden, noughts left out."""
        counted = [complaints for cells in self.cells(by) for _, complaints, _ in cells if complaints]
        return counted.count(SUPPRESSED) / len(counted) if counted else 0.0

    def table(self, by: str, word: str) -> Table:
        """Return the counts with a row for each theme, or a column where that makes a narrower table."""
        columns, names = self.columns(by), [theme.name for theme in self.themes]
        pairs = [tuple(_pair(c, p) for _, c, p in cells) for cells in self.cells(by)]
        first, head, side = "Theme", columns, names
        if len(columns) > WIDEST >= len(names):
            first, head, side, pairs = word[:1].upper() + word[1:], names, columns, list(zip(*pairs, strict=True))
        rows = tuple((row, *cells) for row, cells in zip(side, pairs, strict=True))
        numeric, widths = frozenset(range(1, len(head) + 1)), (3.0, *([1.0] * len(head)))
        return Table(self.title(word), (first, *head), rows, numeric, self.note, widths)


def _years(seen: _Seen, base: Mapping[str, float]) -> Iterator[Block]:
    years = seen.columns("year")
    if not years or seen.hidden("year") == 1.0:
        return
    if not seen.written:
        yield seen.table("year", "financial year")
        return
    rows = [
        (theme.name, *(_pair(c, p) for _, c, p in cells), _change(cells, base))
        for theme, cells in zip(seen.themes, seen.cells("year"), strict=True)
    ]
    header = ("Theme", *years, "Last year on the one before")
    note = (
        "Complaints and compliments, and those who wrote them in brackets. The ratio is of complaints and compliments"
        + (", per child or family open" if base else "")
        + ", with an exact 95% interval for Poisson counts. "
        + wording.small_cells()
    )
    widths, numeric = (3.0, *([1.2] * len(years)), 2.4), frozenset(range(1, len(years) + 1))
    yield Table(seen.title("financial year"), header, tuple(rows), numeric, note, widths)
    if base and any(year in base for year in years):
        rates = tuple(
            (theme.name, *(_rate(c, base.get(year)) for year, c, _ in cells))
            for theme, cells in zip(seen.themes, seen.cells("year"), strict=True)
        )
        note = "Complaints and compliments per 1,000 children or families open, from the indicators."
        yield Table("Themes per 1,000 open", header[:-1], rates, numeric, note, widths[:-1])


def _over_time(seen: _Seen) -> Iterator[Block]:
    """Yield the finest picture over time whose counts are not hidden for the most part, with its table."""
    by = next((by for by in PERIODS if _can_be_read(seen, by)), "")
    if not by:
        return
    word, columns = "financial year" if by == "year" else by, seen.columns(by)
    if by == "year" and len(columns) <= len(plots.FILLS):
        yield _bars(seen, by, word)
        return
    series = [
        (theme.name, [_drawn(complaints) for _, complaints, _ in cells])
        for theme, cells in zip(seen.themes[:SHOWN], seen.cells(by), strict=False)
    ]
    periods = [one[2:].replace(" ", "\n") for one in columns]
    picture = plots.lines(f"{seen.name}-{by}", seen.title(word), periods, series, seen.unit, missing=wording.NOT_SHOWN)
    yield replace(picture, alternative=picture.alternative.replace("\n", " "))
    if by != "year":
        yield seen.table(by, word)


def _can_be_read(seen: _Seen, by: str) -> bool:
    columns = seen.columns(by)
    if len(columns) < 2 or (by == "month" and len(columns) > MONTHS_UP_TO):
        return False
    return seen.hidden(by) <= MOSTLY


def _by(seen: _Seen, by: str, word: str) -> Iterator[Block]:
    columns = seen.columns(by)
    if len(columns) < 2 or seen.hidden(by) == 1.0:
        return
    if by in ("role", "wave", "source"):
        yield _bars(seen, by, word)
    yield seen.table(by, word)


def _bars(seen: _Seen, by: str, word: str) -> Figure:
    """Return bars for each theme, or for each column where there are too many of these to tell their bars apart."""
    columns, themes = seen.columns(by), seen.themes[:SHOWN]
    counts = [[_drawn(complaints) for _, complaints, _ in cells] for cells in seen.cells(by)[:SHOWN]]
    rows = [theme.name for theme in themes]
    series = [(column, [one[place] for one in counts]) for place, column in enumerate(columns)]
    title = seen.title(word)
    if len(columns) > len(plots.FILLS) >= len(themes):
        # One theme alone needs no list of signs, so the title names it.
        title = title if len(themes) > 1 else f"{title} ({rows[0]})"
        rows, series = columns, list(zip(rows, counts, strict=True))
    return plots.bars(f"{seen.name}-{by}", title, rows, series, seen.unit, missing=wording.NOT_SHOWN)


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
