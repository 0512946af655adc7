"""How many people said it, of how many who could have: people, never excerpts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from voices.model import CodedPassage, Kind, Participant, Passage, Valence, Verdict
from voices.quotes.attribution import is_citation, wave_words
from voices.quotes.suppression import hidden_names, suppress

READ = frozenset({Verdict.CODED, Verdict.NO_CODE})
"""Verdicts that count: somebody read the passage and judged it."""


@dataclass(frozen=True)
class Tables:
    """The people of one chapter, whole and by their attributes, small cells hidden."""

    participants: int
    of_participants: int
    by_role: tuple[tuple[str, int], ...]
    by_wave: tuple[tuple[str, int], ...]
    by_source: tuple[tuple[str, int], ...]
    by_year: tuple[tuple[str, int], ...]
    """Documents, not people: a year points at nobody, and complaints are counted as complaints."""


def person(passage: Passage) -> str:
    """Return who spoke: the participant's code, or the document where nobody is told apart."""
    return passage.participant or f"document {passage.document}"


def sources_asked(coded: Iterable[CodedPassage], prefixes: Collection[str], kinds: Collection[Kind]) -> frozenset[str]:
    """Return the names of the sources where a codebook's codes could have come up.

    Where the study says which kinds of source the codebook is used on, those; else every source in which a person
    applied one of its codes or found that no code applies.
    """
    found = set()
    for item in coded:
        if item.decision.verdict not in READ or is_citation(item.passage):
            continue
        applied = any(c.code.split("/", 1)[0] in prefixes for c in item.decision.codes)
        if (kinds and item.passage.kind in kinds) or (
            not kinds and (applied or item.decision.verdict is Verdict.NO_CODE)
        ):
            found.add(item.passage.source)
    return frozenset(found)


def tables(
    members: Sequence[CodedPassage],
    participants: Sequence[Participant],
    coded: Sequence[CodedPassage],
    asked: frozenset[str],
    parent: Tables | None = None,
) -> Tables:
    """Return the counts of one chapter from its passages; cited documents are nobody and are not counted.

    `asked` names the sources where the code could have come up; whoever takes part in them is counted in N.
    What the parent chapter hides stays hidden here.
    """
    said = [item.passage for item in members if not is_citation(item.passage)]
    could = {p.code for p in participants if p.source in asked and p.role != "interviewer"}
    could |= {person(c.passage) for c in coded if c.passage.source in asked and c.decision.verdict in READ}
    could -= {person(c.passage) for c in coded if is_citation(c.passage)}
    people = {person(p) for p in said}
    in_source = [p for p in participants if p.source in asked and p.role != "interviewer"]
    roles = {p.role for p in in_source} | {p.role for p in said}
    waves = {p.wave for p in in_source} | {p.wave for p in said}
    held = _hidden(parent)
    return Tables(
        participants=len(people),
        of_participants=len(could | people),
        by_role=suppress(_cells(said, {r or "not stated": r for r in roles}, "role"), held["by_role"]),
        by_wave=suppress(_cells(said, {wave_words(w): w for w in waves if w is not None}, "wave"), held["by_wave"]),
        by_source=suppress(_cells(said, {s: s for s in asked | {p.source for p in said}}, "source"), held["by_source"]),
        by_year=by_year(said),
    )


def by_year(said: Iterable[Passage]) -> tuple[tuple[str, int], ...]:
    """Return (year, documents), in order; passages without a date are left out."""
    documents: dict[str, set[str]] = {}
    for passage in said:
        if passage.period:
            documents.setdefault(passage.period[:4], set()).add(passage.document)
    return tuple((year, len(found)) for year, found in sorted(documents.items()))


def by_valence(valences: Iterable[Valence | None]) -> tuple[tuple[str, int], ...]:
    """Return (valence, passages) in a fixed order, "not stated" last; those that do not occur are left out."""
    found = list(valences)
    order: tuple[tuple[str, Valence | None], ...] = (*((v.value, v) for v in Valence), ("not stated", None))
    return tuple((name, found.count(valence)) for name, valence in order if valence in found)


def _cells(said: Sequence[Passage], values: Mapping[str, object], attribute: str) -> dict[str, int]:
    return {name: len({person(p) for p in said if getattr(p, attribute) == value}) for name, value in values.items()}


def _hidden(parent: Tables | None) -> dict[str, frozenset[str]]:
    names = ("by_role", "by_wave", "by_source")
    return {name: hidden_names(getattr(parent, name)) if parent else frozenset() for name in names}
