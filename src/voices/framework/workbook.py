"""The matrix as a workbook that a writer fills in and brings back.

Rows are known by a key made new for every export, so that nobody can be followed from one file to the next; the keys
of an export stay in the study. Every cell carries the version its writer saw.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from voices import placeholders
from voices.errors import InputError
from voices.framework.cases import Case
from voices.model import Passage
from voices.model.assembled import Cell, Cited
from voices.reporting.fixed import guarded, printable

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

REF = re.compile(r"\(?\bq([0-9a-f]{8})\b\)?")
"""How a summary points at a quote: q and the first eight signs of the passage's id, with or without brackets."""
MATRIX, SETTLE, HIDDEN = "Framework", "To settle", "voices"
KEEP = "Keep what stands (yes)"
"""Heading of the column in which a writer settles a cell without changing it."""
LONGEST = 4000
"""Characters of a cell: a summary, not a report."""
_FIXED = ("Row", "Who")


@dataclass(frozen=True)
class Sheet:
    """What goes into a workbook."""

    export: str
    """Opaque id of this export."""
    secret: bytes = field(repr=False)
    """Makes the rows' keys; stays in the study."""
    principles: tuple[tuple[str, str], ...]
    """(id, name), in order."""
    cases: tuple[Case, ...]
    cells: Mapping[tuple[str, str], Cell] = field(repr=False)
    """By (case, principle)."""
    tips: Mapping[tuple[str, str], int]
    passages: Mapping[str, Passage] = field(repr=False)


@dataclass(frozen=True)
class Brought:
    """One summary that came back."""

    row: str
    """The row's key."""
    shown: str
    """How its writer knows the row: its number in the sheet and the column's name."""
    code: str
    text: str = field(repr=False)
    version: int | None
    """The version its writer saw."""
    changed: bool
    """Whether its writer changed it, or says that what stands is to stay."""


def key_of(secret: bytes, case: str) -> str:
    """Return the key a case has in one export."""
    return hmac.new(secret, case.encode(), sha256).hexdigest()[:10]


def write(sheet: Sheet, path: Path) -> None:
    """Write the workbook: a column to write in and a column of quotes for every principle."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    matrix = book.active
    if matrix is None:
        raise InputError("the workbook could not be made")
    matrix.title = MATRIX
    head = [*_FIXED, *(column for _, name in sheet.principles for column in (name, f"{name}: words"))]
    _row(matrix, 1, head, bold=True)
    # By key and not by code, so that the order of rows tells nothing and changes from one export to the next.
    ordered = sorted(sheet.cases, key=lambda case: key_of(sheet.secret, case.key))
    for number, case in enumerate(ordered, 2):
        cells: list[str] = [key_of(sheet.secret, case.key), case.label]
        for principle, _ in sheet.principles:
            cell = sheet.cells.get((case.key, principle))
            cells += [cell.text if cell else "", _words(case, principle, sheet.passages)]
        _row(matrix, number, cells)
    matrix.freeze_panes = "C2"
    for place in range(1, len(head) + 1):
        letter = get_column_letter(place)
        matrix.column_dimensions[letter].width = (13, 26)[place - 1] if place < 3 else (44 if place % 2 else 60)
        matrix.cell(row=1, column=place).fill = PatternFill(
            "solid", fgColor="FFF7D6" if place > 2 and place % 2 else "E3EEF7"
        )
    for rows in matrix.iter_rows():
        for one in rows:
            one.alignment = Alignment(wrap_text=True, vertical="top")
            one.font = Font(name="Arial", size=10, bold=one.row == 1)
    _settle(book.create_sheet(SETTLE), sheet)
    _hide(book.create_sheet(HIDDEN), sheet)
    path.touch(mode=0o600)
    book.save(path)


def read(path: Path) -> tuple[str, tuple[Brought, ...]]:
    """Return the export a workbook belongs to, and every summary in it.

    Raises InputError where it is no such workbook; the message names what is missing, never what was written.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, data_only=True)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError):
        raise InputError(f"{path.name}: cannot be read as a workbook (.xlsx)") from None
    if MATRIX not in book.sheetnames or HIDDEN not in book.sheetnames:
        raise InputError(f"{path.name}: not a framework matrix that voices exported (a sheet is missing)")
    kept = [[_text(value) for value in row] for row in book[HIDDEN].iter_rows(values_only=True)]
    export = next((row[1] for row in kept if row[0] == "export"), "")
    names = {row[2]: row[1] for row in kept if row[0] == "principle"}
    seen = {(row[1], row[2]): (int(row[3]), row[4]) for row in kept if row[0] == "version" and row[3].isdecimal()}
    stays = _staying(book)
    rows = [[_text(value) for value in row] for row in book[MATRIX].iter_rows(values_only=True)]
    head = rows[0] if rows else []
    missing = [name for name in ("Row", *names) if name not in head]
    if not export or missing:
        raise InputError(f"{path.name}: the column “{missing[0] if missing else 'Row'}” is missing; export it again")
    found = []
    for number, row in enumerate(rows[1:], 2):
        for name, code in names.items():
            text, key = row[head.index(name)].strip(), row[head.index("Row")].strip()
            if key:
                version, digest = seen.get((key, code), (None, _digest("")))
                changed = _digest(text) != digest or (key, name) in stays
                found.append(Brought(key, f"row {number}, {name}", code, text[:LONGEST], version, changed))
    return export, tuple(found)


