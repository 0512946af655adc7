"""What a sheet marks beside its values: hidden rows and columns, merged cells, formulas without a value.

Read in one pass over the sheet's XML, because the library that gives values quickly does not tell of these.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CHUNK = 1 << 20
_TRUE = ("1", "true")
_LAST_COLUMN = 16_384
"""Excel has no more columns."""
MAX_MERGED = 20_000
"""Rationale: merged cells of one sheet; banners and merged names are far fewer, and each is looked at for headings."""


@dataclass(frozen=True)
class Marks:
    """The marks of one sheet; rows and columns count from 1, as Excel has them."""

    height: int
    """The last row with a cell."""
    width: int
    """The last column with a cell."""
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    merged: tuple[str, ...]
    """Ranges such as "A1:H1"."""
    uncalculated: Mapping[tuple[int, int], str] = field(repr=False)
    """(row, column) to the formula with its equals sign, where Excel stored no value."""


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of the archive that holds each sheet, by the sheet's name."""
    from defusedxml.ElementTree import fromstring

    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    book = fromstring(archive.read("xl/workbook.xml"))
    return {
        sheet.get("name", ""): posixpath.normpath(posixpath.join("/xl", targets.get(sheet.get(_RELATION), "")))[1:]
        for sheet in book.iter(f"{{{_MAIN}}}sheet")
    }


def read_marks(archive: zipfile.ZipFile, part: str) -> Marks:
    """Return the marks of the sheet in one part of the archive; memory does not grow with the number of rows.

    Raises xml.parsers.expat.ExpatError where the part is damaged.
    """
    from xml.parsers.expat import ParserCreate

    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    listener = _Listener(parser)
    parser.StartElementHandler, parser.EndElementHandler = listener.start, listener.end
    with archive.open(part) as content:
        while chunk := content.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    return Marks(
        listener.height,
        listener.width,
        frozenset(listener.hidden_rows),
        frozenset(listener.hidden_columns),
        tuple(listener.merged),
        listener.uncalculated,
    )


class _Listener:
    """Hears the elements of one sheet as the parser meets them."""

    def __init__(self, parser: XMLParserType) -> None:
        self.height = self.width = 0
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: list[str] = []
        self.uncalculated: dict[tuple[int, int], str] = {}
        self._parser = parser
        self._row = self._column = 0
        self._formula: list[str] | None = None
        self._value = False
        self._words: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(" ")[2]:
            case "c":
                self._cell(attributes)
            case "row":
                self._row = int(attributes.get("r", self._row + 1))
                self._column = 0
                if attributes.get("hidden") in _TRUE:
                    self.hidden_rows.add(self._row)
            case "f":
                self._formula, self._words = [], []
                self._parser.CharacterDataHandler = self._words.append
            case "v" if self._formula is not None:
                self._formula, self._words = self._words, []
                self._parser.CharacterDataHandler = self._words.append
            case "col" if attributes.get("hidden") in _TRUE:
                last = min(int(attributes.get("max", "0")), _LAST_COLUMN)
                self.hidden_columns.update(range(int(attributes.get("min", "1")), last + 1))
            case "mergeCell" if len(self.merged) < MAX_MERGED:
                self.merged.append(attributes.get("ref", ""))
            case _:
                pass

    def _cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r", "")
        letters = reference.rstrip("0123456789")
        self._column = column_number(letters) if letters else self._column + 1
        self.height, self.width = max(self.height, self._row), max(self.width, self._column)
        # A text of no length is a value too: what a formula such as =IF(A1="","",A1) gives.
        self._value = attributes.get("t") == "str"

    def end(self, name: str) -> None:
        if self._formula is None or name.rpartition(" ")[2] != "c":
            return
        formula, value = (self._formula, self._words) if self._formula else (self._words, [])
        if not self._value and not "".join(value).strip():
            self.uncalculated[self._row, self._column] = f"={''.join(formula)}" if formula else ""
        self._formula, self._parser.CharacterDataHandler = None, None


def column_number(letters: str) -> int:
    """Return the number of a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
