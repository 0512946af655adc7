"""A bare first name that is a child's in one document and a worker's in another: not one person."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from voices.model import Action, Mention
from voices.privacy.detectors.names import PersonName, parse
from voices.privacy.masking.kinds import cue, role_kind
from voices.privacy.masking.numbering import entity_id

CHILD, WORKER = "child", "worker"
_SIDES: dict[str, str] = {
    **dict.fromkeys(("child", "brother", "sister"), CHILD),
    **dict.fromkeys(
        (
            "foster carer",
            "carer",
            "social worker",
            "family support worker",
            "worker",
            "pod manager",
            "manager",
            "lead practitioner",
            "business support",
            "health visitor",
            "midwife",
            "nurse",
            "doctor",
            "teacher",
            "head teacher",
            "solicitor",
            "police officer",
            "reviewing officer",
        ),
        WORKER,
    ),
}
"""Kinds that nobody of the other side has; a mother or a friend may be anybody."""
_BEFORE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (CHILD, re.compile(r"\b(?:girl|boy|lad|lass)(?: of|, (?:aged )?)\s*\w+,? (?:called )?\Z", re.I)),
    (
        CHILD,
        re.compile(r"\b(?:baby|toddler|daughter|son|grandson|granddaughter|little one) (?:called |named )?\Z", re.I),
    ),
    (WORKER, re.compile(r"\b(?:worker|practitioner|manager|carer|supervisor) (?:called|named) \Z", re.I)),
)
_AFTER: tuple[tuple[str, re.Pattern[str]], ...] = (
    (CHILD, re.compile(r"(?: was born|['’]s (?:contact|school|nursery|foster|mum|dad|mother|father)\b)", re.I)),
    (WORKER, re.compile(r",? (?:on a joint visit|went (?:off )?on (?:his|her|their) (?:paternity|maternity))\b", re.I)),
)
_WINDOW = 40


def side(text: str, mention: Mention) -> str:
    """Return whether the words around a name make it a child's or a worker's, or nothing."""
    before = text[max(0, mention.start - _WINDOW) : mention.start]
    for found, pattern in _BEFORE:
        if pattern.search(before):
            return found
    for found, pattern in _AFTER:
        if pattern.match(text, mention.end):
            return found
    return _SIDES.get(cue(text, mention), "")


@dataclass(frozen=True)
class _Seen:
    """One entity in one document."""

    names: frozenset[PersonName] = field(repr=False)
    sides: frozenset[str]
    """What the words around its mentions say: child, worker."""

    @property
    def whole(self) -> bool:
        """Say whether a full name or a title stands here, so that a first name beside it is explained."""
        return any(name.full or name.title for name in self.names)


def apart(
    texts: Mapping[str, str],
    mentions: Mapping[str, tuple[Mention, ...]],
    key: bytes,
    reason: str,
    roles: Mapping[str, str] | None = None,
) -> tuple[dict[str, tuple[Mention, ...]], frozenset[str]]:
    """Return the mentions with namesakes told apart, and the entities that wait for the custodian.

    Where one bare name is a child's in some documents and a worker's in others, the worker has a pseudonym, the child
    one in each document, and the documents that do not say share one; all of them stay in doubt. Somebody known by a
    full name keeps it wherever it stands or the words around agree. `roles` gives what roster and speaker labels
    state, by entity.
    """
    seen: dict[str, dict[str, _Seen]] = defaultdict(dict)
    for document, row in mentions.items():
        gathered: dict[str, list[tuple[PersonName, str]]] = defaultdict(list)
        for m in row:
            if m.label == "PERSON" and m.entity:
                name = parse(texts[document][m.start : m.end])
                gathered[m.entity].append((name, side(texts[document], m)))
        for entity, found in gathered.items():
            told = frozenset(said for _, said in found if said)
            seen[entity][document] = _Seen(frozenset(name for name, _ in found), told)
    torn: dict[tuple[str, str], str] = {}
    for entity, by_document in seen.items():
        stated = _SIDES.get(role_kind((roles or {}).get(entity, "")), "")
        bare = min((n.bare or str(n) for one in by_document.values() for n in one.names if not n.full), default="")
        for document in _unexplained(by_document, stated):
            whose = next(iter(by_document[document].sides), "")
            # A worker is spoken of by many; two children of one name in two documents may be two children.
            form = f"?{bare} {whose} {document if whose == CHILD else ''}".strip()
            torn[entity, document] = entity_id(key, "PERSON", form)
    if not torn:
        return dict(mentions), frozenset()
    changed = {
        document: tuple(
            _doubted(m, torn[m.entity, document], reason) if (m.entity, document) in torn else m for m in row
        )
        for document, row in mentions.items()
    }
    return changed, frozenset(torn.values())


def _unexplained(by_document: Mapping[str, _Seen], stated: str) -> Iterator[str]:
    """Yield the documents in which a bare name need not be the person it was drawn to."""
    whole = {document for document, one in by_document.items() if one.whole}
    known = {stated} if stated else set[str]().union(*(by_document[d].sides for d in whole))
    rest = {document: one.sides for document, one in by_document.items() if document not in whole}
    told = set[str]().union(*rest.values())
    if known | told != {CHILD, WORKER} or len(known) > 1 or any(len(sides) > 1 for sides in rest.values()):
        return  # nobody of the other side, or one document says both: a slip of the cues, or somebody who grew up
    if known and told <= known:
        return
    yield from (document for document, sides in rest.items() if not known or sides != frozenset(known))


def _doubted(mention: Mention, entity: str, reason: str) -> Mention:
    if mention.action is not Action.MASK:
        return dataclasses.replace(mention, entity=entity)
    return dataclasses.replace(mention, entity=entity, action=Action.REVIEW, reasons=(*mention.reasons, reason))
