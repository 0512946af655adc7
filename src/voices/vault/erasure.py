"""Erasing a person: their key is destroyed, their names struck from finished documents, their return foreseen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from voices.errors import VaultError
from voices.model import Document, Entity, Slot
from voices.vault import custody, documents, participants, people, seals, tables, tombstones
from voices.vault.crypto import fold
from voices.vault.database import chunks
from voices.vault.editing import REMOVED, strike
from voices.vault.nouns import Erasure, SourceEntry
from voices.vault.ring import Ring

_CARRY_NAMES = ("EMAIL", "URL", "HANDLE")
"""Labels whose words often hold a person's name, and which belong to no entity."""


def erase(connection: sa.Connection, ring: Ring, entity_id: str) -> Erasure:
    """Erase one person, place or body in the caller's transaction.

    Raises:
        VaultError: the entity is unknown, or its key is destroyed already.
    """
    entity = next(iter(people.entities(connection, ring, tables.entity.c.id == entity_id)), None)
    kept = people.keys(connection, ring, (entity_id,)).get(entity_id)
    if entity is None or kept is None:
        raise VaultError(f"entity {entity_id}: not in the vault; look the pseudonym up first")
    if kept.status != people.LIVE:
        raise VaultError(f"entity {entity_id}: {kept.status} already")
    touched = _strike_everywhere(connection, ring, entity)
    standing = set(documents.with_entity(connection, entity_id))
    originals = tuple(
        e for e in documents.sources(connection, ring) if e.document in standing or _inside(e.file, entity)
    )
    tombstones.bury(connection, ring, entity)
    people.destroy(connection, ring, entity_id, people.ERASED)
    _forget_elsewhere(connection, ring, entity, originals)
    return Erasure(entity_id, touched, originals)


def _strike_everywhere(connection: sa.Connection, ring: Ring, entity: Entity) -> tuple[Document, ...]:
    touched = []
    batch = []
    placeholder = {entity.id: people.written(entity)}

    def names_them(slot: Slot) -> bool:
        return not slot.entity and slot.label in _CARRY_NAMES and _inside(slot.original, entity)

    for masked, input_hash in documents.masked_documents(connection, ring):
        struck = strike(masked, placeholder, names_them)
        if struck != masked:
            batch.append((struck, input_hash))
            touched.append(struck.document)
    # The originals in these slots are gone once the entity's key is: writing them anew would need it.
    people.destroy(connection, ring, entity.id, people.ERASED)
    for part in chunks(batch):
        documents.put_masked(connection, ring, part)
    return tuple(touched)


def _forget_elsewhere(connection: sa.Connection, ring: Ring, entity: Entity, originals: Sequence[SourceEntry]) -> None:
    marks = sorted({ring.mark(form) for form in entity.forms})
    longest = max((fold(form) for form in entity.forms), key=len, default="")
    ruled = tables.ruling
    nothing = {"sealed": None, "mark": None}
    seals.update(connection, ring, ruled, nothing, ruled.c.entity == entity.id)
    hits = tables.roster_name
    for part in chunks(marks):
        seals.update(connection, ring, ruled, nothing, ruled.c.mark.in_(part))
    # Only the whole name takes somebody off the roster: two people may share a first name.
    found = connection.execute(sa.select(hits.c.person).where(hits.c.mark == ring.mark(longest))).scalars().all()
    custody.remove_roster(connection, ring, found)
    voices = tables.participant
    rows = connection.execute(sa.select(voices.c.code, voices.c.sealed).where(voices.c.sealed.is_not(None))).all()
    participants.forget(
        connection,
        ring,
        [code for code, sealed in rows if _inside(ring.unseal(sealed, "participant", code).decode(), entity)],
    )
    documents.put_sources(
        connection,
        ring,
        (replace(e, file=_without(e.file, entity)) for e in originals if _inside(e.file, entity)),
    )


def _pattern(entity: Entity) -> re.Pattern[str] | None:
    # File names write a name's words with a space, dot, underscore or hyphen between them.
    forms = sorted({" ".join(form.split()) for form in entity.forms if form.strip()}, key=lambda f: (-len(f), f))
    if not forms:
        return None
    joined = "|".join(r"[\s._-]*".join(map(re.escape, form.split())) for form in forms)
    return re.compile(rf"(?<![^\W\d_])(?:{joined})(?![^\W\d_])", re.IGNORECASE)


def _inside(text: str, entity: Entity) -> bool:
    pattern = _pattern(entity)
    return pattern is not None and pattern.search(text) is not None


def _without(text: str, entity: Entity) -> str:
    pattern = _pattern(entity)
    return pattern.sub(REMOVED, text) if pattern is not None else text
