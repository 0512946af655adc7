"""Read CSV and other delimited text into a grid."""

from __future__ import annotations

import csv
import io
from collections import Counter

from voices.errors import UnreadableFile
from voices.sources.formats.grid import Grid
from voices.sources.limits import MAX_CELL_CHARACTERS, MAX_CELLS
from voices.sources.words import line_ends

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 200


def read_delimited(text: str) -> Grid:
    """Return the rows of a delimited text, whatever parts its columns.

    Raises UnreadableFile where it holds no table.
    """
    text = line_ends(text)
    first, _, rest = text.partition("\n")
    if first.casefold().startswith("sep=") and len(first) == 5:
        text, delimiter = rest, first[4]
    else:
        delimiter = sniff(text)
    rows = _rows(text, delimiter, MAX_CELLS)
    if sum(any(cell.strip() for cell in row) for row in rows) < 2:
        raise UnreadableFile("it holds no table; there have to be headings and at least one row below them")
    return Grid(tuple(rows), warnings=_open_quotes(rows, delimiter))


def sniff(text: str) -> str:
    """Return the delimiter that parts the most rows into the same number of columns, two at least; else a comma."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for row in _rows(text, delimiter, MAX_CELLS, _SAMPLE_ROWS) if any(row))
        width, times = widths.most_common(1)[0] if widths else (1, 0)
        score = times / max(1, sum(widths.values())) * (1 + width / 1000)
        if width > 1 and score > best_score:
            best, best_score = delimiter, score
    return best


def is_delimited(text: str) -> bool:
    """Return whether a text without a telling name is a table: one delimiter parts nearly all of its lines alike."""
    rows = [row for row in _rows(text, sniff(text), MAX_CELLS, _SAMPLE_ROWS) if any(row)]
    widths = Counter(len(row) for row in rows)
    width, times = widths.most_common(1)[0] if widths else (1, 0)
    return len(rows) >= 2 and width >= 2 and times >= 0.9 * len(rows)


def _rows(text: str, delimiter: str, cells: int, most: int = 0) -> list[tuple[str, ...]]:
    """Return the rows a delimiter gives.

    Raises UnreadableFile over the limit of cells or of characters in one cell.
    """
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    rows: list[tuple[str, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True):
            rows.append(tuple(row))
            cells -= len(row)
            if cells < 0:
                raise UnreadableFile("it has more cells than any survey; split it into several files")
            if most and len(rows) >= most:
                break
    except csv.Error:
        if most:
            return rows
        raise UnreadableFile(
            "a cell is longer than any answer, probably because a quotation mark is not closed; save it again as CSV"
        ) from None
    return rows


def _open_quotes(rows: list[tuple[str, ...]], delimiter: str) -> tuple[str, ...]:
    """Return a warning where a cell seems to have swallowed whole rows because its quotation mark was never closed."""
    width = Counter(len(row) for row in rows).most_common(1)[0][0]
    warnings = []
    for number, row in enumerate(rows, start=1):
        swallowed = max(
            (
                sum(line.count(delimiter) >= max(1, width - 1) for line in cell.split("\n"))
                for cell in row
                if cell.count("\n") > 1
            ),
            default=0,
        )
        if swallowed >= 3:
            warnings.append(
                f"line {number}: a quotation mark seems not to be closed, so rows below it are read as one answer"
            )
    return tuple(warnings)
