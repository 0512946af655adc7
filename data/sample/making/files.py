"""Writers whose bytes depend on nothing but the words: fixed zip times, fixed properties, no compression."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

STAMP = (2025, 3, 1, 9, 0, 0)
_ISO = "2025-03-01T09:00:00Z"
_STYLES = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList"}
_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def write_text(path: Path, text: str, bom: bool = False) -> None:
    """Write UTF-8 with line feeds, whatever the machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((b"\xef\xbb\xbf" if bom else b"") + text.encode("utf-8"))


def write_csv(path: Path, rows: Iterable[Sequence[object]], bom: bool = False) -> None:
    """Write a table as CSV; the byte order mark is what a spreadsheet program adds."""
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows(rows)
    write_text(path, lines.getvalue(), bom)


def _repack(data: bytes) -> bytes:
    """Rewrite an Office file with fixed times; stored, so that no zlib version shows in the bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as new:
        for name in sorted(old.namelist(), key=lambda item: (item != "[Content_Types].xml", item)):
            if name == "docProps/thumbnail.jpeg":
                continue
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _DATES.sub(rb"\g<1>" + _ISO.encode() + rb"\g<3>", content)
            if name == "_rels/.rels":
                content = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", content)
            entry = zipfile.ZipInfo(name, STAMP)
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            new.writestr(entry, content)
    return packed.getvalue()


def _document(title: str) -> Any:
    from docx import Document

    document = Document()
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "Sample study", title, ""
    properties.last_modified_by, properties.revision = "Sample study", 1
    _slim(document)
    return document


def _slim(document: Any) -> None:
    """Drop the template's unused styles, which would be nine tenths of the file."""
    from docx.oxml.ns import qn

    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in _STYLES:
            styles.remove(style)
    relations = document.part.rels
    for name in [name for name, relation in relations.items() if relation.reltype.endswith("stylesWithEffects")]:
        del relations[name]


def _save(document: Any, path: Path) -> None:
    raw = io.BytesIO()
    document.save(raw)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_repack(raw.getvalue()))


def write_docx_labels(path: Path, turns: Iterable[tuple[str, str]], title: str) -> None:
    """Write one paragraph a turn, the speaker's label in bold before a colon."""
    document = _document(title)
    for label, words in turns:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}:").bold = True
        paragraph.add_run(f" {words}")
    _save(document, path)


def write_docx_table(path: Path, turns: Iterable[tuple[str, str]], title: str, header: tuple[str, str]) -> None:
    """Write a two-column table, speaker and words."""
    document = _document(title)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = header
    for label, words in turns:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, words
    _save(document, path)


def write_docx_lines(path: Path, lines: Iterable[str], title: str) -> None:
    """Write a letter, one paragraph a line."""
    document = _document(title)
    for line in lines:
        document.add_paragraph(line)
    _save(document, path)


def write_xlsx(path: Path, rows: Iterable[Sequence[object]], sheet: str) -> None:
    """Write one sheet; empty strings become empty cells."""
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None  # a new workbook has one sheet
    page.title = sheet
    for row in rows:
        page.append([None if cell == "" else cell for cell in row])
    book.properties.creator = "Sample study"
    raw = io.BytesIO()
    book.save(raw)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_repack(raw.getvalue()))


def clock(milliseconds: int, hours: bool) -> str:
    """Write a time stamp: `00:01:05.400` for captions, `1:05` for headers."""
    seconds = milliseconds // 1000
    if hours:
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{milliseconds % 1000:03}"
    return f"{seconds // 60}:{seconds % 60:02}"


def write_vtt(path: Path, turns: Iterable[tuple[str, str]]) -> None:
    """Write captions as Teams does: one cue of up to 24 words, the speaker in a voice tag."""
    blocks, at = ["WEBVTT"], 3000
    for number, (speaker, words) in enumerate(turns):
        parts = words.split(" ")
        for first in range(0, len(parts), 24):
            piece = " ".join(parts[first : first + 24])
            ends = at + 400 * (len(piece.split(" ")) + 1)
            cue = f"7c1f0b2e-5d1a-4c0e-9b77-0a6d{number:04x}{first:04x}/{number}-{first // 24}"
            blocks.append(f"{cue}\n{clock(at, True)} --> {clock(ends, True)}\n<v {speaker}>{piece}</v>")
            at = ends + 200
    write_text(path, "\n\n".join(blocks) + "\n")


def write_headers(path: Path, turns: Iterable[tuple[str, str]]) -> None:
    """Write a transcript whose turns stand under `Name  0:12` lines."""
    blocks, at = [], 2000
    for speaker, words in turns:
        blocks.append(f"{speaker}  {clock(at, False)}\n{words}")
        at += 400 * len(words.split()) + 1000
    write_text(path, "\n\n".join(blocks) + "\n")


def write_labels(path: Path, turns: Iterable[tuple[str, str]]) -> None:
    """Write a transcript with `I:` and `R:` before the words."""
    write_text(path, "\n\n".join(f"{label}: {words}" for label, words in turns) + "\n")
