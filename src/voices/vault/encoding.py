"""Shared nouns as JSON bytes and back, for sealing; field names are written short and in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from voices.model import Action, ClosedAnswer, Document, Kind, Mention, Turn


def dump(value: Any) -> bytes:
    """Return canonical JSON: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def load(data: bytes) -> Any:
    """Return what `dump` was given."""
    return json.loads(data)


def dump_mentions(mentions: Sequence[Mention]) -> bytes:
    """Return mentions as JSON."""
    return dump([[m.start, m.end, m.label, m.score, m.action.value, list(m.reasons), m.entity] for m in mentions])


def load_mentions(data: bytes) -> tuple[Mention, ...]:
    """Return the mentions in `data`."""
    return tuple(
        Mention(start, end, label, score, Action(action), tuple(reasons), entity)
        for start, end, label, score, action, reasons, entity in load(data)
    )


def dump_document(document: Document) -> bytes:
    """Return a pseudonymised document as JSON."""
    return dump(
        {
            "id": document.id,
            "source": document.source,
            "kind": document.kind.value,
            "text": document.text,
            "turns": [
                [t.start, t.end, t.participant, t.role, t.question, t.time, t.quoting, t.page] for t in document.turns
            ],
            "wave": document.wave,
            "period": document.period,
            "attributes": [list(pair) for pair in document.attributes],
            "quoting": document.quoting,
            "participant": document.participant,
            "answers": [[a.question, a.value, a.points] for a in document.answers],
            "case": document.case,
        }
    )


def load_document(data: bytes) -> Document:
    """Return the document in `data`."""
    row = load(data)
    return Document(
        id=row["id"],
        source=row["source"],
        kind=Kind(row["kind"]),
        text=row["text"],
        turns=tuple(Turn(*turn) for turn in row["turns"]),
        wave=row["wave"],
        period=row["period"],
        attributes=tuple((name, value) for name, value in row["attributes"]),
        quoting=row["quoting"],
        participant=row["participant"],
        answers=tuple(ClosedAnswer(*answer) for answer in row["answers"]),
        case=row.get("case", ""),  # vaults made before there was one
    )
