"""What the study pages work with: where studies lie, the tools, running verbs, and what was understood last."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import HTTPException

from voices.errors import StudyError, VoicesError
from voices.office.keeping import files_of
from voices.office.place import Place, write
from voices.office.tools import Tools
from voices.study import MANIFEST, Study
from voices.web.children import Children

if TYPE_CHECKING:
    from voices.cli.checking import Checked


@dataclass(frozen=True)
class Office:
    """The studies of one computer as these pages see them."""

    place: Place
    tools: Tools
    template: str = field(repr=False)
    """The commented study.toml a new study begins with."""
    children: Children = field(default_factory=Children)
    _understood: dict[str, tuple[str, Checked]] = field(default_factory=dict, repr=False)
    """By study: fingerprint of study.toml and files, and what they were understood as; in memory only."""

    def study(self, name: str) -> Study:
        """Return a study of this place; the answer is "not found" for any other name."""
        if name not in self.place.names():
            raise HTTPException(404)
        return self.place.study(name)

    def manifest(self, name: str) -> Path:
        """Return where the study.toml of a study lies."""
        return self.study(name).folder / MANIFEST

    def change(self, name: str, text: str) -> None:
        """Put another study.toml in place, unless it could not be read.

        Raises StudyError with the line that is wrong; the file then stays as it was.
        """
        path = self.manifest(name)
        before = path.read_text("utf-8")
        write(path, text)
        try:
            self.place.study(name)
        except StudyError:
            write(path, before)
            raise

    def understood(self, name: str, *, anew: bool = False) -> Checked | None:
        """Return what the files of a study would be read as; None where nobody looked since something changed."""
        study = self.study(name)
        print_ = fingerprint(study)
        known = self._understood.get(name)
        if known is not None and known[0] == print_:
            return known[1]
        if not anew:
            return None
        checked = self.tools.examine(study)
        self._understood[name] = (print_, checked)
        return checked

    def progress(self, study: Study) -> Mapping[str, Any]:
        """Return how far a run is, as the run wrote it down: stage in words, done, total; empty where none runs."""
        try:
            found = json.loads((study.work / "progress.json").read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def figures(self, study: Study) -> Mapping[str, Any]:
        """Return the figures of a study that was run; empty before its first run or where they cannot be read."""
        if isinstance(study.database, Path) and not study.database.exists():
            return {}
        try:
            return self.tools.standing(study)
        except VoicesError:
            return {}

    def has_vault(self, study: Study) -> bool:
        """Return whether there is a vault; one on a server is taken to be there."""
        return not isinstance(study.vault, Path) or study.vault.is_dir()


def fingerprint(study: Study) -> str:
    """Return a digest of study.toml and of the names, sizes and times of the originals."""
    parts = [(study.folder / MANIFEST).read_bytes()]
    for one in files_of(study):
        stat = (study.originals / one.relative).stat()
        parts.append(f"{one.relative}\0{stat.st_size}\0{stat.st_mtime_ns}".encode())
    return hashlib.sha256(b"\n".join(parts)).hexdigest()
