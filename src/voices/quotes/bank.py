"""The quote bank: for every code, child code and confirmed theme, quotes that support it and quotes that do not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

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
from voices.quotes import attribution, counting, spans
from voices.quotes.chapters import Chapter, Member, of_codebooks, of_themes, supports
from voices.quotes.examples import ELSEWHERE
from voices.quotes.filling import Side, choose
from voices.quotes.picking import Embed, reason, scorer_for
from voices.quotes.release import HELD
from voices.quotes.selection import Pool
from voices.quotes.suppression import FEW_PEOPLE

__all__ = ["ELSEWHERE", "HELD", "build_bank"]


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
) -> QuoteBank:
    """Return the quote bank of the decisions that stand.

    `vectors` holds a unit vector by passage id; `embed` lets long passages be trimmed by meaning. `population` gives
    head counts by role, `kinds` the kinds of source each codebook (by name) is used on, `cited` author, year and page
    of passages from published evidence, by passage id; `elsewhere` holds passages that stand in a released practice
    example and are printed there alone. The order of everything handed in is irrelevant.

    Raises NotVerbatim where a quote would not be an exact span of its passage.
    """
    ordered = sorted(coded, key=lambda c: c.passage.id)
    chapters = (*of_codebooks(ordered, codebooks, kinds or {}), *of_themes(ordered, themes))
    refused = dict.fromkeys(elsewhere, ELSEWHERE) | _refused(ordered, participants)
    sides = choose(chapters, refused, vectors)
    people = attribution.crowd([*participants, *_unlisted(ordered, participants)], population)
    groups: list[Group] = []
    known: dict[str, counting.Tables] = {}
    for chapter in chapters:
        table = counting.tables(
            [m.item for m in chapter.members], participants, ordered, chapter.asked, known.get(chapter.parent)
        )
        known[chapter.id] = table
        own = [side for side in sides if side.chapter is chapter]
        printed = {side.dissent: _quotes(side, vectors, embed, people, k_disclosure, cited or {}) for side in own}
        groups.append(_group(chapter, table, printed.get(False, ()), printed.get(True, ()), refused))
    return QuoteBank(tuple(groups), _withheld(ordered, chapters, refused))


def _refused(coded: Iterable[CodedPassage], participants: Iterable[Participant]) -> dict[str, str]:
    """Return why passages may not be quoted, by passage id."""
    no = {(p.code, p.source) for p in participants if not p.quoting}
    reasons = {}
    for item in coded:
        passage = item.passage
        if item.decision.verdict is Verdict.HELD:
            reasons[passage.id] = HELD
        elif not passage.quoting:
            reasons[passage.id] = "this source or person has not agreed to be quoted"
        elif (passage.participant, passage.source) in no:
            reasons[passage.id] = "this person has not agreed to be quoted"
    return reasons


def _quotes(
    side: Side,
    vectors: Mapping[str, NDArray[np.float32]],
    embed: Embed | None,
    people: attribution.Crowd,
    k: int,
    cited: Mapping[str, str],
) -> tuple[Quote, ...]:
    pool = side.pool
    own = [vectors[c.id] for c in pool.candidates if c.id in vectors]
    scorer = scorer_for([c.text for c in pool.candidates], np.array(own, dtype=np.float32), embed if own else None)
    quotes = []
    for index in pool.chosen:
        member = side.members[pool.candidates[index].id]
        passage = member.item.passage
        span = spans.choose(passage.text, scorer, member.evidence)
        quotes.append(
            Quote(
                group=side.chapter.id,
                passage=passage.id,
                start=span.start,
                end=span.end,
                text=spans.exact(passage, span),
                passage_hash=passage.hash,
                valence=member.valence,
                why=_why(pool, index, member),
                attribution=attribution.citation(passage, cited.get(passage.id, ""))
                if attribution.is_citation(passage)
                else attribution.attribute(people.printed_role(passage), passage.wave, people, k),
                printed=spans.in_print(passage.text, span),
            )
        )
    return tuple(quotes)


def _why(pool: Pool, index: int, member: Member) -> str:
    why = reason(pool, index, name_role=False)
    if member.item.decision.quotable:
        return f"A coder marked it as worth quoting. {why}".replace(". It ", "; it ", 1)
    return why


def _group(
    chapter: Chapter,
    table: counting.Tables,
    supporting: tuple[Quote, ...],
    dissenting: tuple[Quote, ...],
    refused: Mapping[str, str],
) -> Group:
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
        dissent_note="" if dissenting else _note(len(chapter.members), against, refused),
        participants=table.participants,
        of_participants=table.of_participants,
        counts=table.counts,
        passages=len(chapter.members),
        by_role=table.by_role,
        by_wave=table.by_wave,
        by_source=table.by_source,
        by_valence=counting.by_valence(m.valence for m in chapter.members),
        few_people=table.participants < FEW_PEOPLE,
        codebook=chapter.codebook,
        by_year=table.by_year,
        support_note="" if supporting else _note(len(chapter.members), for_it, refused),
    )


def _note(checked: int, side: Sequence[Member], refused: Mapping[str, str]) -> str:
    """Return why a side of a chapter has no quote: nobody said it, or nobody who did may be quoted."""
    if not side:
        return f"None found, {checked} checked"
    barred = sum(1 for m in side if m.item.passage.id in refused)
    if barred == len(side):
        return f"{len(side)} found, none of which may be quoted; {checked} checked"
    return f"{len(side)} found, printed on the other side or from people quoted enough already; {checked} checked"


def _withheld(
    coded: Iterable[CodedPassage], chapters: Iterable[Chapter], refused: Mapping[str, str]
) -> tuple[Withheld, ...]:
    found = [
        Withheld(chapter.id, m.item.passage.id, refused[m.item.passage.id])
        for chapter in chapters
        for m in chapter.members
        if m.item.passage.id in refused
    ]
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
