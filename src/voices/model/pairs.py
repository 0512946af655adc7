"""A complaint that may be in the study twice: as a row of the register and as a letter without its reference."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256


def pair_id(row: str, letter: str) -> str:
    """Return by what people name a pair: eight characters of the ids of its documents."""
    return sha256(f"{row} {letter}".encode()).hexdigest()[:8]


@dataclass(frozen=True)
class LikelyPair:
    """A row and a letter that may be the same complaint, for a person to say."""

    row: str
    """Id of the document the register's row became."""
    letter: str
    """Id of the letter's document."""
    nearness: float
    """Cosine of the words: how near the row's passages are to the nearest of the letter, -1 to 1."""
    signs: tuple[str, ...]
    """What else speaks for it, in plain words and never in people's."""


@dataclass(frozen=True)
class PairRuling:
    """What a person said of a row and a letter."""

    row: str
    letter: str
    same: bool
    by: str
    made_at: str
    version: int
    """The row of the record that has to have been seen by whoever changes it."""
