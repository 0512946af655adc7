"""How many said it, of how many who could have: participants, respondents or groups, never excerpts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from voices.model import Circumstances, CodedPassage, Kind, Participant, Passage, Valence, Verdict, units_of
from voices.periods import month_of, year_of
from voices.quotes.attribution import is_citation, wave_words
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED, Cells, hidden_names, protect, suppress

READ = frozenset({Verdict.CODED, Verdict.NO_CODE})
"""Verdicts that count: somebody read the passage and judged it."""

WRITTEN_IN = frozenset({Kind.COMPLAINT, Kind.COMPLIMENT, Kind.LETTER})
"""Kinds counted as documents by year, as councils count complaints."""

Steps = Callable[[str, Mapping[str, int]], Mapping[str, int]]
"""For a table and its cells: by how much each changed since it was last published."""


@dataclass(frozen=True)
class Tables:
    """The people of one chapter, whole and by their attributes, small cells hidden."""

    participants: int
    of_participants: int
    by_role: tuple[tuple[str, int], ...]
    by_wave: tuple[tuple[str, int], ...]
    by_source: tuple[tuple[str, int], ...]
    counts: str
    """What all these numbers count, by everybody who could have said it, so that it says nothing of who did."""
    by_year: tuple[tuple[str, int], ...]
    """Documents, not people, of what was written to the council: complaints are counted as complaints."""
    asked: tuple[tuple[str, int], ...]
    """People by source where it could have come up."""


def person(passage: Passage | Circumstances) -> str:
    """Return who spoke: the participant's code, or the document where nobody is told apart."""
    return passage.participant or f"document {passage.document}"


def sources_asked(coded: Iterable[CodedPassage], prefixes: Collection[str], kinds: Collection[Kind]) -> frozenset[str]:
    """Return the names of the sources where a codebook's codes could have come up.

    Where the study says which kinds of source the codebook is used on, those; else every source in which a person
    applied one of its codes or found that no code applies.
    """
    found = set[str]()
    for item in coded:
        if item.passage.source in found or item.decision.verdict not in READ or is_citation(item.passage):
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
    answering: Mapping[str, Collection[str]],
    asked: frozenset[str],
    parent: Tables | None = None,
    steps: Steps | None = None,
) -> Tables:
    """Return the counts of one chapter from its passages; cited documents are nobody and are not counted.

    `asked` names the sources where the code could have come up; whoever takes part in them is counted in N, which is
    who `answering` has in them.
    What the parent chapter hides stays hidden here. `steps` says, for a table and its cells, how they changed since
    they were last published.
    """
    said = [item.passage for item in members if not is_citation(item.passage)]
    could = {source: frozenset(answering.get(source, ())) for source in asked}
    people = {person(p) for p in said}
    by_role, by_wave, by_source = _by_attribute(said, participants, asked, _hidden(parent), steps or _no_steps)
    everybody = set().union(people, *could.values())
    numbers = tuple((source, len(who)) for source, who in sorted(could.items()))
    years = by_year(said, (steps or _no_steps)("by_year", years_of(said)))
    return Tables(len(people), len(everybody), by_role, by_wave, by_source, units_of(everybody), years, numbers)


def _no_steps(_table: str, _cells: Mapping[str, int]) -> dict[str, int]:
    return {}


def who_answers(participants: Iterable[Participant], coded: Iterable[CodedPassage]) -> dict[str, set[str]]:
    """Return the people of every source: those listed, and those whose words somebody read."""
    found: dict[str, set[str]] = {}
    for p in participants:
        if p.role != "interviewer":
            found.setdefault(p.source, set()).add(p.code)
    for item in coded:
        if item.decision.verdict in READ and not is_citation(item.passage):
            found.setdefault(item.passage.source, set()).add(person(item.passage))
    return found


