"""Who is meant: the mentions of a whole study drawn together, one person one pseudonym, never two persons one."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from voices.model import Action, Entity, Mention
from voices.privacy import rulings as ruling_rules
from voices.privacy import spreading
from voices.privacy.hits import NAMES
from voices.privacy.lists import Lists
from voices.privacy.numbering import numbers
from voices.privacy.people import Clusters, place_form
from voices.privacy.rulings import Ruling

TWO_PEOPLE = "could mean two people"
"""Reason given to a mention whose name several people of the study bear."""


@dataclass(frozen=True)
class Detected:
    """One document as detection leaves it."""

    document: str
    """Document id."""
    text: str = field(repr=False)
    mentions: tuple[Mention, ...]
    """Sorted, without overlap; offsets into `text`."""
    speakers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """(speaker label, role) pairs of this document; the label may be a name."""
    roster: tuple[str, ...] = field(default=(), repr=False)
    """Names known beforehand: a case list, name columns."""


@dataclass(frozen=True)
class Linked:
    """What linking found over the study."""

    entities: tuple[Entity, ...] = field(repr=False)
    """Sorted by id."""
    mentions: dict[str, tuple[Mention, ...]]
    """Per document id: the mentions with their entity, spread names included."""
    ambiguous: tuple[str, ...] = ()
    """Ids of entities whose form could mean two people; all their mentions wait for the custodian."""


def link(
    detected: Sequence[Detected],
    key: bytes,
    known: Sequence[Entity] = (),
    rulings: Sequence[Ruling] = (),
    lists: Lists | None = None,
    protected: Sequence[str] = (),
) -> Linked:
    """Give every mention its entity, find confirmed names wherever they stand, and apply the custodian's rulings.

    The order of documents makes no difference. Numbers of `known` entities are kept. `lists` tells names from words
    when names are spread; without it the shared lists are loaded. `protected` are a study's own terms that stay.
    """
    if lists is None:
        from voices.privacy.models import load_models

        lists = load_models().lists
    documents = sorted(detected, key=lambda d: d.document)
    spread = spreading.spread(documents, known, rulings, lists, protected)
    clusters = Clusters(key, known, lists)
    clusters.learn((d.document, d.text, spread[d.document]) for d in documents)
    clusters.learn_names(name for d in documents for name in (*d.roster, *(s for s, _ in d.speakers)))
    clusters.settle()
    mentions: dict[str, tuple[Mention, ...]] = {}
    forms: dict[tuple[str, str], set[str]] = defaultdict(set)
    ambiguous: set[str] = set()
    for d in documents:
        resolved = []
        for m in spread[d.document]:
            surface = d.text[m.start : m.end]
            if m.label not in NAMES:
                resolved.append(m)
                continue
            entity, doubtful = clusters.resolve(m.label, surface, d.document)
            if doubtful:
                ambiguous.add(entity)
            unsure = doubtful and m.action is Action.MASK
            resolved.append(
                dataclasses.replace(
                    m,
                    entity=entity,
                    action=Action.REVIEW if unsure else m.action,
                    reasons=(*m.reasons, TWO_PEOPLE) if unsure else m.reasons,
                )
            )
        mentions[d.document] = tuple(resolved)
    mentions = ruling_rules.apply({d.document: d.text for d in documents}, mentions, rulings, key)
    for d in documents:
        for m in mentions[d.document]:
            if m.entity:
                forms[(m.entity, m.label)].add(" ".join(d.text[m.start : m.end].split()))
    return Linked(_entities(forms, key, known), mentions, tuple(sorted(ambiguous)))


def _entities(forms: dict[tuple[str, str], set[str]], key: bytes, known: Sequence[Entity]) -> tuple[Entity, ...]:
    """Return one entity per id with its keyed number; known ones keep number, forms and (unless ruled) label."""
    before = {e.id: e for e in known}
    labels: dict[str, str] = {}
    for entity in known:
        if (entity.id, entity.label) in forms or not any(identity == entity.id for identity, _ in forms):
            labels[entity.id] = entity.label
    for (identity, label), _ in sorted(forms.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1])):
        labels.setdefault(identity, label)
    entities: list[Entity] = []
    for label in sorted(NAMES):
        ids = [i for i, its in labels.items() if its == label]
        taken = {e.id: e.number for e in known if e.label == label and labels.get(e.id) == label}
        drawn = numbers(key, label, [*ids, *taken], taken)
        for identity in sorted({*ids, *taken}):
            surfaces = {s for (i, _), ss in forms.items() if i == identity for s in ss}
            if identity in before:
                surfaces |= set(before[identity].forms)
            entities.append(Entity(identity, label, drawn[identity], tuple(sorted(surfaces))))
    return tuple(sorted(entities, key=lambda e: e.id))


__all__ = ["Detected", "Linked", "Ruling", "link", "place_form"]
