"""Where studies lie: one folder on this computer, each study in a folder of its own, its originals beside it."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from voices import study as studies
from voices.errors import InputError, StudyError
from voices.study import MANIFEST, Study

LONGEST_NAME = 60
"""Characters of a folder's name: paths stay short enough for Windows."""
BESIDE = "-files"
"""A study's originals lie beside it, in the folder of its name with this ending."""
BACKUPS = "-backups"
"""So do the backups that these pages make."""


@dataclass(frozen=True)
class Place:
    """The folder in which studies lie."""

    root: Path

    def names(self) -> tuple[str, ...]:
        """Return the folders that hold a study, by name."""
        if not self.root.is_dir():
            return ()
        return tuple(
            sorted(path.name for path in self.root.iterdir() if (path / MANIFEST).is_file() and not _passing(path))
        )

    def study(self, name: str) -> Study:
        """Return one of the studies that lie here; whatever else is asked for is not found.

        Raises StudyError where there is none of this name or its study.toml is not as it should be.
        """
        if name not in self.names():
            raise StudyError("there is no study of this name in the folder of studies")
        return studies.load(self.root / name)

    def make(self, title: str, council: str, template: str) -> tuple[str, tuple[str, ...]]:
        """Make a study and the folder of its originals; return its folder's name, and warnings about where it lies.

        Raises StudyError where it cannot be made here, InputError where the title has no letter.
        """
        from voices.office.editing import changed

        name = self.free(folder_name(title))
        folder, originals = self.root / name, self.root / f"{name}{BESIDE}"
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        warnings = studies.create(folder, template=template)
        originals.mkdir(mode=0o700, exist_ok=True)
        own_only(folder)
        manifest = folder / MANIFEST
        head = {"title": title, "council": council, "originals": f"../{originals.name}"}
        text = changed(manifest.read_text("utf-8"), study=head, sources=[])
        write(manifest, text)
        return name, warnings

    def free(self, wanted: str) -> str:
        """Return a name of a folder that nothing has yet, beginning with the one that is wanted."""
        name, number = wanted, 2
        while (self.root / name).exists() or (self.root / f"{name}{BESIDE}").exists():
            name, number = f"{wanted}-{number}", number + 1
        return name


def folder_name(title: str) -> str:
    """Return a folder's name for a title: small letters and digits of plain Latin, parted by hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-")
    if not name:
        raise InputError("give the study a title with letters in it")
    return name


def _passing(folder: Path) -> bool:
    """Tell whether a folder is one that `voices restore` makes on its way."""
    return folder.name.endswith((".restoring", ".replaced"))


def own_only(folder: Path) -> None:
    """Close a folder to other accounts, where the system knows such a thing."""
    if os.name == "posix":
        folder.chmod(0o700)


def write(path: Path, text: str) -> None:
    """Write a study.toml whole or not at all; the one before is kept beside it."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    if path.exists():
        before = path.with_name(f"{path.name}.before")
        before.write_bytes(path.read_bytes())
    fresh.replace(path)


def chosen_folder(study: Study, typed: str) -> Path:
    """Return a folder of files somebody named by its path.

    Raises InputError where there is none, or it and the study lie in one another.
    """
    path = Path(typed).expanduser()
    if not path.is_absolute() or not path.is_dir():
        raise InputError("there is no such folder on this computer: give its whole path")
    inner, outer = study.folder.resolve(), path.resolve()
    if inner.is_relative_to(outer) or outer.is_relative_to(inner):
        raise InputError("a study may not lie among its files, nor they in it: choose another folder")
    return outer
