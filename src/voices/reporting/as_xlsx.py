"""Sheets as a workbook and as CSV; text stays text, whatever it begins with."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from copy import copy
from typing import TYPE_CHECKING, Any

from voices.reporting.fixed import guarded, moment, printable, rezip
from voices.reporting.sheets import Cell, Sheet

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.styles.cell_style import StyleArray

HEAD_FILL = "E3EEF7"
LONGEST_CELL = 32_767
"""Characters Excel takes in one cell."""


def render(sheets: Iterable[Sheet], title: str, date: str) -> bytes:
    """Return a workbook as the bytes of an .xlsx file; the same sheets give the same bytes."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book, ink = Workbook(), _Ink()
    if book.active is not None:
        book.remove(book.active)
    for content in sheets:
        sheet = book.create_sheet(content.name[:31])
        for row, cells in enumerate((content.header, *content.rows), 1):
            for column, value in enumerate(cells, 1):
                ink.fill(sheet.cell(row=row, column=column), value, head=row == 1)
        for column, width in enumerate(content.widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.freeze_panes = "A2"
        if content.rows:
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(content.header))}{len(content.rows) + 1}"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = "1:1"
        sheet.oddFooter.left.text = "Handle as personal data"
        sheet.oddFooter.right.text = "&A, page &P of &N"
    when = moment(date).replace(tzinfo=None)
    properties = book.properties
    properties.title, properties.creator, properties.language = printable(title)[:255], "voices", "en-GB"
    properties.created = properties.modified = when
    out = io.BytesIO()
    book.save(out)
    return rezip(out.getvalue(), date)


class _Ink:
    """Writes cells; a style is worked out once for every kind of cell, because that is what takes the time."""

    def __init__(self) -> None:
        self._styles: dict[tuple[bool, bool, bool, bool], StyleArray] = {}

    def fill(self, cell: Any, value: Cell, *, head: bool) -> None:
        """Write one cell; text is stored as text with the quote prefix, so that editing it makes no formula of it."""
        if value is None:
            return
        text = printable(value)[:LONGEST_CELL] if isinstance(value, str) else ""
        prefixed = isinstance(value, str) and guarded(text) != text
        kind = (isinstance(value, str), prefixed, head, isinstance(value, float))
        cell.value = text if isinstance(value, str) else value
        if isinstance(value, str):
            cell.data_type = "s"
        if kind not in self._styles:
            _style(cell, *kind)
            self._styles[kind] = cell._style
        cell._style = copy(self._styles[kind])


def _style(cell: SheetCell, text: bool, prefixed: bool, head: bool, decimal: bool) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    if prefixed:
        cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True if text else None, vertical="top")
    if decimal:
        cell.number_format = "0.0"
    cell.font = Font(name="Arial", size=10, bold=head)
    if head:
        cell.fill = PatternFill("solid", fgColor=HEAD_FILL)
        cell.border = Border(bottom=Side("medium", color="0B0C0C"))


def as_csv(sheet: Sheet) -> str:
    """Return one sheet as CSV with Windows line ends, as RFC 4180 has it; text cells are guarded against formulas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in sheet.header])
    for row in sheet.rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in row])
    return out.getvalue()
