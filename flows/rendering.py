"""How a document is written: the custodian's rulings that touch its words, and what dates and ages keep."""

from __future__ import annotations

from collections.abc import Sequence

from flows.identify import Read
from flows.session import Session
from voices.privacy import Ruling, Writing, case_shift, fold


def rulings(session: Session) -> list[Ruling]:
    """Return what the custodian decided, as linking takes it; what an erasure emptied is left out."""
    kept = (k for k in session.keys.rulings() if k.form or k.entity)
    return [Ruling(k.kind, k.form, k.entity, k.label, k.other, k.document) for k in kept]


def on_words(rulings: Sequence[Ruling], read: Read) -> list[Ruling]:
    """Return the rulings on words alone that stand in a document: they settle what its second scan finds."""
    text = " ".join(fold(read.raw.text).split())
    return [r for r in rulings if r.form and not r.entity and " ".join(fold(r.form).split()) in text]


def writing(session: Session, read: Read, participant: str) -> Writing:
    """Return how a document's dates and ages are written; a case is a participant, or else a document."""
    settings, case = session.study.settings, participant or read.id
    if read.kept is not None:
        case = read.kept.document.participant or read.id
    shift = case_shift(session.keys.pseudonym_key(), case) if settings.dates == "interval" else 0
    return Writing(settings.dates, settings.ages, shift)
