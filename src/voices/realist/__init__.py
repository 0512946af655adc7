"""Realist links: theory files, and where in a passage the words of a link may stand."""

from __future__ import annotations

from voices.realist.clauses import clauses
from voices.realist.finding import files, find
from voices.realist.proposing import SURENESS, Proposal, nearest, propose
from voices.realist.reading import THEORY_FILE, checked, clause, load, parse, to_toml

__all__ = [
    "SURENESS",
    "THEORY_FILE",
    "Proposal",
    "checked",
    "clause",
    "clauses",
    "files",
    "find",
    "load",
    "nearest",
    "parse",
    "propose",
    "to_toml",
]
