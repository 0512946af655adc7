"""Read the sheets of an Excel file into grids."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from voices.errors import UnreadableFile
from voices.sources.formats.archives import DAMAGED
from voices.sources.formats.grid import Grid
from voices.sources.formats.sheet_marks import Marks, column_number, read_marks, sheet_parts
from voices.sources.limits import MAX_CELLS
from voices.sources.words import line_ends, of

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)")
_SHORT = 40
"""Characters; words of this length come again and again in a survey, and are kept once."""


def read_workbook(content: bytes) -> tuple[Grid, ...]:
    """Return a grid for every sheet with cells, in the workbook's order; values as last calculated by Excel.

    Raises UnreadableFile where the file is damaged or a sheet is over the limit of cells.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = sheet_parts(archive)
            # Sizes first: the reader of values lays a sheet out whole, empty cells included.
            marks = {name: read_marks(archive, part) for name, part in parts.items() if "worksheets/" in part}
        if any(one.height * one.width > MAX_CELLS for one in marks.values()):
            raise UnreadableFile(_TOO_FAR)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids = []
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
        for sheet in sheets:
            title = sheet.name if len(sheets) > 1 else ""
            found = book.get_sheet_by_name(sheet.name)
            rows = _rows(found.iter_rows(), found.start[1] if found.start else 0, marks[sheet.name])
            hidden = sheet.visible is not SheetVisibleEnum.Visible
            grids.append(_grid(rows, title, marks[sheet.name], hidden))
        return tuple(grid for grid in grids if grid.rows)
    except UnreadableFile:
        raise
    except Exception:  # noqa: BLE001
        # calamine, expat and zipfile raise errors of their own for broken parts
        raise UnreadableFile(DAMAGED) from None


_TOO_FAR = "a sheet reaches further than any survey; delete the empty rows and columns at its end and save it again"


def _rows(found: Iterable[Sequence[object]], left: int, marks: Marks) -> list[list[str]]:
    """Return the cells as words, every row as wide as the sheet, with formulas that were never calculated as typed."""
    kept: dict[str, str] = {}
    rows = []
    for cells in found:
        row = [""] * left
        for value in cells:
            words = _words(value)
            row.append(kept.setdefault(words, words) if len(words) <= _SHORT else words)
        rows.append(row)
    for (number, column), formula in marks.uncalculated.items():
        while len(rows) < number:
            rows.append([])
        row = rows[number - 1]
        row.extend([""] * (column - len(row)))
        row[column - 1] = _words(formula)
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _grid(rows: list[list[str]], title: str, marks: Marks, hidden: bool) -> Grid:
    spans = []
    for reference in marks.merged:
        if span := _RANGE.fullmatch(reference):
            left, top, right, bottom = span.groups()
            spans.append((int(top) - 1, column_number(left) - 1, int(bottom) - 1, column_number(right) - 1))
    return Grid(
        tuple(tuple(row) for row in rows),
        sheet=title,
        merged=tuple(sorted(span for span in spans if span[0] < len(rows))),
        hidden=hidden,
        warnings=tuple(_notices(marks, len(rows))),
    )


def _notices(marks: Marks, filled: int) -> Iterator[str]:
    hidden = sum(row <= filled for row in marks.hidden_rows)
    if hidden:
        yield f"{of(hidden, 'hidden row')} read like the others; delete what should not count"
    columns = sum(column <= marks.width for column in marks.hidden_columns)
    if columns:
        yield f"{of(columns, 'hidden column')} read like the others; delete what should not count"
    typed = len(marks.uncalculated)
    if typed:
        yield f"{of(typed, 'formula cell')} without a stored value, read as typed; open the file in Excel and save it"


def _words(value: object) -> str:
    """Return a cell as words: whole numbers without a point, dates as ISO, errors as blank."""
    match value:
        case str():
            words = line_ends(value).strip()
        case None:
            words = ""
        case bool():
            words = "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < _EXACT:
            words = str(int(value))
        case datetime():
            words = value.date().isoformat()
        case date():
            words = value.isoformat()
        case _:
            words = line_ends(str(value)).strip()
    return "" if words in _ERRORS else words


_EXACT = 1e15
"""Rationale: Excel keeps fifteen digits of a number; beyond, the float is no whole number any more."""
_ERRORS = frozenset(("#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"))
