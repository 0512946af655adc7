"""The sheet of an audit: sentences to read, marked by a person in Excel or any program that reads CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from voices.errors import InputError
from voices.placeholders import KIND_OF_LABEL
from voices.privacy.risk import Sentence
from voices.reporting.fixed import guarded

HEADER = ("Number", "Source", "Kind", "Sentence", "Does it leak? yes or no", "What leaks", "Id, leave as it is")
_WIDTHS = (8, 22, 14, 90, 14, 22, 24)
_GUIDE = (
    "Read each sentence. Does it still say who somebody is, or lead to them: a name, place, school, number, date?",
    "Write yes or no. For yes, choose what leaks. Placeholders such as [person 214] are no leak.",
)


@dataclass(frozen=True)
class Mark:
    """What a person wrote beside one sentence."""

    id: str
    leak: str
    what: str = field(default="")


def write(path: Path, drawn: Sequence[Sentence]) -> None:
    """Write the sheet; cells for marks offer what may stand in them."""
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("a new workbook has a sheet")
    sheet.title = "Sample"
    sheet.append(HEADER)
    for number, one in enumerate(drawn, 1):
        sheet.append((number, guarded(one.source), one.kind, guarded(one.text), None, None, one.id))
    for column, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    last = len(drawn) + 1
    answers = DataValidation(type="list", formula1='"yes,no"', allow_blank=True)
    kinds = DataValidation(type="list", formula1=f'"{",".join(KIND_OF_LABEL.values())},a story"', allow_blank=True)
    for rule, column in ((answers, "E"), (kinds, "F")):
        sheet.add_data_validation(rule)
        rule.add(f"{column}2:{column}{last}")
    guide = book.create_sheet("How to mark")
    guide.column_dimensions["A"].width = 100
    for line in _GUIDE:
        guide.append((line,))
    path.touch(mode=0o600, exist_ok=False)
    book.save(path)


def read(path: Path) -> tuple[Mark, ...]:
    """Return the marks of a sheet, .xlsx or .csv.

    Raises:
        InputError: the file cannot be read, or its columns are not those of a sample.
    """
    rows = _csv(path) if path.suffix.casefold() == ".csv" else _xlsx(path)
    if not rows or tuple(rows[0][: len(HEADER)]) != HEADER:
        raise InputError(f"{path.name}: not a sample's sheet; its first line has to stay as it is")
    return tuple(Mark(row[6], row[4], row[5]) for row in rows[1:] if any(row))


def _xlsx(path: Path) -> list[list[str]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        found = book["Sample"].iter_rows(max_col=len(HEADER), values_only=True)
        rows = [["" if value is None else str(value).strip() for value in row] for row in found]
        book.close()
    except Exception as error:  # noqa: BLE001  # openpyxl raises a dozen kinds for a file that is no workbook
        raise InputError(f"{path.name}: cannot be read as an Excel file ({type(error).__name__})") from None
    return rows


def _csv(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [[cell.strip() for cell in row] for row in csv.reader(file)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path.name}: cannot be read as a UTF-8 CSV file ({type(error).__name__})") from None
    return [row + [""] * (len(HEADER) - len(row)) for row in rows]
