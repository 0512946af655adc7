"""The quote bank: for every code, child code and confirmed theme, quotes that support it and quotes that do not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
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
from voices.quotes import attribution, counting
from voices.quotes.chapters import THEMES, Chapter, Member, of_codebooks, of_themes, supports
from voices.quotes.earlier import Earlier
from voices.quotes.examples import ELSEWHERE
from voices.quotes.figures import Counted, Figures
from voices.quotes.filling import choose
from voices.quotes.keeping import Kept
from voices.quotes.picking import Embed
from voices.quotes.printing import Press
from voices.quotes.release import HELD, KEPT_BACK
from voices.quotes.suppression import FEW_PEOPLE

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
    kept: Kept | None = None,
) -> QuoteBank:
    """Return the quote bank of the decisions that stand, with figures that are exact: `settle` readies them for print.

    `vectors` holds a unit vector by passage id; `embed` lets long passages be trimmed by meaning. `population` gives
    head counts by role, `kinds` the kinds of source each codebook (by name) is used on, `cited` author, year and page
    of passages from published evidence, by passage id; `elsewhere` holds passages that stand in a released practice
    example and are printed there alone. `choices` is what people decided about quotes, `earlier` what was published
    before. The order of everything handed in is irrelevant. `kept` is what an earlier filling of the study's bank
    left: the bank is the same with it and without, and what did not change meanwhile is not worked out again.

    Raises NotVerbatim where a quote would not be an exact span of its passage.
    """
    ordered, known = sorted(coded, key=lambda c: c.passage.id), kept or Kept()
    chapters = (*of_codebooks(ordered, codebooks, kinds or {}, known), *of_themes(ordered, themes, known))
    wishes, before = choices or QuoteChoices(), earlier or Earlier()
    refused = dict.fromkeys(elsewhere, ELSEWHERE) | dict.fromkeys(wishes.withheld(), KEPT_BACK)
    refused |= _refused(ordered, participants)
    people = attribution.crowd([*participants, *_unlisted(ordered, participants)], population)
    press = Press(vectors, embed, people, k_disclosure, cited or {}, wishes, known)
    sides = choose(chapters, refused, vectors, wishes, known)
    printed: dict[tuple[str, bool], tuple[Quote, ...]] = {
        (side.chapter.id, side.dissent): press.quotes(side) for side in sides
    }
    groups: list[Group] = []
    figures: dict[str, Figures] = {}
    listed = known.same("participants", tuple(participants))
    counted = Counted(listed, counting.who_answers(participants, ordered), before, known)
    gone = frozenset(refused)
    for chapter in chapters:
        figures[chapter.id] = made = counted.figures(chapter, figures.get(chapter.parent))
        group = _group(chapter, made.table, printed[chapter.id, False], printed[chapter.id, True], gone, wishes)
        groups.append(
            replace(
                group,
                by_direction=made.by_direction,
                leans=made.leans,
                ways=made.ways,
                independent=made.independent,
            )
        )
    withheld = _withheld(ordered, chapters, refused, wishes, printed)
    together = _together(chapters, figures)
    for side in sides:
        side.pool.rest()
    known.forget_the_rest()
    return QuoteBank(tuple(groups), withheld, together)


def _together(chapters: Iterable[Chapter], figures: Mapping[str, Figures]) -> tuple[tuple[str, str, int], ...]:
    """Return how many people speak of every two codes at the top of the codebooks."""
    tops = (c.id for c in chapters if not c.parent and c.codebook != THEMES and c.members)
    said = {id: figures[id].people for id in tops}
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
    gone: frozenset[str],
    choices: QuoteChoices,
) -> Group:
    def against(m: Member) -> bool:
        return not supports(m.valence, chapter.turned) or m.valence is Valence.MIXED

    def for_it(m: Member) -> bool:
        return supports(m.valence, chapter.turned)

    return Group(
        id=chapter.id,
        name=chapter.name,
        parent=chapter.parent,
        definition=chapter.definition,
        colour=chapter.colour,
        supporting=supporting,
        dissenting=dissenting,
        dissent_note="" if dissenting else _note(chapter, against, gone, choices),
        participants=table.participants,
        of_participants=table.of_participants,
        counts=table.counts,
        passages=len(chapter.members),
        by_role=table.by_role,
        by_wave=table.by_wave,
        by_source=table.by_source,
        by_direction=(),
        few_people=bool(chapter.members) and table.participants < FEW_PEOPLE,
        codebook=chapter.codebook,
        by_year=table.by_year,
        asked=table.asked,
        support_note="" if supporting else _note(chapter, for_it, gone, choices),
    )


def _note(chapter: Chapter, on_side: Callable[[Member], bool], gone: frozenset[str], choices: QuoteChoices) -> str:
    """Return why a side of a chapter has no quote; how many were found is not said, because it may be few people."""
    dropped = {one.passage for one in choices.in_group(chapter.id) if one.place is Place.DROPPED}
    side, checked = [m.item.passage.id for m in chapter.members if on_side(m)], len(chapter.members)
    if not checked:
        if chapter.codebook == THEMES:
            return "None of its passages has been coded yet"
        return "None found in what was read" if chapter.asked else "Nothing has been coded yet"
    if not side:
        return f"None found, {checked} checked"
    if all(id in gone or id in dropped for id in side):
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
        said = {one.passage: one for one in choices.in_group(chapter.id)}
        for id in (m.item.passage.id for m in chapter.members):
            if id in refused:
                found.append(Withheld(chapter.id, id, refused[id]))
            elif id not in said:
                continue
            elif said[id].place is Place.DROPPED:
                found.append(Withheld(chapter.id, id, DROPPED))
            elif said[id].place is Place.PINNED and id not in shown:
                waits = choices.only_released and not said[id].released_by
                found.append(Withheld(chapter.id, id, UNRELEASED if waits else CROWDED))
    found += [Withheld("", c.passage.id, refused[c.passage.id]) for c in coded if c.decision.verdict is Verdict.HELD]
    return tuple(sorted(found, key=lambda w: (w.group, w.passage)))


def _unlisted(coded: Iterable[CodedPassage], participants: Iterable[Participant]) -> list[Participant]:
    """Return the people who speak in passages but stand in no list, so that attribution counts them too."""
    listed = {p.code for p in participants}
    voices = dict.fromkeys(
        (counting.person(c.passage), c.passage.role, c.passage.source, c.passage.wave)
        for c in coded
        if c.passage.participant not in listed and not attribution.is_citation(c.passage)
    )
    return [Participant(*one) for one in voices]
