"""Who said it, as far as print may say: role and wave, coarsened until enough people share them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from voices.model import Circumstances, Kind, Participant, Passage, Purpose

K_DISCLOSURE = 5
"""People who must share an attribution. Rationale: the usual small-cell limit; below it, colleagues and families
who know who took part can tell whose words they read."""

_PRACTITIONER = (
    "worker",
    "manager",
    "practitioner",
    "support",
    "student",
    "officer",
    "director",
    "leader",
    "head of",
    "nurse",
    "teacher",
    "health visitor",
    "chair",
    "administrator",
    "staff",
)
_FAMILY = ("parent", "mother", "father", "mum", "dad", "child", "young person", "grand", "kin", "sibling", "family")
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def role_group(role: str) -> str:
    """Return the group a role belongs to: practitioner, family member, or participant where it is in neither."""
    folded = role.casefold()
    if "foster" in folded:
        return "participant"
    if any(word in folded for word in _PRACTITIONER):
        return "practitioner"
    if any(word in folded for word in _FAMILY):
        return "family member"
    return "participant"


def wave_words(wave: int) -> str:
    """Return a wave as print has it: "second wave", "wave 12"."""
    return f"{_ORDINALS[wave]} wave" if 0 < wave < len(_ORDINALS) else f"wave {wave}"


def is_citation(passage: Passage | Circumstances) -> bool:
    """Return whether a passage is evidence from another document: cited, and never counted as a participant."""
    return passage.kind is Kind.EVIDENCE or (passage.kind is Kind.LETTER and not passage.role)


def citation(passage: Passage, cited: str = "") -> str:
    """Return what a passage is cited as: "Tolley 2017:28", "senior manager, Tolley 2017:28" or "peer review, 2016".

    `cited` is the author, year and page of published evidence; without it the source's name and year stand. Whoever
    the publication quotes keeps the role it prints.
    """
    year = passage.period[:4]
    where = cited or (f"{passage.source}, {year}" if year and year not in passage.source else passage.source)
    return f"{passage.role}, {where}" if passage.role else where


@dataclass(frozen=True)
class Crowd:
    """How many people stand behind each attribution."""

    by_role_and_wave: Mapping[tuple[str, int | None], frozenset[str]]
    """Codes of the participants of a role in a wave."""
    population: Mapping[str, int] = field(default_factory=dict)
    """Declared head counts by role, in lower case; they win over the participants counted."""
    unnamed: frozenset[tuple[str, str]] = frozenset()
    """(code, source) of those who did not agree that their role is printed."""
    named: frozenset[tuple[str, str]] = frozenset()
    """(code, source) of those who are recorded as having agreed to it."""

    def printed_role(self, passage: Passage) -> str:
        """Return the role a quote may be attributed to; empty where the person keeps it to themselves."""
        return "" if (passage.participant, passage.source) in self.unnamed else passage.role

    def size(self, roles: Iterable[str], wave: int | None) -> int:
        """Return how many people hold one of the roles, in a wave or (None) in any."""
        declared, codes = 0, set[str]()
        for role in set(roles):
            if role.casefold() in self.population:
                declared += self.population[role.casefold()]
                continue
            for (held, when), people in self.by_role_and_wave.items():
                if held == role and wave in (None, when):
                    codes |= people
        return declared + len(codes)

    def roles(self) -> frozenset[str]:
        """Return every role met."""
        return frozenset(role for role, _ in self.by_role_and_wave)


def crowd(participants: Iterable[Participant], population: Mapping[str, int] | None = None) -> Crowd:
    """Return who stands behind each combination of role and wave; a person in two sources counts once."""
    held: dict[tuple[str, int | None], set[str]] = {}
    participants = tuple(participants)
    for person in participants:
        held.setdefault((person.role, person.wave), set()).add(person.code)
    counted = {key: frozenset(codes) for key, codes in held.items()}
    unnamed = frozenset((person.code, person.source) for person in participants if not person.attribution)
    named = frozenset(
        (person.code, person.source)
        for person in participants
        if person.attribution and any(c.purpose is Purpose.ATTRIBUTION and c.given for c in person.consents)
    )
    return Crowd(counted, {role.casefold(): count for role, count in (population or {}).items()}, unnamed, named)


def attribute(role: str, wave: int | None, people: Crowd, k: int = K_DISCLOSURE) -> str:
    """Return the attribution of a quote, for example "parent, second wave", shared by at least `k` people.

    While fewer than `k` people share the combination its rarest part is coarsened: the role to its group
    (practitioner, family member) and then to "participant", the wave to none. "participant" alone always stands.
    """
    label, holders = (role, {role}) if role else ("participant", set(people.roles()))
    while not (label == "participant" and wave is None) and people.size(holders, wave) < k:
        wave_holders = people.size(people.roles(), wave) if wave is not None else None
        role_holders = people.size(holders, None) if label != "participant" else None
        if role_holders is None or (wave_holders is not None and wave_holders <= role_holders):
            wave = None
        else:
            label, holders = _coarser(label, role, people)
    return label if wave is None else f"{label}, {wave_words(wave)}"


def _coarser(label: str, role: str, people: Crowd) -> tuple[str, set[str]]:
    group = role_group(role)
    if label == role and group not in ("participant", role):
        return group, {held for held in people.roles() if role_group(held) == group} | {role}
    return "participant", set(people.roles())
