"""Who is meant: the mentions of a whole study drawn together, one person one pseudonym, never two persons one."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from voices.model import Action, Entity, Mention
from voices.privacy.detectors.hits import NAMES
from voices.privacy.detectors.names import place_form
from voices.privacy.linking import namesakes, spreading
from voices.privacy.linking import rulings as ruling_rules
from voices.privacy.linking.people import Clusters
from voices.privacy.linking.roster import Known
from voices.privacy.linking.rulings import Ruling
from voices.privacy.lists import Lists
from voices.privacy.masking import kinds as kind_rules
from voices.privacy.masking.kinds import FAMILY
from voices.privacy.masking.numbering import numbers

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
    kinds: dict[str, str] = field(default_factory=dict)
    """Entity id to what it is (mother, primary school), where that is known; `with_kinds` puts it to use."""
    ambiguous: tuple[str, ...] = ()
    """Ids of entities whose form could mean two people; all their mentions wait for the custodian."""


def link(
    detected: Sequence[Detected],
    key: bytes,
    known: Sequence[Entity] = (),
    rulings: Sequence[Ruling] = (),
    lists: Lists | None = None,
    protected: Sequence[str] = (),
    roster: Sequence[Known] = (),
) -> Linked:
    """Give every mention its entity, find confirmed names wherever they stand, and apply the custodian's rulings.

    The order of documents makes no difference. Numbers of `known` entities are kept. `lists` tells names from words
    when names are spread; without it the shared lists are loaded. `protected` are a study's own terms that stay,
    `roster` the people of a case system.
    """
    if lists is None:
        from voices.privacy.models import load_models

        lists = load_models().lists
    documents = sorted(detected, key=lambda d: d.document)
    spread = spreading.spread(documents, known, rulings, lists, protected)
    clusters = Clusters(key, known, lists)
    clusters.learn((d.document, d.text, spread[d.document]) for d in documents)
    clusters.learn_names(name for d in documents for name in (*d.roster, *(s for s, _ in d.speakers)))
    for one in roster:
        clusters.learn_person(one.names)
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
            family = means_family(d.text, m)
            entity, doubtful = clusters.resolve(m.label, surface, d.document, family=family)
            if doubtful:
                ambiguous.add(entity)
            unsure = doubtful and m.action is Action.MASK
            resolved.append(
                dataclasses.replace(
                    m,
                    entity=entity,
                    action=Action.REVIEW if unsure else m.action,
                    reasons=(*m.reasons, *((TWO_PEOPLE,) if unsure else ()), *((FAMILY,) if family else ())),
                )
            )
        mentions[d.document] = tuple(resolved)
    texts = {d.document: d.text for d in documents}
    stated = _stated(documents, roster, clusters)
    mentions, torn = namesakes.apart(texts, mentions, key, TWO_PEOPLE, stated)
    ambiguous |= torn
    mentions = ruling_rules.apply(texts, mentions, rulings, key)
    for d in documents:
        for m in mentions[d.document]:
            if m.entity:
                forms[(m.entity, m.label)].add(" ".join(d.text[m.start : m.end].split()))
    entities = _entities(forms, key, known)
    found = kind_rules.kinds(texts, mentions, entities, stated)
    return Linked(entities, mentions, found, tuple(sorted(ambiguous)))


def with_kinds(linked: Linked) -> Linked:
    """Return what linking found with every entity written as what it is ("[mother 214]")."""
    entities = tuple(dataclasses.replace(e, kind=linked.kinds.get(e.id, "")) for e in linked.entities)
    return dataclasses.replace(linked, entities=entities)


def _stated(documents: Sequence[Detected], roster: Sequence[Known], clusters: Clusters) -> dict[str, str]:
    """Return the roles that speaker labels and the roster give, by entity id; the roster wins."""
    stated: dict[str, str] = {}
    for d in documents:
        for label, role in d.speakers:
            entity, doubtful = clusters.resolve("PERSON", label, d.document)
            if role and not doubtful:
                stated.setdefault(entity, role)
    for one in roster:
        for name in one.names:
            entity, doubtful = clusters.resolve("PERSON", name, "")
            if one.role and not doubtful:
                stated[entity] = one.role
    return stated


_FAMILY = re.compile(r"\s+(?:family|household|children|kids|boys|girls|siblings|parents)\b", re.IGNORECASE)


def means_family(text: str, mention: Mention) -> bool:
    """Say whether a mention is a family's name: "the Okafors", "the Okafor family"."""
    if mention.label != "PERSON" or not text[max(0, mention.start - 4) : mention.start].lower().endswith("the "):
        return False
    word = text[mention.start : mention.end]
    plural = word[:1].isupper() and word.endswith("s")
    return " " not in word and (plural or _FAMILY.match(text, mention.end) is not None)


def _entities(forms: dict[tuple[str, str], set[str]], key: bytes, known: Sequence[Entity]) -> tuple[Entity, ...]:
    """Return one entity per id with its keyed number; known ones keep number, forms and (unless ruled) label."""
    before = {e.id: e for e in known}
    written: dict[str, set[str]] = defaultdict(set)
    for (identity, _), surfaces in forms.items():
        written[identity] |= surfaces
    labels: dict[str, str] = {}
    for entity in known:
        if (entity.id, entity.label) in forms or entity.id not in written:
            labels[entity.id] = entity.label
    for (identity, label), _ in sorted(forms.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1])):
        labels.setdefault(identity, label)
    entities: list[Entity] = []
    for label in sorted(NAMES):
        ids = [i for i, its in labels.items() if its == label]
        taken = {e.id: e.number for e in known if e.label == label and labels.get(e.id) == label}
        drawn = numbers(key, label, [*ids, *taken], taken)
        for identity in sorted({*ids, *taken}):
            surfaces = written.get(identity, set()) | set(before[identity].forms if identity in before else ())
            entities.append(Entity(identity, label, drawn[identity], tuple(sorted(surfaces))))
    return tuple(sorted(entities, key=lambda e: e.id))


__all__ = ["Detected", "Linked", "Ruling", "link", "place_form"]
