"""Keeping another version of a codebook in the study's folder, and saying so in study.toml."""

from __future__ import annotations

import shutil
from pathlib import Path

from voices import codebook
from voices.codebook import Codebook
from voices.errors import CodebookError
from voices.office.editing import changed
from voices.office.place import write
from voices.study import MANIFEST, Study

FOLDER = "codebooks"
"""Below the study folder; a folder for each version, none of them ever overwritten."""


def keep(study: Study, before: Codebook, after: Codebook) -> None:
    """Store `after` and let study.toml name it where it named `before`.

    Raises CodebookError where no codebook of the study is `before`, or the version is there already.
    """
    from voices import study as studies

    now = studies.load(study.folder)
    uses = [(use, codebook.find(use.name, study.folder)) for use in now.codebooks]
    if not any(book.name == before.name for _, book in uses):
        raise CodebookError("study.toml names another codebook meanwhile: start these pages again")
    named = f"{FOLDER}/{after.name}-{after.version}"
    codebook.save(after, study.folder / named)
    entries = []
    for use, book in uses:
        own = book.name == before.name
        if own:
            _take_along(study.folder, use.name, study.folder / named)
        kinds = {"kinds": [kind.value for kind in use.kinds]} if use.kinds else {}
        entries.append({"name": named if own else use.name, **kinds})
    manifest = study.folder / MANIFEST
    write(manifest, changed(manifest.read_text("utf-8"), codebooks=entries))


def _take_along(folder: Path, name: str, into: Path) -> None:
    """Copy what else lies beside a codebook, such as its theories."""
    from voices import resources

    beside = resources.folder("codebooks") / name if codebook.is_shipped(name) else folder / name
    if not beside.is_dir():
        return
    for path in beside.iterdir():
        if path.is_file() and not (into / path.name).exists() and path.suffix in (".toml", ".jsonl"):
            shutil.copy2(path, into / path.name)
