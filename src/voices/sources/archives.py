"""Open a file's bytes safely and say what is wrong: size, wrong kind, passwords, damaged or hostile archives."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from voices.errors import UnreadableFile
from voices.sources.limits import MAX_FILE_BYTES, MAX_MEMBERS, MAX_UNPACKED_BYTES, MAX_XML_BYTES

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OTHERS = (
    (b"%PDF", "it is a PDF; open it in Word and save it as .docx, or copy the words into a .txt file"),
    (b"{\\rtf", "it is a rich text file; save it as .docx"),
    (b"\x89PNG", "it is a picture; type the words into a .txt or .docx file"),
    (b"\xff\xd8\xff", "it is a picture; type the words into a .txt or .docx file"),
    (b"ID3", "it is a sound recording; have it transcribed first"),
    (b"RIFF", "it is a sound or video recording; have it transcribed first"),
)


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
    """Return "docx", "xlsx" or "text" for the content of a file, whatever its name says.

    Raises UnreadableFile for anything else, with what to do about it.
    """
    if content.startswith(_OLE):
        raise UnreadableFile(
            "it is password-protected or in the format of before 2007; save it without a password as .docx or .xlsx"
        )
    for magic, reason in _OTHERS:
        if content.startswith(magic):
            raise UnreadableFile(reason)
    if not content.startswith(_ZIP):
        return "text"
    names = _check_archive(content)
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise UnreadableFile("it is a binary workbook (.xlsb); save it as .xlsx")
    if "content.xml" in names:
        raise UnreadableFile("it is an OpenDocument file; save it as .docx or .xlsx")
    raise UnreadableFile("it is a zip archive; unpack it and name the files in it")


def _check_archive(content: bytes) -> frozenset[str]:
    """Return the names in a zip archive after checking its sizes, its sums and that its XML declares no entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            xml = [member for member in members if member.filename.endswith((".xml", ".rels", ".vml"))]
            too_large = (
                len(members) > MAX_MEMBERS
                or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES
                or sum(member.file_size for member in xml) > MAX_XML_BYTES
            )
            if too_large:
                raise UnreadableFile(
                    "it unpacks to more than a document can hold and was not opened; ask for another copy"
                )
            if any(member.flag_bits & 1 for member in members):
                raise UnreadableFile("it is password-protected; save it without a password")
            if archive.testzip() is not None:
                raise UnreadableFile(DAMAGED)
            for member in xml:
                _refuse_declarations(archive, member)
            return frozenset(member.filename for member in members)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, RuntimeError, zipfile.LargeZipFile):
        raise UnreadableFile(DAMAGED) from None
    except Exception as error:
        # zlib and lzma raise their own classes for broken streams
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(DAMAGED) from None


DAMAGED = "it is damaged; open it in Word or Excel and save it again, or ask for another copy"
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
