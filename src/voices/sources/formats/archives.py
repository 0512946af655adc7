"""Open a file's bytes safely and say what is wrong: size, wrong kind, passwords, damaged or hostile archives."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from voices.errors import UnreadableFile
from voices.sources.limits import MAX_FILE_BYTES, MAX_MEMBERS, MAX_SHEET_BYTES, MAX_UNPACKED_BYTES, MAX_XML_BYTES

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_PARTS = (
    ("EncryptedPackage", "it is password-protected; save it without a password"),
    ("__substg1.0_", "it is an Outlook message (.msg); save it as .eml, or as .txt"),
    ("WordDocument", "it is a Word file of before 2007 (.doc); save it as .docx"),
    ("Workbook", "it is an Excel file of before 2007 (.xls); save it as .xlsx"),
    ("PowerPoint Document", "it is a slide show; copy the words that count into a .docx file"),
)
"""Names of streams in a compound file, and what a file with such a stream is."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PICTURE = "it is a picture; type the words into a .txt or .docx file"
_RECORDING = "it is a sound or video recording; have it transcribed first"
_OTHERS = (
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"ID3", _RECORDING),
    (b"RIFF", _RECORDING),
    (b"OggS", _RECORDING),
    (b"fLaC", _RECORDING),
    (b"\x00\x00\x00", _RECORDING),
    (b"MZ\x90\x00", "it is a program and was not opened; ask for another copy"),
    (b"\x7fELF", "it is a program and was not opened; ask for another copy"),
    (b"7z\xbc\xaf", "it is a 7-Zip archive; unpack it and name the files in it"),
    (b"Rar!", "it is a RAR archive; unpack it and name the files in it"),
    (b"\x1f\x8b", "it is a packed file (.gz); unpack it and name the files in it"),
    (b"SQLite format 3", "it is a database; export what counts as .csv"),
)
_PAGE = re.compile(rb"\s*(?:<!doctype\s+html|<html\b|<head\b)", re.I)
_DECLARED = re.compile(rb"\s*(?:<\?xml\b|<!DOCTYPE\b|<!ENTITY\b)")


def shown_name(name: str) -> str:
    """Return a file's name as one line can show it: no control characters, forward slashes, 200 characters at most."""
    plain = "".join(character if character.isprintable() else " " for character in name.replace("\\", "/"))
    return " ".join(plain.split())[-200:].strip("/ ")


def load(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises UnreadableFile where it is missing, a folder, not readable, empty or over the size limit.
    """
    try:
        if path.is_dir():
            raise UnreadableFile("it is a folder; name the files in it, for example folder/*.docx")
        if not path.exists():
            raise UnreadableFile("there is no such file; check the spelling of the path in the study file")
        if not path.is_file():
            raise UnreadableFile("it is not an ordinary file; copy its content into one")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UnreadableFile(f"it is larger than {MAX_FILE_BYTES // 2**20} MB; split it, or take the pictures out")
        content = path.read_bytes()
    except OSError:
        raise UnreadableFile(
            "it cannot be opened; check that you may read it and that no other program holds it"
        ) from None
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise UnreadableFile("it is empty; save it again from the program it came from")
    return content


def kind_of_bytes(content: bytes) -> str:
    """Return "docx", "xlsx", "odt", "zip", "pdf", "rtf" or "text" for the content of a file, whatever its name says.

    Raises UnreadableFile for anything else, with what to do about it.
    """
    if content.startswith(_OLE):
        raise UnreadableFile(_of_compound(content))
    for magic, reason in _OTHERS:
        if content.startswith(magic):
            raise UnreadableFile(reason)
    opening = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if opening.startswith(b"%PDF"):
        return "pdf"
    if opening.startswith(b"{\\rtf"):
        return "rtf"
    if _PAGE.match(opening):
        raise UnreadableFile("it is a web page; open it in Word and save it as .docx")
    if _DECLARED.match(opening):
        raise UnreadableFile(
            "it is an XML file, not a document; save it as .docx or .xlsx from the program it came from"
        )
    return _kind_of_archive(content) if content.startswith(_ZIP) else "text"


def _of_compound(content: bytes) -> str:
    for stream, reason in _OLE_PARTS:
        if stream.encode("utf-16-le") in content:
            return reason
    return "it is password-protected or in the format of before 2007; save it without a password as .docx or .xlsx"


def _kind_of_archive(content: bytes) -> str:
    """Return what a zip archive is, after checking one that is a document whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = frozenset(member.filename for member in members)
            if not names & _MAIN_PARTS:
                return "zip"
            _check_document(archive, members)
            return _kind_of_document(archive, names)
    except (UnreadableFile, MemoryError):
        raise
    except Exception:  # noqa: BLE001
        # zipfile, zlib and lzma raise classes of their own for broken archives
        raise UnreadableFile(DAMAGED) from None


_MAIN_PARTS = frozenset(
    ("word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml", "content.xml")
)


def _kind_of_document(archive: zipfile.ZipFile, names: frozenset[str]) -> str:
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise UnreadableFile("it is a binary workbook (.xlsb); save it as .xlsx")
    if "ppt/presentation.xml" in names:
        raise UnreadableFile("it is a slide show; copy the words that count into a .docx file")
    said = archive.read("mimetype")[:100] if "mimetype" in names else b"opendocument.text"
    if b"opendocument.text" in said:
        return "odt"
    raise UnreadableFile("it is an OpenDocument file other than a text; save it as .docx or .xlsx")


def _streamed(member: zipfile.ZipInfo) -> bool:
    return member.filename.startswith(("xl/worksheets/", "xl/sharedStrings"))


def _check_document(archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo]) -> None:
    """Raise UnreadableFile where an Office file is too large, locked, damaged, or its XML declares entities."""
    xml = [member for member in members if member.filename.endswith((".xml", ".rels", ".vml", ".rdf"))]
    too_large = (
        len(members) > MAX_MEMBERS
        or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES
        or sum(member.file_size for member in xml if not _streamed(member)) > MAX_XML_BYTES
        or sum(member.file_size for member in xml if _streamed(member)) > MAX_SHEET_BYTES
    )
    if too_large:
        raise UnreadableFile(TOO_LARGE_INSIDE)
    locked = any(member.flag_bits & 1 for member in members)
    manifest = next((member for member in members if member.filename == "META-INF/manifest.xml"), None)
    if locked or (manifest is not None and b"encryption-data" in archive.read(manifest)):
        raise UnreadableFile(LOCKED)
    if archive.testzip() is not None:
        raise UnreadableFile(DAMAGED)
    for member in xml:
        _refuse_declarations(archive, member)


LOCKED = "it is password-protected; save it without a password"
"""What is said of a file that needs a password."""
TOO_LARGE_INSIDE = "it unpacks to more than a document can hold and was not opened; ask for another copy"
"""What is said of an archive whose parts are too many or too large."""
DAMAGED = "it is damaged; save it again from the program it came from, or ask for another copy"
"""What is said of an archive whose structure or check sums are wrong."""


def _refuse_declarations(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Raise UnreadableFile where a part of the archive declares a document type: Office never does, entity bombs do."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    with archive.open(member) as part:
        try:
            # a declaration can only stand before the first element
            next(iter(iterparse(part, events=("start",), forbid_dtd=True)), None)
        except DefusedXmlException:
            raise UnreadableFile(
                "it declares entities as no Office file does and was not opened; ask for another copy"
            ) from None
        except ParseError:
            raise UnreadableFile(DAMAGED) from None