def bare(text: str) -> str:
    """Return a summary without the signs that point at quotes, as it is printed."""
    return " ".join(re.sub(r"\s+([.,;])", r"\1", REF.sub("", text)).split())


def pointed(text: str, case: Case, principle: str) -> tuple[tuple[Cited, ...], tuple[str, ...]]:
    """Return the quotes a summary points at, and what it points at that is no quote of its row."""
    offered = {ref(q.passage)[1:]: q for every in case.quotes.values() for q in every}
    offered |= {ref(q.passage)[1:]: q for q in case.quotes.get(principle, ())}
    named = tuple(dict.fromkeys(match[1] for match in REF.finditer(text)))
    return tuple(offered[one] for one in named if one in offered), tuple(f"q{o}" for o in named if o not in offered)


def ref(passage: str) -> str:
    """Return how a summary points at a passage's quote."""
    return f"q{passage[:8]}"


def _words(case: Case, principle: str, passages: Mapping[str, Passage]) -> str:
    lines = [
        f"{ref(q.passage)}: “{placeholders.in_print(passages[q.passage].text[q.start : q.end])}”"
        for q in case.quotes.get(principle, ())
    ]
    closed = case.unquoted.get(principle, 0)
    if closed:
        lines.append(f"({closed} more that may not be quoted: write from the review page, in words of your own)")
    return "\n\n".join(lines)


def _settle(sheet: Worksheet, book: Sheet) -> None:
    _row(sheet, 1, ["Row", "Principle", "Stands now", "By", "Also written", "By", KEEP], bold=True)
    names = dict(book.principles)
    number = 2
    for (case, principle), cell in sorted(book.cells.items()):
        for _, coder, text in cell.rivals:
            known = [key_of(book.secret, case), names.get(principle, principle), cell.text, cell.coder, text, coder]
            _row(sheet, number, known)
            number += 1


def _staying(book: Workbook) -> set[tuple[str, str]]:
    """Return (row, principle's name) of cells to settle whose standing words are to stay."""
    if SETTLE not in book.sheetnames:
        return set()
    rows = [[_text(value).strip() for value in row] for row in book[SETTLE].iter_rows(values_only=True)]
    return {(row[0], row[1]) for row in rows[1:] if len(row) > 6 and row[6].casefold() in ("yes", "y")}


def _hide(sheet: Worksheet, book: Sheet) -> None:
    _row(sheet, 1, ["export", book.export, "", "", ""])
    lines = [["principle", id, name, "", ""] for id, name in book.principles]
    for (case, principle), tip in sorted(book.tips.items()):
        cell = book.cells.get((case, principle))
        text = printable(cell.text).strip() if cell else ""
        lines.append(["version", key_of(book.secret, case), principle, str(tip), _digest(text)])
    for number, line in enumerate(lines, 2):
        _row(sheet, number, line)
    sheet.sheet_state = "hidden"


def _digest(text: str) -> str:
    """Return what tells whether a cell was changed; line ends count alike, as programs write them differently."""
    return sha256("\n".join(text.split("\r\n")).encode()).hexdigest()[:16]


def _row(sheet: Worksheet, number: int, cells: Sequence[str], *, bold: bool = False) -> None:
    from openpyxl.styles import Font

    for place, value in enumerate(cells, 1):
        cell: Any = sheet.cell(row=number, column=place)
        text = printable(value)
        cell.value = text
        cell.data_type = "s"
        if guarded(text) != text:
            cell.quotePrefix = True
        if bold:
            cell.font = Font(name="Arial", size=10, bold=True)


def _text(value: object) -> str:
    return "" if value is None else str(value)
