"""Proxy indicators: figures from elsewhere that stand beside the words and are never given as their cause."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from pathlib import Path

from voices.errors import InputError
from voices.sources.formats.grids import read_grid

COLUMNS = ("indicator", "period", "value", "denominator", "unit", "source", "comparator")
"""In the order in which a row holds them; denominator, source and comparator may be empty."""
CODE = "code"
"""A further column that a file may have: id of the code whose chapter shows the figure beside its quotes."""
_NEEDED = ("indicator", "period", "value", "unit")
_NUMERIC = ("value", "denominator")

Row = tuple[str, ...]
"""One figure, in the order of `COLUMNS`, and last its code where the file has that column; value and denominator are
plain decimal numbers."""


def read(path: Path) -> tuple[Row, ...]:
    """Return the rows of an indicator file (CSV or XLSX with a header row), in the order of the file.

    Raises InputError, in one line with the row, where a column is missing, a value is no number, a denominator is
    not above nought, or a period of an indicator stands twice.
    """
    table = [list(row) for row in read_grid(path).rows]
    header = [cell.strip().casefold() for cell in table[0]]
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise InputError(f"{path.name}: no column {', '.join(missing)}; the header is {','.join(COLUMNS)}")
    rows: list[Row] = []
    for number, cells in enumerate(table[1:], 1):
        if any(cell.strip() for cell in cells):
            rows.append(_row(path, number, header, cells))
    seen: set[tuple[str, str, str]] = set()
    for number, row in enumerate(rows, 1):
        key = (row[0], row[1], row[6])
        if key in seen:
            raise InputError(f"{path.name}, row {number}: this indicator and period stand twice; keep one")
        seen.add(key)
    return tuple(rows)


def named(row: Row) -> dict[str, str]:
    """Return a figure's cells by the name of their column; "code" is there where the file has it."""
    return dict(zip((*COLUMNS, CODE), row, strict=False))


def code(row: Row) -> str:
    """Return the id of the code a figure stands beside, or nothing."""
    return row[len(COLUMNS)] if len(row) > len(COLUMNS) else ""


def placed(rows: Sequence[Row], codes: Collection[str]) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """Return the rows without what stands for a code and is none of `codes`, and the numbers of those rows, from 1.

    It is typed in a file and would be printed as it is.
    """
    unknown = tuple(number for number, row in enumerate(rows, 1) if code(row) and code(row) not in codes)
    kept = ((*row[: len(COLUMNS)], "") if number in unknown else row for number, row in enumerate(rows, 1))
    return tuple(kept), unknown


def plain_number(text: str) -> str:
    """Return a number without thousands separators, percent sign or needless decimals.

    Raises ValueError where the text is no number.
    """
    bare = text.strip().replace(",", "").replace(" ", "").removesuffix("%").removeprefix("£")
    value = float(bare)
    if not math.isfinite(value):
        raise ValueError("not a number")
    return str(int(value)) if value == int(value) else str(value)


def _row(path: Path, number: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    where = f"{path.name}, row {number}"
    filled = [*cells, *[""] * len(header)]
    columns = (*COLUMNS, CODE) if CODE in header else COLUMNS
    found = {name: filled[header.index(name)].strip() if name in header else "" for name in columns}
    for name in _NEEDED:
        if not found[name]:
            raise InputError(f"{where}: {name} is empty; fill it in or take the row out")
    for name in _NUMERIC:
        if found[name]:
            try:
                found[name] = plain_number(found[name])
            except ValueError:
                raise InputError(f"{where}: {name} is not a number; write it in figures") from None
    if found["denominator"] and float(found["denominator"]) <= 0:
        raise InputError(f"{where}: denominator is not above nought; correct it or leave it empty")
    return tuple(found[name] for name in columns)
