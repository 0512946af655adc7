"""People and studies that leave: withdrawal, backup and restore."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from voices.cli import terminal
from voices.cli.noted import noted
from voices.errors import InputError, StudyError
from voices.study import MANIFEST, Study

if TYPE_CHECKING:
    from voices.model import Document
    from voices.store import Store
    from voices.store.withdrawal import Withdrawal
    from voices.vault import Vault

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""Of every file in a backup: the archive says nothing about when people worked."""
LEDGER = "erasures.jsonl"
"""The vault's list of erasures, which lies in the study folder; ids and keyed hashes alone."""
CODEBOOK_FILES = (".toml", ".jsonl")
LARGEST_DATABASE = 20 * 1024**3
"""A backup that unpacks to more is refused: no study comes near it."""


def withdraw_participant(study: Study, participant: str, reason: str, key_file: Path | None, actor: str) -> int:
    """Take a participant out of study and vault, and list the exports that carry their words."""
    from voices.cli.study import open_study_vault
    from voices.store import open_store

    with open_store(study.database) as store, open_study_vault(study, key_file) as vault:
        left = take_out(store, vault, participant, actor, reason or "withdrawn by the participant")
    terminal.say(f"{participant} is out of the study: {left.passages} passages and what was made from them are gone.")
    if left.publications:
        terminal.say("Their words may stand in what was published before; tell those who hold it:")
        for one in left.publications:
            terminal.say(f"  {one.made_at[:10]}  {one.name}  (bank {one.digest[:12]})")
    terminal.say(f"Run it again so that suggestions forget them: voices run {study.folder}; then voices publish.")
    return 0


def take_out(store: Store, vault: Vault, participant: str, actor: str, reason: str) -> Withdrawal:
    """Take a participant out of study and vault; both can be repeated, so that a kill in between is mended by that.

    Raises:
        InputError: nobody has this code, now or before.
        VaultError: the reason is too short or names somebody; nothing was changed.
    """
    known = {one.code for one in store.participants()} | store.withdrawn()
    if participant not in known:
        raise InputError(f"{participant}: nobody in this study has this code; `voices vault lookup` finds codes")
    own = _spoken_by_nobody_else(store.documents(), participant)
    # The vault first: it refuses a bad reason before anything is gone.
    vault.remove_documents(own, actor, reason, [participant])
    return store.withdraw(participant)


def take_out_again(store: Store, vault: Vault, codes: Iterable[str], actor: str) -> list[str]:
    """Take out participants who had left before the backup this study came from was restored; return who came back."""
    back = sorted({one.code for one in store.participants()} & set(codes))
    for code in back:
        take_out(store, vault, code, actor, "withdrawn before the backup was restored")
    return back


def _spoken_by_nobody_else(documents: Iterable[Document], participant: str) -> list[str]:
    """Return the ids of documents that hold one participant's words alone: they leave the vault whole."""
    return [
        one.id
        for one in documents
        if one.participant == participant or {t.participant for t in one.turns if t.participant} == {participant}
    ]


def back_up(study: Study, file: Path) -> None:
    """Write study.toml, the study's own codebooks and theories, the database and the published files to one zip.

    Vault and originals stay out.
    """
    from voices.store import open_store

    if isinstance(study.database, str):
        raise StudyError("the study database is on a server: back it up with the server's own tools")
    if file.exists():
        raise InputError(f"{file.name}: exists already; choose another name")
    with tempfile.TemporaryDirectory(dir=study.work if study.work.is_dir() else study.folder) as scratch:
        copy = Path(scratch) / "study.db"
        with open_store(study.database) as store:
            store.back_up(copy)
        half = file.with_name(f"{file.name}.part")
        try:
            with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
                _add(archive, "study.toml", study.folder / MANIFEST)
                _add(archive, "study.db", copy)
                if (study.folder / LEDGER).is_file():
                    _add(archive, LEDGER, study.folder / LEDGER)
                for path in _own_codebooks(study):
                    _add(archive, path.relative_to(study.folder).as_posix(), path)
                for path in sorted(study.out.glob("*")):
                    _add(archive, f"out/{path.name}", path)
            half.chmod(0o600)
            half.replace(file)
        finally:
            half.unlink(missing_ok=True)  # on a full disk nothing is left that looks like a backup
    noted(study, "the study, without vault and originals", "backed up")
    terminal.say(
        f"Wrote {file} ({file.stat().st_size / 1e6:.1f} MB), without vault and originals: back these up apart."
    )


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
    info.external_attr = 0o600 << 16
    archive.writestr(info, path.read_bytes())


def _may_stand(name: str) -> bool:
    """Tell whether a backup may hold a file of this name; anything else is none that voices wrote."""
    parts = PurePosixPath(name).parts
    if ".." in name or "\\" in name or name.startswith("/"):
        return False
    published = len(parts) == 2 and parts[0] == "out"
    codebook = len(parts) <= 3 and PurePosixPath(name).suffix in CODEBOOK_FILES and parts[0] != "out"
    return published or codebook or name in ("study.toml", "study.db", LEDGER)


def restore_backup(file: Path, folder: Path) -> None:
    """Make a study folder from a backup, after checking what is in it."""
    if folder.exists() and any(folder.iterdir()):
        raise StudyError(f"{folder}: not empty; restore into a new folder")
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if "study.toml" not in names or "study.db" not in names or not all(_may_stand(name) for name in names):
                raise InputError(f"{file.name}: not a backup that voices wrote")
            if sum(info.file_size for info in archive.infolist()) > LARGEST_DATABASE:
                raise InputError(f"{file.name}: unpacks to more than any study holds; refused")
            folder.mkdir(parents=True, exist_ok=True)
            for name in names:
                archive.extract(name, folder)
    except (OSError, zipfile.BadZipFile) as error:
        raise InputError(f"{file.name}: cannot be read as a backup ({type(error).__name__})") from None
    terminal.say(f"Made {folder}. Put its vault beside it ({folder.name}-vault) and check “originals” in study.toml.")
    _mark_restored(folder)
    terminal.say(f"Then run it, so that whoever left after this backup leaves again: voices run {folder}")


def _mark_restored(folder: Path) -> None:
    from voices.cli import restored
    from voices.study import load

    study = load(folder)
    if isinstance(study.database, Path):
        restored.mark(study)
