"""Verdicts on the principles, read back from the sheet “Triangulation” of a published report in which a person wrote.

Each principle carries a mark of the verdict and note its reader saw, so that what nobody changed stays as it is, and
what somebody else settled meanwhile is not overwritten.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

from voices.errors import InputError
from voices.model.triangulation import Convergence
from voices.reporting.triangulation import SHEET, SHORT, mark

_WANTED = ("Principle", "Verdict", "Note", "Proposed", "Mark")
_LONGEST = 4000
"""Characters of a note: a reason, not a report."""


@dataclass(frozen=True)
class Brought:
    """What a person wrote on one principle."""

    where: str
    """File, sheet and row, for messages."""
    principle: str
    verdict: Convergence
    note: str = field(repr=False)
    seen: str
    """Mark of the verdict and note that were published; empty where nobody had settled it."""


def read(path: Path) -> tuple[Brought, ...]:
    """Return the principles whose verdict or note was changed in a published report (.xlsx).

    Raises InputError where it is no such workbook, a verdict is none there is, its note is missing, or something was
    written in another row than the one with the principle's proposal; the message names file, sheet and row, never
    what was written.
    """
    found = []
    for number, row in _rows(path):
        where = f"{path.name}, sheet “{SHEET}”, row {number}"
        principle, said, note = row["Principle"], row["Verdict"], row["Note"]
        if not row["Proposed"]:
            if said or note:
                raise InputError(f"{where}: write the verdict and its note where the proposal stands")
            continue
        verdict = _verdict(said)
        if verdict is None:
            raise InputError(f"{where}: the verdict is none there is: write {', '.join(SHORT.values())}")
        if row["Mark"]:
            changed = mark(verdict, note) != row["Mark"]
        else:
            changed = bool(note) or verdict is not _verdict(row["Proposed"])
        if not changed:
            continue
        if not note:
            raise InputError(f"{where}: the note is empty: say why, the report prints it")
        found.append(Brought(where, principle, verdict, note[:_LONGEST], row["Mark"]))
    return tuple(found)


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the sheet's rows below its header by their number."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, data_only=True)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError):
        raise InputError(f"{path.name}: cannot be read as a workbook (.xlsx)") from None
    if SHEET not in book.sheetnames:
        raise InputError(f"{path.name}: the sheet “{SHEET}” is missing: give the report.xlsx that was published")
    rows = [
        ["" if cell is None else str(cell).strip() for cell in row] for row in book[SHEET].iter_rows(values_only=True)
    ]
    head = rows[0] if rows else []
    missing = [name for name in _WANTED if name not in head]
    if missing:
        raise InputError(f"{path.name}, sheet “{SHEET}”: the column “{missing[0]}” is missing: publish again")
    return [(number, dict(zip(head, row, strict=True))) for number, row in enumerate(rows[1:], 2)]


def _verdict(said: str) -> Convergence | None:
    """Return a verdict from the word the sheet prints or its short name, in any case."""
    word = said.casefold()
    return next((one for one, printed in SHORT.items() if word in (printed.casefold(), one.value)), None)
