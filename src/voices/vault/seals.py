"""Seals on rows: every row carries a keyed hash of all it holds, every table a sealed count and sum of these.

A changed cell breaks its row's hash. A row taken out, put in, or replaced by an older state of itself breaks the sum
(an additive multiset hash, Clarke and others 2003). So all writing to the vault's tables goes through this module.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voices.errors import VaultError
from voices.vault import tables
from voices.vault.crypto import seal, unseal
from voices.vault.database import HEAD, chunks
from voices.vault.encoding import dump, load
from voices.vault.ring import Ring

SEALED: tuple[sa.Table, ...] = (
    tables.entity,
    tables.form,
    tables.tombstone,
    tables.ruling,
    tables.roster,
    tables.roster_name,
    tables.participant,
    tables.document,
    tables.slot,
    tables.detection,
    tables.source,
)
"""Every table but the keyring and the vault's few facts, which are sealed by themselves, and the log, a chain."""

_RANGE = 1 << 256
_SCHEMA = "schema"
"""What tables there are and the salt, sealed together; before the salt was in it, it had two parts."""
_SALT = "salt"
_NOTED = 3


def hash_of(ring: Ring, table: sa.Table, row: Mapping[Any, Any]) -> bytes:
    """Return the keyed hash of a row: its table, and every value but the seal with name, type and length.

    Values that are null or empty are left out, so that a later version may add a column without sealing every row anew.
    """
    parts = [table.name.encode()]
    for column in table.columns:
        value = row.get(column.name) if column.name != "seal" else None
        if value is not None and value != "":
            kind, data = _bytes(value)
            parts.append(b"%s %s%d:%s" % (column.name.encode(), kind, len(data), data))
    return hmac.digest(ring.rows_key, b"\x1f".join(parts), "sha256")


