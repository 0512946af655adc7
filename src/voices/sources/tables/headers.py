"""Find the row of headings in a table, above it titles and notes, over it merged groups."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from voices.model import ClosedQuestion
from voices.sources.formats.grid import Grid
from voices.sources.words import count, fold, of, one_line

SEARCHED_ROWS = 15
"""Rationale: titles, logos and guidance above the headings take fewer rows."""
_SECOND_ROW = frozenset(
    (
        "response",
        "open-ended response",
        "open ended response",
        "other (please specify)",
        "other",
        "answer",
        "comment",
        "comments",
        "score",
    )
)
"""What survey tools write in a second row of headings."""


@dataclass(frozen=True)
class Headed:
    """A table with its headings told from its data."""

    headers: tuple[str, ...] = field(repr=False)
    """One a column, all different; group and heading joined by a colon where the heading alone is not enough."""
    forms: tuple[tuple[str, ...], ...] = field(repr=False)
    """The ways each heading may be read when questions are matched: joined, heading alone, group alone."""
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    """Data rows, each as wide as the headings."""
    warnings: tuple[str, ...] = ()


def find_headers(grid: Grid, questions: Sequence[ClosedQuestion] = ()) -> Headed:
    """Return the headings and data rows of a grid; cells beyond the headings are joined to the last column."""
    at = _header_row(grid, questions)
    last = at
    upper: tuple[str, ...] = ()
    lower = grid.filled_row(at)
    if at and _is_banner(grid, at - 1):
        upper = grid.filled_row(at - 1)
    elif at + 1 < len(grid.rows) and _is_second_row(grid, at):
        upper, lower, last = _carried(grid.filled_row(at)), grid.filled_row(at + 1), at + 1
    width = max((n + 1 for row in (upper, lower) for n, cell in enumerate(row) if cell.strip()), default=0)
    pairs = [(_cell(upper, n), _cell(lower, n)) for n in range(width)]
    rows, warnings = _data(grid, last + 1, width)
    above = sum(any(cell.strip() for cell in row) for row in grid.rows[: at - (1 if upper and last == at else 0)])
    if above:
        warnings.append(f"{of(above, 'row')} above the headings not read")
    return Headed(_unique(pairs), tuple(_forms(*pair) for pair in pairs), rows, tuple(warnings))


def _header_row(grid: Grid, questions: Sequence[ClosedQuestion]) -> int:
    """Return the index of the row of headings: widest, all different, no numbers; known questions settle it."""
    wanted = {fold(form) for question in questions for form in (question.question, question.statement)}
    filled = Counter(number for row in grid.rows if (number := sum(bool(cell.strip()) for cell in row)))
    # the usual width, so that one row with too many cells is not taken for the headings
    usual = max(filled, key=lambda number: (filled[number], number), default=1)
    best, best_score = 0, -1.0
    for index in range(min(SEARCHED_ROWS, len(grid.rows))):
        cells = [cell for cell in grid.filled_row(index) if cell.strip()]
        if not cells:
            continue
        different = len({fold(cell) for cell in cells}) / len(cells)
        numbers = sum(bool(re.fullmatch(r"[\d.,:/\s-]+", cell)) for cell in cells) / len(cells)
        known = len({fold(cell) for cell in cells} & wanted) / max(1, len(cells))
        score = min(1.0, len(cells) / usual) * different - numbers + known - 0.01 * index
        if score > best_score + 0.15 or best_score < 0:
            best, best_score = index, score
        if score >= 0.9 and not _is_banner(grid, index):
            break
    return best


def _is_banner(grid: Grid, index: int) -> bool:
    """Return whether a row holds cells merged across: group headings over the headings."""
    return any(top <= index <= bottom and right > left for top, left, bottom, right in grid.merged) and (
        sum(bool(cell.strip()) for cell in grid.rows[index]) >= 2
    )


def _is_second_row(grid: Grid, at: int) -> bool:
    """Return whether the row below the headings is a second row of headings, as survey tools write them."""
    cells = [fold(cell) for cell in grid.rows[at + 1] if cell.strip()]
    marks = sum(cell in _SECOND_ROW for cell in cells)
    gaps = sum(not cell.strip() for cell in grid.rows[at])
    return marks >= 1 and (marks >= 0.5 * len(cells) or gaps > 0) and all(count(cell) <= 12 for cell in cells)


def _carried(row: Sequence[str]) -> tuple[str, ...]:
    """Return a row of group headings with every gap filled from the left."""
    carried: list[str] = []
    for cell in row:
        carried.append(cell if cell.strip() or not carried else carried[-1])
    return tuple(carried)


def _cell(row: Sequence[str], index: int) -> str:
    return one_line(row[index]) if index < len(row) else ""


def _forms(upper: str, lower: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for form in (_joined(upper, lower), lower, upper) if form))


def _joined(upper: str, lower: str) -> str:
    if (
        not upper
        or fold(upper) == fold(lower)
        or fold(lower) in ("response", "open-ended response", "open ended response", "answer")
    ):
        return upper or lower
    return f"{upper}: {lower}" if lower else upper


def _unique(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return one heading a column, all different: the lower alone, joined with its group, or numbered."""
    lowers = Counter(fold(lower) for _, lower in pairs)
    seen: Counter[str] = Counter()
    headers = []
    for index, (upper, lower) in enumerate(pairs):
        alone = lower and lowers[fold(lower)] == 1 and fold(lower) not in _SECOND_ROW
        header = (lower if alone else _joined(upper, lower)) or f"column {index + 1}"
        seen[fold(header)] += 1
        headers.append(header if seen[fold(header)] == 1 else f"{header} ({seen[fold(header)]})")
    return tuple(headers)


def _data(grid: Grid, start: int, width: int) -> tuple[tuple[tuple[str, ...], ...], list[str]]:
    """Return the rows below the headings cut or filled to their width, and warnings where cells stood beyond it."""
    rows: list[tuple[str, ...]] = []
    beyond = []
    for index in range(start, len(grid.rows)):
        if not grid.merged and len(grid.rows[index]) == width:
            rows.append(grid.rows[index])
            continue
        cells = [
            grid.filled_down(index, n) if count(grid.filled_down(index, n)) < 5 else _cell_raw(grid, index, n)
            for n in range(width)
        ]
        rest = [cell for cell in grid.rows[index][width:] if cell.strip()]
        if rest and width:
            cells[-1] = ", ".join([cells[-1], *rest])
            beyond.append(index + 1 - start)
        rows.append(tuple(cells))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    warnings = []
    if beyond:
        some = ", ".join(str(row) for row in beyond[:5])
        warnings.append(
            f"{of(len(beyond), 'row')} with more cells than headings (row {some}); the rest went to the last column"
        )
    return tuple(rows), warnings


def _cell_raw(grid: Grid, row: int, column: int) -> str:
    return grid.rows[row][column] if column < len(grid.rows[row]) else ""
