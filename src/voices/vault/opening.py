"""Making a vault and opening one."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from voices.errors import VaultError
from voices.vault import journal, ring, tables
from voices.vault.database import connect, reading, writing
from voices.vault.keys import Key
from voices.vault.vault import Vault, now

_SALT_BYTES = 16


def create_vault(
    where: Path | str, key: Key, study_id: str, *, actor: str = "custodian", clock: Callable[[], str] = now
) -> Vault:
    """Make a vault in a folder (0700) or in an empty PostgreSQL database, and open it.

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
        journal.append(connection, opened, at=clock(), actor=actor, action="created", subject=(study_id,), reason="")
    return Vault(engine, opened, clock)


def open_vault(where: Path | str, key: Key, *, migrate: bool = False, clock: Callable[[], str] = now) -> Vault:
    """Open the vault in a folder or on a PostgreSQL server.

    Raises:
        VaultError: there is none, or this key does not open it.
        MigrationNeeded: a server's tables are of another version and `migrate` is not set.
        EnvironmentNotReady: others may read the folder, or the server cannot be used as it stands.
    """
    engine = connect(where, migrate=migrate)
    try:
        with reading(engine) as connection:
            found = {row.name: row.value for row in connection.execute(sa.select(tables.meta))}
            if "study" not in found:
                raise VaultError("the vault was never finished; delete its folder and run `voices vault init` again")
            opened = ring.open_ring(connection, key.master(bytes.fromhex(found["salt"])), found["study"])
    except VaultError:
        engine.dispose()
        raise
    return Vault(engine, opened, clock)