def insert(connection: sa.Connection, ring: Ring, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows with their seals, none being fine."""
    if not rows:
        return
    whole = [{**row, "seal": hash_of(ring, table, row)} for row in rows]
    connection.execute(table.insert(), whole)
    _add(connection, ring, table, len(whole), sum(_number(row["seal"]) for row in whole))


def delete(connection: sa.Connection, ring: Ring, table: sa.Table, *where: sa.ColumnElement[bool]) -> None:
    """Delete rows and take them out of the table's sum."""
    gone = connection.execute(sa.select(table.c.seal).where(*where)).scalars().all()
    if gone:
        connection.execute(table.delete().where(*where))
        _add(connection, ring, table, -len(gone), -sum(map(_number, gone)))


def replace(
    connection: sa.Connection, ring: Ring, table: sa.Table, key: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Delete the rows with the same values of `key` and insert these."""
    for part in chunks(dict.fromkeys(row[key] for row in rows)):
        delete(connection, ring, table, table.c[key].in_(part))
    insert(connection, ring, table, rows)


def update(
    connection: sa.Connection, ring: Ring, table: sa.Table, values: Mapping[str, Any], *where: sa.ColumnElement[bool]
) -> None:
    """Set the same values in every row that matches."""
    change(connection, ring, table, [(row, values) for row in rows(connection, ring, table, *where)])


def change(
    connection: sa.Connection, ring: Ring, table: sa.Table, changes: Iterable[tuple[sa.Row[Any], Mapping[str, Any]]]
) -> None:
    """Set values of rows that were read before, each its own; primary keys stay."""
    keys = [column.name for column in table.primary_key.columns]
    done = []
    grown = 0
    for row, values in changes:
        whole = {**row._mapping, **values}
        whole["seal"] = hash_of(ring, table, whole)
        grown += _number(whole["seal"]) - _number(row._mapping["seal"])
        done.append({**{f"old_{name}": whole[name] for name in keys}, **whole})
    if done:
        match = [table.c[name] == sa.bindparam(f"old_{name}") for name in keys]
        values = {c.name: sa.bindparam(c.name) for c in table.columns if c.name not in keys}
        connection.execute(table.update().where(*match).values(values), done)
        _add(connection, ring, table, 0, grown)


def rows(
    connection: sa.Connection,
    ring: Ring,
    table: sa.Table,
    *where: sa.ColumnElement[bool],
    order: Sequence[sa.ColumnElement[Any]] = (),
) -> list[sa.Row[Any]]:
    """Return rows whose seals hold.

    Raises:
        VaultError: a row was changed outside voices; names the table and what identifies the row.
    """
    query = sa.select(table).where(*where).order_by(*(order or table.primary_key.columns))
    found = list(connection.execute(query))
    for row in found:
        if not _holds(ring, table, row):
            raise VaultError(f"{_place(table, row)}: the seal is broken; the row was changed outside voices")
    return found


def begin(connection: sa.Connection, ring: Ring) -> None:
    """Seal every row as it is: for a new vault, and once for one made before rows had seals."""
    for table in SEALED:
        found = list(connection.execute(sa.select(table)))
        _put(connection, ring, table, 0, 0)
        connection.execute(table.delete())
        insert(connection, ring, table, [{n: v for n, v in row._mapping.items() if n != "seal"} for row in found])
    note_schema(connection, ring)


def begun(connection: sa.Connection) -> bool:
    """Tell whether the rows of this vault carry seals."""
    query = sa.select(tables.meta.c.name).where(tables.meta.c.name == _SCHEMA)
    return connection.execute(query).first() is not None


def note_schema(connection: sa.Connection, ring: Ring) -> None:
    """Keep what tables, indexes and triggers there are, with their version, and the salt, of no use to a key file."""
    _set(connection, ring, _SCHEMA, [HEAD, _schema(connection), _plain(connection, _SALT)])


def migrated(connection: sa.Connection, ring: Ring) -> bool:
    """Tell whether the tables were brought to another version, or more came to be noted, since they were last noted."""
    noted = _get(connection, ring, _SCHEMA)
    return bool(noted[0] != HEAD or len(noted) < _NOTED)


def problems(connection: sa.Connection, ring: Ring) -> tuple[str, ...]:
    """Check every row of every table, their sums, and on SQLite the indexes and triggers; return what is wrong."""
    found = []
    for table in SEALED:
        count = total = 0
        for row in connection.execute(sa.select(table)):
            if not _holds(ring, table, row):
                found.append(f"{_place(table, row)} was changed outside voices")
            count, total = count + 1, total + _number(row._mapping["seal"])
        try:
            kept = _read(connection, ring, table)
        except VaultError as error:
            found.append(str(error))
            continue
        if kept != (count, total % _RANGE):
            found.append(f"table {table.name}: a row was taken out, put in or put back ({kept[0]} rows, now {count})")
    try:
        head, schema, salt = _get(connection, ring, _SCHEMA)
        if (head, schema) != (HEAD, _schema(connection)):
            found.append("a table, index or trigger was changed outside voices")
        if salt != _plain(connection, _SALT):
            found.append("the vault's salt was changed outside voices")
    except VaultError as error:
        found.append(str(error))
    if connection.dialect.name == "sqlite":
        said = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalars().all()
        if said != ["ok"]:
            found.append("the file is damaged: an index does not agree with its table")
    return tuple(dict.fromkeys(found))


def _holds(ring: Ring, table: sa.Table, row: sa.Row[Any]) -> bool:
    kept = row._mapping["seal"]
    try:
        return isinstance(kept, bytes) and hmac.compare_digest(hash_of(ring, table, row._mapping), kept)
    except TypeError:
        return False  # a value of another type than the column's: SQLite lets any in


def _bytes(value: object) -> tuple[bytes, bytes]:
    match value:
        case bytes():
            return b"b", value
        case str():
            return b"t", value.encode()
        case int():
            return b"i", str(int(value)).encode()
    raise TypeError(type(value).__name__)


def _place(table: sa.Table, row: sa.Row[Any]) -> str:
    keys = (row._mapping[column.name] for column in table.primary_key.columns)
    shown = (key.hex()[:16] if isinstance(key, bytes) else str(key)[:40] for key in keys)
    return f"{table.name} {' '.join(shown)}"


def _number(value: object) -> int:
    return int.from_bytes(value, "big") if isinstance(value, bytes) else 0


def _add(connection: sa.Connection, ring: Ring, table: sa.Table, count: int, total: int) -> None:
    before = _read(connection, ring, table)
    _put(connection, ring, table, before[0] + count, (before[1] + total) % _RANGE)


def _put(connection: sa.Connection, ring: Ring, table: sa.Table, count: int, total: int) -> None:
    _set(connection, ring, f"rows {table.name}", [count, f"{total:064x}"])


def _read(connection: sa.Connection, ring: Ring, table: sa.Table) -> tuple[int, int]:
    count, total = _get(connection, ring, f"rows {table.name}")
    return int(count), int(total, 16)


def _set(connection: sa.Connection, ring: Ring, name: str, value: list[object]) -> None:
    sealed = seal(AESGCM(ring.rows_key), dump(value), ring.context(name)).hex()
    connection.execute(tables.meta.delete().where(tables.meta.c.name == name))
    connection.execute(tables.meta.insert(), {"name": name, "value": sealed})


def _get(connection: sa.Connection, ring: Ring, name: str) -> list[Any]:
    try:
        sealed = bytes.fromhex(_plain(connection, name))
        found: list[Any] = load(unseal(AESGCM(ring.rows_key), sealed, ring.context(name), name))
    except ValueError:
        raise VaultError(f"{name}: the seal is broken; it was changed outside voices") from None
    return found


def _plain(connection: sa.Connection, name: str) -> str:
    """Return one of the vault's few facts as it stands; empty where it is missing."""
    query = sa.select(tables.meta.c.value).where(tables.meta.c.name == name)
    return str(connection.execute(query).scalar_one_or_none() or "")


def _schema(connection: sa.Connection) -> str:
    """Return what tables, indexes and triggers there are, as one hash; empty on a server, whose owner keeps these."""
    if connection.dialect.name != "sqlite":
        return ""
    query = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master ORDER BY type, name"
    listed = [list(row) for row in connection.exec_driver_sql(query)]
    return hmac.digest(b"schema", dump(listed), "sha256").hex()
