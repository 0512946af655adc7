"""The nouns every room shares, as frozen dataclasses; imports nothing but the standard library.

Offsets are half-open Unicode code points. Whatever can hold a person's raw words or name has
`repr=False`, so that it never shows in a log or an error. Tuples, not lists; ids are opaque.
"""

from voices.model.coding import Coded, CodedPassage, Decision, Memo, Passage, Suggestion, Verdict
from voices.model.documents import Document, Entity, Masked, Mention, Participant, Slot, Turn
from voices.model.kinds import Action, Kind, Skipped, Span, Valence
from voices.model.quotes import Group, Quote, QuoteBank, Withheld
from voices.model.report import (
    Agreement,
    Method,
    PrincipleScore,
    PrincipleWave,
    QuestionScore,
    QuestionWave,
    Report,
    RunRecord,
    Scores,
)
from voices.model.sources import (
    ClosedAnswer,
    ClosedQuestion,
    ColumnMap,
    RawDocument,
    RawTurn,
    Reading,
    SourceDescription,
    SourceSpec,
)
from voices.model.themes import Theme, ThemeAssignment, Themes, Trend

__all__ = [
    "Action",
    "Agreement",
    "ClosedAnswer",
    "ClosedQuestion",
    "Coded",
    "CodedPassage",
    "ColumnMap",
    "Decision",
    "Document",
    "Entity",
    "Group",
    "Kind",
    "Masked",
    "Memo",
    "Mention",
    "Method",
    "Participant",
    "Passage",
    "PrincipleScore",
    "PrincipleWave",
    "QuestionScore",
    "QuestionWave",
    "Quote",
    "QuoteBank",
    "RawDocument",
    "RawTurn",
    "Reading",
    "Report",
    "RunRecord",
    "Scores",
    "Skipped",
    "Slot",
    "SourceDescription",
    "SourceSpec",
    "Span",
    "Suggestion",
    "Theme",
    "ThemeAssignment",
    "Themes",
    "Trend",
    "Turn",
    "Valence",
    "Verdict",
    "Withheld",
]
