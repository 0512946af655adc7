"""Another key for the vault: every key in it is wrapped anew, in one transaction."""

from __future__ import annotations

import sqlalchemy as sa

from voices.vault import seals, tables
from voices.vault.ring import Ring, rewrapped, wrapping_key


def rewrap(connection: sa.Connection, ring: Ring, master: bytes) -> int:
    """Wrap every key of the vault for another master key, in the caller's transaction; return how many.

    Raises:
        VaultError: the seal of a key is broken; nothing is changed once the caller's transaction ends with it.
    """
    wrapping = wrapping_key(master, ring.study)
    ring_rows = connection.execute(sa.select(tables.keyring)).all()
    for name, wrapped in ring_rows:
        new = rewrapped(ring, wrapping, wrapped, "keyring", name)
        connection.execute(tables.keyring.update().where(tables.keyring.c.name == name).values(wrapped=new))
    done = len(ring_rows)
    for table, place in ((tables.entity, "entity"), (tables.document, "document")):
        held = seals.rows(connection, ring, table, table.c.wrapped.is_not(None))
        seals.change(
            connection,
            ring,
            table,
            [(row, {"wrapped": rewrapped(ring, wrapping, row.wrapped, place, row.id)}) for row in held],
        )
        done += len(held)
    return done
