"""Read files of many kinds into documents of raw words: transcripts, letters, surveys, forms and registers."""

from voices.sources.files import iter_files
from voices.sources.joining import as_said, join_letters, refuses_analysis, with_people
from voices.sources.letters.evidence import citation
from voices.sources.people import People, read_people
from voices.sources.references import reference_form
from voices.sources.registry import read
from voices.sources.roles import normalise_role
from voices.sources.tables.questions import read_questions
from voices.sources.talk.speakers import speaks_for_several
from voices.sources.unread import numbered

__all__ = [
    "People",
    "as_said",
    "citation",
    "iter_files",
    "join_letters",
    "normalise_role",
    "numbered",
    "read",
    "read_people",
    "read_questions",
    "reference_form",
    "refuses_analysis",
    "speaks_for_several",
    "with_people",
]
