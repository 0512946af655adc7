"""Which passages are read without a suggestion, so that agreement is measured on what people think themselves."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def is_blind(passage: str, share: float) -> bool:
    """Return whether a passage belongs to the blind share, 0 to 1; the same passage always gives the same answer.

    Chosen by hash and not by lot, so that a second run, another computer and another coder get the same passages.
    """
    drawn = int.from_bytes(sha256(f"blind {passage}".encode()).digest()[:8], "big")
    return drawn < share * 2**64


def second_readings(passages: Iterable[str], share: float, coders: int) -> tuple[str, ...]:
    """Return the passages that two people read: the blind share, where there are two people."""
    return tuple(sorted(id for id in passages if is_blind(id, share))) if coders > 1 else ()
