"""The rows of the matrix: single people for those who write it, groups of people for those who read it.

A row follows its people through every principle, so a published row stands for at least as many of those who spoke as
an attribution needs: smaller groups go into the next coarser one, and what is left over has no row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from voices.model import CodedPassage, Passage, Span, Verdict
from voices.model.assembled import Cited
from voices.quotes import Desk
from voices.quotes.attribution import is_citation, role_group, wave_words
from voices.quotes.counting import person
from voices.quotes.spans import choose

GROUP = "group: "
"""Begins the key of a row that stands for a group."""
MOST_QUOTES = 6
"""Quotes offered for a cell: enough to write from, few enough to read."""


@dataclass(frozen=True)
class Case:
    """One row."""

    key: str
    """Code of the participant, or `GROUP` and the group's name; never shown for a participant."""
    label: str
    """As far as print may say: role and wave, or the group's name."""
    quotes: Mapping[str, tuple[Cited, ...]] = field(repr=False)
    """By principle: stretches of this case's own words that may be quoted."""
    unquoted: Mapping[str, int]
    """By principle: passages that count and may not be quoted."""
    people: int
    """How many it stands for."""


def people(coded: Sequence[CodedPassage], principles: Sequence[str], desk: Desk) -> tuple[Case, ...]:
    """Return a row for everybody whose words were coded to one of the principles."""
    said: dict[str, list[CodedPassage]] = {}
    for item in _counted(coded, principles, desk):
        said.setdefault(person(item.passage), []).append(item)
    return tuple(
        _case(who, desk.attribution(own[0].passage), own, principles, desk) for who, own in sorted(said.items())
    )


def groups(coded: Sequence[CodedPassage], principles: Sequence[str], desk: Desk) -> tuple[Case, ...]:
    """Return a row for every group of at least `desk.k` people who spoke; nobody is in two rows for the same words."""
    counted = _counted(coded, principles, desk)
    level = {item.passage.id: 0 for item in counted}
    while True:
        voices: dict[str, set[str]] = {}
        for item in counted:
            voices.setdefault(_name(item.passage, level, desk), set()).add(person(item.passage))
        small = {name for name, who in voices.items() if len(who) < desk.k}
        moved = [p for i in counted if (p := i.passage) and _name(p, level, desk) in small and level[p.id] < _COARSEST]
        if not moved:
            break
        for passage in moved:
            level[passage.id] += 1
    said: dict[str, list[CodedPassage]] = {}
    for item in counted:
        said.setdefault(_name(item.passage, level, desk), []).append(item)
    return tuple(
        _case(f"{GROUP}{name}", name, own, principles, desk) for name, own in sorted(said.items()) if name not in small
    )


_COARSEST = 3


def _name(passage: Passage, level: Mapping[str, int], desk: Desk) -> str:
    """Return a passage's group: its attribution, then without the wave, then role group, then "participant"."""
    full = desk.attribution(passage)
    wave = f", {wave_words(passage.wave)}" if passage.wave is not None else ""
    bare = full.removesuffix(wave) if wave else full
    return (full, bare, role_group(bare), "participant")[level[passage.id]]


def _counted(coded: Iterable[CodedPassage], principles: Sequence[str], desk: Desk) -> list[CodedPassage]:
    return [
        item
        for item in coded
        if item.decision.verdict is Verdict.CODED
        and item.passage.id not in desk.held
        and item.passage.role != "interviewer"
        and not is_citation(item.passage)
        and any(_is(code.code, principle) for code in item.decision.codes for principle in principles)
    ]


def _case(key: str, label: str, own: Sequence[CodedPassage], principles: Sequence[str], desk: Desk) -> Case:
    quotes, unquoted = {}, {}
    for principle in principles:
        here = [item for item in own if any(_is(code.code, principle) for code in item.decision.codes)]
        free = [item for item in here if not desk.refusal(item.passage.id)]
        first = sorted(free, key=lambda item: (not item.decision.quotable, item.passage.id))
        quotes[principle] = tuple(_cited(item, principle) for item in first[:MOST_QUOTES])
        unquoted[principle] = len(here) - len(free)
    return Case(key, label, quotes, unquoted, len({person(item.passage) for item in own}))


def _cited(item: CodedPassage, principle: str) -> Cited:
    marked = [c for c in item.decision.codes if _is(c.code, principle) and c.start is not None and c.end is not None]
    evidence = (
        Span(marked[0].start, marked[0].end) if marked and marked[0].start is not None and marked[0].end else None
    )
    span = choose(item.passage.text, lambda parts: [0.0] * len(parts), evidence)
    return Cited(item.passage.id, span.start, span.end)


def _is(code: str, principle: str) -> bool:
    return code == principle or code.startswith(f"{principle}/")
