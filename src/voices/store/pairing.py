"""What people said of rows and letters that may be the same complaint, over the chains it is stored in."""

from __future__ import annotations

import json

import sqlalchemy as sa

from voices.errors import InputError
from voices.model.pairs import LikelyPair, PairRuling
from voices.store import tables as t
from voices.store.writing import Draft, Writing, Written

KIND = "pair"
LIKELY_KEY = "likely pairs"
"""Under this key a run keeps the pairs it found."""
SAME, DIFFERENT = "same", "different"
_BETWEEN = "\x1f"


class Pairing(Writing):
    """Complaints that may be in the study twice."""

    def pair_rulings(self) -> tuple[PairRuling, ...]:
        """Return what was said of each pair and stands, by pair."""
        return tuple(_ruling(one) for one in self.written(KIND))

    def pairs_looked_at(self) -> tuple[tuple[str, str], ...]:
        """Return (row, letter) of every pair somebody said something of, also where it was taken back."""
        return tuple((row, letter) for row, letter in (key.split(_BETWEEN) for key in sorted(self.tips(KIND))))

    def likely_pairs(self) -> tuple[LikelyPair, ...]:
        """Return the pairs the last run found whose documents are still there, whatever was said of them."""
        with self._read() as connection:
            value = connection.execute(sa.select(t.meta.c.value).where(t.meta.c.key == LIKELY_KEY)).scalar_one_or_none()
            here = set(connection.execute(sa.select(t.document.c.id)).scalars())
        kept = (LikelyPair(**{**one, "signs": tuple(one["signs"])}) for one in json.loads(value or "[]"))
        return tuple(one for one in kept if {one.row, one.letter} <= here)

    def rule_pair(self, row: str, letter: str, coder: str, *, same: bool) -> None:
        """Store whether a row and a letter are the same complaint; it takes effect with the next run.

        Raises InputError where the letter is said to be another row's complaint.
        """
        others = [one for one in self.pair_rulings() if one.same and one.letter == letter and one.row != row]
        if same and others:
            raise InputError("this letter is said to be the complaint of another row: undo that first")
        tip = self.tips(KIND).get(_key(row, letter))
        self.write(Draft(KIND, _key(row, letter), SAME if same else DIFFERENT, {}, {}, (), coder, tip))

    def undo_pair(self, row: str, letter: str, coder: str) -> None:
        """Take back one's own last word on a pair, so that the one before stands again.

        Raises InputError where nothing stands, StaleVersion where somebody else said it.
        """
        found = next((one for one in self.pair_rulings() if (one.row, one.letter) == (row, letter)), None)
        if found is None:
            raise InputError("nobody has said anything of this pair: there is nothing to undo")
        self.undo_written(KIND, _key(row, letter), coder, found.version)

    def pair_history(self, row: str, letter: str) -> tuple[Written, ...]:
        """Return all that was said of a pair, in order."""
        return self.versions(KIND, _key(row, letter))


def _key(row: str, letter: str) -> str:
    return f"{row}{_BETWEEN}{letter}"


def _ruling(one: Written) -> PairRuling:
    row, letter = one.key.split(_BETWEEN)
    return PairRuling(row, letter, one.act == SAME, one.coder, one.made_at, one.tip)
