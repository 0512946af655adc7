"""Reading published files back: every quote in a bank or report, whatever form it has."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, is_zipfile

from voices.errors import InputError

_WORDS = ("Quote", "Words")
"""Columns of tables that hold the printed words."""


@dataclass(frozen=True)
class Published:
    """One quote as a file prints it."""

    printed: str
    passage: str = ""
    """The passage's id, where the file holds it whole."""
    id: str = ""
    """The quote's id in print, where it does not."""
    start: int | None = None
    end: int | None = None
    hash: str = ""
    chosen: bool = False
    """True where somebody chose the words for a theory, the matrix or a practice example."""


def quotes_in(path: Path) -> tuple[Published, ...]:
    """Return the quotes of a published file: .json, .csv, .xlsx, .html or .docx.

    Raises InputError where the file cannot be read or is no form of a bank or report.
    """
    readers = {".json": _json, ".csv": _csv, ".xlsx": _xlsx, ".html": _html, ".docx": _docx}
    read = readers.get(path.suffix.casefold())
    if read is None:
        raise InputError(f"{path.name}: give a published file: {', '.join(readers)}")
    try:
        if path.suffix.casefold() in (".xlsx", ".docx") and not is_zipfile(path):
            raise ValueError
        return tuple(read(path))
    except (OSError, UnicodeDecodeError, ValueError, KeyError, BadZipFile) as error:
        raise InputError(f"{path.name}: not a published bank or report, or damaged ({type(error).__name__})") from None


def _json(path: Path) -> Iterator[Published]:
    record = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(record, dict) or not str(record.get("format", "")).startswith("voices "):
        raise InputError(f"{path.name}: not a published bank or report: give what `voices publish` wrote")
    for part, value in record.items():
        yield from _objects(value, chosen=part != "quotes")


def _objects(value: Any, *, chosen: bool) -> Iterator[Published]:
    """Yield every quote in a JSON value, however deep it lies."""
    if isinstance(value, list):
        for one in value:
            yield from _objects(one, chosen=chosen)
    elif isinstance(value, dict) and "printed" in value:
        span = (value.get("start"), value.get("end"))
        start, end = (n if isinstance(n, int) else None for n in span)
        yield Published(
            str(value["printed"]),
            str(value.get("passage", "")),
            "",
            start,
            end,
            str(value.get("passage_hash", "")),
            chosen,
        )
    elif isinstance(value, dict):
        for one in value.values():
            yield from _objects(one, chosen=chosen)


def _csv(path: Path) -> Iterator[Published]:
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    for row in rows:
        yield from _row({name: _unguarded(text or "") for name, text in row.items()}, chosen=False)


def _unguarded(text: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    from voices.reporting.fixed import guarded

    return text[1:] if text[:1] == "'" and guarded(text[1:]) == text else text


def _xlsx(path: Path) -> Iterator[Published]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True)
    for sheet in book:
        rows = sheet.iter_rows(values_only=True)
        head = [str(cell or "") for cell in next(rows, ())]
        if "Passage" in head and set(_WORDS) & set(head):
            for cells in rows:
                row = {name: "" if cell is None else str(cell) for name, cell in zip(head, cells, strict=False)}
                yield from _row(row, chosen=sheet.title != "Quotes")


def _row(row: Mapping[str, str], *, chosen: bool) -> Iterator[Published]:
    # A practice example numbers its quotes in the column "Quote" and holds their words in "Words".
    printed = row.get("Words") or row.get("Quote") or ""
    if printed and row.get("Passage"):
        start, end = (int(row[name]) if row.get(name, "").isdigit() else None for name in ("Start", "End"))
        yield Published(printed, row["Passage"], "", start, end, "", chosen)


def _docx(path: Path) -> Iterator[Published]:
    import docx

    document = docx.Document(str(path))
    words = ""
    for paragraph in document.paragraphs:
        style = str(paragraph.style.name) if paragraph.style else ""
        if style.startswith("Quote Text"):
            words = paragraph.text
        elif style == "Quote Attribution":
            yield Published(_bare(words), id=_last_id(paragraph.text))
    for table in document.tables:
        for row in table.rows[1:]:
            yield from _cells([cell.text for cell in row.cells])


def _cells(cells: list[str]) -> Iterator[Published]:
    """Yield the quotes of a table row: lines that begin with a quotation mark and end with an id, or have it beside."""
    for place, cell in enumerate(cells):
        for line in cell.split("\n"):
            id = _last_id(line)
            if line.startswith("“") and id:
                yield Published(_bare(line.rsplit(" · ", 1)[0]), id=id, chosen=True)
            elif line.startswith("“") and place + 1 < len(cells) and _last_id(cells[place + 1]):
                yield Published(_bare(line), id=_last_id(cells[place + 1]), chosen=True)


def _html(path: Path) -> Iterator[Published]:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    for words, id in page.quotes:
        yield Published(_bare(words), id=id)
    for cells in page.rows:
        yield from _cells(cells)


class _Page(HTMLParser):
    """Collects the quotes of a page and the rows of its tables."""

    def __init__(self) -> None:
        super().__init__()
        self.quotes: list[tuple[str, str]] = []
        self.rows: list[list[str]] = []
        self._words: list[str] | None = None
        self._id: list[str] | None = None
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self._words = []
        elif tag == "span" and ("class", "id") in attrs:
            self._id = []
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._cell = []
        elif tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self._id is not None:
            self.quotes.append(("".join(self._words or ()), "".join(self._id)))
            self._id = None
        elif tag in ("td", "th") and self._cell is not None:
            self.rows[-1].append("".join(self._cell))
            self._cell = None
        elif tag == "p" and self._words and self._id is None and self._cell is None:
            self._words = ["".join(self._words)]

    def handle_data(self, data: str) -> None:
        if self._id is not None:
            self._id.append(data)
        elif self._cell is not None:
            self._cell.append(data)
        elif self._words is not None and self.lasttag in ("p", "br", "blockquote"):
            self._words.append(data)


def _bare(words: str) -> str:
    return words.strip().removeprefix("“").removesuffix("”")


def _last_id(text: str) -> str:
    last = text.rsplit(" ", 1)[-1]
    found = len(last) == 9 and last[0] == "q" and all(c in "0123456789abcdef" for c in last[1:])
    return last if found else ""
