"""The list of participants beside the originals: roles of people whose label is their name, kept out of the study."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from voices.errors import InputError
from voices.sources.proposal import PARTICIPANTS
from voices.sources.proposal.patterns import single
from voices.study import Study

HEADER = ("participant", "family", "speaker", "role", "file")


def set_roles(study: Study, roles: dict[tuple[str, str], str]) -> str:
    """Write the role of people by (file, label) into the study's list of participants; return the list's name.

    A row that is there is changed, another person gets a row and a code of their own.

    Raises InputError where the list is no csv file these pages can change.
    """
    name = study.participants or PARTICIPANTS
    path = study.originals / name
    if path.suffix.casefold() != ".csv":
        raise InputError(f"the list of participants is {name}, which these pages cannot change: write the roles there")
    rows = _rows(path)
    header = rows[0] if rows else list(HEADER)
    missing = [column for column in HEADER if column not in header]
    header = [*header, *missing]
    body = [row + [""] * (len(header) - len(row)) for row in rows[1:]]
    at = {column: header.index(column) for column in HEADER}
    for (file, label), role in roles.items():
        pattern = single(file, study.originals)
        found = next(
            (row for row in body if row[at["speaker"]] == label and row[at["file"]] in ("", file, pattern)), None
        )
        if found is None:
            found = [""] * len(header)
            found[at["participant"]] = _free_code({row[at["participant"]] for row in body})
            found[at["speaker"]], found[at["file"]] = label, pattern
            body.append(found)
        found[at["role"]] = role
    _write(path, [header, *body])
    return name


def _rows(path: Path) -> list[list[str]]:
    if not path.is_file():
        return []
    try:
        return [row for row in csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))) if any(row)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path.name} is not a csv file in UTF-8: save it again as “CSV UTF-8”") from error


def _free_code(taken: set[str]) -> str:
    number = len(taken) + 1
    while f"P{number:02}" in taken:
        number += 1
    return f"P{number:02}"


def _write(path: Path, rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    fresh = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(out.getvalue().encode("utf-8-sig"))
    fresh.replace(path)
