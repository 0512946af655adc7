"""Small builders for files the tests read."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from docx import Document
from openpyxl import Workbook

from voices.model import ClosedQuestion, ColumnMap, Kind, Reading, SourceSpec
from voices.sources import read


def reading(
    path: Path,
    kind: Kind = Kind.INTERVIEW,
    questions: Sequence[ClosedQuestion] = (),
    *,
    columns: ColumnMap | None = None,
    **fields: object,
) -> Reading:
    spec = SourceSpec("source", (path.name,), kind, columns=columns or ColumnMap(), **fields)  # type: ignore[arg-type]
    return read(path, path.name, spec, questions)


def spoken(read_file: Reading) -> list[tuple[str, str, str]]:
    return [(t.speaker, t.role, d.text[t.start : t.end]) for d in read_file.documents for t in d.turns]


def workbook(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    book.save(path)
    return path


def word(path: Path, paragraphs: Iterable[str], table: Iterable[Sequence[str]] = ()) -> Path:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    rows = list(table)
    if rows:
        made = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, words in zip(made.add_row().cells, row, strict=True):
                cell.text = words
    document.save(str(path))
    return path


def with_part(content: bytes, name: str, part: bytes, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive with one part put in place of, or beside, its own."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", compression) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member.filename))
        new.writestr(name, part)
    return made.getvalue()


def pdf_of(lines: Sequence[str], size: int = 11, pages: int = 1) -> bytes:
    """Return a PDF that shows the lines in Helvetica, on each of its pages."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    for number in range(pages):
        page = writer.add_blank_page(595, 842)
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
        fonts = DictionaryObject(
            {NameObject("/F1"): DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})}
        )
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        shown = [line.format(page=number + 1) for line in lines]
        escaped = (line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in shown)
        body = "".join(f"({line}) Tj 0 -{size + 3} Td\n" for line in escaped)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 {size} Tf 60 780 Td\n{body}ET".encode("cp1252", "replace"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
