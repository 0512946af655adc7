"""Telling a full disk, a place nobody may write to and a database file that cannot be used from other faults.

Whichever layer met it first.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voices.errors import EnvironmentNotReady, VoicesError

_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_SQLITE_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE")


class DiskFull(EnvironmentNotReady):
    """There is no room left to write to."""


def disk_full(error: BaseException | None) -> DiskFull | None:
    """Return what to tell a person if this error, or one it came from, says that nothing more can be written."""
    while error is not None:
        name = getattr(getattr(error, "orig", error), "sqlite_errorname", "")
        # lxml, which writes the sheets, keeps no number of the system's error, only that writing went wrong.
        unwritten = type(error).__name__ == "SerialisationError" and str(error).startswith("IO_")
        if unwritten or name in _SQLITE_NO_ROOM or (isinstance(error, OSError) and error.errno in _NO_ROOM):
            return DiskFull("the disk is full: free some space and run it again; what was finished is kept")
        error = error.__cause__ or error.__context__
    return None


@contextmanager
def writable(folder: Path, name: str) -> Iterator[None]:
    """Name the folder where the system does not let us write into it; raises EnvironmentNotReady."""
    try:
        yield
    except TimeoutError:  # a lock that another has
        raise
    except OSError as error:
        raise disk_full(error) or EnvironmentNotReady(
            f"{folder}: {name} cannot be written there ({error.strerror or type(error).__name__}); "
            "allow writing there, or choose another place"
        ) from None


DAMAGED = "damaged; bring back the last good backup with `voices restore`"
_IN_USE = "in use by another voices that has been writing for long: wait until it is done, then try again"
_SQLITE_SAID = (
    ("SQLITE_BUSY", _IN_USE),
    ("SQLITE_LOCKED", _IN_USE),
    ("SQLITE_READONLY", "cannot be written to: allow writing to it and to its folder, or work on a copy elsewhere"),
    ("SQLITE_CANTOPEN", "cannot be opened: allow reading and writing it and its folder"),
    ("SQLITE_PERM", "cannot be opened: allow reading and writing it and its folder"),
    ("SQLITE_NOTADB", "damaged, or no database of voices; bring back the last good backup with `voices restore`"),
    ("SQLITE_CORRUPT", DAMAGED),
    ("SQLITE_IOERR", "cannot be read or written: check the disk, then bring back the last good backup if it stays so"),
)
"""By how the name of SQLite's error begins; the names that mean a full disk are told first."""


def unusable(error: BaseException | None, name: str) -> VoicesError | None:
    """Return what to tell a person if this error, or one it came from, says that a database file cannot be used."""
    full = disk_full(error)
    if full is not None:
        return full
    while error is not None:
        code = getattr(getattr(error, "orig", error), "sqlite_errorname", "")
        said = next((words for begins, words in _SQLITE_SAID if code.startswith(begins)), "")
        if said:
            return EnvironmentNotReady(f"{name}: {said}")
        error = error.__cause__ or error.__context__
    return None
