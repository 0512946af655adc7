"""About a hundred files that are broken, hostile or not what their names say, made anew for every test run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from docx import Document
from openpyxl import Workbook
from pypdf import PdfWriter

from sources.made_files import pdf_of, with_part

SECRET = "Zebedee"
"""Stands in every file; no message may hold it."""
DATA = Path(__file__).parent / "data" / "wild"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "%s"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'


def make(folder: Path) -> list[Path]:
    """Write all broken files below a folder and return their paths, sorted."""
    for name, content in broken():
        (folder / name).write_bytes(content)
    with (folder / "two gigabytes.docx").open("wb") as file:
        file.truncate(2 * 1024**3)
    (folder / "a folder.docx").mkdir()
    return sorted(folder.iterdir())


def broken() -> Iterator[tuple[str, bytes]]:
    """Yield (name, content)."""
    yield from _empty_and_lying()
    yield from _text()
    yield from _office()
    yield from _pdf_and_rtf()
    yield from _mail()
    yield from _archives()
    yield from _tables()


def _empty_and_lying() -> Iterator[tuple[str, bytes]]:
    for ending in ("txt", "vtt", "srt", "sbv", "docx", "odt", "rtf", "pdf", "eml", "zip", "csv", "tsv", "xlsx"):
        yield f"empty.{ending}", b""
    for ending in ("docx", "odt", "rtf", "pdf", "zip", "xlsx"):
        yield f"text named.{ending}", f"P1: {SECRET} was there.\n".encode() * 9
    yield "pdf named.docx", pdf_of([SECRET])
    yield "word named.pdf", word()
    yield "word named.txt", word()
    yield "excel named.csv", book()
    yield "excel named.odt", book()
    yield "rtf named.doc", rb"{\rtf1 Zebedee}"
    yield "rtf named.docx", rb"{\rtf1 Zebedee}"
    yield "word 97.doc", OLE + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(90)
    yield "excel 97.xls", OLE + bytes(600) + "Workbook".encode("utf-16-le") + bytes(90)
    yield "outlook.msg", OLE + bytes(600) + "__substg1.0_".encode("utf-16-le") + bytes(90)
    yield "unknown compound.docx", OLE + bytes(900)
    yield "no ending", SECRET.encode()
    yield "other.pages", SECRET.encode()
    yield "photo.png", b"\x89PNG\r\n\x1a\n" + bytes(99)
    yield "photo named.docx", b"\xff\xd8\xff" + bytes(99)
    yield "sound named.vtt", b"ID3" + bytes(99)
    yield "film named.srt", b"\x00\x00\x00\x18ftypmp42" + bytes(99)
    yield "program named.txt", b"MZ\x90\x00" + bytes(99)
    yield "page named.txt", f"<!DOCTYPE html><html><body>{SECRET}</body></html>".encode()
    yield "markup named.txt", f'<?xml version="1.0"?><a>{SECRET}</a>'.encode()


def _text() -> Iterator[tuple[str, bytes]]:
    yield "noise.txt", bytes(range(256)) * 50
    yield "zeros.txt", bytes(5000)
    yield "half utf-16.txt", b"\xff\xfe" + f"P1: {SECRET}".encode("utf-16-le") + b"\x00"
    yield "lone surrogate.txt", b"\xff\xfe" + b"\x00\xd8" * 9
    yield "blank.txt", b"\xef\xbb\xbf \r\n\r\n"
    yield "wrong bytes.txt", b"P1: " + bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D]) * 40
    yield "no captions.vtt", b"WEBVTT\n\nNOTE Zebedee\n"
    yield "no times.vtt", f"WEBVTT\n\n{SECRET} spoke\n".encode()
    yield "words.vtt", f"{SECRET} spoke\n".encode()
    yield "words.srt", f"{SECRET} spoke\n".encode()
    yield "words.sbv", f"{SECRET} spoke\n".encode()
    yield "bad times.srt", f"1\n00:00:0x,000 --> 00:00:02,000\n{SECRET}\n".encode()
    yield "cut in the middle.vtt", (DATA / "teams.vtt").read_bytes()[:60]
    yield "captions named.csv", b"WEBVTT\n\n00:01.000 --> 00:02.000\nZebedee\n"


def word(words: str = SECRET) -> bytes:
    document = Document()
    document.add_paragraph(words)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def book(rows: tuple[tuple[object, ...], ...] = (("id", "comment"), (1, SECRET))) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _office() -> Iterator[tuple[str, bytes]]:
    odt = (DATA / "letter.odt").read_bytes()
    parts = (("docx", word(), "word/document.xml"), ("xlsx", book(), "xl/workbook.xml"), ("odt", odt, "content.xml"))
    for ending, honest, main in parts:
        yield f"truncated.{ending}", honest[: len(honest) // 2]
        yield f"head only.{ending}", honest[:400]
        yield f"flipped.{ending}", honest[:60] + bytes(40) + honest[100:]
        yield f"billion laughs.{ending}", with_part(honest, main, (BOMB % ("ha" * 99)).encode())
        yield f"outside entity.{ending}", with_part(honest, main, OUTSIDE.encode())
        yield f"broken markup.{ending}", with_part(honest, main, b"<a><b>never closed")
        yield f"no body.{ending}", with_part(honest, main, b"<x/>")
        yield f"zip bomb.{ending}", _claims(with_part(honest, "big.xml", b"<x/>"), "big.xml", 97 * 2**20)
        yield f"many parts.{ending}", _with_many(honest, 5001)
        yield f"password.{ending}", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(90)
        yield f"locked parts.{ending}", _locked(honest)
    manifest = b'<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>'
    yield "password parts.odt", with_part(odt, "META-INF/manifest.xml", manifest)
    yield "no words.docx", word(" ")
    yield "with macros.docm", with_part(word("P1: It went well."), "word/vbaProject.bin", OLE + bytes(99))
    yield "slides.docx", with_part(_zipped({"a.txt": b"x"}), "ppt/presentation.xml", b"<x/>")


def _with_many(honest: bytes, number: int) -> bytes:
    made = io.BytesIO(honest)
    with zipfile.ZipFile(made, "a") as archive:
        for n in range(number):
            archive.writestr(f"part{n}.bin", b"")
    return made.getvalue()


def _locked(honest: bytes) -> bytes:
    """Return an archive whose members say that they are encrypted."""
    content = bytearray(honest)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + at] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


def _claims(content: bytes, name: str, size: int) -> bytes:
    """Return an archive whose list says that a member unpacks to `size` bytes."""
    at = content.rfind(name.encode()) - 46
    return content[: at + 24] + size.to_bytes(4, "little") + content[at + 28 :]


def _zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def _pdf_and_rtf() -> Iterator[tuple[str, bytes]]:
    honest = pdf_of([f"P1: {SECRET} was there.", "I: And then?"])
    yield "truncated.pdf", honest[: len(honest) // 3]
    yield "head only.pdf", b"%PDF-1.7\n"
    yield "noise.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    yield "scanned.pdf", _written(writer)
    locked = PdfWriter(clone_from=io.BytesIO(honest))
    locked.encrypt("secret", algorithm="AES-256")
    yield "password.pdf", _written(locked)
    yield "truncated.rtf", (DATA / "talk.rtf").read_bytes()[:900]
    yield "no words.rtf", rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\par}"
    yield "odd code page.rtf", rb"{\rtf1\ansi\ansicpg99999 \'e9\'e9}"
    yield "huge number.rtf", rb"{\rtf1 \u9999999999 x}"
    yield "endless fonts.rtf", b"{\\rtf1{\\fonttbl" + b"\\f1\\fcharset0 " * 20_000


def _written(writer: PdfWriter) -> bytes:
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _mail() -> Iterator[tuple[str, bytes]]:
    yield "no header.eml", f"{SECRET} wrote this down.\n".encode()
    yield "noise.eml", bytes(range(1, 256)) * 30
    yield "endless header.eml", b"To: " + b"a@b.example, " * 20_000 + b"\n\nx\n"
    yield "sealed.eml", b"From: a@b.example\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nAAAA\n"
    yield "no words.eml", b"From: a@b.example\nSubject: x\n\n\n"
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@b.example", "x"
    mail.set_content("I wrote in March and nobody answered my letter at all.\n")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="odd\x07name.png")
    mail.add_attachment(b"", maintype="application", subtype="pdf", filename="empty.pdf")
    yield "bad attachments.eml", mail.as_bytes()


def _archives() -> Iterator[tuple[str, bytes]]:
    inner = _zipped({"a.txt": b"I: Well?\nP1: Yes.\n"})
    yield "truncated.zip", inner[: len(inner) // 2]
    yield "no files.zip", _zipped({"folder/": b""})
    yield "nested.zip", _zipped({"inner.zip": inner})
    yield "slip.zip", _zipped({"../../outside.txt": b"x", "/etc/outside.txt": b"x", "C:\\outside.txt": b"x"})
    yield "bomb.zip", _claims(inner, "a.txt", 2**31)
    yield "large file.zip", _claims(inner, "a.txt", 65 * 2**20)
    yield "sum that lies.zip", _claims(inner, "a.txt", 5 * 2**20)
    yield "bomb in a file.zip", _zipped({"b.docx": _claims(with_part(word(), "b.xml", b"<x/>"), "b.xml", 97 * 2**20)})
    yield "locked.zip", _locked(inner)
    yield "odd names.zip", _zipped({"new\nline\x07.txt": b"", f"{'x' * 300}.txt": b""})
    yield "seven.zip", b"7z\xbc\xaf\x27\x1c" + bytes(99)


def _tables() -> Iterator[tuple[str, bytes]]:
    yield "nulls.csv", b"id,comment\n1,\x00\x00\x00\x00\x00\x00\n" * 9
    yield "one line.csv", f"{SECRET}\n".encode()
    yield "binary.csv", b"a,b\n" + bytes(range(1, 9)) * 90
    yield "a million columns.csv", b"," * 1_000_000 + b"\n" + b"," * 1_000_000 + b"x\n"
    yield "huge field.csv", b"id,comment\n1," + b"x" * 1_000_001
    yield "far corner.xlsx", _far_corner()
    yield "merged nonsense.xlsx", _merged()
    yield "formulas.xlsx", book((("id", "comment"), ("=1/0", "=HYPERLINK(A1)"), ("=SUM(A1:A9)", "=cmd|' /C calc'!A0")))
    yield "no cells.xlsx", book(())
    yield "headings only.xlsx", book((("id", "comment"),))
    yield "sheet missing.xlsx", _without(book(), "xl/worksheets/sheet1.xml")
    yield "binary workbook.xlsx", _zipped({"xl/workbook.bin": b"x"})


def _far_corner() -> bytes:
    made = Workbook()
    made.active["A1"], made.active["XFD9000"] = "a", SECRET  # type: ignore[index]
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _merged() -> bytes:
    made = Workbook()
    sheet = made.active
    for row in (("id", "comment"), (1, "They came back when they said they would"), (2, "Nobody came at all that day")):
        sheet.append(row)  # type: ignore[union-attr]
    for span in ("A1:B1", "A2:A3", "C1:Z9"):
        sheet.merge_cells(span)  # type: ignore[union-attr]
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _without(content: bytes, name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member.filename))
    return made.getvalue()
