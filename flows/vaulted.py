"""Finished documents: those whose originals are gone, and what a later run finds in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.identify import Read, keyed
from flows.session import Session
from voices.model import Action, Entity, Masked, Mention, RawDocument, RawTurn
from voices.privacy import Models, Ruling, Writing, mask
from voices.vault.editing import Edit, edit


def without_originals(session: Session, present: Sequence[Read], finished: Sequence[str]) -> list[Read]:
    """Return finished documents whose originals are gone, raw again from the vault, to be linked with the rest."""
    here = {read.id for read in present}
    held = set(session.keys.done())
    return [from_vault(session, id) for id in sorted(set(finished) - here) if id in held]


def from_vault(session: Session, id: str) -> Read:
    """Return one finished document as it was read; its questions and attributes stay pseudonymised."""
    kept = session.keys.masked(id)
    raw = _raw(kept)
    turns = tuple(RawTurn(t.start, t.end, role=t.role) for t in raw.document.turns)
    document = RawDocument(kept.document.source, "", None, kept.document.kind, raw.document.text, turns)
    return Read(id, keyed(session.keys.ids_key(), "vaulted", raw.document.text), document, kept)


def mask_again(
    read: Read,
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    models: Models,
    rulings: Sequence[Ruling],
    writing: Writing,
) -> Masked:
    """Return a document from the vault masked anew: other words and turns, everything else as it was."""
    if read.kept is None:
        raise ValueError("not a document from the vault")
    before = read.kept.document
    voices = [turn.participant for turn in before.turns]
    done = mask(read.raw, read.id, mentions, entities, voices, before.participant, models, rulings, writing)
    turns = tuple(replace(b, start=d.start, end=d.end) for b, d in zip(before.turns, done.document.turns, strict=True))
    return replace(done, document=replace(before, text=done.document.text, turns=turns))


def new_finds(before: Masked, text: str, mentions: Sequence[Mention]) -> int:
    """Return how many mentions stand where a finished document had no placeholder; 0 where its words changed."""
    if _raw(before).document.text != text:
        return 0
    covered, shift = [], 0
    for slot in before.slots:
        start = slot.start + shift
        covered.append((start, start + len(slot.original)))
        shift += len(slot.original) - (slot.end - slot.start)
    masked = (m for m in mentions if m.action is not Action.KEEP)
    return sum(not any(m.start < end and start < m.end for start, end in covered) for m in masked)


def _raw(kept: Masked) -> Masked:
    return edit(kept, {index: Edit(slot.original, None) for index, slot in enumerate(kept.slots)})
