"""The file of a vault's backup: written beside its name and moved there once it is whole, whatever stops us before."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout

from voices.disk import writable
from voices.errors import VaultError
from voices.vault.database import ANCHOR, FILE

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""Of both files in a backup: it says nothing about when it was made."""
_OWN = 0o600
_COPY, _LOCK = "backup", "backup.lock"
"""In the vault's folder while a backup is made: the copy it is packed from, and what lets one be made at a time."""


@contextmanager
def packed(engine: sa.Engine, anchor: Path, file: Path) -> Iterator[None]:
    """Write a vault to one file, which gets its name when the block ends; a kill leaves at most `….part`.

    Raises:
        VaultError: the file is there already, or this vault is being backed up already.
        EnvironmentNotReady: nothing can be written where the backup or the vault lies.
    """
    _refuse_existing(file)
    half = file.with_name(f"{file.name}.part")
    with _alone(anchor.parent):
        try:
            # The end of the log first: in the backup it may be a line behind the database, never before it.
            _write(half, anchor.read_bytes(), _copied(engine, anchor.parent))
            yield
            _refuse_existing(file)
            with writable(file.parent, file.name):
                half.replace(file)
        finally:
            with suppress(OSError):  # of a folder that nobody may write to
                half.unlink()  # on a full disk nothing is left that looks like a backup
            shutil.rmtree(anchor.parent / _COPY, ignore_errors=True)


def forget_copy(anchor: Path) -> None:
    """Take away what a backup that was killed left in the vault's folder: a copy would outlive an erasure."""
    if (anchor.parent / _COPY).exists():
        with suppress(VaultError), _alone(anchor.parent):
            shutil.rmtree(anchor.parent / _COPY, ignore_errors=True)


def _refuse_existing(file: Path) -> None:
    if file.exists():
        raise VaultError(f"{file.name}: there already; nothing was written, choose another name")


def _copied(engine: sa.Engine, folder: Path) -> Path:
    copy = folder / _COPY / FILE
    shutil.rmtree(copy.parent, ignore_errors=True)
    with writable(folder, _COPY):
        copy.parent.mkdir(mode=0o700)
    with closing(sqlite3.connect(copy)) as target:
        raw = engine.raw_connection()
        try:
            raw.driver_connection.backup(target)  # type: ignore[union-attr]
        finally:
            raw.close()
    return copy


def _write(half: Path, end: bytes, copy: Path) -> None:
    with writable(half.parent, half.name.removesuffix(".part")):
        half.unlink(missing_ok=True)
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWN)
    with os.fdopen(handle, "wb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, held in ((FILE, copy.read_bytes()), (ANCHOR, end)):
                archive.writestr(zipfile.ZipInfo(name, _FIXED_TIME), held)
        out.flush()
        os.fsync(out.fileno())  # whole on the disk before it gets its name


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a lock that the system frees if we are killed."""
    lock = FileLock(folder / _LOCK)
    try:
        with writable(folder, _LOCK):
            lock.acquire(timeout=0)
    except Timeout:
        raise VaultError("another backup of this vault is being written; wait until that is done") from None
    try:
        yield
    finally:
        with suppress(OSError):  # where an open file cannot be taken away, its release does it
            (folder / _LOCK).unlink()
        lock.release()
