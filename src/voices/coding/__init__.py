"""Coding: suggestions of codes with calibrated confidence, valence and evidence; agreement; the order of review.

Pure: passages, codebooks and decisions in, suggestions out. Nothing here decides anything.
"""

from __future__ import annotations

from voices.coding.agreement import agreement, krippendorff, masi
from voices.coding.beside import beside, taught
from voices.coding.coder import Coder, fingerprint_of, fit
from voices.coding.coefficients import by_code, by_pair
from voices.coding.differing import differing, identical, mixed_up, uncoded
from voices.coding.examples import Labelled
from voices.coding.queue import Order, order
from voices.coding.standards import Learnt, from_json, learnt
from voices.coding.texts import TextCodes, suggest_texts

__all__ = [
    "Coder",
    "Labelled",
    "Learnt",
    "Order",
    "TextCodes",
    "agreement",
    "beside",
    "by_code",
    "by_pair",
    "differing",
    "fingerprint_of",
    "fit",
    "from_json",
    "identical",
    "krippendorff",
    "learnt",
    "masi",
    "mixed_up",
    "order",
    "suggest_texts",
    "taught",
    "uncoded",
]
