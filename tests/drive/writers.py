"""Writers of every kind of file a shared drive holds, broken ones too; small, from words alone."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from email.message import EmailMessage
from pathlib import Path

from docx import Document
from openpyxl import Workbook

Turns = Sequence[tuple[str, str]]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(600)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(400)
M4A = b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00" + bytes(3000)


def put(path: Path, content: bytes | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def docx(turns: Turns = (), head: Sequence[str] = (), table: Sequence[Sequence[str]] = ()) -> bytes:
    """Return a Word file: paragraphs, then one paragraph a turn, then a table."""
    document = Document()
    for line in head:
        document.add_paragraph(line)
    for label, words in turns:
        document.add_paragraph(f"{label}: {words}")
    if table:
        made = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, words in zip(made.add_row().cells, row, strict=True):
                cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def odt(lines: Iterable[str]) -> bytes:
    body = "".join(f"<text:p>{_xml(line)}</text:p>" for line in lines)
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{space}office:1.0" '
        f'xmlns:text="{space}text:1.0" office:version="1.3"><office:body><office:text>{body}</office:text>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{space}manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}, zipfile.ZIP_STORED)


def rtf(lines: Iterable[str]) -> bytes:
    safe = (line.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}") for line in lines)
    body = "\n".join(f"{line}\\par" for line in safe)
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\\f0\\fs22\n" + body + "\n}").encode("cp1252")


def pdf(lines: Sequence[str], *, scanned: bool = False) -> bytes:
    """Return a PDF of one or more pages of text; a scanned one shows a grey box instead."""
    wrapped = [part for line in lines for part in (_wrap(line) if line else [""])]
    pages = [wrapped[n : n + 48] for n in range(0, len(wrapped), 48)] or [[]]
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for page in pages:
        escaped = (line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in page)
        shown = "0.8 g 60 60 480 700 re f" if scanned else (
            "BT /F1 10 Tf 14 TL 60 770 Td " + " ".join(f"({line}) Tj T*" for line in escaped) + " ET"
        )  # fmt: skip
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, text in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1"))
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{offset:010} 00000 n \n" for offset in offsets).encode())
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def eml(sender: str, to: str, subject: str, date: str, body: str, attached: dict[str, bytes] | None = None) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Date"] = sender, to, subject, date
    message["Message-ID"] = "<1@aldermoor.example>"
    message.set_content(body)
    for name, content in (attached or {}).items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def vtt(turns: Turns) -> str:
    """Return captions as Teams writes them, the speaker in a voice tag."""
    return "WEBVTT\n\n" + "\n\n".join(
        f"{_clock(9 * n)}.000 --> {_clock(9 * n + 8)}.500\n<v {who}>{words}</v>" for n, (who, words) in enumerate(turns)
    )


def zoom(turns: Turns) -> str:
    """Return captions as Zoom writes them, numbered, the name before a colon."""
    return "WEBVTT\n\n" + "\n\n".join(
        f"{n + 1}\n{_clock(9 * n)}.120 --> {_clock(9 * n + 8)}.900\n{who}: {words}"
        for n, (who, words) in enumerate(turns)
    )


def srt(turns: Turns) -> str:
    """Return captions as WhisperX writes them, the speaker in square brackets."""
    return "\n\n".join(
        f"{n + 1}\n{_clock(9 * n)},000 --> {_clock(9 * n + 8)},400\n[{who}]: {words}"
        for n, (who, words) in enumerate(turns)
    )


def otter(turns: Turns) -> str:
    return "\n\n".join(f"{who}  {n}:{7 * n % 60:02}\n{words}" for n, (who, words) in enumerate(turns)) + "\n"


def labelled(turns: Turns, gap: str = "\n\n") -> str:
    return gap.join(f"{who}: {words}" for who, words in turns) + "\n"


def table(rows: Iterable[Sequence[object]], encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx(
    sheets: dict[str, Sequence[Sequence[object]]], merged: Sequence[str] = (), hidden_rows: Sequence[int] = ()
) -> bytes:
    """Return a workbook; merged cells and hidden rows are those of its first sheet."""
    book = Workbook()
    first = book.active
    assert first is not None
    for number, (name, rows) in enumerate(sheets.items()):
        sheet = first if number == 0 else book.create_sheet()
        sheet.title = name
        for row in rows:
            sheet.append(list(row))
    for area in merged:
        first.merge_cells(area)
    for row in hidden_rows:
        first.row_dimensions[row].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 11, 20, 9, 0, 0)), content, compression)
    return out.getvalue()


def encrypted() -> bytes:
    """Return what Word saves under a password: an old-style container with the encrypted package inside."""
    return OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(1500)


def old_word() -> bytes:
    return OLE + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(1500)


def _wrap(line: str, width: int = 92) -> list[str]:
    out, row = [], ""
    for word in line.split():
        if len(row) + len(word) + 1 > width:
            out.append(row)
            row = word
        else:
            row = f"{row} {word}".strip()
    return [*out, row]


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
