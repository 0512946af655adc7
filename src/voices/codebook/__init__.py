"""Codebooks: what the codes are, what belongs under each, and invented sentences that show it.

A codebook is a folder with a `codebook.toml` that an evaluator can edit and, beside it, an
`exemplars.jsonl`. This room loads, checks, compares and fingerprints them, and exchanges them
with other qualitative tools as REFI-QDA codebooks (`.qdc`). It is pure and light to import.
"""

from __future__ import annotations

from voices.codebook.checking import check, diff
from voices.codebook.finding import find, is_shipped, shipped_texts
from voices.codebook.nouns import Code, Codebook, CodeKind, Exclusion, Exemplar, top_level
from voices.codebook.qdc import from_qdc, left_out_of_qdc, read_qdc, to_qdc
from voices.codebook.reading import load, parse
from voices.codebook.writing import save, to_jsonl, to_toml

__all__ = [
    "Code",
    "CodeKind",
    "Codebook",
    "Exclusion",
    "Exemplar",
    "check",
    "diff",
    "find",
    "from_qdc",
    "is_shipped",
    "left_out_of_qdc",
    "load",
    "parse",
    "read_qdc",
    "save",
    "shipped_texts",
    "to_jsonl",
    "to_qdc",
    "to_toml",
    "top_level",
]
