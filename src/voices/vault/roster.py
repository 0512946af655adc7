"""Reads a roster: a table from the case system that says who is known, by which names, and by what else."""

from __future__ import annotations

import csv
from pathlib import Path

from voices.errors import InputError
from voices.vault.nouns import RosterPerson

COLUMNS: dict[str, tuple[str, ...]] = {
    "person": ("person", "id", "person id", "case id"),
    "role": ("role", "relation"),
    "names": ("names", "name", "full name"),
    "aliases": ("aliases", "alias", "also known as", "aka", "nicknames"),
    "DATE": ("dates", "date of birth", "dob", "born"),
    "ORGANISATION": ("schools", "school", "nursery", "organisations", "employer"),
    "ADDRESS": ("addresses", "address"),
    "OTHER_ID": ("ids", "numbers", "case number", "nhs number", "upn"),
}
"""What a column means to the headers it may have; further columns that begin with "name" hold names too."""
_FACTS = ("DATE", "ORGANISATION", "ADDRESS", "OTHER_ID")


def read_roster(path: Path) -> tuple[RosterPerson, ...]:
    """Return the people of a CSV file with the columns person (or id), role, names and, if you like, `COLUMNS`.

    A cell may hold several forms, set apart by a semicolon or a bar.

    Raises:
        InputError: the file or a row is not as it should be; names the row, never its content.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"roster {path.name}: cannot be read as a UTF-8 CSV file ({type(error).__name__})") from None
    meant = _meanings(path, rows[0] if rows else [])
    found: dict[str, RosterPerson] = {}
    for number, row in enumerate(rows[1:], 2):
        cells = [" ".join(cell.split()) for cell in row]
        if not any(cells):
            continue
        one = _person(cells, meant)
        if not one.person or not one.names:
            raise InputError(f"roster {path.name}, row {number}: needs a person and at least one name")
        if one.person in found:
            raise InputError(f"roster {path.name}, row {number}: this person is there twice; put all names in one row")
        found[one.person] = one
    return tuple(found.values())


def _meanings(path: Path, header: list[str]) -> list[str]:
    headers = [" ".join(cell.casefold().replace("_", " ").split()) for cell in header]
    meant = [next((what for what, names in COLUMNS.items() if h in names), "") for h in headers]
    meant = ["names" if not m and h.startswith("name") else m for m, h in zip(meant, headers, strict=True)]
    # Before roles and facts were told apart by header, everything from the third column on was a name.
    if meant[:2] == ["person", "role"]:
        meant = [m or ("names" if not h else "") for m, h in zip(meant, headers, strict=True)]
    if not {"person", "role", "names"} <= set(meant):
        raise InputError(f"roster {path.name}: the first line should read person,role,names")
    unknown = [h for h, m in zip(headers, meant, strict=True) if not m]
    if unknown:
        known = "aliases, dates, schools, addresses, ids"
        raise InputError(
            f"roster {path.name}: {len(unknown)} columns are not known; beside person, role and names there are {known}"
        )
    return meant


def _person(cells: list[str], meant: list[str]) -> RosterPerson:
    # A row may be longer than the header: further cells hold further names.
    columns = [*meant, *["names"] * (len(cells) - len(meant))]
    by: dict[str, list[str]] = {}
    for cell, what in zip(cells, columns, strict=False):
        parts = [cell] if what in ("person", "role") else cell.replace("|", ";").split(";")
        by.setdefault(what, []).extend(part.strip() for part in parts if part.strip())
    names = tuple(dict.fromkeys([*by.get("names", ()), *by.get("aliases", ())]))
    facts = tuple(dict.fromkeys((label, words) for label in _FACTS for words in by.get(label, ())))
    person, role = (next(iter(by.get(what, ())), "") for what in ("person", "role"))
    return RosterPerson(person, role, names, facts)
