"""Files that come through the browser: laid into the study's own folder of originals, and nowhere else.

Raw words never go into the study folder, its database or the coders' pages; the folder of originals lies beside the
study and is closed to other accounts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from voices.errors import InputError
from voices.office.place import BESIDE
from voices.study import Study

LONGEST_PART = 120
"""Characters of one part of a path."""
DEEPEST = 6
"""Folders inside one another that are taken over."""
LARGEST_FILE = 200_000_000
"""Bytes: the largest file the readers are measured with is far smaller."""
_CHUNK = 1 << 20
_BAD = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Lying:
    """One file of the folder of originals."""

    relative: str = field(repr=False)
    """Path below the folder, with forward slashes; may carry a name, for the page alone."""
    size: int


def own_folder(study: Study) -> bool:
    """Return whether the originals lie in the folder that these pages made beside the study."""
    return study.originals == study.folder.with_name(f"{study.folder.name}{BESIDE}")


def files_of(study: Study) -> tuple[Lying, ...]:
    """Return the files that lie in the folder of originals, by path; hidden ones are none."""
    if not study.originals.is_dir():
        return ()
    found = []
    for path in sorted(study.originals.rglob("*")):
        parts = path.relative_to(study.originals).parts
        if path.is_file() and not path.is_symlink() and not any(part.startswith((".", "~$")) for part in parts):
            found.append(Lying("/".join(parts), path.stat().st_size))
    return tuple(found)


def safe_path(name: str) -> PurePosixPath:
    """Return the path below a folder under which an uploaded file is kept; it can lead nowhere else.

    Raises InputError where nothing is left of the name.
    """
    parts = [part for part in re.split(r"[/\\]", name) if part not in ("", ".", "..")]
    kept = [_BAD.sub("_", part).strip(" .")[-LONGEST_PART:] for part in parts][-DEEPEST:]
    kept = [f"_{part}" if _RESERVED.fullmatch(part) or part.startswith("~$") else part for part in kept if part]
    kept = [part.lstrip(".") or "_" for part in kept]
    if not kept:
        raise InputError("a file without a name cannot be kept")
    return PurePosixPath(*kept)


def keep(study: Study, folder: str, files: Iterable[tuple[str, BinaryIO]]) -> tuple[int, int]:
    """Lay uploaded files into a folder of the originals; return how many are new and how many took an older's place.

    Raises InputError where a file is too large, StudyError never: what was kept before the fault stays.
    """
    new = again = 0
    for name, body in files:
        target = study.originals / safe_path(folder) / safe_path(name) if folder else study.originals / safe_path(name)
        if not target.resolve().is_relative_to(study.originals.resolve()):
            raise InputError("a file would lie outside the folder of originals: nothing more was kept")
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        there = target.exists()
        write_closed(target, body)
        new, again = new + (not there), again + there
    return new, again


def remove(study: Study, relative: str) -> None:
    """Remove one file from the folder of originals that these pages made.

    Raises InputError where it is not there, or the folder is somebody's own.
    """
    if not own_folder(study):
        raise InputError("these pages remove nothing from a folder of yours: do it there")
    if relative not in {one.relative for one in files_of(study)}:
        raise InputError("this file is not there any more")
    (study.originals / relative).unlink()


def write_closed(target: Path, body: BinaryIO, largest: int = LARGEST_FILE) -> None:
    """Write a file only this account may read, whole or not at all.

    Raises InputError where it is larger than `largest` bytes.
    """
    fresh = target.with_name(f".{target.name}.part")
    size = 0
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            while chunk := body.read(_CHUNK):
                size += len(chunk)
                if size > largest:
                    raise InputError(f"a file is larger than {largest // 1_000_000} MB: split it first")
                file.write(chunk)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
