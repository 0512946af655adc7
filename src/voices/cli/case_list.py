"""The cases behind a theme as a list for the custodian: where each original lies, and what the register says of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from voices.errors import InputError

if TYPE_CHECKING:
    from voices.model import Document
    from voices.study import Study
    from voices.vault import SourceEntry

HEADER = ("Source", "File", "Row", "Kind", "Month", "Financial year", "Team", "Stage", "Outcome")
WIDTHS = (28, 40, 8, 14, 10, 14, 20, 12, 16)
KINDS = (".csv", ".xlsx")


def refuse(out: Path, folder: Path) -> None:
    """Raise InputError where a list cannot be written: it says which original a document of the study is."""
    if out.suffix not in KINDS:
        raise InputError(f"{out.name}: give a file that ends in {' or '.join(KINDS)}")
    if out.resolve().is_relative_to(folder.resolve()):
        raise InputError("the list may not lie in the study folder: choose another place with --out")
    if out.exists():
        raise InputError(f"{out.name}: there already; nothing was written")


def write(out: Path, study: Study, entries: Sequence[SourceEntry], theme: str) -> None:
    """Write the list as CSV or as a workbook, to a file only its writer can read."""
    from voices.reporting import as_xlsx
    from voices.reporting.sheets import Sheet
    from voices.store import open_store

    with open_store(study.database) as store:
        documents = {one.id: one for one in store.documents([entry.document for entry in entries])}
    rows = tuple(_row(entry, documents.get(entry.document)) for entry in entries)
    sheet = Sheet("Cases", HEADER, rows, WIDTHS)
    last = max((one.period for one in documents.values()), default="")
    made = as_xlsx.render([sheet], theme, last) if out.suffix == ".xlsx" else as_xlsx.as_csv(sheet).encode("utf-8-sig")
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(made)


def _row(entry: SourceEntry, document: Document | None) -> tuple[str | int | None, ...]:
    from voices.themes.counting import month, year

    if document is None:
        return (entry.source, entry.file, entry.row, "", "", "", "", "", "")
    said = dict(document.attributes)
    when = (month(document), year(document))
    return (entry.source, entry.file, entry.row, document.kind.value, *when, *_of(said, ("team", "stage", "outcome")))


def _of(said: dict[str, str], names: Iterable[str]) -> tuple[str, ...]:
    return tuple(said.get(name, "") for name in names)
