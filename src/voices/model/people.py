"""Who took part, what they agreed to, and how many there were; codes only, never a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What somebody can agree to or refuse, each by itself."""

    ANALYSIS = "use in analysis"
    QUOTING = "quoting"
    ATTRIBUTION = "role attribution"


@dataclass(frozen=True)
class Consent:
    """What one person said to one purpose, as the study's files record it."""

    purpose: Purpose
    given: bool | None
    """None where nothing clear is recorded: words are then counted and paraphrased, never quoted."""
    date: str = ""
    """ISO date on which it was said, or empty."""
    source: str = ""
    """How it was recorded, for example "signed form"; a closed value."""
    by: str = ""
    """Who agreed, for example "young person" or "parent"."""


@dataclass(frozen=True)
class Participant:
    """Somebody who took part in a source, by code; never a name."""

    code: str
    """P107 for a person, R… for an anonymous respondent, G… for unseparated voices."""
    role: str
    source: str
    wave: int | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    quoting: bool = False
    family: str = ""
    """Code of the family (F312), or empty where none is known."""
    attribution: bool = True
    """False where the person asked that their role is not printed beside their words."""
    consents: tuple[Consent, ...] = ()
    """What is recorded, by purpose; empty where the study's files say nothing of this person."""


@dataclass(frozen=True)
class HeadCount:
    """How many took part in a source, by wave and role; every number says what it counts."""

    source: str
    wave: int | None
    role: str
    """Empty where none is stated."""
    participants: int
    """People with a code of their own."""
    respondents: int
    """Anonymous respondents and correspondents: one an answer sheet, which may be one person twice."""
    groups: int
    """Conversations whose voices nobody told apart."""

    @property
    def heads(self) -> int:
        """All of them together."""
        return self.participants + self.respondents + self.groups


UNITS = {"P": "participants", "R": "respondents", "G": "groups"}
"""First letter of a code to what it counts."""


def counted_as(heads: Iterable[HeadCount]) -> str:
    """Return what numbers over these are numbers of: "participants", "participants and groups"."""
    found = tuple(heads)
    return _joined([unit for unit in UNITS.values() if any(getattr(one, unit) for one in found)])


def units_of(codes: Iterable[str]) -> str:
    """Return what a number of these codes is a number of; what has no code is a conversation, so a group."""
    letters = {code[:1] if code[:1] in UNITS else "G" for code in codes}
    return _joined([unit for letter, unit in UNITS.items() if letter in letters])


def _joined(units: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(units[:-1]), *units[-1:]))) or "participants"


def head_counts(people: tuple[Participant, ...]) -> tuple[HeadCount, ...]:
    """Return how many took part by source, wave and role, sorted; whoever asked is not among them."""
    codes: dict[tuple[str, int, str], set[str]] = {}
    for person in people:
        if person.role != "interviewer":
            codes.setdefault((person.source, person.wave or 0, person.role), set()).add(person.code)
    return tuple(
        HeadCount(source, wave or None, role, *(sum(code[:1] == letter for code in found) for letter in UNITS))
        for (source, wave, role), found in sorted(codes.items())
    )
