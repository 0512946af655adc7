"""Whole raw files, for the commands that take texts in and give spans or pseudonymised texts out."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from hashlib import sha256

from voices.model import Action, Entity, Mention, Slot
from voices.privacy.detecting import detect
from voices.privacy.linking.mentions import TWO_PEOPLE, Detected, Linked, link
from voices.privacy.linking.roster import Known, Roster, with_roster
from voices.privacy.linking.rulings import Ruling
from voices.privacy.masking.documents import second_scan
from voices.privacy.masking.numbering import keyed
from voices.privacy.masking.placing import place
from voices.privacy.models import Models
from voices.privacy.weighing.arbiter import decide


def link_texts(
    items: Sequence[tuple[str, str]],
    models: Models,
    key: bytes,
    roster: Sequence[Known] = (),
    rulings: Sequence[Ruling] = (),
    known: Sequence[Entity] = (),
) -> Linked:
    """Detect and link (id, text) pairs as one study; the order of the pairs makes no difference."""
    ordered = sorted(items)
    listed = Roster(roster, models.lists)
    found = detect([text for _, text in ordered], models, [listed.names] * len(ordered))
    detected = [
        Detected(i, text, with_roster(text, mentions, listed), roster=listed.names)
        for (i, text), mentions in zip(ordered, found, strict=True)
    ]
    return link(detected, key, known, rulings, models.lists, models.protected, roster)


def detect_texts(
    items: Sequence[tuple[str, str]], models: Models, roster: Sequence[Known] = ()
) -> dict[str, tuple[Mention, ...]]:
    """Return, per id, the mentions of whole raw files read as one study; offsets count in the file's text.

    Entity ids are keyed by a throwaway key made of the texts, so they hold inside one call only.
    """
    linked = link_texts(items, models, throwaway_key(items), roster)
    return {i: tuple(_as_span(m) for m in mentions) for i, mentions in linked.mentions.items()}


def _as_span(mention: Mention) -> Mention:
    """Return the mention by whether it has to be masked: that it may be either of two people leaves that certain."""
    if TWO_PEOPLE not in mention.reasons or mention.action is Action.KEEP:
        return mention
    return dataclasses.replace(mention, action=decide(mention.score))


def pseudonymise_texts(
    items: Sequence[tuple[str, str]], models: Models, key: bytes, roster: Sequence[Known] = ()
) -> tuple[dict[str, str], dict[str, tuple[Slot, ...]]]:
    """Return, per id, the text with placeholders after both scans, and its slots (offsets in that text)."""
    linked = link_texts(items, models, key, roster)
    entities = {e.id: e for e in linked.entities}
    texts: dict[str, str] = {}
    slots: dict[str, tuple[Slot, ...]] = {}
    for identity, text in items:
        first = place(text, linked.mentions[identity], entities)
        second = place(first.text, second_scan(first.text, models), {})
        texts[identity] = second.text
        slots[identity] = first.then(second)
    return texts, slots


def throwaway_key(items: Sequence[tuple[str, str]]) -> bytes:
    """Return a key that depends on the texts alone, for ids that are not kept."""
    digest = sha256()
    for identity, text in sorted(items):
        digest.update(keyed(b"throwaway", identity, text))
    return digest.digest()
