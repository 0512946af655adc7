"""The people, places and bodies of a study: their names under a key each, found again by blind index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voices import placeholders
from voices.errors import VaultError
from voices.model import Entity
from voices.vault import seals, tables, tombstones
from voices.vault.crypto import seal, unseal
from voices.vault.database import chunks
from voices.vault.encoding import dump, load
from voices.vault.ring import Ring

LIVE, ERASED, MERGED = "live", "erased", "merged"


@dataclass(frozen=True)
class Kept:
    """An entity as its row says, names still sealed."""

    label: str
    number: int
    status: str
    key: AESGCM | None
    """None once the key was destroyed."""


def keys(connection: sa.Connection, ring: Ring, ids: Iterable[str]) -> dict[str, Kept]:
    """Return label, number, status and key of the entities that are known."""
    people = tables.entity
    found: dict[str, Kept] = {}
    for part in chunks(sorted(set(ids))):
        for row in seals.rows(connection, ring, people, people.c.id.in_(part)):
            key = ring.data_key(row.wrapped, "entity", row.id) if row.wrapped is not None else None
            found[row.id] = Kept(row.label, row.number, row.status, key)
    return found


def entities(connection: sa.Connection, ring: Ring, *where: sa.ColumnElement[bool]) -> tuple[Entity, ...]:
    """Return every entity that matches by id; erased and merged ones have no forms and keep their number taken."""
    found = []
    for row in seals.rows(connection, ring, tables.entity, *where):
        forms: tuple[str, ...] = ()
        kind = ""
        if row.wrapped is not None and row.forms is not None:
            key = ring.data_key(row.wrapped, "entity", row.id)
            kept = load(unseal(key, row.forms, ring.context("forms", row.id), f"entity {row.id}"))
            forms, kind = (tuple(kept["forms"]), str(kept["kind"])) if isinstance(kept, dict) else (tuple(kept), "")
        found.append(Entity(row.id, row.label, row.number, forms, kind))
    return tuple(found)


def written_as(connection: sa.Connection, ring: Ring, asked: str) -> Entity | None:
    """Return the entity whose placeholder is `[asked]`; those of its number are opened first, all only if need be."""
    number = asked.rpartition(" ")[2]
    few = (
        (tables.entity.c.number == int(number),) if number.isascii() and number.isdecimal() and len(number) < 10 else ()
    )
    for where in (few, ()) if few else ((),):
        found = next((e for e in entities(connection, ring, *where) if f"[{asked}]" in _ways(e)), None)
        if found is not None:
            return found
    return None


def put(connection: sa.Connection, ring: Ring, given: Sequence[Entity]) -> None:
    """Store entities, replacing those of the same id.

    One whose whole name was erased before is stored as erased: number and label, no name. One that was merged into
    another stays so.

    Raises:
        VaultError: two entities of one label carry the same number.
    """
    known = keys(connection, ring, (entity.id for entity in given))
    buried = tombstones.buried(connection, ring, given)
    rows: list[dict[str, object]] = []
    marks: list[dict[str, object]] = []
    for entity in {e.id: e for e in given}.values():
        before = known.get(entity.id)
        if before is not None and before.status == MERGED:
            continue
        if entity.id in buried or (before is not None and before.status == ERASED):
            rows.append(_row(entity.label, entity.number, entity.id, ERASED))
            continue
        key = before.key if before is not None else None
        if key is None:
            key, wrapped = ring.new_data_key("entity", entity.id)
        else:
            wrapped = _wrapped(connection, entity.id)
        words = sorted(set(entity.forms))
        kept = {"forms": words, "kind": entity.kind} if entity.kind else words
        forms = seal(key, dump(kept), ring.context("forms", entity.id))
        rows.append(_row(entity.label, entity.number, entity.id, LIVE) | {"wrapped": wrapped, "forms": forms})
        marks += [{"entity": entity.id, "mark": m} for m in sorted({ring.mark(f) for f in entity.forms})]
    _clear_marks(connection, ring, (str(row["id"]) for row in rows))
    seals.replace(connection, ring, tables.entity, "id", rows)
    seals.insert(connection, ring, tables.form, marks)
    _refuse_shared_numbers(connection)


def destroy(connection: sa.Connection, ring: Ring, entity: str, status: str, into: str = "") -> None:
    """Destroy an entity's key, forms and blind indexes; label and number stay, so that it is not given again."""
    values = {"status": status, "merged_into": into, "wrapped": None, "forms": None}
    seals.update(connection, ring, tables.entity, values, tables.entity.c.id == entity)
    _clear_marks(connection, ring, (entity,))


def written(entity: Entity | Kept) -> str:
    """Return an entity's placeholder."""
    return placeholders.write(entity.label, entity.number, entity.kind if isinstance(entity, Entity) else "")


def _ways(entity: Entity) -> tuple[str, str]:
    """Return the placeholder as written, and with the label's own word: "mother 214" and "person 214" are one."""
    return written(entity), placeholders.write(entity.label, entity.number)


def _row(label: str, number: int, entity: str, status: str) -> dict[str, object]:
    return {
        "id": entity,
        "label": label,
        "number": number,
        "status": status,
        "merged_into": "",
        "wrapped": None,
        "forms": None,
    }


def _wrapped(connection: sa.Connection, entity: str) -> bytes:
    query = sa.select(tables.entity.c.wrapped).where(tables.entity.c.id == entity)
    wrapped: bytes = connection.execute(query).scalar_one()
    return wrapped


def _clear_marks(connection: sa.Connection, ring: Ring, ids: Iterable[str]) -> None:
    for part in chunks(ids):
        seals.delete(connection, ring, tables.form, tables.form.c.entity.in_(part))


def _refuse_shared_numbers(connection: sa.Connection) -> None:
    people = tables.entity
    query = sa.select(people.c.label, people.c.number).group_by(people.c.label, people.c.number)
    twin = connection.execute(query.having(sa.func.count() > 1).limit(1)).one_or_none()
    if twin is not None and twin.label in placeholders.NUMBERED_KINDS:
        kind = placeholders.NUMBERED_KINDS[twin.label]
        raise VaultError(f"two entities would both be [{kind} {twin.number}]; link again with the vault's entities")
