"""A bare first name that is a child's in one document and a worker's in another: not one person."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Mapping

from voices.model import Action, Mention
from voices.privacy.kinds import cue
from voices.privacy.names import PersonName, parse
from voices.privacy.numbering import entity_id

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


def apart(
    texts: Mapping[str, str], mentions: Mapping[str, tuple[Mention, ...]], key: bytes, reason: str
) -> tuple[dict[str, tuple[Mention, ...]], frozenset[str]]:
    """Return the mentions with namesakes told apart, and the entities that wait for the custodian.

    Where one bare name is a child's in some documents and a worker's in others, and no full name explains it, the
    worker has a pseudonym, the child one in each document, and the documents that do not say share one; all of them
    stay in doubt.
    """
    sides: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    forms: dict[str, set[PersonName]] = defaultdict(set)
    for document, row in mentions.items():
        for m in row:
            if m.label == "PERSON" and m.entity:
                forms[m.entity].add(parse(texts[document][m.start : m.end]))
                sides[m.entity][document].add(side(texts[document], m))
    torn: dict[tuple[str, str], str] = {}
    for entity, by_document in sides.items():
        told = {document: found - {""} for document, found in by_document.items()}
        if any(name.full or name.title for name in forms[entity]) or set().union(*told.values()) != {CHILD, WORKER}:
            continue
        if any(len(found) > 1 for found in told.values()):
            continue  # one document that says both: a slip of the cues, or somebody who grew up
        bare = min(name.bare or str(name) for name in forms[entity])
        for document, found in told.items():
            whose = next(iter(found), "")
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


def _doubted(mention: Mention, entity: str, reason: str) -> Mention:
    if mention.action is not Action.MASK:
        return dataclasses.replace(mention, entity=entity)
    return dataclasses.replace(mention, entity=entity, action=Action.REVIEW, reasons=(*mention.reasons, reason))
