"""Open the tables beside the sources: lists of participants, indicators, survey files for figures alone."""

from __future__ import annotations

from pathlib import Path

from voices.errors import InputError, UnreadableFile
from voices.sources.formats.archives import kind_of_bytes, load
from voices.sources.formats.decoding import decode
from voices.sources.formats.delimited import read_delimited
from voices.sources.formats.grid import Grid
from voices.sources.formats.workbook import read_workbook


def read_grid(path: Path) -> Grid:
    """Return the first shown sheet with cells of a CSV or xlsx file, whatever its encoding or delimiter.

    Raises InputError, in one line with the file's name, where it holds no table.
    """
    try:
        content = load(path)
        kind = kind_of_bytes(content)
        if kind == "text" and path.suffix.casefold() in (".xlsx", ".xlsm"):
            raise UnreadableFile("it cannot be opened as a workbook; save it as .xlsx or CSV")
        if kind == "xlsx":
            grids = [grid for grid in read_workbook(content) if not grid.hidden]
        elif kind == "text":
            grids = [read_delimited(decode(content))]
        else:
            raise UnreadableFile("it is neither a CSV file nor a workbook; save it as one of them")
    except UnreadableFile as error:
        raise InputError(f"{path.name}: {error}") from None
    if not grids:
        raise InputError(f"{path.name}: it holds no table; there have to be headings and at least one row below them")
    return grids[0]
