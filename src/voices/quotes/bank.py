"""The quote bank: for every code, child code and confirmed theme, quotes that support it and quotes that do not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from voices.codebook import Codebook
from voices.model import (
    CodedPassage,
    Group,
    Kind,
    Participant,
    Quote,
    QuoteBank,
    Themes,
    Valence,
    Verdict,
    Withheld,
)
from voices.model.choices import Place, QuoteChoices
from voices.quotes import attribution, counting, leaning
from voices.quotes.chapters import THEMES, Chapter, Member, of_codebooks, of_themes, supports
from voices.quotes.earlier import Earlier
from voices.quotes.examples import ELSEWHERE
from voices.quotes.filling import choose
from voices.quotes.picking import Embed
from voices.quotes.printing import Press
from voices.quotes.release import HELD, KEPT_BACK
from voices.quotes.suppression import FEW_PEOPLE, suppress

__all__ = ["DROPPED", "ELSEWHERE", "HELD", "KEPT_BACK", "NOT_AGREED", "UNRELEASED", "build_bank"]

NOT_THIS = "this source or person has not agreed to be quoted"
NOT_THEY = "this person has not agreed to be quoted"
NOT_AGREED = frozenset({NOT_THIS, NOT_THEY})
"""Reasons that are a matter of consent."""
DROPPED = "taken out of the chapter by a coder"
UNRELEASED = "not released by a lead"
"""Where the study prints released quotes only."""
CROWDED = "pinned, and its speaker is quoted enough already"


def build_bank(
    coded: Sequence[CodedPassage],
    codebooks: Sequence[Codebook],
    participants: Sequence[Participant],
    vectors: Mapping[str, NDArray[np.float32]],
    themes: Sequence[Themes] = (),
    population: Mapping[str, int] | None = None,
    k_disclosure: int = attribution.K_DISCLOSURE,
    *,
    embed: Embed | None = None,
    kinds: Mapping[str, Sequence[Kind]] | None = None,
    cited: Mapping[str, str] | None = None,
    elsewhere: Collection[str] = (),
    choices: QuoteChoices | None = None,
    earlier: Earlier | None = None,
) -> QuoteBank:
    """Return the quote bank of the decisions that stand, with figures that are exact: `settle` readies them for print.

    `vectors` holds a unit vector by passage id; `embed` lets long passages be trimmed by meaning. `population` gives
    head counts by role, `kinds` the kinds of source each codebook (by name) is used on, `cited` author, year and page
    of passages from published evidence, by passage id; `elsewhere` holds passages that stand in a released practice
    example and are printed there alone. `choices` is what people decided about quotes, `earlier` what was published
    before. The order of everything handed in is irrelevant.

    Raises NotVerbatim where a quote would not be an exact span of its passage.
    """
    ordered = sorted(coded, key=lambda c: c.passage.id)
    chapters = (*of_codebooks(ordered, codebooks, kinds or {}), *of_themes(ordered, themes))
    wishes, before = choices or QuoteChoices(), earlier or Earlier()
    refused = dict.fromkeys(elsewhere, ELSEWHERE) | dict.fromkeys(wishes.withheld(), KEPT_BACK)
    refused |= _refused(ordered, participants)
    people = attribution.crowd([*participants, *_unlisted(ordered, participants)], population)
    press = Press(vectors, embed, people, k_disclosure, cited or {}, wishes)
    printed: dict[tuple[str, bool], tuple[Quote, ...]] = {
        (side.chapter.id, side.dissent): press.quotes(side) for side in choose(chapters, refused, vectors, wishes)
    }
    groups: list[Group] = []
    known: dict[str, counting.Tables] = {}
    answering = counting.who_answers(participants, ordered)
    for chapter in chapters:
        members = [m.item for m in chapter.members]
        steps = partial(before.steps, chapter.id)
        known[chapter.id] = table = counting.tables(
            members, participants, answering, chapter.asked, known.get(chapter.parent), steps
        )
        said = [(m.item.passage, m.valence) for m in chapter.members]
        ways = counting.directions(said)
        group = _group(chapter, table, printed[chapter.id, False], printed[chapter.id, True], refused, wishes)
        groups.append(
            replace(
                group,
                by_direction=suppress(ways, steps=steps("by_direction", ways)),
                leans=leaning.leans(said, chapter.asked),
                ways=leaning.ways_by_source(said),
                independent=leaning.independent(said),
            )
        )
    withheld = _withheld(ordered, chapters, refused, wishes, printed)
    return QuoteBank(tuple(groups), withheld, _together(chapters))


def _together(chapters: Iterable[Chapter]) -> tuple[tuple[str, str, int], ...]:
    """Return how many people speak of every two codes at the top of the codebooks."""
    said = {
        c.id: {counting.person(m.item.passage) for m in c.members if not attribution.is_citation(m.item.passage)}
        for c in chapters
        if not c.parent and c.codebook != THEMES and c.members
    }
    return tuple((one, other, len(said[one] & said[other])) for one, other in combinations(said, 2))


def _refused(coded: Iterable[CodedPassage], participants: Iterable[Participant]) -> dict[str, str]:
    """Return why passages may not be quoted, by passage id."""
    no = {(p.code, p.source) for p in participants if not p.quoting}
    reasons = {}
    for item in coded:
        passage = item.passage
        if item.decision.verdict is Verdict.HELD:
            reasons[passage.id] = HELD
        elif not passage.quoting:
            reasons[passage.id] = NOT_THIS
        elif (passage.participant, passage.source) in no:
            reasons[passage.id] = NOT_THEY
    return reasons


def _group(
    chapter: Chapter,
    table: counting.Tables,
    supporting: tuple[Quote, ...],
    dissenting: tuple[Quote, ...],
    refused: Mapping[str, str],
    choices: QuoteChoices,
) -> Group:
    gone = set(refused) | {one.passage for one in choices.in_group(chapter.id) if one.place is Place.DROPPED}
    against = [m for m in chapter.members if not supports(m.valence, chapter.turned) or m.valence is Valence.MIXED]
    for_it = [m for m in chapter.members if supports(m.valence, chapter.turned)]
    return Group(
        id=chapter.id,
        name=chapter.name,
        parent=chapter.parent,
        definition=chapter.definition,
        colour=chapter.colour,
        supporting=supporting,
        dissenting=dissenting,
        dissent_note="" if dissenting else _note(len(chapter.members), against, gone),
        participants=table.participants,
        of_participants=table.of_participants,
        counts=table.counts,
        passages=len(chapter.members),
        by_role=table.by_role,
        by_wave=table.by_wave,
        by_source=table.by_source,
        by_direction=(),
        few_people=table.participants < FEW_PEOPLE,
        codebook=chapter.codebook,
        by_year=table.by_year,
        asked=table.asked,
        support_note="" if supporting else _note(len(chapter.members), for_it, gone),
    )


def _note(checked: int, side: Sequence[Member], gone: Collection[str]) -> str:
    """Return why a side of a chapter has no quote; how many were found is not said, because it may be few people."""
    if not side:
        return f"None found, {checked} checked"
    if all(m.item.passage.id in gone for m in side):
        return f"Found, and none of it may be quoted or was wanted; {checked} checked"
    return f"Found, and printed on the other side or from people quoted enough already; {checked} checked"


def _withheld(
    coded: Iterable[CodedPassage],
    chapters: Iterable[Chapter],
    refused: Mapping[str, str],
    choices: QuoteChoices,
    printed: Mapping[tuple[str, bool], tuple[Quote, ...]],
) -> tuple[Withheld, ...]:
    """Return what is not printed and why, one for each chapter a passage is in."""
    found = []
    for chapter in chapters:
        shown = {quote.passage for side in (False, True) for quote in printed[chapter.id, side]}
        for id in (m.item.passage.id for m in chapter.members):
            if id in refused:
                found.append(Withheld(chapter.id, id, refused[id]))
            elif choices.of(chapter.id, id).place is Place.DROPPED:
                found.append(Withheld(chapter.id, id, DROPPED))
            elif choices.of(chapter.id, id).place is Place.PINNED and id not in shown:
                waits = choices.only_released and not choices.of(chapter.id, id).released_by
                found.append(Withheld(chapter.id, id, UNRELEASED if waits else CROWDED))
    found += [Withheld("", c.passage.id, refused[c.passage.id]) for c in coded if c.decision.verdict is Verdict.HELD]
    return tuple(sorted(found, key=lambda w: (w.group, w.passage)))


def _unlisted(coded: Iterable[CodedPassage], participants: Iterable[Participant]) -> list[Participant]:
    """Return the people who speak in passages but stand in no list, so that attribution counts them too."""
    listed = {p.code for p in participants}
    return [
        Participant(counting.person(c.passage), c.passage.role, c.passage.source, c.passage.wave)
        for c in coded
        if c.passage.participant not in listed and not attribution.is_citation(c.passage)
    ]
