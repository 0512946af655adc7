"""The custodian's recorded rulings on doubtful identities, placed by the words that stand before them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from making.pieces import Sample

LABELLED = {"relabel", "always", "release", "confirm"}


def rulings(lines: Iterable[str], samples: Iterable[Sample]) -> list[dict[str, object]]:
    """Return one ruling a line of the list, with turn and offsets in the turn's words.

    Raises ValueError where the words before the form, and the form, are not found exactly once.
    """
    documents = {sample.id: sample for sample in samples}
    made: list[dict[str, object]] = []
    now = datetime(2025, 3, 1, 10, 0, tzinfo=UTC)
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        kind, scope, form, target, where, before, reason = (field.strip() for field in line.split(";;"))
        turn, start = _find(documents, where, before, form)
        now += timedelta(seconds=25 + 7 * (len(made) % 9))
        sample = documents[where]
        made.append(
            {
                "file": sample.file,
                "row": sample.row,
                "turn": turn,
                "start": start,
                "end": start + len(form),
                "form": form,
                "ruling": kind,
                "scope": scope,
                "label": target if kind in LABELLED else "",
                "into": target if kind == "merge" else "",
                "reason": reason,
                "by": "custodian",
                "made_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            }
        )
    return made


def _find(documents: Mapping[str, Sample], where: str, before: str, form: str) -> tuple[int, int]:
    """Return turn and offset of a form, after its words before."""
    found = []
    for turn, piece in enumerate(documents[where].pieces):
        text = piece.words.text
        at = text.find(before) if before else 0
        while at >= 0:
            start = text.find(form, at + len(before))
            if start >= 0 and start - at - len(before) < 40:
                found.append((turn, start))
            at = text.find(before, at + 1) if before else -1
    if len(found) != 1:
        raise ValueError(f"{where}: {form!r} after {before!r} found {len(found)} times")
    return found[0]
