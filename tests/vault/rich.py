"""A vault with a row in every table, and all that can be read from it, for tests that damage it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from voices.errors import VoicesError
from voices.model import Action, Mention
from voices.vault import RosterPerson, Vault, open_vault

from .people import KEY, REASON, SCHOOL, TOBIAS

NAMES = (
    "Marguerite",
    "Okonjo",
    "Tobias",
    "Quillfeather",
    "Larkrise",
    "Brightwater",
    "07700 900123",
    "3 May 2019",
    "Cressida",
    "letters/",
)
"""What people are called in it, and what else leads to them: none may stand in any byte of its files."""


def enrich(vault: Vault) -> None:
    """Fill the tables that a plain study leaves empty."""
    vault.put_detections([("d1", "h1", (Mention(0, 10, "PERSON", 0.9, Action.MASK, ("given name",)),))], "v1")
    vault.add_roster([RosterPerson("s1", "social worker", ("Ada Brightwater", "Ada"))])
    vault.participant_codes([("P", "interview.docx|Cressida"), ("R", "survey.csv|4"), ("F", "the Quillfeathers")])
    vault.rule("always", actor="custodian", form="Cressida", label="PERSON")
    vault.rule("confirm", actor="custodian", entity=TOBIAS.id)
    vault.erase(SCHOOL.id, "custodian", REASON)
    vault.lookup("person 214", "custodian", REASON)


def everything_read(folder: Path) -> list[Any]:
    """Return all that a vault says, or raise."""
    with open_vault(folder, KEY) as vault:
        return [
            vault.entities(),
            [vault.masked(id_) for id_ in sorted(vault.done())],
            vault.done(),
            vault.sources(),
            vault.roster(),
            vault.rulings(),
            vault.detections("v1"),
            vault.log(),
            vault.participant_codes([("P", "interview.docx|Cressida"), ("R", "survey.csv|4")]),
            vault.erased_mentions(["At Larkrise Primary School"]),
        ]


def shows(folder: Path) -> bool:
    """Tell whether opening the vault, its log or its rows says that something is wrong."""
    try:
        with open_vault(folder, KEY) as vault:
            return not vault.verify().intact or bool(vault.inspect())
    except VoicesError as error:
        if any(name in str(error) for name in NAMES):
            raise AssertionError("an error carries a name") from None
        return True


def cells(folder: Path) -> list[tuple[str, int, str]]:
    """Return (table, row id, column) of every cell that is not null."""
    connection = sqlite3.connect(folder / "vault.db")
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = []
    for table in tables:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        for rowid, *values in connection.execute(f"SELECT rowid, {', '.join(map(quoted, columns))} FROM {table}"):
            found += [(table, rowid, c) for c, value in zip(columns, values, strict=True) if value not in (None, "")]
    connection.close()
    return found


def flip(folder: Path, table: str, rowid: int, column: str, position: float) -> None:
    """Change one byte of one cell, past the triggers, which are put back as they were."""
    connection = sqlite3.connect(folder / "vault.db")
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    (value,) = connection.execute(f"SELECT {quoted(column)} FROM {table} WHERE rowid = ?", (rowid,)).fetchone()
    connection.execute(
        f"UPDATE {table} SET {quoted(column)} = ? WHERE rowid = ?", (_flipped(value, column, position), rowid)
    )
    for _, sql in triggers:
        connection.execute(sql)
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def quoted(column: str) -> str:
    return f'"{column}"'


def _flipped(value: Any, column: str, position: float) -> Any:
    if isinstance(value, int):
        return 1 - value if column in ("doubtful", "whole") else value ^ 64
    data = bytearray(value if isinstance(value, bytes) else value.encode())
    data[int(position * (len(data) - 1))] ^= 4
    return bytes(data) if isinstance(value, bytes) else data.decode("utf-8", errors="replace")
