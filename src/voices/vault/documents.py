"""Documents in the vault: what was detected, where it came from, and the template with its slots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voices.errors import VaultError
from voices.model import Masked, Mention, Slot
from voices.vault import people, seals, tables, tombstones
from voices.vault.crypto import seal, unseal
from voices.vault.database import chunks
from voices.vault.editing import REMOVED, strike
from voices.vault.encoding import dump, dump_document, dump_mentions, load, load_document, load_mentions
from voices.vault.nouns import SourceEntry
from voices.vault.ring import Ring


def put_detections(
    connection: sa.Connection, ring: Ring, items: Iterable[tuple[str, str, Sequence[Mention]]], version: str
) -> None:
    """Store (document id, input hash, mentions) found by one version of the code; older versions of them go."""
    rows: list[dict[str, object]] = [
        {
            "document": document,
            "version": version,
            "input_hash": input_hash,
            "sealed": ring.seal(dump_mentions(mentions), "detection", document, version, input_hash),
        }
        for document, input_hash, mentions in items
    ]
    seals.replace(connection, ring, tables.detection, "document", rows)


def detections(connection: sa.Connection, ring: Ring, version: str) -> dict[str, tuple[str, tuple[Mention, ...]]]:
    """Return (input hash, mentions) by document id, of one version of the code."""
    kept = tables.detection
    return {
        row.document: (
            row.input_hash,
            load_mentions(ring.unseal(row.sealed, "detection", row.document, version, row.input_hash)),
        )
        for row in seals.rows(connection, ring, kept, kept.c.version == version)
    }


def put_sources(connection: sa.Connection, ring: Ring, entries: Iterable[SourceEntry]) -> None:
    """Store which original each document came from; a file name loses the name of an erased person."""
    rows: list[dict[str, object]] = []
    distinct = list({e.document: e for e in entries}.values())
    files = tombstones.without_erased(connection, ring, [e.file for e in distinct])
    for e, file in zip(distinct, files, strict=True):
        content = dump([e.source, file, e.row, e.content_hash, e.keep_until])
        rows.append({"document": e.document, "sealed": ring.seal(content, "source", e.document)})
    seals.replace(connection, ring, tables.source, "document", rows)


def sources(connection: sa.Connection, ring: Ring) -> tuple[SourceEntry, ...]:
    """Return the originals by document id."""
    rows = seals.rows(connection, ring, tables.source)
    return tuple(SourceEntry(row.document, *load(ring.unseal(row.sealed, "source", row.document))) for row in rows)


def put_masked(connection: sa.Connection, ring: Ring, items: Sequence[tuple[Masked, str]]) -> tuple[Masked, ...]:
    """Store masked documents with their input hashes; return them as stored: [removed] for erased entities.

    Raises:
        VaultError: a slot lies outside its text or belongs to an entity that was not put before.
    """
    known = people.keys(connection, ring, {s.entity for masked, _ in items for s in masked.slots if s.entity})
    gone = {id_: people.written(kept) for id_, kept in known.items() if kept.status == people.ERASED}
    stored = tuple(strike(masked, gone) if gone else masked for masked, _ in items)
    documents: list[dict[str, object]] = []
    slots: list[dict[str, object]] = []
    for masked, (_, input_hash) in zip(stored, items, strict=True):
        key, wrapped = ring.new_data_key("document", masked.document.id)
        documents.append(
            {
                "id": masked.document.id,
                "input_hash": input_hash,
                "wrapped": wrapped,
                "sealed": seal(key, dump_document(masked.document), ring.context("document", masked.document.id)),
            }
        )
        slots += _slot_rows(ring, masked, key, known)
    seals.replace(connection, ring, tables.document, "id", documents)
    for part in chunks(str(row["id"]) for row in documents):
        seals.delete(connection, ring, tables.slot, tables.slot.c.document.in_(part))
    seals.insert(connection, ring, tables.slot, slots)
    return stored


def masked_documents(
    connection: sa.Connection, ring: Ring, ids: Sequence[str] | None = None
) -> Iterator[tuple[Masked, str]]:
    """Yield the stored documents with their input hashes, by id, batch by batch; all of them without `ids`."""
    if ids is None:
        ids = connection.execute(sa.select(tables.document.c.id)).scalars().all()
    for part in chunks(sorted(set(ids))):
        rows = seals.rows(connection, ring, tables.document, tables.document.c.id.in_(part))
        found = seals.rows(connection, ring, tables.slot, tables.slot.c.document.in_(part))
        by_document = {id_: list(group) for id_, group in groupby(found, key=lambda row: row.document)}
        known = people.keys(connection, ring, {row.entity for row in found if row.entity})
        for row in rows:
            key = ring.data_key(row.wrapped, "document", row.id)
            document = load_document(unseal(key, row.sealed, ring.context("document", row.id), f"document {row.id}"))
            slots = tuple(_slot(ring, slot, key, known) for slot in by_document.get(row.id, ()))
            yield Masked(document, slots), row.input_hash


def masked(connection: sa.Connection, ring: Ring, document: str) -> Masked:
    """Return one stored document.

    Raises:
        VaultError: it is not in the vault.
    """
    found = next(masked_documents(connection, ring, (document,)), None)
    if found is None:
        raise VaultError(f"document {document}: not in the vault")
    return found[0]


def remove(connection: sa.Connection, ring: Ring, ids: Iterable[str]) -> None:
    """Take documents out: templates with their keys, slots, detections and the way to their originals."""
    for part in chunks(ids):
        for table in (tables.slot, tables.detection, tables.source):
            seals.delete(connection, ring, table, table.c.document.in_(part))
        seals.delete(connection, ring, tables.document, tables.document.c.id.in_(part))


def with_entity(connection: sa.Connection, entity: str) -> tuple[str, ...]:
    """Return the ids of the documents in which an entity stands, sorted."""
    query = sa.select(tables.slot.c.document).where(tables.slot.c.entity == entity).distinct()
    return tuple(sorted(connection.execute(query).scalars()))


def _slot_rows(
    ring: Ring, masked: Masked, key: AESGCM, known: Mapping[str, people.Kept]
) -> Iterator[dict[str, object]]:
    document = masked.document.id
    for ordinal, slot in enumerate(masked.slots):
        if not 0 <= slot.start < slot.end <= len(masked.document.text):
            raise VaultError(f"document {document}: slot {ordinal} lies outside the text; run pseudonymise again")
        holder, gone = _holder(slot.entity, key, known, document)
        context = _slot_context(ring, document, ordinal, slot.label, slot.entity)
        yield {
            "document": document,
            "ordinal": ordinal,
            "start": slot.start,
            "end": slot.end,
            "label": slot.label,
            "entity": slot.entity,
            "doubtful": slot.doubtful,
            "reasons": dump(list(slot.reasons)).decode(),
            "sealed": None if gone or holder is None else seal(holder, slot.original.encode(), context),
        }


def _slot(ring: Ring, row: sa.Row[tuple[object, ...]], key: AESGCM, known: Mapping[str, people.Kept]) -> Slot:
    holder, _ = _holder(row.entity, key, known, row.document)
    original = REMOVED
    if row.sealed is not None and holder is not None:
        context = _slot_context(ring, row.document, row.ordinal, row.label, row.entity)
        original = unseal(holder, row.sealed, context, f"document {row.document}, slot {row.ordinal}").decode()
    reasons = tuple(load(row.reasons.encode()))
    return Slot(row.start, row.end, row.label, row.entity, original, bool(row.doubtful), reasons)


def _slot_context(ring: Ring, document: str, ordinal: int, label: str, entity: str) -> bytes:
    return ring.context("slot", document, ordinal, label, entity)


def _holder(entity: str, key: AESGCM, known: Mapping[str, people.Kept], document: str) -> tuple[AESGCM | None, bool]:
    """Return the key a slot is sealed with, and whether its entity's key was destroyed."""
    if not entity:
        return key, False
    kept = known.get(entity)
    if kept is None:
        raise VaultError(f"document {document}: a slot belongs to entity {entity}, which was not put into the vault")
    if kept.status == people.MERGED:
        raise VaultError(f"document {document}: entity {entity} was merged into another; link again with the rulings")
    return kept.key, kept.key is None
