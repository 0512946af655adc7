"""Find rows of a register and letters without a reference that may be the same complaint, for a person to say.

Nothing is joined here: a row tells a complaint in the council's words, so likeness is never proof.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from voices.model import Document
from voices.model.pairs import LikelyPair

Vectors = NDArray[np.float32]
NEAR = 0.4
"""Cosine from which on words alone are near enough, in the same month or the next. Rationale: in the invented sample
six of the seven letters without their register's reference find their own row so, at ten pairs offered in all; a row is
so short a summary that few lie higher."""
NEAR_WITH_A_NAME = 0.25
"""The same where both name somebody, or some place or body, that hardly any other complaint names."""
RARE = 3
"""Complaints up to which a person, place or body is named in few."""
OFFERED = 2
"""Rows offered for one letter at most, the nearest first."""
MONTHS = 1
"""Months between the letter and the row: a letter of the 30th is entered on the 2nd."""
LONG = len("2023-05")
"""A period that says the month."""
SAME_MONTH, NEXT_MONTH = "the same month", "months that follow each other"
SAME_PERSON, SAME_TEAM, BOTH_NAME = "the same person", "the same team", "both name somebody or somewhere few others do"
_NUMBERED = re.compile(r"\[[^\[\]]+ \d+\]")


def likely(rows: Sequence[Document], letters: Sequence[Document], vectors: Mapping[str, Vectors]) -> list[LikelyPair]:
    """Return the pairs that may be the same complaint, by letter, the nearest first.

    `vectors` holds a unit vector for each passage of a document, by its id. A pair lies in the same month or the next,
    or names the same person where a month is not known, and in the same team where both are known.
    """
    named = {one.id: frozenset(_NUMBERED.findall(one.text)) for one in (*rows, *letters)}
    times = Counter(name for names in named.values() for name in names)
    found = []
    for letter in sorted(letters, key=lambda one: one.id):
        pairs = []
        for row in sorted(rows, key=lambda one: one.id):
            rare = any(times[name] <= RARE for name in named[row.id] & named[letter.id])
            signs = _signs(row, letter, rare=rare)
            if signs is None or row.id not in vectors or letter.id not in vectors:
                continue
            near = float((vectors[row.id] @ vectors[letter.id].T).max(axis=1).mean())
            known = SAME_PERSON in signs or BOTH_NAME in signs
            if near >= (NEAR_WITH_A_NAME if known else NEAR):
                pairs.append(LikelyPair(row.id, letter.id, round(near, 3), signs))
        found += sorted(pairs, key=lambda one: (BOTH_NAME not in one.signs, -one.nearness, one.row))[:OFFERED]
    return found


def _signs(row: Document, letter: Document, *, rare: bool) -> tuple[str, ...] | None:
    """Return what speaks for a pair beside its words; None where month, team or person speak against it."""
    person = bool(row.participant) and row.participant == letter.participant
    signs = [SAME_PERSON] if person else []
    if rare:
        signs.append(BOTH_NAME)
    if len(row.period) >= LONG and len(letter.period) >= LONG:
        apart = abs(_month(row.period) - _month(letter.period))
        if apart > MONTHS:
            return None
        signs.append(NEXT_MONTH if apart else SAME_MONTH)
    elif not signs:
        return None
    teams = [dict(one.attributes).get("team", "") for one in (row, letter)]
    if all(teams):
        if teams[0] != teams[1]:
            return None
        signs.append(SAME_TEAM)
    return tuple(signs)


def _month(period: str) -> int:
    return int(period[:4]) * 12 + int(period[5:7])


def still_open(pairs: Iterable[LikelyPair], said: Iterable[tuple[str, str, bool]]) -> list[LikelyPair]:
    """Return the pairs of which nobody said anything, without those of letters that have their row.

    `said` holds (row, letter, same).
    """
    listed = list(said)
    settled = {(row, letter) for row, letter, _ in listed}
    joined = {letter for _, letter, same in listed if same}
    return [one for one in pairs if (one.row, one.letter) not in settled and one.letter not in joined]
