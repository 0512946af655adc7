"""Read an OpenDocument text (.odt) into paragraphs and tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from voices.errors import UnreadableFile
from voices.sources.formats.archives import DAMAGED
from voices.sources.formats.body import Body, Table

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_BOXES = (f"{_DRAW}frame", f"{_DRAW}custom-shape", f"{_DRAW}g")
_LEFT_OUT = frozenset((f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}ruby-text", *_BOXES))
"""Deleted words, notes, comments, and what stands in frames."""
_MOST_REPEATED = 64
"""Rationale: an empty cell may be said to stand a thousand times over; no table of talk is wider."""


def read_odt(content: bytes) -> Body:
    """Return the body of an OpenDocument text, tracked insertions in and tracked deletions out.

    Raises UnreadableFile where the file is damaged.
    """
    from defusedxml.ElementTree import fromstring

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            body = fromstring(archive.read("content.xml"), forbid_dtd=True).find(f"{_OFFICE}body/{_OFFICE}text")
        if body is None:
            raise UnreadableFile(DAMAGED)
        blocks = tuple(_blocks(body))
    except UnreadableFile:
        raise
    except Exception:  # noqa: BLE001
        # zipfile, zlib and the parser raise classes of their own for broken parts
        raise UnreadableFile(DAMAGED) from None
    warnings = []
    if any("".join(box.itertext()).strip() for kind in _BOXES for box in body.iter(kind)):
        warnings.append("text in frames was not read; move words that count into the text")
    if any(True for kind in (f"{_TEXT}note", f"{_OFFICE}annotation") for _ in body.iter(kind)):
        warnings.append("footnotes and comments were not read")
    return Body(blocks, tuple(warnings))


def _blocks(parent: Element) -> Iterator[str | Table]:
    for child in parent:
        if child.tag in _PARAGRAPHS:
            yield "".join(_pieces(child))
        elif child.tag == f"{_TABLE}table":
            yield tuple(_rows(child))
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child)


def _rows(parent: Element) -> Iterator[tuple[str, ...]]:
    for child in parent:
        if child.tag == f"{_TABLE}table-row":
            yield tuple(_cells(child))
        elif child.tag in (f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group"):
            yield from _rows(child)


def _cells(row: Element) -> Iterator[str]:
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        blocks = (block if isinstance(block, str) else _flat(block) for block in _blocks(cell))
        words = "\n".join(blocks).strip("\n")
        for _ in range(min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), _MOST_REPEATED)):
            yield words


def _flat(table: Table) -> str:
    return "\n".join(" ".join(cell for cell in dict.fromkeys(row) if cell) for row in table)


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c", "1")), _MOST_REPEATED)
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag not in _LEFT_OUT:
            yield from _pieces(child)
        yield child.tail or ""
