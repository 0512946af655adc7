"""What waits for the custodian, by risk, one at a time; likely doubles, and pairs that may be one person."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from voices.model import Entity
from voices.placeholders import write
from voices.vault import Pending, Vault
from voices.vault.crypto import fold

FRESH_SECONDS = 60.0
"""How long a list is shown before the vault is asked again: a run may add to it meanwhile."""

DOUBLES = 5
"""Likely doubles offered; more would not be read."""

PAIRS = 50
"""Possible merges offered at once."""

INDIRECT = ("ORGANISATION", "LOCATION", "DATE", "AGE")
"""Labels that identify only together with others; every other is a direct identifier."""

SECOND_SCAN, TWO_PEOPLE = "second scan", "could mean two people"
"""Reasons of what only the second look found, and of a form that more than one person has."""

KINDS = {"": "all", "second": "found by the second look", "two": "names more than one person has"}
"""What the list can be narrowed to."""


@dataclass(frozen=True)
class Double:
    """Somebody who may be the same as the one in doubt."""

    entity: str
    placeholder: str
    forms: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Pair:
    """Two pseudonyms that may be one person, place or body."""

    first: Double
    second: Double
    shared: tuple[str, ...] = field(repr=False)
    """Words that both have."""


class Waiting:
    """What waits for the custodian, asked from the vault now and then."""

    def __init__(self, vault: Vault) -> None:
        """Start without a list."""
        self._vault = vault
        self._lock = threading.Lock()
        self._items: tuple[Pending, ...] = ()
        self._asked = float("-inf")

    def items(self, kind: str = "") -> tuple[Pending, ...]:
        """Return the list by risk, at most a minute old, or the part of it that is of one kind."""
        with self._lock:
            if time.monotonic() - self._asked > FRESH_SECONDS:
                found = self._vault.pending()
                self._items, self._asked = tuple(sorted(found, key=risk, reverse=True)), time.monotonic()
            return tuple(item for item in self._items if is_of(item, kind))

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


def is_of(item: Pending, kind: str) -> bool:
    """Tell whether an item is of a kind of `KINDS`."""
    wanted = {"second": SECOND_SCAN, "two": TWO_PEOPLE}.get(kind, "")
    return not wanted or any(reason.startswith(wanted) for reason in item.reasons)


def risk(item: Pending) -> tuple[int, int, int]:
    """Return how much harm a wrong ruling could do: who it names, how it was found, how often it stands.

    Rationale: a direct identifier leads to somebody by itself; what only the second look found escaped every rule
    before; what stands often in many documents is read by most.
    """
    direct = 0 if item.label in INDIRECT else 2 if item.label == "PERSON" else 1
    found = sum(any(reason.startswith(mark) for reason in item.reasons) for mark in (SECOND_SCAN, TWO_PEOPLE))
    return direct, found, item.slots * item.documents


def risk_in_words(item: Pending) -> str:
    """Return what is at stake in one plain sentence."""
    if item.label == "PERSON":
        return "High: it may be somebody’s name."
    if item.label not in INDIRECT:
        return "High: it may lead straight to somebody."
    return "Lower: it may lead to somebody together with other things."


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
    mine = _words(item.forms)
    found = []
    for entity in entities:
        shared = mine & _words(entity.forms)
        if shared and entity.label == item.label and entity.id != item.entity:
            found.append((-len(shared), entity.number, entity))
    return tuple(_double(e) for _, _, e in sorted(found, key=lambda f: f[:2])[:DOUBLES])


def pairs(entities: Sequence[Entity], settled: Collection[frozenset[str]]) -> tuple[Pair, ...]:
    """Return pairs of one label that share a word, most shared words first, without those settled before."""
    by_word: dict[tuple[str, str], list[Entity]] = {}
    for entity in sorted(entities, key=lambda e: (e.number, e.id)):
        for word in _words(entity.forms):
            by_word.setdefault((entity.label, word), []).append(entity)
    shared: dict[tuple[str, str], set[str]] = {}
    known = {entity.id: entity for entity in entities}
    for (_, word), sharing in by_word.items():
        for first, second in combinations(sharing, 2):
            if frozenset((first.id, second.id)) not in settled:
                shared.setdefault((first.id, second.id), set()).add(word)
    ranked = sorted(shared.items(), key=lambda item: (-len(item[1]), known[item[0][0]].number, item[0]))
    return tuple(Pair(_double(known[a]), _double(known[b]), tuple(sorted(words))) for (a, b), words in ranked[:PAIRS])


def by_pseudonym(pseudonym: str, entities: Sequence[Entity]) -> str:
    """Return the id of the entity written this way ("person 530", with or without brackets), or an empty text."""
    asked = f"[{' '.join(pseudonym.strip().strip('[]').split()).casefold()}]"
    return next((entity.id for entity in entities if entity.forms and placeholder(entity).casefold() == asked), "")


def placeholder(entity: Entity) -> str:
    """Return an entity's placeholder."""
    return write(entity.label, entity.number, entity.kind)


def _words(forms: Sequence[str]) -> set[str]:
    # Titles and single letters are shared by many who have nothing to do with each other.
    words = {word.strip(".") for form in forms for word in fold(form).split()}
    return {word for word in words if len(word) > 2 and word not in ("mrs", "miss", "the", "and", "school", "primary")}


def _double(entity: Entity) -> Double:
    return Double(entity.id, placeholder(entity), entity.forms)
