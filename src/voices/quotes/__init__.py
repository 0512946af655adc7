"""Quotes: choosing exact spans, saying who spoke without giving anybody away, and proving them verbatim."""

from __future__ import annotations

from voices.quotes.attribution import K_DISCLOSURE, attribute, crowd
from voices.quotes.bank import build_bank
from voices.quotes.chapters import across
from voices.quotes.earlier import Earlier, settle
from voices.quotes.examples import check, published
from voices.quotes.keeping import Kept
from voices.quotes.picking import Picked, pick, pick_groups
from voices.quotes.proof import by_sign, proven, verify
from voices.quotes.release import Desk, Looked, desk, desk_over
from voices.quotes.selection import Candidate
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED, suppress
from voices.quotes.theorising import findings

__all__ = [
    "K_DISCLOSURE",
    "SMALL_CELL",
    "SUPPRESSED",
    "Candidate",
    "Desk",
    "Earlier",
    "Kept",
    "Looked",
    "Picked",
    "across",
    "attribute",
    "build_bank",
    "by_sign",
    "check",
    "crowd",
    "desk",
    "desk_over",
    "findings",
    "pick",
    "pick_groups",
    "proven",
    "published",
    "settle",
    "suppress",
    "verify",
]
