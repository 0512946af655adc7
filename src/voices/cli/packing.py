"""The file of a backup: packed whole or not at all, and unpacked whole or not at all, whatever stops us on the way."""

from __future__ import annotations

import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from voices.disk import disk_full, writable
from voices.errors import InputError, StudyError, StudyLocked, VoicesError
from voices.study import MANIFEST, Study

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""Of every file in a backup: the archive says nothing about when people worked."""
DATABASE = "study.db"
LEDGER = "erasures.jsonl"
"""The vault's list of erasures, which lies in the study folder; ids and keyed hashes alone."""
CODEBOOK_FILES = (".toml", ".jsonl")
LARGEST_DATABASE = 20 * 1024**3
"""A backup that unpacks to more is refused: no study comes near it."""
_OWN = 0o600
"""Mode of a backup, and of what is unpacked: the owner alone may read people's words."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OverflowError, MemoryError, OSError)
"""What Python's zip reader raises for a file that is cut off, changed or no archive; a locked one is a RuntimeError."""


@contextmanager
def packed(study: Study, file: Path) -> Iterator[None]:
    """Write a study to one zip, which gets its name when the block ends; a kill leaves at most `….part`.

    It holds study.toml, the study's own codebooks and theories, the database and the published files.

    Raises:
        InputError: the file is there already.
        StudyError: the database is on a server, or is damaged.
        StudyLocked: this study is being backed up already.
        EnvironmentNotReady: nothing can be written where the backup or the study lies.
    """
    if isinstance(study.database, str):
        raise StudyError("the study database is on a server: back it up with the server's own tools")
    if file.exists():
        raise InputError(f"{file.name}: exists already; choose another name")
    with writable(study.folder, "work"):
        study.work.mkdir(mode=0o700, exist_ok=True)
    busy = f"{study.folder.name}: another backup of it is being written; wait until that is done"
    with _alone(study.work / "backup.lock", busy):
        half = file.with_name(f"{file.name}.part")
        try:
            _pack(study, study.database, half)
            yield
            if file.exists():
                raise InputError(f"{file.name}: exists already; choose another name")
            with writable(file.parent, file.name):
                half.replace(file)
        finally:
            with suppress(OSError):  # of a folder that nobody may write to
                half.unlink()  # on a full disk nothing is left that looks like a backup
            forget_copy(study)


def forget_copy(study: Study) -> None:
    """Take away the copy of the database that a backup is packed from, also one that a killed backup left."""
    shutil.rmtree(study.work / "backup", ignore_errors=True)


@contextmanager
def opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """Give a backup whose names were checked.

    Raises:
        InputError: it is not there, is no backup, or is cut short or damaged, also where that shows inside the block.
    """
    if not file.is_file():
        raise InputError(f"{file}: there is no such file")
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            ours = MANIFEST in names and DATABASE in names and len(set(names)) == len(names)
            if not ours or not all(_may_stand(name) for name in names):
                raise InputError(f"{file.name}: not a backup that voices wrote")
            if sum(info.file_size for info in archive.infolist()) > LARGEST_DATABASE:
                raise InputError(f"{file.name}: unpacks to more than any study holds; refused")
            yield archive
    except RuntimeError:
        raise InputError(f"{file.name}: cannot be read as a backup: locked with a password, or damaged") from None
    except _DAMAGED as error:
        raise disk_full(error) or InputError(
            f"{file.name}: cut short, damaged or no backup ({type(error).__name__}); take another one"
        ) from None


