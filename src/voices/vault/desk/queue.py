"""The doubtful identities as the desk shows them: one at a time, in an order that stays, with likely doubles."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from voices.model import Entity
from voices.vault import Pending, Vault
from voices.vault.crypto import fold

FRESH_SECONDS = 60.0
"""How long a list is shown before the vault is asked again: a run may add to it meanwhile."""

DOUBLES = 5
"""Likely doubles offered; more would not be read."""


@dataclass(frozen=True)
class Double:
    """Somebody who may be the same as the one in doubt."""

    entity: str
    placeholder: str
    forms: tuple[str, ...] = field(repr=False)


class Waiting:
    """What waits for the custodian, asked from the vault now and then."""

    def __init__(self, vault: Vault) -> None:
        """Start without a list."""
        self._vault = vault
        self._lock = threading.Lock()
        self._items: tuple[Pending, ...] = ()
        self._asked = float("-inf")

    def items(self) -> tuple[Pending, ...]:
        """Return the list, at most a minute old."""
        with self._lock:
            if time.monotonic() - self._asked > FRESH_SECONDS:
                self._items, self._asked = self._vault.pending(), time.monotonic()
            return self._items

    def find(self, id_: str) -> Pending | None:
        """Return one item, asking anew where the list at hand does not have it."""
        found = next((item for item in self.items() if item.id == id_), None)
        if found is None:
            self.forget()
            found = next((item for item in self.items() if item.id == id_), None)
        return found

    def forget(self) -> None:
        """Ask anew next time, after a ruling changed the list."""
        with self._lock:
            self._asked = float("-inf")


def following(items: Sequence[Pending], id_: str) -> str:
    """Return the id of the item after this one, round to the first; empty where there is no other."""
    ids = [item.id for item in items]
    if not ids:
        return ""
    after = ids[(ids.index(id_) + 1) % len(ids)] if id_ in ids else ids[0]
    return "" if after == id_ else after


def doubles(item: Pending, entities: Sequence[Entity]) -> tuple[Double, ...]:
    """Return entities of the same label that share a word with the one in doubt, most shared words first."""
    if not item.entity:
        return ()
    words = {word for form in item.forms for word in fold(form).split()}
    found = []
    for entity in entities:
        shared = words & {word for form in entity.forms for word in fold(form).split()}
        if shared and entity.label == item.label and entity.id != item.entity:
            found.append((-len(shared), entity.number, entity))
    return tuple(Double(e.id, placeholder(e), e.forms) for _, _, e in sorted(found, key=lambda f: f[:2])[:DOUBLES])


def by_pseudonym(pseudonym: str, entities: Sequence[Entity]) -> str:
    """Return the id of the entity written this way ("person 530", with or without brackets), or an empty text."""
    asked = f"[{' '.join(pseudonym.strip().strip('[]').split()).casefold()}]"
    return next((entity.id for entity in entities if entity.forms and placeholder(entity).casefold() == asked), "")


def placeholder(entity: Entity) -> str:
    """Return an entity's placeholder."""
    from voices.placeholders import write

    return write(entity.label, entity.number)
