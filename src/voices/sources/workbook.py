"""Read the sheets of an Excel file into grids."""

from __future__ import annotations

import io
import warnings as python_warnings
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from voices.errors import UnreadableFile
from voices.sources.archives import DAMAGED
from voices.sources.grid import Grid
from voices.sources.limits import MAX_CELLS
from voices.sources.words import line_ends, of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def read_workbook(content: bytes) -> tuple[Grid, ...]:
    """Return a grid for every sheet with cells, in the workbook's order; values as last calculated by Excel.

    Raises UnreadableFile where the file is damaged or a sheet is over the limit of cells.
    """
    from openpyxl import load_workbook
    from openpyxl.worksheet.worksheet import Worksheet

    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore")
            values = load_workbook(io.BytesIO(content), data_only=True)
            formulas = load_workbook(io.BytesIO(content), data_only=False)
        sheets = [sheet for sheet in values.worksheets if isinstance(sheet, Worksheet)]
        several = len(sheets) > 1
        return tuple(grid for sheet in sheets if (grid := _grid(sheet, formulas[sheet.title], several)).rows)
    except UnreadableFile:
        raise
    except Exception:  # noqa: BLE001
        # openpyxl raises KeyError, TypeError, ValueError and lxml's errors for broken parts
        raise UnreadableFile(DAMAGED) from None


def _grid(sheet: Worksheet, formulas: Worksheet, several: bool) -> Grid:
    if sheet.max_row * sheet.max_column > MAX_CELLS:
        raise UnreadableFile(
            "a sheet reaches further than any survey; delete the empty rows and columns at its end and save it again"
        )
    rows = [[_words(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    typed = list(_typed(sheet, formulas))
    for row, column, words in typed:
        rows[row][column] = words
    merged = sorted(
        (span.min_row - 1, span.min_col - 1, span.max_row - 1, span.max_col - 1) for span in sheet.merged_cells.ranges
    )
    while rows and not any(rows[-1]):
        rows.pop()
    return Grid(
        tuple(tuple(row) for row in rows),
        sheet=sheet.title if several else "",
        merged=tuple(merged),
        hidden=sheet.sheet_state != "visible",
        warnings=tuple(_notices(sheet, len(rows), len(typed))),
    )


def _notices(sheet: Worksheet, filled: int, typed: int) -> Iterator[str]:
    hidden = len([n for n, shape in sheet.row_dimensions.items() if shape.hidden and n <= filled])
    if hidden:
        yield f"{of(hidden, 'hidden row')} read like the others; delete what should not count"
    if any(shape.hidden for shape in sheet.column_dimensions.values()):
        yield "hidden columns were read like the others"
    if typed:
        yield f"{of(typed, 'formula cell')} without a stored value, read as typed; open the file in Excel and save it"


def _typed(sheet: Worksheet, formulas: Worksheet) -> Iterator[tuple[int, int, str]]:
    """Yield (row, column, words) of formulas Excel never calculated: as a rule words that begin with an equals sign."""
    for row in formulas.iter_rows():
        for cell in row:
            if cell.data_type == "f" and sheet[cell.coordinate].value is None:
                yield (
                    int(cell.row or 1) - 1,
                    int(cell.column or 1) - 1,
                    _words(cell.value) if isinstance(cell.value, str) else "",
                )


def _words(value: object) -> str:
    """Return a cell as words: whole numbers without a point, dates as ISO, errors as blank."""
    match value:
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