def _by_attribute(
    said: Sequence[Passage],
    participants: Sequence[Participant],
    asked: frozenset[str],
    held: Mapping[str, frozenset[str]],
    steps: Steps,
) -> tuple[Cells, Cells, Cells]:
    """Return the people by role, wave and source, so that no table gives away what another hides."""
    present = {(p.role, p.wave, p.source) for p in participants if p.source in asked and p.role != "interviewer"}
    present |= {(p.role, p.wave, p.source) for p in said}
    roles = _cells(said, {role_words(r): r for r, _, _ in present}, "role")
    waves = _cells(said, {_wave(w): w for _, w, _ in present}, "wave")
    sources = _cells(said, {s: s for s in asked | {s for _, _, s in present}}, "source")
    in_source = {(role_words(r), s) for r, _, s in present}
    in_wave = {(_wave(w), s) for _, w, s in present}
    moved = {"by_role": steps("by_role", roles), "by_wave": steps("by_wave", waves)}
    of_sources = steps("by_source", sources)
    by_role, by_source = protect(
        roles, sources, in_source, (held["by_role"], held["by_source"]), steps=(moved["by_role"], of_sources)
    )
    by_wave, by_source = protect(
        waves,
        sources,
        in_wave,
        (held["by_wave"], hidden_names(by_source)),
        whole=True,
        steps=(moved["by_wave"], of_sources),
    )
    return by_role, by_wave, by_source


def role_words(role: str) -> str:
    """Return a role, or that none is stated."""
    return role or "not stated"


def _wave(wave: int | None) -> str:
    """Return a wave in words; those of no wave are counted too, or they would be the total less the waves."""
    return "no wave" if wave is None else wave_words(wave)


def by_year(said: Iterable[Passage], steps: Mapping[str, int] | None = None) -> tuple[tuple[str, int], ...]:
    """Return (financial year, documents), in order, small counts hidden; passages without a date are left out.

    A document stands for its writer, so that few documents are few people.
    """
    counts = years_of(said)
    shown = suppress(counts, steps=steps)
    moved = {year for year, step in (steps or {}).items() if 0 < abs(step) < SMALL_CELL}
    return shown or tuple(
        (year, n if n >= SMALL_CELL and year not in moved else SUPPRESSED) for year, n in counts.items()
    )


def years_of(said: Iterable[Passage]) -> dict[str, int]:
    """Return the documents of each financial year.

    Empty unless all of it was written to the council: dates of surveys and interviews are waves, whose small counts
    are hidden, and would give them away.
    """
    said = tuple(said)
    if any(passage.kind not in WRITTEN_IN for passage in said):
        return {}
    documents: dict[str, set[str]] = {}
    for passage in said:
        if passage.period:
            # A complaint and the letters behind it are one complaint.
            documents.setdefault(financial_year(passage.period), set()).add(passage.case or passage.document)
    return {year: len(found) for year, found in documents.items()}


def financial_year(period: str) -> str:
    """Return the year from April to March a period lies in, "2023-24"; a year without a month stays as it is."""
    month = month_of(period)
    return year_of(month) if month else period[:4]


FOR, AGAINST, BOTH, NEITHER = "for", "against", "both ways", "neither way"
"""Which way somebody speaks in a chapter."""


def directions(said: Iterable[tuple[Passage, Valence | None]]) -> dict[str, int]:
    """Return how many people speak for it, against it, both ways and neither way; cited documents are nobody."""
    ways: dict[str, set[Valence | None]] = {}
    for passage, valence in said:
        if not is_citation(passage):
            ways.setdefault(person(passage), set()).add(valence)
    found = dict.fromkeys((FOR, AGAINST, BOTH, NEITHER), 0)
    for valences in ways.values():
        found[way(valences)] += 1
    return found


def way(valences: Collection[Valence | None]) -> str:
    """Return which way one person's passages point taken together."""
    if Valence.MIXED in valences or {Valence.POSITIVE, Valence.NEGATIVE} <= set(valences):
        return BOTH
    if Valence.POSITIVE in valences:
        return FOR
    return AGAINST if Valence.NEGATIVE in valences else NEITHER


def _cells(said: Sequence[Passage], values: Mapping[str, object], attribute: str) -> dict[str, int]:
    return {name: len({person(p) for p in said if getattr(p, attribute) == value}) for name, value in values.items()}


def _hidden(parent: Tables | None) -> dict[str, frozenset[str]]:
    names = ("by_role", "by_wave", "by_source")
    return {name: hidden_names(getattr(parent, name)) if parent else frozenset() for name in names}
