"""The nouns every room shares, as frozen dataclasses; imports nothing but the standard library.

Offsets are half-open Unicode code points. Whatever can hold a person's raw words or name has
`repr=False`, so that it never shows in a log or an error. Tuples, not lists; ids are opaque.
"""

from voices.model.coding import Coded, CodedPassage, Decision, Foretold, Memo, Passage, Suggestion, Verdict
from voices.model.documents import Document, Entity, Masked, Mention, Slot, Turn
from voices.model.kinds import Action, Kind, Skipped, Span, Valence
from voices.model.people import Consent, HeadCount, Participant, Purpose, counted_as, head_counts, units_of
from voices.model.quotes import Group, Quote, QuoteBank, Withheld
from voices.model.report import (
    Agreement,
    ComplaintYear,
    Event,
    Method,
    PrincipleScore,
    PrincipleWave,
    QuestionScore,
    QuestionWave,
    Report,
    Returned,
    RunRecord,
    Scores,
)
from voices.model.sources import (
    ClosedAnswer,
    ClosedQuestion,
    ColumnMap,
    RawDocument,
    RawPerson,
    RawTurn,
    Reading,
    SourceDescription,
    SourceSpec,
)
from voices.model.themes import Theme, ThemeAct, ThemeAssignment, ThemeCount, Themes, Trend

__all__ = [
    "Action",
    "Agreement",
    "ClosedAnswer",
    "ClosedQuestion",
    "Coded",
    "CodedPassage",
    "ColumnMap",
    "ComplaintYear",
    "Consent",
    "Decision",
    "Document",
    "Entity",
    "Event",
    "Foretold",
    "Group",
    "HeadCount",
    "Kind",
    "Masked",
    "Memo",
    "Mention",
    "Method",
    "Participant",
    "Passage",
    "PrincipleScore",
    "PrincipleWave",
    "Purpose",
    "QuestionScore",
    "QuestionWave",
    "Quote",
    "QuoteBank",
    "RawDocument",
    "RawPerson",
    "RawTurn",
    "Reading",
    "Report",
    "Returned",
    "RunRecord",
    "Scores",
    "Skipped",
    "Slot",
    "SourceDescription",
    "SourceSpec",
    "Span",
    "Suggestion",
    "Theme",
    "ThemeAct",
    "ThemeAssignment",
    "ThemeCount",
    "Themes",
    "Trend",
    "Turn",
    "Valence",
    "Verdict",
    "Withheld",
    "counted_as",
    "head_counts",
    "units_of",
]
