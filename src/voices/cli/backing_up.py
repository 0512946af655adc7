"""A study as one file: making a backup, looking into one, and putting one back."""

from __future__ import annotations

import shutil
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from voices.cli import terminal
from voices.cli.noted import noted
from voices.cli.packing import LEDGER, alone_at, opened, packed, unpacked
from voices.disk import writable
from voices.errors import EnvironmentNotReady, InputError, StudyError, StudyLocked, VoicesError
from voices.study import MANIFEST, Study

STAY = ("work", "audit", "matrix", LEDGER)
"""What is in no backup, or is newer than any, and stays where a study is put back: caches, sheets people fill in, and
the list of erasures, so that nobody who was erased since comes back."""


@dataclass(frozen=True)
class Backup:
    """What a backup says of itself."""

    title: str
    id: str
    """The study's."""
    originals: str
    """Where its original files lie, as its study.toml names it."""
    published: int
    """Files of its folder `out`."""


def back_up(study: Study, file: Path) -> None:
    """Write study.toml, the study's own codebooks and theories, the database and the published files to one zip.

    Vault and originals stay out.
    """
    with packed(study, file):
        noted(study, "the study, without vault and originals", "backed up")  # before anybody can carry it away
    terminal.say(
        f"Wrote {file} ({file.stat().st_size / 1e6:.1f} MB), without vault and originals: back these up apart."
    )


def look(file: Path) -> Backup:
    """Return what a backup says of itself, without unpacking it.

    Raises:
        InputError: it is no backup, is damaged, or its study.toml cannot be read.
    """
    with opened(file) as archive:
        try:
            head = tomllib.loads(archive.read(MANIFEST).decode("utf-8-sig")).get("study", {})
        except (UnicodeDecodeError, tomllib.TOMLDecodeError):
            raise InputError(f"{file.name}: its {MANIFEST} cannot be read") from None
        published = sum(name.startswith("out/") for name in archive.namelist())
        if not isinstance(head, dict):
            raise InputError(f"{file.name}: its {MANIFEST} cannot be read")
        said = {name: str(head.get(name, "")) for name in ("title", "id", "originals")}
        return Backup(said["title"], said["id"], said["originals"], published)


def restore_backup(file: Path, folder: Path) -> None:
    """Make a study folder from a backup, after checking what is in it; where that fails there is no folder.

    Raises:
        StudyError: something lies there, or the folder lies in a git checkout.
        InputError: the file is no backup, or is damaged.
    """
    from voices import study as studies

    folder = folder.resolve()
    studies.refuse_git_checkout(folder)
    mend(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StudyError(f"{folder}: not empty; restore into a new folder, or put it in the study's place: --replace")
    with unpacked(file, folder) as fresh, writable(folder.parent, folder.name):
        if folder.exists():
            folder.rmdir()
        fresh.rename(folder)
    terminal.say(f"Made {folder}. Put its vault beside it ({folder.name}-vault) and check “originals” in study.toml.")
    _say_run(folder)


def replace(file: Path, folder: Path, spare: Path) -> None:
    """Put a backup in the place of the study in `folder`, which is first backed up to the new file `spare`.

    Raises:
        InputError: the backup is damaged or another study's; nothing was changed.
        StudyLocked: a run or a page works on the study; nothing was changed.
    """
    from filelock import FileLock, Timeout

    from voices import study as studies

    mend(folder)
    now = studies.load(folder)
    if isinstance(now.database, str):
        raise StudyError("the study database is on a server: put it back with the server's own tools")
    if look(file).id != now.id:
        raise InputError(f"{file.name}: a backup of another study; make a new folder of it")
    with unpacked(file, now.folder) as fresh:
        now.work.mkdir(mode=0o700, exist_ok=True)
        try:
            with FileLock(now.work / "run.lock", timeout=0):
                _back_up_first(now, spare)
                _refuse_open(now.database, spare)
        except Timeout:
            raise StudyLocked("a run is working on this study: wait until it ends, then try again") from None
        _swap(now.folder, fresh)
    terminal.say(f"The study is as it was in {file.name}. As it was until now, it is kept in {spare.name}.")
    _say_run(folder)


def mend(folder: Path) -> None:
    """Put back, or clear away, what a replacement that was killed has left beside a study's folder."""
    folder = folder.resolve()
    gone = _gone(folder)
    if not gone.exists():
        return
    with suppress(StudyLocked), alone_at(folder):
        if not folder.exists():
            gone.rename(folder)
        elif (folder / MANIFEST).is_file():
            shutil.rmtree(gone, ignore_errors=True)


def _gone(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.replaced")


def _back_up_first(now: Study, spare: Path) -> None:
    try:
        with packed(now, spare):
            pass
    except VoicesError:
        raise
    except Exception as error:  # noqa: BLE001 - as above
        raise StudyError(
            f"{now.folder.name}: the study as it is now cannot be backed up ({type(error).__name__}), so nothing was "
            "changed; give its folder another name, and restore into the name it had"
        ) from None


def _refuse_open(database: Path, spare: Path) -> None:
    from voices.store import is_open_elsewhere

    if is_open_elsewhere(database):
        spare.unlink()  # nothing was changed, so there is nothing to go back to
        raise StudyLocked("the coders' pages are open on this study: close them everywhere, then try again")


def _swap(folder: Path, fresh: Path) -> None:
    """Put one folder in another's place; what no backup holds stays. What a kill leaves of it, `mend` sees to."""
    gone = _gone(folder)
    shutil.rmtree(gone, ignore_errors=True)
    for name in STAY:  # copied, not moved, so that the study stays whole for as long as it is in its place
        if (folder / name).is_dir():
            shutil.copytree(folder / name, fresh / name, dirs_exist_ok=True)
        elif (folder / name).is_file():
            shutil.copy2(folder / name, fresh / name)
    try:
        folder.rename(gone)
    except OSError:
        raise EnvironmentNotReady(
            f"{folder.name}: a file of it is in use: close what has it open, then try again"
        ) from None
    fresh.rename(folder)
    shutil.rmtree(gone, ignore_errors=True)


def _say_run(folder: Path) -> None:
    terminal.next_step("Then run it, so that whoever left after this backup leaves again", f"voices run {folder}")
