"""What the custodian decided, laid over what the machine found; matched by entity or by form."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voices.model import Action, Mention
from voices.privacy.lists import fold
from voices.privacy.masking.numbering import entity_id

RELEASE, CONFIRM, RELABEL, MERGE, SPLIT, ALWAYS, NEVER = (
    "release",
    "confirm",
    "relabel",
    "merge",
    "split",
    "always",
    "never",
)


@dataclass(frozen=True)
class Ruling:
    """One decision of the custodian about a form of words or an entity."""

    kind: str
    """release, confirm, relabel, merge, split, always (mask this form everywhere) or never (never mask this form)."""
    form: str = field(default="", repr=False)
    """Surface form, matched without regard to case and white space; empty matches by entity alone."""
    entity: str = ""
    """Entity id; empty matches by form alone."""
    label: str = ""
    """New label, for relabel and always."""
    into: str = ""
    """Entity id that takes over, for merge."""
    document: str = ""
    """Id of the one document it is for; empty for the whole study."""


_BY_FORM_ALONE = frozenset({RELEASE, CONFIRM, RELABEL})
"""Rulings that, without an entity, are about mentions without one: releasing an age of "ten" frees no Mr Ten."""


def split_id(key: bytes, label: str, surface: str, document: str = "") -> str:
    """Return the id of whoever a split makes of a form, in the whole study or in one document."""
    return entity_id(key, label, f"split {' '.join(fold(surface).split())} {document}".strip())


def same_form(a: str, b: str) -> bool:
    """Say whether two surface forms are one, whatever case, accents and line breaks."""
    return " ".join(fold(a).split()) == " ".join(fold(b).split())


def _hits(ruling: Ruling, mention: Mention, surface: str, document: str) -> bool:
    if not ruling.form and not ruling.entity:
        return False
    if ruling.document and ruling.document != document:
        return False
    if not ruling.entity and mention.entity and ruling.kind in _BY_FORM_ALONE:
        return False
    return (not ruling.entity or ruling.entity == mention.entity) and (
        not ruling.form or same_form(ruling.form, surface)
    )


def apply(
    texts: Mapping[str, str], mentions: Mapping[str, tuple[Mention, ...]], rulings: Sequence[Ruling], key: bytes
) -> dict[str, tuple[Mention, ...]]:
    """Return the mentions after the rulings: splits, then merges, then the rest in order: a later ruling wins."""
    if not rulings:
        return dict(mentions)
    ranked = sorted(
        enumerate(rulings), key=lambda item: (item[1].kind not in {SPLIT}, item[1].kind not in {MERGE}, item[0])
    )
    result: dict[str, tuple[Mention, ...]] = {}
    for document, found in mentions.items():
        settled = []
        for mention in found:
            surface = texts[document][mention.start : mention.end]
            ruled = mention
            for _, ruling in ranked:
                if _hits(ruling, ruled, surface, document):
                    ruled = _ruled(ruled, surface, ruling, key)
            settled.append(ruled)
        result[document] = tuple(settled)
    return result


def _ruled(mention: Mention, surface: str, ruling: Ruling, key: bytes) -> Mention:
    match ruling.kind:
        case "release" | "never":
            return dataclasses.replace(
                mention, action=Action.KEEP, reasons=(*mention.reasons, f"custodian: {ruling.kind}")
            )
        case "confirm" | "always":
            label = ruling.label or mention.label
            return dataclasses.replace(
                mention, action=Action.MASK, label=label, reasons=(*mention.reasons, f"custodian: {ruling.kind}")
            )
        case "relabel":
            return dataclasses.replace(
                mention,
                action=Action.MASK,
                label=ruling.label,
                reasons=(*mention.reasons, "custodian: relabel"),
            )
        case "merge":
            return dataclasses.replace(
                mention, action=Action.MASK, entity=ruling.into, reasons=(*mention.reasons, "custodian: merge")
            )
        case "split":
            return dataclasses.replace(
                mention,
                action=Action.MASK,
                entity=split_id(key, mention.label, surface, ruling.document),
                reasons=(*mention.reasons, "custodian: split"),
            )
    return mention
