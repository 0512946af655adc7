"""Read a rich text file (.rtf) into paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Callable

from voices.errors import UnreadableFile
from voices.sources.formats.body import Body, Table
from voices.sources.limits import MAX_RTF_CHARACTERS

_CELL, _ROW = "\ue000", "\ue001"
_MARKS = ((re.compile(r"\\(?:nest)?cell(?![a-z])"), _CELL), (re.compile(r"\\(?:nest)?row(?![a-z])"), _ROW))
_PICTURE = re.compile(rb"[0-9a-fA-F\s]{2000,}")
_HIGH = re.compile(rb"[\x80-\xff]")
_FONTS_LINE = 5_000
"""Rationale: one font of the font table takes under 200 characters; longer ones only make the parser crawl."""
_DAMAGED = "it is damaged; open it in Word and save it as .docx, or ask for another copy"


def read_rtf(content: bytes) -> Body:
    """Return the body of a rich text file; page headings, feet, notes and pictures are left out.

    Raises UnreadableFile where it is damaged or too large.
    """
    from striprtf.striprtf import rtf_to_text

    convert: Callable[..., str] = rtf_to_text
    if not content.rstrip(b"\x00 \t\r\n").endswith(b"}"):
        raise UnreadableFile(_DAMAGED)
    # the data of pictures is a long run of hex digits, which no prose has
    kept = _PICTURE.sub(b" ", content)
    if len(kept) > MAX_RTF_CHARACTERS:
        raise UnreadableFile(f"it is larger than {MAX_RTF_CHARACTERS // 10**6} MB without its pictures; split it")
    rtf = _HIGH.sub(lambda byte: rb"\'%02x" % byte[0][0], kept).decode("ascii")
    for pattern, mark in _MARKS:
        # braces end what a \u character lets a reader skip, so that the mark itself is never skipped
        rtf = pattern.sub("{}" + mark, rtf)
    try:
        text = convert(_tame(rtf), errors="replace")
    except Exception:  # noqa: BLE001
        # the parser raises ValueError, LookupError and others for broken control words
        raise UnreadableFile(_DAMAGED) from None
    warnings = []
    if re.search(r"\\deleted(?![a-z])", rtf):
        warnings.append("it holds tracked deletions, which were read like other words; accept the changes in Word")
    if re.search(r"\\footnote(?![a-z])", rtf):
        warnings.append("footnotes were not read")
    return Body(_blocks(text), tuple(warnings))


def _tame(rtf: str) -> str:
    """Return the file so written that the parser's patterns for links and fonts cannot run away.

    Raises UnreadableFile where the table of fonts is not one.
    """
    rtf = rtf.replace("\\field{", "\\field {").replace(";}", ";\n}")
    start = rtf.find("\\fonttbl")
    if start >= 0 and max(map(len, rtf[start : start + 200_000].split(";\n}")[:200])) > _FONTS_LINE:
        fonts_end = rtf.find("}}", start)
        if fonts_end < 0 or any(len(line) > _FONTS_LINE for line in rtf[start:fonts_end].split("\n")):
            raise UnreadableFile(_DAMAGED)
    return rtf


def _blocks(text: str) -> tuple[str | Table, ...]:
    """Return paragraphs and tables; rows that follow each other make one table."""
    blocks: list[str | Table] = []
    rows: list[tuple[str, ...]] = []
    pieces = text.split(_ROW)
    for last, piece in ((n == len(pieces) - 1, piece) for n, piece in enumerate(pieces)):
        before, cells = _row(piece) if not last else (piece, ())
        if rows and (before.strip() or last):
            blocks.append(tuple(rows))
            rows = []
        if before.strip() or last:
            blocks.extend(before.replace(_CELL, "\n").split("\n"))
        if cells:
            rows.append(cells)
    return tuple(blocks)


def _row(piece: str) -> tuple[str, tuple[str, ...]]:
    """Return the paragraphs that stand before a row, and the row's cells."""
    cells = [cell.strip("\n") for cell in piece.split(_CELL)[:-1]]
    if not cells:
        return piece, ()
    # nothing in the file marks where a table begins: of the first cell only its last line belongs to the row
    before, _, first = cells[0].rpartition("\n")
    return before, (first, *cells[1:])
