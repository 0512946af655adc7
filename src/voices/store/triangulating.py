"""People's verdicts on how far the sources agree, over the chains they are stored in."""

from __future__ import annotations

from voices.model.triangulation import Convergence, Ruling
from voices.store.writing import Draft, Writing, Written

KIND = "verdict"


class Triangulating(Writing):
    """What people settled about principles across sources."""

    def triangulated(self) -> tuple[Ruling, ...]:
        """Return the verdicts that stand, by principle."""
        return tuple(_ruling(one) for one in self.written(KIND))

    def settle(self, ruling: Ruling, coder: str) -> int:
        """Store a verdict after the one its maker saw (`ruling.version`); return its row.

        Raises StaleVersion where somebody settled it meanwhile.
        """
        return self.write(verdict_draft(ruling, coder, ruling.version))


def verdict_draft(ruling: Ruling, coder: str, version: int | None = None, made_at: str = "") -> Draft:
    """Return a verdict as a row to write."""
    facts = {"proposed": ruling.proposed.value}
    return Draft(
        KIND, ruling.principle, ruling.verdict.value, facts, {"note": ruling.note}, (), coder, version, made_at
    )


def _ruling(one: Written) -> Ruling:
    return Ruling(
        one.key,
        Convergence(one.act),
        one.words.get("note", ""),
        Convergence(one.facts["proposed"]),
        one.coder,
        one.made_at,
        one.tip,
    )
