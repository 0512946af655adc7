"""Reads the gold sets that weights are learnt from, and parts them by document so that a part stays unread."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from benchmarks.scoring import GoldSpan, GoldText

LABELS: Mapping[str, str] = {
    "GPE": "LOCATION",
    "LOC": "LOCATION",
    "ORG": "ORGANISATION",
    "ORGANIZATION": "ORGANISATION",
    "STREET_ADDRESS": "ADDRESS",
    "DATE_TIME": "DATE",
    "DATETIME": "DATE",
    "PHONE_NUMBER": "PHONE",
    "EMAIL_ADDRESS": "EMAIL",
}
"""Labels of other people's sets as ours."""
DEVELOPED_ON = 0.6
"""Share of uk_dev, by hash of the document's id, that is worked on; the rest is for measuring only."""


def number(text: str) -> int:
    """Return a number that depends on a text alone."""
    return int(sha256(text.encode()).hexdigest(), 16)


def read(path: Path) -> list[GoldText]:
    """Return the texts of one gold file, labels as ours, NO_MASK spans left out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_text(json.loads(line)) for line in lines if line.strip()]


def _text(row: Mapping[str, object]) -> GoldText:
    spans = tuple(
        GoldSpan(
            s["start"], s["end"], LABELS.get(s["label"], s["label"]), str(s.get("entity") or s.get("entity_id") or "")
        )
        for s in row["spans"]  # type: ignore[attr-defined]
        if s.get("type") != "NO_MASK"
    )
    stays = tuple((n["start"], n["end"]) for n in (row.get("negatives") or row.get("keep") or ()))  # type: ignore[attr-defined]
    return GoldText(str(row["id"]), str(row["text"]), spans, stays)


def parted(texts: Iterable[GoldText]) -> tuple[list[GoldText], list[GoldText]]:
    """Return the part worked on and the part held back, by hash of the id."""
    ordered = sorted(texts, key=lambda t: sha256(t.id.encode()).hexdigest())
    cut = round(len(ordered) * DEVELOPED_ON)
    return ordered[:cut], ordered[cut:]


def halved(texts: Iterable[GoldText]) -> tuple[list[GoldText], list[GoldText]]:
    """Return two halves by hash of the id: one to learn from, one to check on."""
    every = list(texts)
    return [t for t in every if number(t.id) // 2 % 2 == 0], [t for t in every if number(t.id) // 2 % 2 == 1]