@contextmanager
def unpacked(file: Path, folder: Path) -> Iterator[Path]:
    """Give a folder beside `folder` that holds a whole backup, marked as restored; whoever takes it renames it.

    A kill leaves at most `….restoring`, which the next try replaces.

    Raises:
        InputError: the file is no backup, or cut short, or damaged.
        MigrationNeeded: a newer version of voices wrote it.
        StudyLocked: another restore makes this folder.
        EnvironmentNotReady: nothing can be written there.
    """
    fresh = folder.with_name(f"{folder.name}.restoring")
    with writable(folder.parent, folder.name):
        folder.parent.mkdir(parents=True, exist_ok=True)
    with alone_at(folder):
        shutil.rmtree(fresh, ignore_errors=True)
        try:
            with opened(file) as archive:
                with writable(folder.parent, folder.name):
                    fresh.mkdir(mode=0o700)
                for name in archive.namelist():
                    _extract(archive, name, fresh)
            _check_and_mark(file, fresh)
            yield fresh
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def _pack(study: Study, database: Path, half: Path) -> None:
    from voices.store import backdating, open_store, require_whole

    forget_copy(study)
    copy = study.work / "backup" / DATABASE
    with writable(study.folder, "work"):
        copy.parent.mkdir(mode=0o700)
    with open_store(database) as store:
        backdating.note_backup(store)
        store.back_up(copy)
    require_whole(copy)
    with writable(half.parent, half.name.removesuffix(".part")):
        half.unlink(missing_ok=True)
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWN)
    with os.fdopen(handle, "wb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            _add(archive, MANIFEST, study.folder / MANIFEST)
            _add(archive, DATABASE, copy)
            if (study.folder / LEDGER).is_file():
                _add(archive, LEDGER, study.folder / LEDGER)
            for path in _own_codebooks(study):
                _add(archive, path.relative_to(study.folder).as_posix(), path)
            for path in sorted(study.out.glob("*")):
                if path.is_file():
                    _add(archive, f"out/{path.name}", path)
        out.flush()
        os.fsync(out.fileno())  # whole on the disk before it gets its name


def _own_codebooks(study: Study) -> list[Path]:
    """Return the files of the codebooks and theories that lie in the study folder."""
    from voices import realist

    named = [study.folder / use.name for use in study.codebooks]
    folders = [path for one in named if one.is_dir() for path in one.iterdir() if path.suffix in CODEBOOK_FILES]
    theories = realist.files(study.folder, (use.name for use in study.codebooks))
    return sorted({*folders, *theories, *(one for one in named if one.is_file() and one.suffix in CODEBOOK_FILES)})


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    info = zipfile.ZipInfo(name, FIXED_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = _OWN << 16
    info.file_size = path.stat().st_size  # so that a large one gets the wider fields of the format
    with path.open("rb") as source, archive.open(info, "w") as out:
        shutil.copyfileobj(source, out, 1 << 20)


def _extract(archive: zipfile.ZipFile, name: str, into: Path) -> None:
    """Write one file of a backup, held against its checksum on the way."""
    with writable(into, name):
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(into / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWN)
    with os.fdopen(handle, "wb") as out, archive.open(name) as source:
        shutil.copyfileobj(source, out, 1 << 20)


def _may_stand(name: str) -> bool:
    """Tell whether a backup may hold a file of this name; anything else is none that voices wrote."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in name or "\\" in name or name.startswith("/") or name.endswith("/"):
        return False
    published = len(parts) == 2 and parts[0] == "out"
    codebook = len(parts) <= 3 and PurePosixPath(name).suffix in CODEBOOK_FILES and parts[0] != "out"
    return published or codebook or name in (MANIFEST, DATABASE, LEDGER)


def _check_and_mark(file: Path, fresh: Path) -> None:
    """Hold a backup's contents against this version, and note that whoever left since has to leave again."""
    from voices.cli.restored import RESTORED_KEY
    from voices.store import backdating, open_store, require_whole
    from voices.study import load

    try:
        require_whole(fresh / DATABASE)
        with open_store(fresh / DATABASE) as store:
            store.set(RESTORED_KEY, "yes")
            backdating.note_return(store)
        load(fresh)
    except VoicesError as error:
        raise type(error)(f"{file.name} was not restored: {error}") from None


@contextmanager
def alone_at(folder: Path) -> Iterator[None]:
    """Be the only one who puts something in a folder's place; raises StudyLocked where another does."""
    busy = f"{folder.name}: a backup is being restored there already; wait until that is done"
    with _alone(folder.with_name(f"{folder.name}.restoring.lock"), busy, keep=False):
        yield


@contextmanager
def _alone(path: Path, busy: str, *, keep: bool = True) -> Iterator[None]:
    """Hold a lock that the system frees if we are killed; raises StudyLocked with `busy` where another has it."""
    lock = FileLock(path)
    try:
        with writable(path.parent, path.name):
            lock.acquire(timeout=0)
    except Timeout:
        raise StudyLocked(busy) from None
    try:
        yield
    finally:
        if not keep:
            path.unlink(missing_ok=True)
        lock.release()
