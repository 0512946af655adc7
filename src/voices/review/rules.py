"""Rules that accept many suggestions at once: what a rule takes in, and what it is called; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voices.model import Coded, Passage, Suggestion

LOWEST = 0.5
"""A rule accepts nothing the machine holds less likely than not."""


@dataclass(frozen=True)
class Rule:
    """Accept suggestions of one code from a confidence on, in passages of a role, wave and source."""

    code: str
    confidence: float
    """The least confidence of the code, `LOWEST` to 1; no other code may be put forward for the passage."""
    role: str = ""
    source: str = ""
    wave: int | None = None

    @property
    def name(self) -> str:
        """What decisions made by it carry."""
        where = [self.role, self.source, f"wave {self.wave}" if self.wave is not None else ""]
        among = ", ".join(one for one in where if one)
        return f"accept {self.code} from {self.confidence:.2f}" + (f" ({among})" if among else "")


@dataclass(frozen=True)
class Taken:
    """One passage a rule takes in, and what it would decide."""

    passage: Passage
    codes: tuple[Coded, ...]
    confidence: float


def takes(
    rule: Rule, passages: Iterable[Passage], suggestions: Mapping[str, Sequence[Suggestion]]
) -> tuple[Taken, ...]:
    """Return the passages a rule takes in, the least sure first, so that a look at the top shows its weakest side."""
    found = []
    for passage in passages:
        if (rule.role and passage.role != rule.role) or (rule.source and passage.source != rule.source):
            continue
        if rule.wave is not None and passage.wave != rule.wave:
            continue
        forward = [one for one in suggestions.get(passage.id, ()) if one.put_forward]
        if {one.code.split("/", 1)[0] for one in forward} != {rule.code.split("/", 1)[0]}:
            continue
        sure = max((one.confidence for one in forward if one.code == rule.code), default=0.0)
        if sure < rule.confidence:
            continue
        codes = tuple(Coded(one.code, one.valence, one.start, one.end) for one in forward)
        found.append(Taken(passage, codes, sure))
    return tuple(sorted(found, key=lambda one: (one.confidence, one.passage.id)))


def fingerprint(taken: Iterable[Taken]) -> str:
    """Return what tells whether the same passages with the same codes are still meant."""
    parts = sorted(f"{one.passage.id} {one.codes}" for one in taken)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
