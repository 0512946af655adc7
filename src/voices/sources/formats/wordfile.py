"""Read the paragraphs and tables of a Word file in their order."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from voices.errors import UnreadableFile
from voices.sources.formats.archives import DAMAGED
from voices.sources.formats.body import Body, Table
from voices.sources.limits import MAX_LABEL_CHARACTERS
from voices.sources.words import of

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED_TAGS = frozenset(
    (
        f"{_W}del",
        f"{_W}moveFrom",
        f"{_W}txbxContent",
        f"{_W}pPr",
        f"{_W}rPr",
        f"{_W}instrText",
        f"{_W}delText",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)
"""Deleted words, text boxes (told apart below), properties, field codes, and second copies for old versions."""


def read_word(content: bytes) -> Body:
    """Return the body of a Word file, tracked insertions in and tracked deletions out.

    Raises UnreadableFile where the file is damaged.
    """
    from docx import Document

    try:
        body = Document(io.BytesIO(content)).element.body
        blocks = tuple(_blocks(body))
    except Exception:  # noqa: BLE001
        # python-docx raises KeyError, ValueError, lxml's and its own errors for broken parts
        raise UnreadableFile(DAMAGED) from None
    warnings = []
    boxes = sum(
        1 for box in body.iter(f"{_W}txbxContent") if "".join(_pieces_of(box)).strip() and not _in_fallback(box)
    )
    if boxes:
        warnings.append(f"{of(boxes, 'text box')} not read; move words that count into the text")
    if any(True for _ in body.iter(f"{_W}footnoteReference", f"{_W}commentReference")):
        warnings.append("footnotes and comments were not read")
    return Body(blocks, tuple(warnings))


def _blocks(parent: _Element) -> Iterator[str | Table]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield "".join(_pieces(child))
        elif child.tag == f"{_W}tbl":
            yield tuple(_rows(child))
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml", f"{_W}smartTag"):
            yield from _blocks(child)


def _rows(table: _Element) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table; a cell merged downwards repeats a short label, one merged across fills one column."""
    above: list[str] = []
    for row in _children(table, "tr"):
        cells: list[str] = []
        for cell in _children(row, "tc"):
            properties = cell.find(f"{_W}tcPr")
            words = "\n".join(block if isinstance(block, str) else _flat(block) for block in _blocks(cell)).strip("\n")
            span = 1
            if properties is not None:
                grid = properties.find(f"{_W}gridSpan")
                span = int(grid.get(f"{_W}val", "1")) if grid is not None else 1
                merge = properties.find(f"{_W}vMerge")
                if merge is not None and merge.get(f"{_W}val", "continue") == "continue" and len(cells) < len(above):
                    words = above[len(cells)] if len(above[len(cells)]) <= MAX_LABEL_CHARACTERS else ""
            cells.extend([words, *[""] * (min(span, 64) - 1)])
        above = cells
        yield tuple(cells)


def _children(parent: _Element, name: str) -> Iterator[_Element]:
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _children(child, name)


def _flat(table: Table) -> str:
    return "\n".join(" ".join(cell for cell in dict.fromkeys(row) if cell) for row in table)


def _pieces(paragraph: _Element) -> Iterator[str]:
    for child in paragraph:
        if child.tag in _SKIPPED_TAGS:
            continue
        yield from _piece(child)


def _piece(element: _Element) -> Iterator[str]:
    if element.tag == f"{_W}t":
        yield element.text or ""
    elif element.tag in (f"{_W}tab", f"{_W}ptab"):
        yield "\t"
    elif element.tag in (f"{_W}br", f"{_W}cr"):
        yield "\n"
    elif element.tag == f"{_W}noBreakHyphen":
        yield "-"
    else:
        yield from _pieces(element)


def _pieces_of(box: _Element) -> Iterator[str]:
    for text in box.iter(f"{_W}t"):
        yield text.text or ""


def _in_fallback(element: _Element) -> bool:
    return any(str(parent.tag).endswith("}Fallback") for parent in element.iterancestors())
