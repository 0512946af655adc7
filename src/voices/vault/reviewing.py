"""What waits for the custodian, and how rulings change documents that are already finished."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from voices import placeholders
from voices.model import Masked, Slot
from voices.vault import custody, documents, people, tables
from voices.vault.crypto import fold, keyed_hash
from voices.vault.editing import Edit, edit, swap_in_questions
from voices.vault.nouns import Context, KeptRuling, Pending
from voices.vault.ring import Ring

CONTEXT = 90
"""Code points shown on either side of a doubtful form."""
CONTEXTS = 5
"""Places shown for one item; more would only be read by nobody."""

IN_PLACE = ("confirm", "release", "relabel", "merge", "never")
"""Rulings that finished documents can follow without their originals; the others need linking again."""


@dataclass
class _Gathering:
    slot: Slot
    forms: set[str] = field(default_factory=set)
    count: int = 0
    documents: set[str] = field(default_factory=set)
    reasons: set[str] = field(default_factory=set)
    contexts: list[Context] = field(default_factory=list)


def pending(connection: sa.Connection, ring: Ring) -> tuple[Pending, ...]:
    """Return what is in doubt and not ruled on, most frequent first."""
    query = sa.select(tables.slot.c.document).where(tables.slot.c.doubtful).distinct()
    doubtful = connection.execute(query).scalars().all()
    settled = [ruling for ruling in custody.rulings(connection, ring) if not ruling.applied]
    gathered: dict[str, _Gathering] = {}
    for masked, _ in documents.masked_documents(connection, ring, doubtful):
        for slot in masked.slots:
            if slot.doubtful and not any(_concerns(ruling, slot, masked.document.id) for ruling in settled):
                _gather(gathered.setdefault(_item_id(ring, slot), _Gathering(slot)), masked, slot)
    known = {entity.id: entity for entity in people.entities(connection, ring)}
    found = []
    for id_, item in gathered.items():
        entity = known.get(item.slot.entity)
        placeholder = people.written(entity) if entity else placeholders.write(item.slot.label)
        found.append(
            Pending(
                id_,
                item.slot.entity,
                item.slot.label,
                placeholder,
                tuple(sorted(item.forms)),
                item.count,
                len(item.documents),
                tuple(sorted(item.reasons)),
                tuple(item.contexts),
            )
        )
    return tuple(sorted(found, key=lambda item: (-item.slots, item.id)))


def apply_rulings(connection: sa.Connection, ring: Ring, at: str) -> tuple[Masked, ...]:
    """Change the finished documents as the rulings say that are not applied yet; return the documents changed.

    Splits and words to be always masked are left, unapplied, to the next linking.
    """
    waiting = [r for r in custody.rulings(connection, ring) if not r.applied and r.kind in IN_PLACE]
    changed: dict[str, Masked] = {}
    for ruling in waiting:
        target = _target(connection, ring, ruling)
        # Documents with the entity, or all of them where only a form is named: the form may stand in any.
        ids = documents.with_entity(connection, ruling.entity) if ruling.entity else None
        batch: list[tuple[Masked, str]] = []
        for masked, input_hash in documents.masked_documents(connection, ring, ids):
            edited = _follow(masked, ruling, target)
            if edited != masked:
                batch.append((edited, input_hash))
        for stored in documents.put_masked(connection, ring, batch):
            changed[stored.document.id] = stored
        if ruling.kind == "merge" and not ruling.document:
            people.destroy(connection, ring, ruling.entity, people.MERGED, ruling.other)
    custody.mark_applied(connection, ring, (ruling.id for ruling in waiting), at)
    return tuple(changed[id_] for id_ in sorted(changed))


@dataclass(frozen=True)
class _Target:
    entity: str
    label: str
    placeholder: str
    before: str
    """The placeholder as it stood."""


def _target(connection: sa.Connection, ring: Ring, ruling: KeptRuling) -> _Target | None:
    known = {entity.id: entity for entity in people.entities(connection, ring)}
    if ruling.kind == "merge":
        gone, into = known[ruling.entity], known[ruling.other]
        if not ruling.document:
            forms = tuple(sorted({*gone.forms, *into.forms}))
            people.put(connection, ring, (replace(into, forms=forms),))
        return _Target(into.id, into.label, people.written(into), people.written(gone))
    if ruling.kind != "relabel":
        return None
    entity = known.get(ruling.entity)
    if entity is None:
        return _Target("", ruling.label, placeholders.write(ruling.label), "")
    taken = {other.number for other in known.values() if other.label == ruling.label and other.id != entity.id}
    number = next(n for n in _numbers(ring, entity.id, entity.number) if n not in taken)
    renamed = replace(entity, label=ruling.label, number=number)
    people.put(connection, ring, (renamed,))
    return _Target(entity.id, ruling.label, people.written(renamed), people.written(entity))


def _numbers(ring: Ring, entity: str, first: int) -> Iterable[int]:
    yield first
    for attempt in range(10_000):
        yield (
            100
            + int.from_bytes(keyed_hash(ring.names["pseudonyms"], "relabel", entity, str(attempt))[:8], "big") % 9900
        )


def _follow(masked: Masked, ruling: KeptRuling, target: _Target | None) -> Masked:
    edits = {
        index: _edited(masked, slot, ruling, target)
        for index, slot in enumerate(masked.slots)
        if _concerns(ruling, slot, masked.document.id)
    }
    if not edits:
        return masked
    edited = edit(masked, edits)
    if target is not None and target.before and not ruling.form and not ruling.document:
        edited = swap_in_questions(edited, {target.before: target.placeholder})
    return edited


def _edited(masked: Masked, slot: Slot, ruling: KeptRuling, target: _Target | None) -> Edit:
    if ruling.kind in ("release", "never"):
        return Edit(slot.original, None)
    if target is None:
        return Edit(masked.document.text[slot.start : slot.end], replace(slot, doubtful=False))
    return Edit(target.placeholder, replace(slot, entity=target.entity, label=target.label, doubtful=False))


def _concerns(ruling: KeptRuling, slot: Slot, document: str) -> bool:
    if ruling.document not in ("", document):
        return False
    if ruling.entity and slot.entity != ruling.entity:
        return False
    if not ruling.form:
        return bool(ruling.entity)
    if ruling.kind != "never" and not ruling.entity and slot.entity:
        return False  # a ruling on a form without an entity is about slots without one
    return fold(slot.original) == fold(ruling.form)


def _item_id(ring: Ring, slot: Slot) -> str:
    return slot.entity or keyed_hash(ring.names["index"], "item", slot.label, fold(slot.original)).hex()[:16]


def _gather(item: _Gathering, masked: Masked, slot: Slot) -> None:
    text = masked.document.text
    item.forms.add(slot.original)
    item.count += 1
    item.documents.add(masked.document.id)
    item.reasons.update(slot.reasons)
    if len(item.contexts) < CONTEXTS:
        before, after = text[max(0, slot.start - CONTEXT) : slot.start], text[slot.end : slot.end + CONTEXT]
        before = f"…{before.lstrip()}" if slot.start > CONTEXT else before
        after = f"{after.rstrip()}…" if slot.end + CONTEXT < len(text) else after
        item.contexts.append(Context(masked.document.id, before, slot.original, after))
