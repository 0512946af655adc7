"""How people go through the queue: what is shown of a passage, what a key means, who reads without a suggestion."""

from __future__ import annotations

from voices.review.blind import is_blind, second_readings
from voices.review.choice import Choice, Letters, accepted, letters
from voices.review.context import Line, Piece, context, pieces
from voices.review.differences import Difference, differences
from voices.review.exemplars import nearest, ready
from voices.review.wording import agreement_word, surety_words, wave_word

__all__ = [
    "Choice",
    "Difference",
    "Letters",
    "Line",
    "Piece",
    "accepted",
    "agreement_word",
    "context",
    "differences",
    "is_blind",
    "letters",
    "nearest",
    "pieces",
    "ready",
    "second_readings",
    "surety_words",
    "wave_word",
]
