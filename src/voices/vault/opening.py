"""Making a vault, opening one, and bringing one back from a backup."""

from __future__ import annotations

import os
import secrets
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from voices.errors import VaultError
from voices.vault import journal, ring, seals, tables
from voices.vault.database import ANCHOR, FILE, anchor_of, connect, reading, writing
from voices.vault.keeping import now
from voices.vault.keys import Key
from voices.vault.nouns import Replay
from voices.vault.vault import Vault

_SALT_BYTES = 16
_SEALED = "rows sealed"
"""In the log's line about the making of the vault, or about the one time rows made before seals got theirs."""


def create_vault(
    where: Path | str,
    key: Key,
    study_id: str,
    *,
    actor: str = "custodian",
    clock: Callable[[], str] = now,
    ledger: Path | None = None,
) -> Vault:
    """Make a vault in a folder (0700) or in an empty PostgreSQL database, and open it.

    `ledger` is the file that keeps the list of erasures, outside the vault.

    Raises:
        VaultError: there is one already, or the study id is empty.
        EnvironmentNotReady: the server cannot be used as it stands.
    """
    if not study_id.strip():
        raise VaultError("a vault needs the id of its study")
    engine = connect(where, create=True)
    salt = secrets.token_bytes(_SALT_BYTES)
    master = key.master(salt)
    with writing(engine) as connection:
        if connection.execute(sa.select(tables.meta.c.name).limit(1)).first() is not None:
            raise VaultError("there is a vault already; nothing was changed")
        rows = [{"name": "study", "value": study_id}, {"name": "salt", "value": salt.hex()}]
        connection.execute(tables.meta.insert(), rows)
        ring.make(connection, master, study_id)
        opened = ring.open_ring(connection, master, study_id)
        seals.begin(connection, opened)
        made = (study_id, _SEALED)
        journal.append(connection, opened, at=clock(), actor=actor, action="created", subject=made, reason="")
    return Vault(engine, opened, clock, ledger)


def open_vault(
    where: Path | str,
    key: Key,
    *,
    migrate: bool = False,
    clock: Callable[[], str] = now,
    ledger: Path | None = None,
    study: str = "",
) -> Vault:
    """Open the vault in a folder or on a PostgreSQL server; `ledger` keeps the list of erasures, outside the vault.

    Raises:
        VaultError: there is none, it is not that of the study of this id (where one is given), this key does not open
            it, or its seals were taken off.
        MigrationNeeded: a server's tables are of another version and `migrate` is not set.
        EnvironmentNotReady: others may read the folder, or the server cannot be used as it stands.
    """
    engine = connect(where, migrate=migrate)
    try:
        with reading(engine) as connection:
            found = {row.name: row.value for row in connection.execute(sa.select(tables.meta))}
            if "study" not in found:
                raise VaultError("the vault was never finished; delete its folder and run `voices vault init` again")
            if study and found["study"] != study:
                raise VaultError("the vault that lies here is another study's: put this study's own in its place")
            opened = ring.open_ring(connection, key.master(_salt(found)), found["study"])
            stale = not seals.begun(connection) or seals.migrated(connection, opened)
        if stale:
            _seal_once(engine, opened, clock())
        vault = Vault(engine, opened, clock, ledger)
        vault.keep_ledger()
    except VaultError:
        engine.dispose()
        raise
    return vault


def recover_vault(
    file: Path, folder: Path, key: Key, *, ledger: Path, actor: str, clock: Callable[[], str] = now
) -> Replay | None:
    """Make a vault's folder from a backup, and erase again whom the list of erasures names; None without a list.

    It appears under its name once it is whole: a kill leaves a folder `….recovering`, which the next try replaces.

    Raises:
        VaultError: there is a vault already, the file is no backup, the key does not open it, or it was changed.
    """
    if (folder / FILE).exists():
        raise VaultError(f"{folder.name}: there is a vault here; move it away first, then recover")
    half = folder.with_name(f"{folder.name}.recovering")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    try:
        _unpack(file, half)
        with open_vault(half, key, clock=clock) as vault:
            state = vault.verify()
            problems = vault.inspect()
            if problems or not state.intact:
                raise VaultError(f"{file.name}: damaged or changed: {state.problem or problems[0]}; take another")
            vault.note(actor, "recovered from a backup")
            done = vault.replay(ledger, actor) if ledger.is_file() else None
        half.replace(folder)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    return done


def _unpack(file: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            if sorted(archive.namelist()) != sorted((FILE, ANCHOR)):
                raise VaultError(f"{file.name}: not a backup of a vault")
            for name in (FILE, ANCHOR):
                handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "wb") as out, archive.open(name) as packed:
                    shutil.copyfileobj(packed, out)
    except (OSError, zipfile.BadZipFile) as error:
        raise VaultError(f"{file.name}: cannot be read as a backup of a vault ({type(error).__name__})") from None


def _seal_once(engine: sa.Engine, opened: ring.Ring, at: str) -> None:
    with writing(engine) as connection:
        if seals.begun(connection):
            if seals.migrated(connection, opened):
                seals.note_schema(connection, opened)
            return
        # Taking the seals off must not be a way to have changed rows sealed as they are.
        anchor = anchor_of(engine)
        before = any(_SEALED in (entry.action, *entry.subject) for entry in journal.entries(connection))
        if before or (anchor is not None and anchor.exists()):
            raise VaultError("the seals on the vault's rows were taken off outside voices; fetch a backup")
        seals.begin(connection, opened)
        journal.append(connection, opened, at=at, actor="voices", action=_SEALED, subject=(), reason="")


def _salt(found: dict[str, str]) -> bytes:
    try:
        return bytes.fromhex(found["salt"])
    except (KeyError, ValueError):
        raise VaultError("the vault's salt is damaged; fetch a backup") from None
