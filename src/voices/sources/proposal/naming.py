"""Name a proposed source as reports print it, without a person's name."""

from __future__ import annotations

from voices.model import Kind
from voices.sources.proposal import path_words
from voices.sources.proposal.nouns import Seen, Shape
from voices.sources.proposal.safe_words import doubtful

_CALLED = {
    Kind.INTERVIEW: "interviews",
    Kind.FOCUS_GROUP: "focus groups",
    Kind.SURVEY: "survey",
    Kind.FORM: "forms",
    Kind.COMPLAINT: "complaints",
    Kind.COMPLIMENT: "compliments",
    Kind.LETTER: "letters",
    Kind.EVIDENCE: "evidence",
}
_LONGEST = 40


def source_name(kind: Kind, wave: int | None, role: str, alone: Seen | None) -> str:
    """Return a source's name from its kind, role and wave; a survey of its own takes the safe words of its file."""
    called = _CALLED[kind]
    if kind is Kind.SURVEY and alone:
        said = _safe(path_words.series(path_words.parts(alone.relative)[0]))
        called = said if "survey" in said else f"{said} survey".strip()
    elif kind is Kind.COMPLAINT and alone and alone.shape is Shape.TABLE:
        called = "complaints register"
    elif kind is Kind.EVIDENCE and alone:
        called = f"{called} {evidence_year(alone)}".strip()
    elif role:
        called = f"{role} {called}"
    return f"{called[:_LONGEST].strip()}, wave {wave}" if wave else called[:_LONGEST].strip()


def evidence_year(seen: Seen) -> str:
    """Return the year that a report's own name or its date gives, or an empty string."""
    stem = path_words.parts(seen.relative)[0]
    stated = path_words.years(stem)
    dated = [document.period[:4] for document in seen.reading.documents if document.period] if seen.reading else []
    return str(stated[0]) if stated else next(iter(dated), "")


def _safe(words: str) -> str:
    cut = words
    for start, end in reversed(doubtful(words)):
        cut = cut[:start] + cut[end:]
    return " ".join(cut.split())
