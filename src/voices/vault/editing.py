"""Pure edits of a masked document: put other words where some slots stand, every other offset kept true."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from voices import placeholders
from voices.errors import VaultError
from voices.model import Masked, Slot, Turn

REMOVED = f"[{placeholders.REMOVED}]"
"""What stands where an erased name stood."""


@dataclass(frozen=True)
class Edit:
    """What is put in the place of one slot."""

    text: str
    """The new words there."""
    slot: Slot | None
    """The slot that stands for them, its offsets ignored; None where none is left (a released word)."""


def edit(masked: Masked, edits: Mapping[int, Edit]) -> Masked:
    """Return the document with some slots, given by their index, replaced; turns and other slots move along.

    Raises:
        VaultError: the slots overlap or lie outside the text.
    """
    document = masked.document
    pieces: list[str] = []
    slots: list[Slot] = []
    ends: list[int] = [0]
    shifts: list[int] = [0]
    at = grown = 0
    for index, slot in enumerate(masked.slots):
        if not at <= slot.start <= slot.end <= len(document.text):
            raise VaultError(f"document {document.id}: slots overlap or lie outside the text; run pseudonymise again")
        change = edits.get(index)
        words = document.text[slot.start : slot.end] if change is None else change.text
        pieces += (document.text[at : slot.start], words)
        kept = slot if change is None else change.slot
        if kept is not None:
            slots.append(replace(kept, start=slot.start + grown, end=slot.start + grown + len(words)))
        grown += len(words) - (slot.end - slot.start)
        at = slot.end
        ends.append(slot.end)
        shifts.append(grown)
    pieces.append(document.text[at:])

    def move(offset: int) -> int:
        # A turn or hit begins and ends outside of slots, so that every slot up to `offset` moves it as a whole.
        return offset + shifts[bisect_right(ends, offset) - 1]

    turns = tuple(replace(t, start=move(t.start), end=move(t.end)) for t in document.turns)
    scan = tuple(replace(m, start=move(m.start), end=move(m.end)) for m in masked.second_scan)
    return Masked(replace(document, text="".join(pieces), turns=turns), tuple(slots), scan)


def strike(masked: Masked, entities: Mapping[str, str], also: Callable[[Slot], bool] = lambda _: False) -> Masked:
    """Return the document with [removed] for every slot of these entities and those `also` says, in questions too.

    `entities` maps an entity id to its placeholder as written. The slots stay, without their originals.
    """
    edits = {
        index: Edit(REMOVED, replace(slot, original=REMOVED, doubtful=False, reasons=()))
        for index, slot in enumerate(masked.slots)
        if slot.entity in entities or also(slot)
    }
    return swap_in_questions(edit(masked, edits), dict.fromkeys(entities.values(), REMOVED))


def swap_in_questions(masked: Masked, swaps: Mapping[str, str]) -> Masked:
    """Return the document with placeholders in its turns' questions replaced by others."""
    if not swaps or not any(turn.question for turn in masked.document.turns):
        return masked
    pattern = re.compile("|".join(re.escape(placeholder) for placeholder in swaps))

    def swapped(turn: Turn) -> Turn:
        return replace(turn, question=pattern.sub(lambda found: swaps[found[0]], turn.question))

    return replace(masked, document=replace(masked.document, turns=tuple(map(swapped, masked.document.turns))))


def restore(masked: Masked) -> str:
    """Return the raw text: every slot's original in its place."""
    return edit(masked, {index: Edit(slot.original, None) for index, slot in enumerate(masked.slots)}).document.text
