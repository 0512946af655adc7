"""Puts placeholders where names stood, and puts names back; pure text and offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from voices import placeholders
from voices.model import Action, Entity, Mention, Slot
from voices.privacy.lists import fold
from voices.privacy.masking.generalising import Writing, value
from voices.privacy.masking.kinds import FAMILY

_PLAIN = Writing()
_BEFORE = 40
"""Code points in front of a date that say whether it is one of birth."""


@dataclass(frozen=True)
class Placed:
    """A text with placeholders, and how its offsets go with those of the raw text."""

    text: str
    slots: tuple[Slot, ...] = field(repr=False)
    """In order; offsets into `text`."""
    starts: tuple[int, ...]
    """Raw start of each slot."""
    ends: tuple[int, ...]
    """Raw end of each slot."""

    def forward(self, offset: int) -> int:
        """Return where a raw offset lies in the placed text; inside a name it moves to the placeholder's end."""
        i = bisect_right(self.starts, offset) - 1
        if i < 0:
            return offset
        if offset == self.starts[i]:
            return self.slots[i].start
        if offset < self.ends[i]:
            return self.slots[i].end
        return self.slots[i].end + (offset - self.ends[i])

    def then(self, second: Placed) -> tuple[Slot, ...]:
        """Return the slots of this placing and of a second one made on its text, offsets in the finished text."""
        moved = []
        for slot in self.slots:
            start = second.forward(slot.start)
            moved.append(replace(slot, start=start, end=start + slot.end - slot.start))
        return tuple(sorted([*moved, *second.slots], key=lambda s: s.start))


def place(text: str, mentions: Sequence[Mention], entities: Mapping[str, Entity], writing: Writing = _PLAIN) -> Placed:
    """Replace every mention that is masked or in doubt, from the end, so that offsets before it stay true.

    The s of a plural or of a possessive without apostrophe stays behind the placeholder ("the [family 3]s").

    Raises: ValueError where mentions overlap or reach outside the text; positions are named, never words.
    """
    masked = sorted((m for m in mentions if m.action is not Action.KEEP), key=lambda m: (m.start, m.end))
    _check(masked, len(text))
    masked = [_without_ending(text, m, entities.get(m.entity)) for m in masked]
    written = [_written(text, m, entities, writing) for m in masked]
    pieces = text
    for mention, word in zip(reversed(masked), reversed(written), strict=True):
        pieces = pieces[: mention.start] + word + pieces[mention.end :]
    slots = []
    shift = 0
    for mention, word in zip(masked, written, strict=True):
        start = mention.start + shift
        slots.append(
            Slot(
                start=start,
                end=start + len(word),
                label=_label(mention, entities),
                entity=mention.entity,
                original=text[mention.start : mention.end],
                doubtful=mention.action is Action.REVIEW,
                reasons=mention.reasons,
            )
        )
        shift += len(word) - (mention.end - mention.start)
    return Placed(pieces, tuple(slots), tuple(m.start for m in masked), tuple(m.end for m in masked))


def restore(text: str, slots: Sequence[Slot]) -> str:
    """Return the raw text: every slot's original put back, from the end."""
    for slot in sorted(slots, key=lambda s: s.start, reverse=True):
        text = text[: slot.start] + slot.original + text[slot.end :]
    return text


def _label(mention: Mention, entities: Mapping[str, Entity]) -> str:
    entity = entities.get(mention.entity)
    return entity.label if entity else mention.label


def _written(text: str, mention: Mention, entities: Mapping[str, Entity], writing: Writing) -> str:
    entity = entities.get(mention.entity)
    if entity:
        return placeholders.write(entity.label, entity.number, entity.kind)
    before = text[max(0, mention.start - _BEFORE) : mention.start]
    kept = value(mention.label, text[mention.start : mention.end], before, writing)
    return placeholders.write(mention.label, value=kept)


def _without_ending(text: str, mention: Mention, entity: Entity | None) -> Mention:
    words = text[mention.start : mention.end]
    if entity is None or entity.label != "PERSON" or not words.endswith("s"):
        return mention
    stem = 2 if re.search(r"(?:s|x|z|ch)es\Z", words) else 1
    if FAMILY in mention.reasons and words[:1].isupper():
        return replace(mention, end=mention.end - stem)
    known = {fold(form) for form in entity.forms}
    return replace(mention, end=mention.end - 1) if fold(words[:-1]) in known else mention


def _check(mentions: Sequence[Mention], length: int) -> None:
    reach = 0
    for mention in mentions:
        if mention.start < reach or mention.end > length or mention.start >= mention.end:
            raise ValueError(f"mention at {mention.start}-{mention.end} overlaps another or lies outside the text")
        reach = mention.end
