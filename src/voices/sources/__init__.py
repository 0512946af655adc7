"""Read files of many kinds into documents of raw words: transcripts, letters, surveys, forms and registers."""

from voices.sources.files import iter_files
from voices.sources.questions import read_questions
from voices.sources.registry import read
from voices.sources.roles import normalise_role

__all__ = ["iter_files", "normalise_role", "read", "read_questions"]
