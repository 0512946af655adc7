"""List the files in a zip archive without writing any of them to disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath

from voices.errors import UnreadableFile
from voices.sources.formats.archives import DAMAGED, LOCKED, TOO_LARGE_INSIDE, shown_name
from voices.sources.limits import MAX_FILE_BYTES, MAX_INSIDE, MAX_UNPACKED_BYTES
from voices.sources.reader import Inside

_SYSTEM = frozenset(("thumbs.db", "desktop.ini", ".ds_store"))


def read_zip(content: bytes) -> tuple[Inside, ...]:
    """Return the files of a zip archive, by name; folders and what systems leave in archives are none.

    Raises UnreadableFile where it is damaged, empty, or holds more than a folder of sources can.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir() and not _left_by_system(member)]
    except Exception:  # noqa: BLE001
        raise UnreadableFile(DAMAGED) from None
    if not members:
        raise UnreadableFile("it holds no files; zip the folder again")
    if len(members) > MAX_INSIDE or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise UnreadableFile(TOO_LARGE_INSIDE)
    members.sort(key=lambda member: member.filename)
    return tuple(Inside(shown_name(member.filename), _opener(content, member)) for member in members)


def _left_by_system(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename)
    return "__MACOSX" in path.parts or path.name.casefold() in _SYSTEM or path.name.startswith(("~$", "._"))


def _opener(content: bytes, member: zipfile.ZipInfo) -> Callable[[], bytes]:
    def opened() -> bytes:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
            raise UnreadableFile("its name leads outside the archive and it was not opened; ask for another copy")
        if member.flag_bits & 1:
            raise UnreadableFile(LOCKED)
        if member.file_size > MAX_FILE_BYTES:
            raise UnreadableFile(f"it is larger than {MAX_FILE_BYTES // 2**20} MB; split it, or take the pictures out")
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                words = archive.read(member)
        except Exception:  # noqa: BLE001
            # zipfile, zlib and lzma raise classes of their own for broken members
            raise UnreadableFile(DAMAGED) from None
        if not words.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
            raise UnreadableFile("it is empty; save it again from the program it came from")
        return words

    return opened
