"""Quotes: choosing exact spans, saying who spoke without giving anybody away, and proving them verbatim."""

from __future__ import annotations

from voices.quotes.attribution import K_DISCLOSURE, attribute, crowd
from voices.quotes.bank import build_bank
from voices.quotes.picking import Picked, pick, pick_groups
from voices.quotes.proof import verify
from voices.quotes.selection import Candidate
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED, suppress

__all__ = [
    "K_DISCLOSURE",
    "SMALL_CELL",
    "SUPPRESSED",
    "Candidate",
    "Picked",
    "attribute",
    "build_bank",
    "crowd",
    "pick",
    "pick_groups",
    "suppress",
    "verify",
]
