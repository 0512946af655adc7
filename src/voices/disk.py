"""Telling a full disk from other faults, whichever layer met it first."""

from __future__ import annotations

import errno

from voices.errors import EnvironmentNotReady

_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_SQLITE_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR_WRITE")


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
